"""An anchor is found again by its text alone, in its school alone, in other batches alone."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

import pytest

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.services.judging.api.judgings import Judgings, Rules
from huleedu.services.judging.domain.desk import Script
from huleedu.services.judging.store import library

FIRST, LATER, THEIRS = UUID(int=7), UUID(int=8), UUID(int=9)
OTHER_SCHOOL = UUID(int=2)
NOW = datetime(2026, 12, 1, tzinfo=UTC)
BY = (NOW, UUID(int=5), "Karin Lind")
ESSAY = "insert into essay (batch, id, slot, text, school) values ($1, $2, $3, $4, $5)"


@pytest.fixture
async def database(address: Address) -> AsyncIterator[PostgresDatabase]:
    database = PostgresDatabase(address, "judging")
    yield database
    await database.aclose()


async def test_a_text_is_found_again_elsewhere_in_its_school(database: PostgresDatabase) -> None:
    scripts = [
        Script(essay=UUID(int=70 + n), name="e", text=f"{n}" * 64, measures={}) for n in range(2)
    ]
    await Judgings(database, lambda: NOW).open(FIRST, scripts)
    async with database.transaction() as sql:
        for batch, school in ((FIRST, OWN_SCHOOL), (LATER, OWN_SCHOOL), (THEIRS, OTHER_SCHOOL)):
            for slot, text in enumerate(("0" * 64, "9" * 64), 1):
                await sql.execute(ESSAY, batch, UUID(int=batch.int * 10 + slot), slot, text, school)
        told, stands = ("A: a walk", "A-F", "A"), (1.5, 0.25)
        assert await library.keep(sql, FIRST, UUID(int=99), told, stands, BY, UUID(int=1)) is None
        kept = await library.keep(sql, FIRST, UUID(int=70), told, stands, BY, UUID(int=1))
        assert kept == UUID(int=1)
        [found] = await library.here(sql, LATER)
        assert (found.essay, found.kept.id, found.kept.metric) == (UUID(int=81), kept, FIRST)
        assert (found.kept.place, found.kept.error, found.kept.grade) == (1.5, 0.25, "A")
        assert await library.here(sql, FIRST) == [], "where it was placed it is no news"
        assert await library.here(sql, THEIRS) == []
        assert await library.of_school(sql, OTHER_SCHOOL, 9) == []
        again = await library.keep(sql, FIRST, UUID(int=70), told, (2.0, 0.1), BY, UUID(int=2))
        assert again == kept, "the same text stands elsewhere now"
        [one] = await library.of_school(sql, OWN_SCHOOL, 9)
        assert (one.place, one.by_name) == (2.0, "Karin Lind")
        assert await library.remove(sql, OTHER_SCHOOL, UUID(int=1), NOW) is None
        assert await library.remove(sql, OWN_SCHOOL, UUID(int=1), NOW)
        assert await library.remove(sql, OWN_SCHOOL, UUID(int=1), NOW) is None
        assert await library.here(sql, LATER) == []


async def test_a_batch_that_uses_anchors_goes_on_with_their_scale(
    database: PostgresDatabase,
) -> None:
    script = Script(essay=UUID(int=70), name="e", text="0" * 64, measures={})
    await Judgings(database, lambda: NOW).open(LATER, [script], rules=Rules(metric=FIRST))
    async with database.transaction() as sql:
        await library.keep(sql, LATER, UUID(int=70), ("x", "", ""), (1, 1), BY, UUID(int=1))
        [one] = await library.of_school(sql, OWN_SCHOOL, 9)
        assert (one.metric, one.batch) == (FIRST, LATER)
