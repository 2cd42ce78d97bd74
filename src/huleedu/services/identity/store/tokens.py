"""Access tokens of programs."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from huleedu.kit.database import Row, Sql

ADD = """
insert into access_token (school, id, person, hash, name, rights, made_at, ends_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
"""

BY_HASH = "select school, id, person, rights, ends_at, used_at from access_token where hash = $1"

OF_PERSON = """
select id, name, rights, made_at, ends_at, used_at from access_token
where school = $1 and person = $2 order by made_at, id
"""

NOTE_USE = "update access_token set used_at = $3 where school = $1 and id = $2"

END = "delete from access_token where school = $1 and person = $2 and id = $3 returning id"

END_ALL = "delete from access_token where school = $1 and person = $2"


async def add(
    sql: Sql,
    whose: tuple[UUID, UUID],
    token: UUID,
    token_hash: str,
    *,
    name: str,
    rights: Iterable[str],
    now: datetime,
    ends_at: datetime,
) -> None:
    """Keep a token of somebody (their school and themselves)."""
    await sql.execute(
        ADD, whose[0], token, whose[1], token_hash, name, sorted(rights), now, ends_at
    )


async def by_hash(sql: Sql, token_hash: str) -> Row | None:
    """Whose token it is."""
    return await sql.fetchrow(BY_HASH, token_hash)


async def of_person(sql: Sql, school: UUID, person: UUID) -> Sequence[Row]:
    """Somebody's tokens."""
    return await sql.fetch(OF_PERSON, school, person)


async def note_use(sql: Sql, school: UUID, token: UUID, now: datetime) -> None:
    """Note that a token was used."""
    await sql.execute(NOTE_USE, school, token, now)


async def end(sql: Sql, school: UUID, person: UUID, token: UUID) -> bool:
    """End one of somebody's tokens; False: there was none."""
    return await sql.fetchval(END, school, person, token) is not None


async def end_all(sql: Sql, school: UUID, person: UUID) -> None:
    """End all of somebody's tokens."""
    await sql.execute(END_ALL, school, person)
