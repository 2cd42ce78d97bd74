"""Hand out all that the judging has kept of a batch: each pair, each word of language models."""

from collections.abc import Sequence
from uuid import UUID

from huleedu.kit.database import Database, Row
from huleedu.services.judging.store import exercises
from huleedu.services.judging.store.budget import all_asked
from huleedu.services.judging.store.exercises import COLUMNS

__all__ = ["COLUMNS", "all_asked", "all_pairs", "is_open"]


async def is_open(database: Database, batch: UUID) -> bool:
    """Has judging been opened for this batch, ever?"""
    async with database.session() as sql:
        return await exercises.is_open(sql, batch)


async def all_pairs(database: Database, batch: UUID) -> Sequence[Row]:
    """Every pair that was ever handed out, in order, with what became of it, by COLUMNS."""
    async with database.session() as sql:
        return await exercises.raw(sql, batch)
