"""Ask for more judgements of an essay, by judges who have not seen it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huleedu.contracts.judging import Closed, NoPairLeft, NotOpened
from huleedu.kit.database import Database, Sql
from huleedu.services.judging.domain.look_again import MORE_MAX, LookAgain, due_for
from huleedu.services.judging.store import look_again as store
from huleedu.services.judging.store import sessions
from huleedu.services.judging.store.batch_lock import lock

__all__ = [
    "MORE_MAX",
    "AskedAgain",
    "LookAgain",
    "NotJudged",
    "NotWanted",
    "Withdrawn",
    "able",
    "ask",
    "due",
    "looks_of",
    "of_essay",
    "withdraw",
]


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """It is asked for: judges get it before all else.

    Args:
        judges: who may judge it and has not seen it; none: somebody has to be invited.
        reopened: why judging was closed: it is open for this alone, and closes by itself when the
            judgements are in. None: it was open.
    """

    look: UUID
    judges: tuple[str, ...]
    reopened: str | None


@dataclass(frozen=True, slots=True)
class NotJudged:
    """This essay is not among those that are judged."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """It is not asked for any more; what was judged counts."""


@dataclass(frozen=True, slots=True)
class NotWanted:
    """There was no such request, or it was withdrawn before."""


async def ask(
    database: Database,
    batch: UUID,
    essay: UUID,
    more: int,
    by: tuple[UUID | None, str],
    now: datetime,
    *,
    once: UUID,
) -> AskedAgain | NotOpened | NotJudged:
    """Ask for so many judgements of an essay; raises `EngineAway`, as all of these do.

    Args:
        by: who asks, and what they are called.
        once: the same again changes nothing.
    """
    assert 0 < more <= MORE_MAX
    async with database.transaction() as sql:
        await lock(sql, batch)
        if isinstance(opened := await sessions.rules_of(sql, batch), NotOpened):
            return opened
        if not await store.is_judged(sql, batch, essay):
            return NotJudged()
        await store.ask(sql, batch, essay, more, by, now, once)
        reopened = await store.open_alone(sql, batch)
        return AskedAgain(once, await store.who(sql, batch, essay, now), reopened)


async def withdraw(
    database: Database, batch: UUID, look: UUID, now: datetime
) -> Withdrawn | NotWanted:
    """Ask for it no longer; a judging that was open for such alone closes with the last."""
    async with database.transaction() as sql:
        await lock(sql, batch)
        if not await store.withdraw(sql, batch, look, now):
            return NotWanted()
        if all(one.over for one in await store.looks(sql, batch)):
            await store.close_again(sql, batch, now)
    return Withdrawn()


async def looks_of(database: Database, batch: UUID) -> Sequence[LookAgain]:
    """All that was ever asked for of a batch, the first first."""
    async with database.session() as sql:
        return await store.looks(sql, batch)


async def able(
    database: Database, batch: UUID, essays: Sequence[UUID], now: datetime
) -> dict[UUID, tuple[str, ...]]:
    """Of each of these essays who may judge it, and has not seen it."""
    async with database.session() as sql:
        return {essay: await store.who(sql, batch, essay, now) for essay in essays}


async def of_essay(database: Database, batch: UUID, essay: UUID) -> Sequence[LookAgain]:
    """The same of one essay."""
    async with database.session() as sql:
        return await store.looks(sql, batch, essay)


async def due(
    sql: Sql,
    batch: UUID,
    looks: Sequence[LookAgain],
    judge: str,
    never: Sequence[int],
    now: datetime,
) -> dict[int, int] | NoPairLeft | Closed:
    """The scripts that a judge is to look at again, and how often; mostly there are none.

    A judging that is open for such alone has nothing else for anybody, and ends with the last. The
    batch is locked.

    Args:
        looks: all that was ever asked for of the batch.
    """
    found = due_for(looks, judge, never)
    if found or not looks:
        return found
    why = await store.alone_after(sql, batch)
    if why is None:
        return found
    if all(look.over for look in looks):
        await store.close_again(sql, batch, now)
        return Closed(why)
    return NoPairLeft()
