"""Make links without a name, hear the name of whoever opened one, and put names right."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from uuid import UUID

from huleedu.contracts.judging import Kind, Named, NameRefused, NotEnrolled, NotOpened
from huleedu.kit.database import Database
from huleedu.services.judging.domain.desk import Enrolment, Terms
from huleedu.services.judging.domain.judge_names import WhyNot, WrongName, checked
from huleedu.services.judging.domain.keys import KEY_BYTES, hash_of
from huleedu.services.judging.domain.naming import Renamed, named
from huleedu.services.judging.store import naming, rankings, sessions
from huleedu.services.judging.store.batch_lock import lock

__all__ = ["Enrolment", "Invited", "Renamed", "WhyNot", "WrongName", "invite", "own_name", "rename"]


@dataclass(frozen=True, slots=True)
class Invited:
    """A link was made; `name` stands in until whoever opens it tells theirs."""

    name: str
    key: str


async def invite(
    database: Database,
    batch: UUID,
    called: Callable[[int], str],
    now: datetime,
    *,
    quota: int | None = None,
    barred: Sequence[UUID] = (),
    ends_at: datetime | None = None,
    email: str = "",
) -> Invited | NotOpened:
    """Let somebody judge whose name is not known; raises `EngineAway`, as all of these do.

    Args:
        called: what stands in for the name of the nth; the first that nobody has is taken.
    """
    async with database.transaction() as sql:
        await lock(sql, batch)
        if isinstance(opened := await sessions.rules_of(sql, batch), NotOpened):
            return opened
        others = await sessions.kinds_of(sql, batch)
        name = next(
            name
            for name in map(called, count(1))
            if name not in others and not isinstance(checked(name, others), WrongName)
        )
        key, where = secrets.token_urlsafe(KEY_BYTES), Enrolment(batch, name)
        terms = Terms(quota=quota, barred=tuple(barred), ends_at=ends_at, email=email)
        await sessions.enrol(sql, where, Kind.PERSON, terms, hash_of(key), now)
        await naming.unnamed(sql, batch, name)
    return Invited(name, key)


async def rename(
    database: Database, where: Enrolment, told: str, now: datetime, *, themself: bool
) -> Renamed | WrongName | NotEnrolled:
    """Call a judge so; all that they did goes with the name, and the ranking follows.

    Args:
        themself: the judge tells it, which only somebody may whose link was made without a name.
    """
    async with database.transaction() as sql:
        await lock(sql, where.batch)
        unnamed = await naming.is_unnamed(sql, where.batch, where.judge)
        if unnamed is None:
            return NotEnrolled()
        others = await sessions.kinds_of(sql, where.batch)
        found = named(where.judge, told, others, may=unnamed or not themself)
        if isinstance(found, WrongName) or (found.name == where.judge and themself):
            return found
        await naming.rename(sql, where.batch, where.judge, found.name)
        if found.name != where.judge and await naming.has_decided(sql, where.batch, found.name):
            await rankings.changed(sql, where.batch, now)
    return found


async def own_name(
    database: Database, where: Enrolment, told: str, now: datetime
) -> Named | NameRefused | NotEnrolled:
    """Hear a judge's own name; whom else it is like is never told to them."""
    match found := await rename(database, where, told, now, themself=True):
        case Renamed(name):
            return Named(name)
        case WrongName(why):
            return NameRefused(why.value)
        case NotEnrolled():
            return found
