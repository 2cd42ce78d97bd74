"""What the tables tell of judging: what can be judged, what came late, how far it is."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

import pytest

from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.store import heard, overview

BATCH = UUID(int=7)
NOW = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture
async def database(address: Address) -> AsyncIterator[PostgresDatabase]:
    database = PostgresDatabase(address, "judging")
    yield database
    await database.aclose()


async def test_only_essays_of_which_all_is_known_can_be_judged(database: PostgresDatabase) -> None:
    whole = {"slot": 2, "name": "a.txt", "text": "ab", "measures": {"words": 312}}
    async with database.transaction() as sql:
        told = {
            UUID(int=1): whole,
            UUID(int=2): {**whole, "slot": 1, "measures": {}},
            UUID(int=3): {"name": "c.txt", "text": "ab"},
        }
        await heard.keep(sql, BATCH, told)
        assert await overview.ready(sql, BATCH) == [(UUID(int=2), 0.0), (UUID(int=1), 312.0)]
        assert await overview.brief(sql, BATCH) is None
        assert await overview.overview(sql, BATCH, NOW) is None
        assert await overview.moved(sql, [BATCH]) == {}
    await Judgings(database, lambda: NOW).open(BATCH, (), "9B")
    async with database.transaction() as sql:
        found = await overview.overview(sql, BATCH, NOW)
        assert found
        assert (found.title, found.essays, found.late, found.unlinked) == ("9B", 2, 0, 2)
        assert await overview.brief(sql, BATCH) == overview.Brief(closed=False, decided=0)
