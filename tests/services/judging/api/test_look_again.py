"""Who has not seen an essay judges it again, before all else, and as often as was asked for."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from tests.services.judging.api.conftest import Clock
from tests.services.judging.api.test_desk import BATCH, scripts

from huleedu.contracts.judging import Closed, Kind, NoPairLeft, NotOpened, Recorded
from huleedu.engines.postgres.database import PostgresDatabase
from huleedu.services.judging.api.desk import Desk
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.api.look_again import (
    AskedAgain,
    LookAgain,
    NotJudged,
    NotWanted,
    Withdrawn,
    ask,
    looks_of,
    of_essay,
    withdraw,
)
from huleedu.services.judging.domain.desk import AssignedPairs, Rules, Script
from huleedu.services.judging.domain.ending import Enough

BY = (UUID(int=12), "Karin Lind")
SCRIPTS: Sequence[Script] = scripts(8)
ESSAY = SCRIPTS[3].essay
NEW = ("Cia", "Dan")


async def judge(desk: Desk, name: str, times: int) -> int:
    """Decide so many pairs; in how many of them the essay was."""
    seen = 0
    for _ in range(times):
        got = await desk.next(BATCH, name)
        assert isinstance(got, AssignedPairs), got
        [pair] = got.pairs
        seen += 3 in (pair.first, pair.second)
        assert await desk.decide(pair.pair, name, 1, batch=BATCH) == Recorded()
    return seen


@pytest.fixture
async def judged(desk: Desk, judgings: Judgings, clock: Clock) -> None:
    """Åsa and Bo have judged much; Cia and Dan nothing yet."""
    await judgings.open(BATCH, SCRIPTS, "9B", Rules(steps=3))
    for name in ("Åsa", "Bo", *NEW):
        await judgings.enrol(BATCH, name, Kind.PERSON)
    for name in ("Åsa", "Bo"):
        await judge(desk, name, 14)
    clock.now += timedelta(minutes=1)


async def one(database: PostgresDatabase) -> LookAgain:
    [look] = await of_essay(database, BATCH, ESSAY)
    return look


async def asked(database: PostgresDatabase, clock: Clock, more: int = 2) -> AskedAgain:
    outcome = await ask(database, BATCH, ESSAY, more, BY, clock(), once=uuid4())
    assert isinstance(outcome, AskedAgain)
    return outcome


@pytest.mark.usefixtures("judged")
async def test_who_has_not_seen_it_gets_it_next_and_nobody_else_does(
    desk: Desk, database: PostgresDatabase, clock: Clock
) -> None:
    outcome = await asked(database, clock, more=3)
    assert (outcome.judges, outcome.reopened) == (NEW, None)
    assert await judge(desk, "Cia", 2) == 2
    look = await one(database)
    assert (look.judged, look.left, look.over) == (2, 1, False)
    assert look.seen_by == {"Åsa", "Bo"}
    assert await judge(desk, "Åsa", 2) <= 1, "nothing is wanted of who saw it before"
    assert (await one(database)).judged == 2, "and what they judge counts for nothing here"
    assert await judge(desk, "Dan", 1) == 1
    assert (await one(database)).over
    seen = await judge(desk, "Dan", 4)
    assert seen < 4, "as often as was asked for, and then as ever"


@pytest.mark.usefixtures("judged")
async def test_no_more_are_out_than_are_asked_for(
    desk: Desk, database: PostgresDatabase, clock: Clock
) -> None:
    await asked(database, clock, more=1)
    got = await desk.next(BATCH, "Cia", 3)
    assert isinstance(got, AssignedPairs)
    assert sum(3 in (pair.first, pair.second) for pair in got.pairs) == 1
    look = await one(database)
    assert (look.out, look.left, look.over) == (1, 0, False)


@pytest.mark.usefixtures("judged")
async def test_judging_that_was_closed_opens_for_this_alone_and_closes_again(
    desk: Desk, database: PostgresDatabase, judgings: Judgings, clock: Clock
) -> None:
    await judgings.close(BATCH, "spent")
    assert await desk.next(BATCH, "Cia") == Closed("spent")
    assert (await asked(database, clock)).reopened == "spent"
    assert await desk.next(BATCH, "Åsa") == NoPairLeft(), "there is nothing else for anybody"
    assert await judge(desk, "Cia", 1) == 1
    assert await judge(desk, "Dan", 1) == 1
    assert await desk.next(BATCH, "Dan") == Closed("spent")
    assert await desk.next(BATCH, "Åsa") == Closed("spent")


@pytest.mark.usefixtures("judged")
async def test_what_is_withdrawn_is_not_asked_for_and_closes_what_it_opened(
    desk: Desk, database: PostgresDatabase, judgings: Judgings, clock: Clock
) -> None:
    await judgings.close(BATCH, "by_hand")
    outcome = await asked(database, clock)
    assert await withdraw(database, BATCH, outcome.look, clock()) == Withdrawn()
    assert await withdraw(database, BATCH, outcome.look, clock()) == NotWanted()
    assert await desk.next(BATCH, "Cia") == Closed("by_hand")
    assert (await one(database)).withdrawn_at == clock()
    await asked(database, clock)
    await judgings.reopen(BATCH)
    assert isinstance(await desk.next(BATCH, "Åsa"), AssignedPairs), "opened for all, it is so"


@pytest.mark.usefixtures("judged")
async def test_enough_is_not_enough_while_somebody_is_to_look_again(
    desk: Desk, database: PostgresDatabase, judgings: Judgings, clock: Clock
) -> None:
    await judgings.open(BATCH, SCRIPTS, "9B", Rules(steps=3, judgements=28))
    await asked(database, clock, more=1)
    assert await judge(desk, "Cia", 1) == 1


@pytest.mark.usefixtures("judged")
async def test_a_day_that_is_over_is_not_over_for_what_is_looked_at_again(
    desk: Desk, database: PostgresDatabase, judgings: Judgings, clock: Clock
) -> None:
    await judgings.open(BATCH, SCRIPTS, "9B", Rules(steps=3, until=clock()))
    assert await desk.next(BATCH, "Cia") == Closed(Enough.BY_DAY.value)
    await asked(database, clock, more=1)
    assert await judge(desk, "Cia", 1) == 1
    assert await desk.next(BATCH, "Cia") == Closed(Enough.BY_DAY.value)


@pytest.mark.usefixtures("judged")
async def test_who_may_not_see_it_is_not_named(
    database: PostgresDatabase, judgings: Judgings, clock: Clock
) -> None:
    await judgings.enrol(BATCH, "Cia", Kind.PERSON, barred=[ESSAY])
    await judgings.revoke(BATCH, "Dan")
    assert (await asked(database, clock)).judges == ()


@pytest.mark.usefixtures("judged")
async def test_the_same_request_again_is_one(database: PostgresDatabase, clock: Clock) -> None:
    once = uuid4()
    for _ in range(2):
        await ask(database, BATCH, ESSAY, 2, BY, clock(), once=once)
    assert [look.id for look in await looks_of(database, BATCH)] == [once]


async def test_what_is_not_judged_cannot_be_looked_at_again(
    database: PostgresDatabase, judgings: Judgings, clock: Clock
) -> None:
    assert await ask(database, BATCH, ESSAY, 2, BY, clock(), once=uuid4()) == NotOpened()
    await judgings.open(BATCH, SCRIPTS)
    never = UUID(int=404)
    assert await ask(database, BATCH, never, 2, BY, clock(), once=uuid4()) == NotJudged()
