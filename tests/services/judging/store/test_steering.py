"""What is changed of a judge is theirs alone, and in their judging alone."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

import pytest

from huleedu.contracts.judging import Kind
from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.store import overview, steering

BATCH, OTHER = UUID(int=7), UUID(int=8)
NOW = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture
async def database(address: Address) -> AsyncIterator[PostgresDatabase]:
    database = PostgresDatabase(address, "judging")
    yield database
    await database.aclose()


async def test_terms_are_of_one_judge_of_one_batch(database: PostgresDatabase) -> None:
    judgings = Judgings(database, lambda: NOW)
    for batch in (BATCH, OTHER):
        await judgings.open(batch, ())
        for name in ("Ali", "Bo"):
            await judgings.enrol(batch, name, Kind.PERSON, quota=5)
    async with database.transaction() as sql:
        found = await overview.overview(sql, BATCH, NOW)
        assert found
        ali, bo = found.judges
        barred = [UUID(int=1)]
        await steering.set_terms(sql, BATCH, ali.id, None, barred, "ali@ek.example", NOW)
        await steering.set_terms(sql, OTHER, bo.id, 1, [], "", None)
        assert await steering.leave_out(sql, OTHER, ali.id, NOW) is None
        again = await overview.overview(sql, BATCH, NOW)
        assert again
        assert again.judges[1] == bo, "an id leads nowhere in another batch"
        ali = again.judges[0]
    assert (ali.quota, ali.barred, ali.email, ali.ends_at) == (
        None,
        tuple(barred),
        "ali@ek.example",
        NOW,
    )
