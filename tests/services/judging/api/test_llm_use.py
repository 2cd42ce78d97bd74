"""A stop of language models holds within one request, for every process; nothing is lost by it."""

from decimal import Decimal

import pytest
from tests.services.judging.api.conftest import Clock
from tests.services.judging.api.test_desk import BATCH, scripts

from huleedu.contracts.judging import NotOpened
from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.kit.llm import Usage
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.api.llm_runs import LlmEnd, LlmRuns, LlmUse
from huleedu.services.judging.api.llm_use import exchanges
from huleedu.services.judging.api.steering import revisions
from huleedu.services.judging.store.budget import (
    Budget,
    Limits,
    OverBudget,
    Prices,
    Request,
    Reserved,
)

ASKED = Request(pair=None, first=0, second=1, words={"a": "b"}, digest="", most=Usage(90, 10))


@pytest.fixture
def stop(database: PostgresDatabase, clock: Clock) -> LlmRuns:
    return LlmRuns(database, clock)


async def test_after_a_stop_no_request_is_made_until_they_may_go_on(
    database: PostgresDatabase, judgings: Judgings, stop: LlmRuns, clock: Clock, address: Address
) -> None:
    assert await stop.use(BATCH) == NotOpened()
    await judgings.open(BATCH, scripts(2))
    one, per = Decimal(1), Prices(Decimal(1_000_000), Decimal(1_000_000))
    elsewhere = PostgresDatabase(address, "judging")
    here = Budget(database, clock, BATCH, "m", Limits(), per)
    there = Budget(elsewhere, clock, BATCH, "n", Limits(), per)
    under_way = await here.reserve(ASKED)
    assert isinstance(under_way, Reserved)
    before = await revisions(database, [BATCH])
    await stop.stop(BATCH, None)
    assert await revisions(database, [BATCH]) != before, "pages are told"
    for budget in (here, there):
        refused = await budget.reserve(ASKED)
        assert isinstance(refused, OverBudget)
        assert refused.why is LlmEnd.STOPPED
    await here.settle(under_way, "said", Usage(9, 1), "said")
    used = await stop.use(BATCH)
    assert isinstance(used, LlmUse)
    assert (used.calls, used.under_way, used.tokens, used.cost) == (1, 0, 10, float(10 * one))
    assert used.stopped_at == clock()
    await stop.go_on(BATCH, again=True)
    assert isinstance(await there.reserve(ASKED), Reserved)
    await elsewhere.aclose()


async def test_a_stop_holds_before_anything_was_asked(
    database: PostgresDatabase, judgings: Judgings, stop: LlmRuns, clock: Clock
) -> None:
    await judgings.open(BATCH, scripts(2))
    await stop.stop(BATCH, None)
    budget = Budget(database, clock, BATCH, "m", Limits(), Prices())
    assert isinstance(await budget.reserve(ASKED), OverBudget)
    assert await exchanges(database, BATCH, None, 9) == []
