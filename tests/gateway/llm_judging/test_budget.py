"""What a request costs is set aside of the batch's money and of the month's, or of neither."""

from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

import pytest
from tests.gateway.llm_judging.conftest import Models
from tests.gateway.web.conftest import SCHOOL
from tests.gateway.web.judged import BATCH

from huleedu.gateway.llm_judging.budget import SchoolBudget, SchoolMoney
from huleedu.kit.llm import Usage
from huleedu.services.identity import api as identity
from huleedu.services.identity.api import LlmSettings
from huleedu.services.judging.api.llm_runs import LlmClaimed, LlmEnd, LlmHold
from huleedu.services.judging.api.questions import OverBudget, Request, Reserved

MOST = Usage(900_000, 100_000)
ASKED = Request(pair=None, first=None, second=None, words={}, digest="", most=MOST)


@pytest.fixture
async def claimed(models: Models) -> LlmClaimed:
    """A worker's run: a request costs one at most."""
    await models.start(4, money="2")
    claimed = await models.around.runs.claim(LlmHold(BATCH, "m", 1, uuid4()))
    assert isinstance(claimed, LlmClaimed)
    return claimed


async def money_of(models: Models, forbidden: LlmEnd | None = None) -> SchoolMoney:
    async def why() -> LlmEnd | None:
        return forbidden

    people = models.house.database("identity")
    settings = await identity.llm_settings(people, SCHOOL)
    assert isinstance(settings, LlmSettings)
    return SchoolMoney(people, models.house.clock, settings, why)


async def test_money_is_set_aside_and_settled_in_both(models: Models, claimed: LlmClaimed) -> None:
    budget = SchoolBudget(models.house.database("judging"), await money_of(models), claimed)
    first, second = await budget.reserve(ASKED), await budget.reserve(ASKED)
    assert isinstance(first, Reserved)
    assert isinstance(second, Reserved)
    assert await models.spent() == (2, 2)
    over = await budget.reserve(ASKED)
    assert isinstance(over, OverBudget)
    assert over.why is LlmEnd.SPENT
    assert await models.spent() == (2, 2), "what was refused is set aside nowhere"
    await budget.settle(first, "said", Usage(90_000, 10_000), "said")
    assert await models.spent() == (Decimal("1.1"), Decimal("1.1"))


async def test_who_holds_it_no_more_or_may_not_sets_nothing_aside(
    models: Models, claimed: LlmClaimed
) -> None:
    database = models.house.database("judging")
    other = replace(claimed, hold=replace(claimed.hold, holder=uuid4()))
    taken_over = SchoolBudget(database, await money_of(models), other)
    forbidden = SchoolBudget(database, await money_of(models, LlmEnd.PAUSED), claimed)
    for budget, why in ((taken_over, LlmEnd.TAKEN_OVER), (forbidden, LlmEnd.PAUSED)):
        refused = await budget.reserve(ASKED)
        assert isinstance(refused, OverBudget)
        assert refused.why is why
    assert await models.spent() == (0, 0)
