"""The people of a school."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from huleedu.kit.database import Row, Sql

ADD = """
insert into person (school, id, email, name, rights, language, password_hash, made_at, seen_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $8)
on conflict do nothing returning id
"""

# who comes with this address, in whichever schools
BY_EMAIL = """
select p.school, p.id, p.password_hash from person p
where p.email = $1 and p.removed_at is null order by p.made_at limit 5
"""

ONE = """
select p.school, p.id, p.email, p.name, p.rights, coalesce(p.language, s.language) as language,
       p.theme, p.keys, p.text_size, p.password_hash, p.made_at, p.seen_at,
       s.name as school_name, s.teachers_need_factor,
       exists (select from totp t
               where t.school = p.school and t.person = p.id and t.confirmed_at is not null)
       or exists (select from passkey k where k.school = p.school and k.person = p.id) as has_factor
from person p join school s using (school)
where p.school = $1 and p.id = $2 and p.removed_at is null and s.paused_at is null
"""

ADMINISTRATORS = """
select id from person where 'administrator' = any(rights) and removed_at is null and school = $1
"""

ALL = """
select p.id, p.name, p.email, p.rights, p.seen_at, p.reset_asked_at,
       exists (select from totp t
               where t.school = p.school and t.person = p.id and t.confirmed_at is not null)
       or exists (select from passkey k where k.school = p.school and k.person = p.id) as has_factor
from person p where p.school = $1 and p.removed_at is null order by p.name, p.id
"""

PROFILE = """
update person set name = $3, language = $4, theme = $5, keys = $6, text_size = $7
where school = $1 and id = $2
"""

EMAIL = """
update person set email = $3 where school = $1 and id = $2 and not exists (
    select from person o
    where o.school = $1 and o.email = $3 and o.id <> $2 and o.removed_at is null) returning id
"""

RIGHTS = "update person set rights = $3 where school = $1 and id = $2"

REMOVE = """
update person set removed_at = $3, password_hash = null where school = $1 and id = $2
"""

ASK_RESET = "update person set reset_asked_at = $3 where school = $1 and id = $2"

SEEN = "update person set seen_at = $3 where school = $1 and id = $2"

SET_HASH = """
update person set password_hash = $3, reset_asked_at = null where school = $1 and id = $2
"""

# the same password under newer costs; one that was changed meanwhile stays
REHASH = """
update person set password_hash = $4 where school = $1 and id = $2 and password_hash = $3
"""


async def add(
    sql: Sql,
    school: UUID,
    person: UUID,
    *,
    email: str,
    name: str,
    rights: Iterable[str],
    language: str | None,
    password_hash: str | None,
    now: datetime,
) -> bool:
    """Add somebody; False: the school has somebody with this address."""
    added = await sql.fetchval(
        ADD, school, person, email, name, sorted(rights), language, password_hash, now
    )
    return added is not None


async def by_email(sql: Sql, email: str) -> list[Row]:
    """Who signs in with this address."""
    return list(await sql.fetch(BY_EMAIL, email))


async def one(sql: Sql, school: UUID, person: UUID) -> Row | None:
    """Somebody who has not been removed, of a school that is not paused."""
    return await sql.fetchrow(ONE, school, person)


async def administrators(sql: Sql, school: UUID) -> int:
    """How many administrators a school has."""
    return len(await sql.fetch(ADMINISTRATORS, school))


async def seen(sql: Sql, school: UUID, person: UUID, now: datetime) -> None:
    """Note that somebody was here."""
    await sql.execute(SEEN, school, person, now)


async def set_password(sql: Sql, school: UUID, person: UUID, password_hash: str | None) -> None:
    """Give somebody another password; None: no password of theirs is right."""
    await sql.execute(SET_HASH, school, person, password_hash)


async def rehash(sql: Sql, school: UUID, person: UUID, old: str, new: str) -> None:
    """Keep the same password under another hash."""
    await sql.execute(REHASH, school, person, old, new)


async def all_of(sql: Sql, school: UUID) -> list[Row]:
    """Everybody of a school, by name."""
    return list(await sql.fetch(ALL, school))


async def set_profile(
    sql: Sql,
    school: UUID,
    person: UUID,
    *,
    name: str,
    language: str,
    theme: str,
    keys: bool,
    text_size: str,
) -> None:
    """Change what somebody says of themselves, and how they want pages to be."""
    await sql.execute(PROFILE, school, person, name, language, theme, keys, text_size)


async def set_email(sql: Sql, school: UUID, person: UUID, email: str) -> bool:
    """Give somebody another address; False: another one of the school has it."""
    return await sql.fetchval(EMAIL, school, person, email) is not None


async def set_rights(sql: Sql, school: UUID, person: UUID, rights: Iterable[str]) -> None:
    """Let somebody be something else."""
    await sql.execute(RIGHTS, school, person, sorted(rights))


async def remove(sql: Sql, school: UUID, person: UUID, now: datetime) -> None:
    """Take somebody away; what they did keeps their name."""
    await sql.execute(REMOVE, school, person, now)


async def ask_reset(sql: Sql, school: UUID, person: UUID, now: datetime) -> None:
    """Note that somebody asked for a new password."""
    await sql.execute(ASK_RESET, school, person, now)
