"""Turn a judge whose answers are reversed: an act of a person, kept, and taken back by another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from huleedu.kit.database import Database
from huleedu.services.judging.domain.turning import Turning
from huleedu.services.judging.store import rankings
from huleedu.services.judging.store import turning as store
from huleedu.services.judging.store.batch_lock import lock

__all__ = ["CountsOtherwise", "NothingToTurn", "Turning", "turn", "turn_back", "turnings_of"]


@dataclass(frozen=True, slots=True)
class CountsOtherwise:
    """So many decisions count otherwise than before, by this act; another ranking is due."""

    decisions: int
    act: UUID


@dataclass(frozen=True, slots=True)
class NothingToTurn:
    """All of the judge's decisions count so already, or there are none."""


async def turn(
    database: Database, batch: UUID, judge: UUID, by: tuple[UUID | None, str], now: datetime
) -> CountsOtherwise | NothingToTurn:
    """Count what a judge has decided so far turned; raises `EngineAway`, as all of these do.

    What they decide from now on counts as they say it, until that is turned, too.

    Args:
        by: who says so, and what they are called.
    """
    act = uuid4()
    async with database.transaction() as sql:
        await lock(sql, batch)
        turned = await store.turn(sql, batch, judge, by, now, act)
        if not turned:
            return NothingToTurn()
        await rankings.changed(sql, batch, now)
    return CountsOtherwise(turned, act)


async def turn_back(
    database: Database,
    batch: UUID,
    judge: UUID,
    by: tuple[UUID | None, str],
    now: datetime,
    of: UUID | None = None,
) -> CountsOtherwise | NothingToTurn:
    """Count what a judge has decided as they have said it.

    Args:
        of: only what was turned by this act; None: all.
    """
    async with database.transaction() as sql:
        await lock(sql, batch)
        back = await store.turn_back(sql, batch, judge, by, now, of)
        if not back:
            return NothingToTurn()
        await rankings.changed(sql, batch, now)
    return CountsOtherwise(back, of or uuid4())


async def turnings_of(database: Database, batch: UUID, judge: UUID) -> Sequence[Turning]:
    """Each time that somebody turned this judge's decisions, the first first."""
    async with database.session() as sql:
        return await store.of_judge(sql, batch, judge)
