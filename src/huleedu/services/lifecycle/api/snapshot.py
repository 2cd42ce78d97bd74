"""What the lifecycle knows of a batch, whole, for whoever compares it with what others know."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from huleedu.kit.database import Database, Row
from huleedu.services.lifecycle.domain import Settled, settle
from huleedu.services.lifecycle.store import batches, essays, snapshot

__all__ = ["Snapshot", "all_batches", "snapshot_of"]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A batch as it was at one moment.

    `batch`: slots, used, closed, revision; None: it was never mentioned. `settle_due`: by the rule
    of slots it is settled, and nobody has said so. `next_ones` stand in line, and have their turn.
    `assignments`: slot, content, essay, recent; `essays`: id, name, state, slot, content. `fences`:
    what the database itself keeps unique among the assignments, as `batch, slot`.
    """

    batch: Row | None
    settle_due: bool
    next_ones: frozenset[UUID]
    assignments: Sequence[Row]
    essays: Sequence[Row]
    fences: frozenset[str]


async def all_batches(database: Database) -> list[UUID]:
    """Every batch that was ever mentioned; raises `EngineAway`."""
    async with database.session() as sql:
        return await snapshot.all_batches(sql)


async def snapshot_of(database: Database, batch: UUID, recent_s: float) -> Snapshot:
    """All of it at one moment; raises `EngineAway`.

    Args:
        recent_s: an assignment that was made within this time is recent.
    """
    async with database.transaction() as sql:
        await snapshot.one_moment(sql)
        row = await snapshot.batch(sql, batch)
        due, next_ones = False, frozenset[UUID]()
        if row:
            settling, _ = await batches.settling(sql, batch)
            due = isinstance(settle(settling), Settled)
            next_ones = frozenset(ready.essay for ready in await essays.ready(sql, batch))
        return Snapshot(
            batch=row,
            settle_due=due,
            next_ones=next_ones,
            assignments=await snapshot.assignments(sql, batch, recent_s),
            essays=await snapshot.essays(sql, batch),
            fences=await snapshot.fences(sql),
        )
