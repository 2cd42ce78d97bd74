"""What others may ask of the lifecycle: slots for a batch's contents, and the life of an essay."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huleedu.kit.database import Database
from huleedu.services.lifecycle.domain import (
    AS_MANY_AS_COME,
    Assigned,
    BatchClosed,
    NoSlot,
    Outcome,
    Replayed,
    Slots,
    State,
    UnknownBatch,
)
from huleedu.services.lifecycle.store import batches, essays
from huleedu.services.lifecycle.store.admission import LIBRARY, ValkeySlots
from huleedu.services.lifecycle.store.batches import Registration
from huleedu.services.lifecycle.store.essays import EssayRow, MoveRow
from huleedu.services.lifecycle.store.slots import PostgresSlots

__all__ = [
    "AS_MANY_AS_COME",
    "LIBRARY",
    "Assigned",
    "BatchClosed",
    "EssayLife",
    "EssayRow",
    "KnownBefore",
    "MoveRow",
    "NoSlot",
    "NotOneEssay",
    "Outcome",
    "PostgresSlots",
    "Registered",
    "Replayed",
    "Slots",
    "State",
    "UnknownBatch",
    "ValkeySlots",
    "essay_life",
    "moves_of",
    "register",
]


@dataclass(frozen=True, slots=True)
class Registered:
    """The batch has its slots from now on."""


@dataclass(frozen=True, slots=True)
class KnownBefore:
    """The batch had slots already, and keeps them."""


@dataclass(frozen=True, slots=True)
class EssayLife:
    """An essay as it is now, and every move that it made, the oldest first."""

    essay: EssayRow
    moves: Sequence[MoveRow]


@dataclass(frozen=True, slots=True)
class NotOneEssay:
    """No essay's id begins so, or more than one does."""


async def register(
    database: Database, batch: UUID, slots: int | None, deadline_s: int, now: datetime
) -> Registered | KnownBefore:
    """Give a batch its slots (None: as many as come), so that contents can be offered to it.

    Raises `EngineAway` or `Collision`.
    """
    async with database.transaction() as sql:
        await batches.mention(sql, batch, now)
        fresh = await batches.register(sql, batch, Registration(slots), deadline_s, now)
    return Registered() if fresh else KnownBefore()


async def moves_of(database: Database, essay: UUID) -> Sequence[MoveRow]:
    """Every move of this essay, the oldest first; none if there is no such. Raises `EngineAway`."""
    async with database.session() as sql:
        return await essays.life(sql, essay)


async def essay_life(database: Database, beginning: str) -> EssayLife | NotOneEssay:
    """The life of the one essay whose id begins so; raises `EngineAway`."""
    async with database.session() as sql:
        found = await essays.find(sql, beginning)
        return EssayLife(found, await essays.life(sql, found.id)) if found else NotOneEssay()
