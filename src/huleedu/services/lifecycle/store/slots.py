"""The slot ledger on PostgreSQL: one statement, one commit, for all who ask at the same time."""

from dataclasses import dataclass
from uuid import UUID

from huleedu.contracts.lifecycle import SlotAssigned
from huleedu.contracts.message import name_of
from huleedu.kit.database import Database, Row
from huleedu.kit.group_commit import GroupCommit
from huleedu.kit.messages import Envelope
from huleedu.services.lifecycle.domain import (
    Assigned,
    BatchClosed,
    NoSlot,
    Outcome,
    Replayed,
    UnknownBatch,
)

# give each content its slot; see the function in schema/
ASSIGN = """
select * from assign_v4($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::uuid[], $6)
"""


@dataclass(frozen=True, slots=True)
class _Offer:
    batch: UUID
    content: str
    essay: UUID
    correlation: UUID
    causation: UUID


class PostgresSlots:
    """Implements `domain.Slots` by group commit: callers wait for a shared transaction.

    PostgreSQL decides and keeps in the same statement, so there is one authority and nothing to
    bring in line afterwards.
    """

    def __init__(self, database: Database, *, at_most: int = 128, side_by_side: int = 1) -> None:
        self._database = database
        self._ask = GroupCommit(self._assign, at_most=at_most, side_by_side=side_by_side)

    async def offer(self, batch: UUID, content: str, essay: UUID, cause: Envelope) -> Outcome:
        """See `domain.Slots`."""
        return await self._ask(_Offer(batch, content, essay, cause.correlation, cause.id))

    async def _assign(self, offers: list[_Offer]) -> list[Outcome]:
        async with self._database.session() as sql:
            rows = await sql.fetch(
                ASSIGN,
                [o.batch for o in offers],
                [o.content for o in offers],
                [o.essay for o in offers],
                [o.correlation for o in offers],
                [o.causation for o in offers],
                name_of(SlotAssigned),
            )
        return [_outcome(row) for row in rows]


def _outcome(row: Row) -> Outcome:
    match row["outcome"]:
        case "assigned":
            return Assigned(row["slot"])
        case "replayed":
            return Replayed(row["slot"], UUID(int=row["holder"].int))
        case "full":
            return NoSlot()
        case "unknown":
            return UnknownBatch()
        case "closed":
            return BatchClosed()
        case other:
            raise AssertionError(f"the ledger answered {other!r}")
