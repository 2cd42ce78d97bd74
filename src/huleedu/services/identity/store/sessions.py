"""Sessions, and the browsers that somebody has signed in with."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from huleedu.kit.database import Row, Sql

ADD = """
insert into session
    (school, id, person, hash, made_at, used_at, fresh_at, agent, address)
values ($1, $2, $3, $4, $5, $5, $5, $6, $7)
"""

BY_HASH = """
select school, id, person, made_at, used_at, fresh_at, agent, address
from session where hash = $1
"""

OF_PERSON = """
select school, id, person, made_at, used_at, fresh_at, agent, address
from session where school = $1 and person = $2 order by used_at desc, id
"""

NOTE_USE = "update session set used_at = greatest(used_at, $3) where school = $1 and id = $2"

# the same session under another token
RENEW = """
update session set hash = $3, used_at = $4
where school = $1 and id = $2 returning id
"""

END = "delete from session where school = $1 and person = $2 and id = $3 returning id"

END_ALL = """
delete from session
where school = $1 and person = $2 and id is distinct from $3::uuid returning id
"""

KNOW_DEVICE = "insert into device (school, hash, person, seen_at) values ($1, $2, $3, $4)"

WHOSE_DEVICE = """
select p.id from device d join person p on p.school = d.school and p.id = d.person
where d.hash = $1 and p.school = $2 and p.email = $3 and p.removed_at is null
"""

SCHOOL_OF_DEVICE = "select school from device where hash = $1"

IS_DEVICE_OF = "select true from device where hash = $1 and person = $2"

FORGET_DEVICES = "delete from device where school = $1 and person = $2"


async def add(
    sql: Sql,
    whose: tuple[UUID, UUID],
    session: UUID,
    token_hash: str,
    now: datetime,
    *,
    agent: str,
    address: str,
) -> None:
    """Begin a session.

    Args:
        whose: the school, and the person.
    """
    await sql.execute(ADD, whose[0], session, whose[1], token_hash, now, agent, address)


async def by_hash(sql: Sql, token_hash: str) -> Row | None:
    """The session that a token opens."""
    return await sql.fetchrow(BY_HASH, token_hash)


async def of_person(sql: Sql, school: UUID, person: UUID) -> Sequence[Row]:
    """Somebody's sessions, the last used first."""
    return await sql.fetch(OF_PERSON, school, person)


async def note_use(sql: Sql, school: UUID, session: UUID, now: datetime) -> None:
    """Note that a session is in use."""
    await sql.execute(NOTE_USE, school, session, now)


async def renew(sql: Sql, school: UUID, session: UUID, token_hash: str, now: datetime) -> bool:
    """Give a session another token; False: it has ended."""
    found = await sql.fetchval(RENEW, school, session, token_hash, now)
    return found is not None


async def end(sql: Sql, school: UUID, person: UUID, session: UUID) -> bool:
    """End one of somebody's sessions; False: there was none."""
    return await sql.fetchval(END, school, person, session) is not None


async def end_all(sql: Sql, school: UUID, person: UUID, but: UUID | None = None) -> int:
    """End somebody's sessions, all or all but one; how many there were."""
    return len(await sql.fetch(END_ALL, school, person, but))


async def know_device(
    sql: Sql, school: UUID, person: UUID, device_hash: str, now: datetime
) -> None:
    """Know a browser again next time."""
    await sql.execute(KNOW_DEVICE, school, device_hash, person, now)


async def school_of_device(sql: Sql, device_hash: str) -> UUID | None:
    """Where a browser is known."""
    return await sql.fetchval(SCHOOL_OF_DEVICE, device_hash)


async def whose_device(sql: Sql, device_hash: str, school: UUID, email: str) -> UUID | None:
    """Who has signed in with this browser and this address before."""
    return await sql.fetchval(WHOSE_DEVICE, device_hash, school, email)


async def is_device_of(sql: Sql, device_hash: str, person: UUID) -> bool:
    """Whether somebody's browser is known."""
    return bool(await sql.fetchval(IS_DEVICE_OF, device_hash, person))


async def forget_devices(sql: Sql, school: UUID, person: UUID) -> None:
    """Know none of somebody's browsers any more."""
    await sql.execute(FORGET_DEVICES, school, person)
