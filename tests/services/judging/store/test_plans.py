"""What was chosen when a batch was made is how it is judged when it is opened."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from huleedu.contracts.gateway import PlanJudging
from huleedu.contracts.people import OWN_SCHOOL
from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.kit.service import Transaction
from huleedu.services.judging.api.judgings import Judgings, Rules, Script
from huleedu.services.judging.api.opening import Wanted, open_with
from huleedu.services.judging.api.plans import Plan, plan_of
from huleedu.services.judging.handlers import plan_judging

BATCH = UUID(int=7)
NOW = datetime(2026, 11, 29, tzinfo=UTC)


@pytest.fixture
async def database(address: Address) -> AsyncIterator[PostgresDatabase]:
    database = PostgresDatabase(address, "judging")
    yield database
    await database.aclose()


async def planned(database: PostgresDatabase, *commands: PlanJudging) -> None:
    for command in commands:
        async with database.transaction() as sql:
            await plan_judging(Transaction(sql, NOW), command)


async def opened(database: PostgresDatabase, wanted: Wanted) -> Rules:
    judgings = Judgings(database, lambda: NOW)
    script = Script(essay=uuid4(), name="K7M", text="ab", measures={}, pupil="")
    await open_with(judgings, BATCH, "9B", [script], wanted)
    rules = await judgings.rules(BATCH)
    assert isinstance(rules, Rules)
    return rules


def plan(criterion: str | None, scale: str, school: UUID = OWN_SCHOOL) -> PlanJudging:
    return PlanJudging(batch=BATCH, school=school, criterion=criterion, scale=scale)


async def test_a_batch_is_opened_as_was_planned(database: PostgresDatabase) -> None:
    await planned(database, plan("Which is funnier?", "A-F"))
    assert await plan_of(database, BATCH) == Plan(criterion="Which is funnier?", scale="A-F")
    assert await opened(database, Wanted({}, None, None)) == Rules(
        criterion="Which is funnier?", scale="A-F"
    )


async def test_what_is_told_then_counts_more_and_stays(database: PostgresDatabase) -> None:
    await planned(database, plan("Which is funnier?", "1-5"))
    rules = await opened(database, Wanted({"criterion": "Which is true?"}, None, None))
    assert rules == Rules(criterion="Which is true?", scale="1-5")
    await planned(database, plan("Which is longer?", ""))
    assert await opened(database, Wanted({}, None, None)) == rules, "it is open already"


async def test_without_a_plan_it_is_judged_as_usual(database: PostgresDatabase) -> None:
    assert await plan_of(database, BATCH) == Plan()
    await planned(database, plan(None, ""))
    assert await opened(database, Wanted({}, None, None)) == Rules()


async def test_another_school_changes_no_plan(database: PostgresDatabase) -> None:
    await planned(database, plan("Ours", ""), plan("Theirs", "", school=UUID(int=9)))
    assert (await plan_of(database, BATCH)).criterion == "Ours"
