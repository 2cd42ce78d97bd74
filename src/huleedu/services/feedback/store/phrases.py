"""What a teacher writes often, kept for them alone."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from huleedu.kit.database import Row, Sql

ALL = "select id, words from phrase where school = $1 and person = $2 order by made_at, id"

ADD = """
insert into phrase (school, person, id, words, made_at)
select $1, $2, $3, $4, $5
where (select count(*) from phrase where school = $1 and person = $2) < $6
  and not exists (select from phrase where school = $1 and person = $2 and words = $4)
on conflict do nothing returning id
"""

REMOVE = "delete from phrase where school = $1 and person = $2 and id = $3 returning words"


async def all_of(sql: Sql, school: UUID, person: UUID) -> Sequence[Row]:
    """Theirs, the oldest first."""
    return await sql.fetch(ALL, school, person)


async def add(
    sql: Sql, whose: tuple[UUID, UUID], id_: UUID, words: str, now: datetime, at_most: int
) -> bool:
    """Keep one more; False: there are too many, or it is there already."""
    return await sql.fetchval(ADD, *whose, id_, words, now, at_most) is not None


async def remove(sql: Sql, school: UUID, person: UUID, id_: UUID) -> str | None:
    """Keep it no longer; returns its words."""
    return await sql.fetchval(REMOVE, school, person, id_)
