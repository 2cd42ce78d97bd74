"""Remember what was answered to a request that has a name, so that it is done once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from huleedu.kit.database import Database, Viewer
from huleedu.kit.service import Transaction

KEPT = timedelta(hours=24)
WORKS = timedelta(seconds=40)
"""Whoever works on a request longer than this does so no more: its process ended."""

# the first to name it works on it; so does who comes when that one has ended without an answer
BEGIN = """
insert into answered as a (school, person, name, digest, began_at) values ($1, $2, $3, $4, $5)
on conflict (school, person, name) do update set began_at = excluded.began_at
where a.status is null and a.digest = excluded.digest and a.began_at < $6
returning true
"""

FOUND = "select digest, status, body from answered where person = $1 and name = $2"

ANSWER = "update answered set status = $3, body = $4 where person = $1 and name = $2"

FORGET = "delete from answered where person = $1 and name = $2 and status is null"

PRUNE = "delete from answered where began_at < $1"


@dataclass(frozen=True, slots=True)
class Begun:
    """Nobody has done it: whoever asked does it now."""


@dataclass(frozen=True, slots=True)
class AnsweredBefore:
    """It was done, and this was said."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class StillWorking:
    """Somebody is doing it just now."""


@dataclass(frozen=True, slots=True)
class NamedBefore:
    """Another request has this name."""


async def begin(
    database: Database, viewer: Viewer, name: UUID, digest: str, now: datetime
) -> Begun | AnsweredBefore | StillWorking | NamedBefore:
    """Begin with a request of this person, unless it was; raises `EngineAway`."""
    async with database.transaction() as sql:
        begun = await sql.fetchval(
            BEGIN, viewer.school, viewer.person, name, digest, now, now - WORKS
        )
        if begun:
            return Begun()
        found = await sql.fetchrow(FOUND, viewer.person, name)
    if found is None:
        return StillWorking()
    if found["digest"] != digest:
        return NamedBefore()
    if found["status"] is None:
        return StillWorking()
    return AnsweredBefore(found["status"], found["body"])


async def answer(database: Database, viewer: Viewer, name: UUID, status: int, body: bytes) -> None:
    """Remember what was said; raises `EngineAway`."""
    async with database.transaction() as sql:
        await sql.execute(ANSWER, viewer.person, name, status, body)


async def forget(database: Database, viewer: Viewer, name: UUID) -> None:
    """Nothing came of it: it may be asked again at once; raises `EngineAway`."""
    async with database.transaction() as sql:
        await sql.execute(FORGET, viewer.person, name)


async def prune(tx: Transaction) -> None:
    """Forget what nobody will ask again."""
    await tx.sql.execute(PRUNE, tx.now - KEPT)
