"""Links without a name: whoever opens one tells theirs, and what they did goes with it."""

import pytest
from tests.services.judging.api.conftest import Clock
from tests.services.judging.api.test_desk import BATCH, scripts

from huleedu.contracts.judging import (
    Kind,
    Named,
    NameRefused,
    NotEnrolled,
    NotOpened,
    Recorded,
    Session,
)
from huleedu.engines.postgres.database import PostgresDatabase
from huleedu.services.judging.api.desk import Desk, Enrolment, KeyHolder
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.api.naming import Invited, Renamed, WrongName, invite, rename
from huleedu.services.judging.domain.desk import AssignedPairs, Rules
from huleedu.services.judging.domain.judge_names import WhyNot


def called(number: int) -> str:
    return f"Judge {number}"


@pytest.fixture
async def key(judgings: Judgings, database: PostgresDatabase, clock: Clock) -> str:
    """Of a link without a name; Karin judges, too."""
    assert await invite(database, BATCH, called, clock()) == NotOpened()
    await judgings.open(BATCH, scripts(8), "9B", Rules(steps=3))
    await judgings.enrol(BATCH, "Karin", Kind.PERSON)
    made = await invite(database, BATCH, called, clock(), quota=5)
    assert isinstance(made, Invited)
    assert made.name == "Judge 1"
    return made.key


async def decide(desk: Desk, name: str, times: int) -> None:
    for _ in range(times):
        got = await desk.next(BATCH, name)
        assert isinstance(got, AssignedPairs), got
        assert await desk.decide(got.pairs[0].pair, name, 1, batch=BATCH) == Recorded()


async def test_each_link_has_a_name_of_its_own_that_stands_in(
    key: str, judgings: Judgings, database: PostgresDatabase, clock: Clock
) -> None:
    await judgings.revoke(BATCH, "Judge 1")
    again = await invite(database, BATCH, called, clock())
    assert isinstance(again, Invited)
    assert again.name == "Judge 2", "a link that was ended is nobody else's"
    assert again.key != key


async def test_a_judge_tells_their_name_once(key: str, desk: Desk) -> None:
    session = await desk.session(BATCH, "Judge 1")
    assert isinstance(session, Session)
    assert session.unnamed
    where = Enrolment(BATCH, "Judge 1")
    assert await desk.name(where, "KARIN") == NameRefused("alike")
    assert await desk.name(where, " ") == NameRefused("empty")
    assert await desk.name(where, " Åsa  Ek ") == Named("Åsa Ek")
    holder = await desk.whose(key)
    assert isinstance(holder, KeyHolder)
    assert holder.enrolment == Enrolment(BATCH, "Åsa Ek")
    session = await desk.session(BATCH, "Åsa Ek")
    assert isinstance(session, Session)
    assert (session.judge, session.unnamed, session.quota) == ("Åsa Ek", False, 5)
    assert await desk.name(holder.enrolment, "Åsa Ek") == Named("Åsa Ek"), "the same again"
    assert await desk.name(holder.enrolment, "Bo") == NameRefused("given")
    assert await desk.name(where, "Bo") == NotEnrolled()


async def test_whoever_was_invited_by_name_keeps_it(key: str, desk: Desk) -> None:
    assert key
    assert await desk.name(Enrolment(BATCH, "Karin"), "Bo") == NameRefused("given")


async def test_all_that_was_decided_goes_with_the_name(
    key: str, desk: Desk, judgings: Judgings, database: PostgresDatabase, clock: Clock
) -> None:
    assert key
    await decide(desk, "Karin", 3)
    held = await desk.next(BATCH, "Karin")
    where = Enrolment(BATCH, "Karin")
    done = await rename(database, where, "Karin Lind", clock(), themself=False)
    assert done == Renamed("Karin Lind")
    assert set((await judgings.decisions(BATCH)).judges) == {"Karin Lind"}
    assert await desk.next(BATCH, "Karin Lind") == held, "what was before them still is"
    await decide(desk, "Karin Lind", 1)
    assert len((await judgings.decisions(BATCH)).judgements) == 4
    alike = await rename(database, where, "Judge 1", clock(), themself=False)
    assert alike == NotEnrolled()
    wrong = await rename(
        database, Enrolment(BATCH, "Karin Lind"), "judge 1", clock(), themself=False
    )
    assert wrong == WrongName(WhyNot.ALIKE, "Judge 1")


async def test_a_ranking_is_due_only_if_it_tells_the_name(
    key: str, desk: Desk, database: PostgresDatabase, clock: Clock
) -> None:
    assert key

    async def revision() -> int:
        async with database.session() as sql:
            return await sql.fetchval("select revision from judging where id = $1", BATCH)

    before = await revision()
    await desk.name(Enrolment(BATCH, "Judge 1"), "Åsa")
    assert await revision() == before
    await decide(desk, "Åsa", 1)
    await rename(database, Enrolment(BATCH, "Åsa"), "Åsa Ek", clock(), themself=False)
    assert await revision() == before + 1
