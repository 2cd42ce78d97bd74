"""What others may ask of the batches: which there are, and how far each is with its steps."""

from dataclasses import dataclass
from uuid import UUID

from huleedu.kit.database import Database
from huleedu.services.batches import store
from huleedu.services.batches.domain import STEPS, BatchState, Board

__all__ = ["STEPS", "BatchState", "Board", "NotRegistered", "Registered", "all_batches", "board_of"]


@dataclass(frozen=True, slots=True)
class Registered:
    """A batch that is registered: how far it is, and how many slots it began with."""

    board: Board
    slots: int | None
    """None: as many as come."""


@dataclass(frozen=True, slots=True)
class NotRegistered:
    """Nobody has registered such a batch."""


async def all_batches(database: Database) -> list[UUID]:
    """Every batch that is registered; raises `EngineAway`."""
    async with database.session() as sql:
        return await store.all_batches(sql)


async def board_of(database: Database, batch: UUID) -> Registered | NotRegistered:
    """How far the batch is, not locked; raises `EngineAway`."""
    async with database.session() as sql:
        board = await store.snapshot(sql, batch)
        slots = await store.registered_slots(sql, batch)
    return NotRegistered() if board is None else Registered(board, slots)
