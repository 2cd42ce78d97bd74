"""Whose a batch's judging is, and that no other school sees anything of it."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest
from tests.services.judging.api.conftest import Clock
from tests.services.judging.api.test_desk import BATCH, scripts

from huleedu.contracts.batches import BatchRegistered
from huleedu.contracts.files import TextRead
from huleedu.contracts.gateway import PlanJudging
from huleedu.contracts.judging import Kind, NotOpened
from huleedu.contracts.people import OWN_SCHOOL
from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.engines.postgres.viewers import Viewers, pool_of_viewers
from huleedu.kit.database import Database, Viewer
from huleedu.kit.messages import wrap
from huleedu.kit.service import Heard, Transaction
from huleedu.services.judging.api.desk import AssignedPairs, Desk
from huleedu.services.judging.api.judgings import Judgings, Rules
from huleedu.services.judging.domain.desk import Enrolled, Enrolment, KeyHolder
from huleedu.services.judging.handlers import on_batch_registered, on_essay_event, plan_judging

NORTH, SOUTH, OTHER = UUID(int=0xA), UUID(int=0xB), UUID(int=8)
TABLES = (
    *("judging", "script", "enrolment", "pair", "due", "draft", "earlier_answer", "ranking"),
    *("account", "transcript", "essay"),
)


class Seen:
    """The judging's tables, as people of a school see them."""

    def __init__(self, viewers: Viewers) -> None:
        self._viewers = viewers

    def by(self, school: UUID) -> Database:
        return self._viewers.of(Viewer(school))

    async def rows(self, school: UUID) -> dict[str, int]:
        """How many of each table."""
        async with self.by(school).session() as sql:
            return {table: await sql.fetchval(f"select count(*) from {table}") for table in TABLES}


@pytest.fixture
async def seen(address: Address) -> AsyncIterator[Seen]:
    pool = pool_of_viewers(address, 2)
    yield Seen(Viewers(pool, "judging"))
    await pool.aclose()


async def registered(database: PostgresDatabase, clock: Clock, batch: UUID, school: UUID) -> None:
    event = BatchRegistered(
        batch=batch, title="9B", slots=6, language="en", pupils=(), deadline_s=60, school=school
    )
    async with database.transaction() as sql:
        await on_batch_registered(Transaction(sql, clock.now), event)


async def heard(database: PostgresDatabase, clock: Clock, batch: UUID, essay: UUID) -> None:
    event = TextRead(batch=batch, essay=essay, name="a.txt", text="ab", characters=2, format="txt")
    envelope = wrap(event, identity=essay, now=clock.now, cause=None)
    async with database.transaction() as sql:
        await on_essay_event(Transaction(sql, clock.now), batch, [Heard(event, envelope)])


async def judged(judgings: Judgings, desk: Desk, batch: UUID) -> str:
    """A decision that was changed and a draft; the judge's key."""
    await judgings.open(batch, scripts(4))
    enrolled = await judgings.enrol(batch, "Åsa", Kind.PERSON)
    assert isinstance(enrolled, Enrolled)
    for answer in (1, -1):
        found = await desk.next(batch, "Åsa")
        assert isinstance(found, AssignedPairs)
        await desk.keep_draft(batch, "Åsa", found.pairs[0].pair, "because")
        await desk.decide(found.pairs[0].pair, "Åsa", answer)
        await desk.change(found.pairs[0].pair, "Åsa", 2 * answer, batch=batch)
    return enrolled.key


async def test_a_school_sees_its_own_judgings_and_no_others(
    judgings: Judgings, desk: Desk, database: PostgresDatabase, clock: Clock, seen: Seen
) -> None:
    for batch, school in ((BATCH, NORTH), (OTHER, SOUTH)):
        await heard(database, clock, batch, UUID(int=batch.int * 100))
        await registered(database, clock, batch, school)
        key = await judged(judgings, desk, batch)
        holder = KeyHolder(Enrolment(batch, "Åsa"), school)
        assert await desk.whose(key) == holder, "whoever has the key is asked nothing else"
    own = {"judging": 1, "script": 4, "enrolment": 1, "pair": 2, "earlier_answer": 2, "due": 1}
    for school in (NORTH, SOUTH):
        rows = await seen.rows(school)
        assert {**rows, **own} == rows
        assert (rows["essay"], rows["draft"]) == (1, 1)
    assert set((await seen.rows(OWN_SCHOOL)).values()) == {0}
    by_others = Judgings(seen.by(SOUTH), clock)
    assert await by_others.progress(BATCH) == NotOpened()
    assert await by_others.enrol(BATCH, "Eve", Kind.PERSON) == NotOpened()
    assert await Judgings(seen.by(NORTH), clock).progress(BATCH) != NotOpened()


async def test_a_batch_that_is_registered_late_takes_all_of_it_along(
    judgings: Judgings, desk: Desk, database: PostgresDatabase, clock: Clock, seen: Seen
) -> None:
    await heard(database, clock, BATCH, UUID(int=70))
    assert (await seen.rows(OWN_SCHOOL))["essay"] == 0, "nobody's yet"
    await judged(judgings, desk, BATCH)
    assert (await seen.rows(OWN_SCHOOL))["pair"] == 2
    await registered(database, clock, BATCH, NORTH)
    assert set((await seen.rows(OWN_SCHOOL)).values()) == {0}
    rows = await seen.rows(NORTH)
    assert (rows["pair"], rows["earlier_answer"], rows["due"], rows["essay"]) == (2, 2, 1, 1)
    assert await judgings.open(BATCH, scripts(6)) == 6, "opened again it stays theirs"
    assert set((await seen.rows(OWN_SCHOOL)).values()) == {0}


async def test_a_plan_of_another_school_takes_nothing_over(
    judgings: Judgings, database: PostgresDatabase, clock: Clock, seen: Seen
) -> None:
    plan = PlanJudging(batch=BATCH, school=SOUTH, criterion="Which is mine?", scale="")
    async with database.transaction() as sql:
        await plan_judging(Transaction(sql, clock.now), plan)
    await registered(database, clock, BATCH, NORTH)
    async with database.transaction() as sql:
        await plan_judging(Transaction(sql, clock.now), plan)
    await judgings.open(BATCH, scripts(2))
    assert await judgings.rules(BATCH) == Rules()
    assert (await seen.rows(SOUTH))["judging"] == 0
    assert (await seen.rows(NORTH))["judging"] == 1


async def test_who_opens_a_batch_that_nobody_has_heard_of_opens_their_own(
    clock: Clock, seen: Seen
) -> None:
    assert await Judgings(seen.by(SOUTH), clock).open(BATCH, scripts(2)) == 2
    assert (await seen.rows(SOUTH))["script"] == 2
