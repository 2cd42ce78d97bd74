"""How sure each ranking was is kept in order, and what has its day ends."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import pytest

from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.api.set_up import Rules
from huleedu.services.judging.domain.figures import RankingFigures
from huleedu.services.judging.store import figures, overview

BATCH, OTHER = UUID(int=7), UUID(int=8)
NOW = datetime(2026, 12, 1, tzinfo=UTC)
FIRST = RankingFigures(
    number=1,
    judgements=9,
    made_at=NOW,
    typical_error=4.2,
    error_then=3.1,
    more=30,
    reliability=None,
    low=None,
    high=None,
    groups=1,
    odd={"Ali": "quick"},
)


@pytest.fixture
async def database(address: Address) -> AsyncIterator[PostgresDatabase]:
    database = PostgresDatabase(address, "judging")
    yield database
    await database.aclose()


async def test_figures_are_kept_once_and_in_order(database: PostgresDatabase) -> None:
    second = msgspec.structs.replace(FIRST, number=2, typical_error=None)
    await Judgings(database, lambda: NOW).open(BATCH, ())
    async with database.transaction() as sql:
        for one in (second, FIRST, msgspec.structs.replace(FIRST, judgements=99)):
            await figures.keep(sql, BATCH, one)
        await figures.keep(sql, OTHER, FIRST)
        assert await figures.all_made(sql, BATCH) == [FIRST, second]
        assert await figures.all_made(sql, OTHER) == [], "nothing of what was never opened"


async def test_what_has_its_day_ends_and_nothing_else(database: PostgresDatabase) -> None:
    judgings = Judgings(database, lambda: NOW)
    await judgings.open(BATCH, (), rules=Rules(until=NOW))
    await judgings.open(OTHER, (), rules=Rules(until=NOW + timedelta(seconds=1)))
    await judgings.open(UUID(int=9), ())
    async with database.transaction() as sql:
        await figures.end_by_day(sql, NOW, "over")
        told = [await overview.brief(sql, UUID(int=number)) for number in (7, 8, 9)]
    assert [one and one.closed for one in told] == [True, False, False]
