"""A batch has its newest ranking, in whatever order they are heard."""

from datetime import UTC, datetime
from uuid import UUID

from huleedu.contracts.judging import RankingMade
from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.kit.service import Transaction
from huleedu.services.results.store import rankings
from huleedu.services.results.store.rankings import KeptRanking

BATCH = UUID(int=7)
NOW = datetime(2026, 11, 29, tzinfo=UTC)


async def test_a_ranking_that_comes_late_does_not_take_the_place_of_a_newer_one(
    address: Address,
) -> None:
    database = PostgresDatabase(address, "results")
    async with database.transaction() as sql:
        assert await rankings.kept(sql, BATCH) == KeptRanking(0, None)
        for number in (1, 3, 2):
            event = RankingMade(batch=BATCH, number=number, decisions=9, ranking=f"{number}")
            await rankings.made(Transaction(sql, NOW), event)
        assert await rankings.kept(sql, BATCH) == KeptRanking(3, "3")
    await database.aclose()
