"""Another file stands in the place of one that had a slot."""

from uuid import UUID

from huleedu.kit.database import Sql

KNOW = """
insert into file (id, batch, school)
select f.id, $1, (select school from batch where id = $1) from unnest($2::uuid[]) as f (id)
order by f.id on conflict (id) do nothing
"""

# nothing of it counts among what was checked and measured
REPLACED = """
update file set state = 'replaced', slot = null, misspellings = null, measures = null,
    failures = '{}'
where batch = $1 and id = $2
"""

PLACE = """
update file f set place = o.place from file o where f.id = $2 and o.id = $1 and o.place is not null
"""


async def replaced(sql: Sql, batch: UUID, file: UUID, by: UUID) -> None:
    """Let `by` stand where the file stood, which is shown no more."""
    await sql.execute(KNOW, batch, [file, by])
    await sql.execute(REPLACED, batch, file)
    await sql.execute(PLACE, file, by)
