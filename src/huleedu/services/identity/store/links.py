"""Links and tickets that work once."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from huleedu.kit.database import Row, Sql

ADD = """
insert into one_time_link
    (school, hash, kind, person, email, rights, made_by, made_at, ends_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""

ONE = """
select school, kind, person, email, rights, made_by, made_at, ends_at, used_at
from one_time_link where hash = $1 and kind = $2
"""

# of two that come with it at once one is the first
USE = """
update one_time_link set used_at = $3
where hash = $1 and kind = $2 and used_at is null and ends_at > $3
returning school, person, email, rights, made_by
"""

# a newer link ends the older ones of its kind
END_OF_KIND = """
update one_time_link set ends_at = $4
where school = $1 and kind = $2 and person is not distinct from $3 and used_at is null
  and ends_at > $4
"""

OPEN = """
select l.email, l.rights, l.made_at, l.ends_at, p.name as made_by_name
from one_time_link l left join person p on p.school = l.school and p.id = l.made_by
where l.school = $1 and l.kind = $2 and l.used_at is null and l.ends_at > $3 order by l.made_at
"""

# a newer invitation of the same address ends the older ones
END_OF_EMAIL = """
update one_time_link set ends_at = $4
where school = $1 and kind = $2 and email = $3 and used_at is null and ends_at > $4
"""


async def add(
    sql: Sql,
    school: UUID,
    link_hash: str,
    kind: str,
    now: datetime,
    ends_at: datetime,
    *,
    person: UUID | None = None,
    email: str | None = None,
    rights: Iterable[str] | None = None,
    made_by: UUID | None = None,
) -> None:
    """Make a link."""
    granted = None if rights is None else sorted(rights)
    await sql.execute(ADD, school, link_hash, kind, person, email, granted, made_by, now, ends_at)


async def one(sql: Sql, link_hash: str, kind: str) -> Row | None:
    """A link as it is, used or not."""
    return await sql.fetchrow(ONE, link_hash, kind)


async def use(sql: Sql, link_hash: str, kind: str, now: datetime) -> Row | None:
    """Use a link up; None: there is none that works."""
    return await sql.fetchrow(USE, link_hash, kind, now)


async def end_of_kind(
    sql: Sql, school: UUID, kind: str, person: UUID | None, now: datetime
) -> None:
    """End the links of a kind that somebody (None: nobody yet) has."""
    await sql.execute(END_OF_KIND, school, kind, person, now)


async def end_of_email(sql: Sql, school: UUID, kind: str, email: str, now: datetime) -> None:
    """End the links of a kind that were made for an address."""
    await sql.execute(END_OF_EMAIL, school, kind, email, now)


async def open_ones(sql: Sql, school: UUID, kind: str, now: datetime) -> list[Row]:
    """Links of a kind that still work."""
    return list(await sql.fetch(OPEN, school, kind, now))
