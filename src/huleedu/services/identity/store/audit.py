"""The audit: rows are added and read, and nothing else."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from huleedu.kit.database import Row, Sql

NOTE = """
insert into audit (school, at, person, what, about, facts, address)
values ($1, $2, $3, $4, $5, $6, $7)
"""

# a row for each of these that has none with the same facts from this last day: done again after an
# answer that was lost, it is there once
NOTE_EACH = """
insert into audit (school, at, person, what, about, facts, address)
select $1, $2, $3, $4, o.about, $6, $7 from unnest($5::uuid[]) with ordinality as o (about, n)
where not exists (
    select from audit e where e.school = $1 and e.person is not distinct from $3
      and e.at > $2::timestamptz - interval '1 day' and e.what = $4 and e.about = o.about
      and e.facts = $6::jsonb)
order by o.n
"""

# the newest first, from behind this number on
READ = """
select a.id, a.at, a.person, a.what, a.about, a.facts, a.address,
       coalesce(p.name, '') as person_name, coalesce(o.name, '') as about_name
from audit a
left join person p on p.school = a.school and p.id = a.person
left join person o on o.school = a.school and o.id = a.about
where a.school = $1 and ($2::uuid is null or a.person = $2 or a.about = $2)
  and ($3 = '' or a.what = $3) and ($4::bigint is null or a.id < $4)
  and ($6::text is null or a.facts->>'batch' = $6) and ($7::timestamptz is null or a.at >= $7)
order by a.id desc limit $5
"""

KINDS = "select distinct what from audit where school = $1 order by what"


async def note(
    sql: Sql,
    school: UUID,
    at: datetime,
    person: UUID | None,
    what: str,
    *,
    about: UUID | None = None,
    facts: Mapping[str, str] | None = None,
    address: str = "",
) -> None:
    """Add a row."""
    told = msgspec.json.encode(facts or {}).decode()
    await sql.execute(NOTE, school, at, person, what, about, told, address)


async def note_each(
    sql: Sql,
    said: tuple[UUID, datetime, UUID | None],
    what: str,
    about: Sequence[UUID],
    facts: Mapping[str, str],
    address: str,
) -> None:
    """Add a row about each, unless there is one; facts tell one act from another.

    Args:
        said: the school, when, and by whom.
    """
    told = msgspec.json.encode(facts).decode()
    await sql.execute(NOTE_EACH, *said, what, list(about), told, address)


async def read(
    sql: Sql,
    school: UUID,
    person: UUID | None,
    what: str,
    before: int | None,
    limit: int,
    *,
    batch: UUID | None = None,
    since: datetime | None = None,
) -> Sequence[Row]:
    """Rows of one person or batch (None: all) and of one kind (empty: all), the newest first."""
    about = None if batch is None else str(batch)
    return await sql.fetch(READ, school, person, what, before, limit, about, since)


async def kinds(sql: Sql, school: UUID) -> list[str]:
    """Which kinds of rows there are."""
    return [row["what"] for row in await sql.fetch(KINDS, school)]
