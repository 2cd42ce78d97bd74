"""A model's run has one worker at a time, and its end is that of its own turn."""

from decimal import Decimal
from uuid import UUID, uuid4

from tests.services.judging.api.conftest import Clock
from tests.services.judging.api.test_desk import BATCH, scripts

from huleedu.contracts.judging import NotOpened
from huleedu.engines.postgres.database import PostgresDatabase
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.api.llm_runs import (
    HeldByAnother,
    JudgingEnded,
    LlmClaimed,
    LlmEnd,
    LlmHold,
    LlmRuns,
    ModelsStarted,
    RunIsOver,
)
from huleedu.services.judging.store import llm_runs as store

MONEY = Decimal(5)


async def test_one_worker_holds_a_run_until_it_lets_go(
    database: PostgresDatabase, judgings: Judgings, clock: Clock
) -> None:
    runs = LlmRuns(database, clock)
    assert await runs.start(BATCH, ["m"], 4, MONEY, None) == NotOpened()
    await judgings.open(BATCH, scripts(3))
    assert await runs.start(BATCH, ["m"], 4, MONEY, None) == ModelsStarted(["m"])
    mine, other = (LlmHold(BATCH, "m", 1, uuid4()) for _ in range(2))
    claimed = await runs.claim(mine)
    assert isinstance(claimed, LlmClaimed)
    assert (claimed.quota, claimed.money, claimed.compared) == (4, MONEY, 0)
    assert isinstance(await runs.claim(mine), LlmClaimed), "again, by the same"
    assert isinstance(await runs.claim(other), HeldByAnother)
    await runs.release(other)
    assert isinstance(await runs.claim(other), HeldByAnother), "nobody lets go for another"
    await runs.release(mine)
    assert isinstance(await runs.claim(other), LlmClaimed)
    await runs.keep(other)
    assert isinstance(await runs.claim(LlmHold(BATCH, "m", 2, uuid4())), RunIsOver)
    assert isinstance(await runs.claim(LlmHold(BATCH, "n", 1, uuid4())), RunIsOver)


async def test_the_end_of_an_earlier_turn_ends_no_later_one(
    database: PostgresDatabase, judgings: Judgings, clock: Clock
) -> None:
    runs, who = LlmRuns(database, clock), UUID(int=5)
    await judgings.open(BATCH, scripts(3))
    await runs.start(BATCH, ["m"], 4, MONEY, who)
    assert await runs.stop(BATCH, who) == ["m"]
    assert await runs.stop(BATCH, None) == []
    [run] = await runs.runs(BATCH)
    assert (run.why, run.ended_by) == (LlmEnd.STOPPED, who), "who stopped it first"
    assert await runs.go_on(BATCH, again=False) == ()
    assert await runs.go_on(BATCH, again=True) == ["m"]
    async with database.transaction() as sql:
        assert not await store.end(sql, BATCH, "m", 1, LlmEnd.DONE, clock())
    [run] = await runs.runs(BATCH)
    assert (run.turn, run.ended_at) == (2, None)
    async with database.transaction() as sql:
        assert await store.end(sql, BATCH, "m", 2, LlmEnd.DONE, clock())
        assert await store.to_tell(sql) == [], "what has ended is told to nobody"
    await judgings.close(BATCH)
    assert await runs.start(BATCH, ["m"], 4, MONEY, None) == JudgingEnded()
    assert await runs.go_on(BATCH, again=True) == ()
