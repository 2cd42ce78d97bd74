"""Tell what judges found worrying in texts."""

from collections.abc import Sequence
from uuid import UUID

from huleedu.kit.database import Database
from huleedu.services.judging.store import worries
from huleedu.services.judging.store.worries import Worry

__all__ = ["Worry", "worries_of"]


async def worries_of(database: Database, batches: Sequence[UUID]) -> Sequence[Worry]:
    """That of these batches, the oldest first; raises `EngineAway`."""
    async with database.session() as sql:
        return await worries.worries(sql, batches)
