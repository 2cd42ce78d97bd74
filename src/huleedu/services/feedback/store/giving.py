"""What was given to pupils, and what was taken back."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from huleedu.kit.database import Row, Sql
from huleedu.services.feedback.store import InBatch

# another one takes its place
REPLACE = """
update given set ended_at = $4, ended_by = $3, replaced = true
where school = $1 and essay = any($2::uuid[]) and ended_at is null
"""

GIVE = """
insert into given (school, id, batch, essay, revision, page, given_by, given_at)
select $1, p.id, $2, p.essay, p.revision, p.page, $3, $4
from unnest($5::uuid[], $6::uuid[], $7::integer[], $8::jsonb[]) as p (id, essay, revision, page)
"""

WITHDRAW = """
update given set ended_at = $4, ended_by = $5
where school = $1 and batch = $2 and ended_at is null
  and ($3::uuid[] is null or essay = any($3::uuid[]))
returning essay
"""

# what was taken back is not given by the next act, unless somebody wants it
NOT_READY = "update feedback set ready = false where school = $1 and essay = any($2::uuid[])"

# what this person took back at that moment, unless it was given anew
GIVE_BACK = """
update given g set ended_at = null, ended_by = null
where g.school = $1 and g.batch = $2 and g.ended_at = $3
  and g.ended_by is not distinct from $4 and not g.replaced
  and not exists (select from given o where o.school = g.school and o.essay = g.essay
                  and (o.ended_at is null or o.given_at > g.given_at))
returning g.essay, g.revision
"""

READY_AGAIN = """
update feedback f set ready = true
from unnest($2::uuid[], $3::integer[]) as b (essay, revision)
where f.school = $1 and f.essay = b.essay and f.revision = b.revision
"""

NOW = """
select essay, page, given_at, given_by, revision from given
where school = $1 and batch = $2 and ended_at is null
"""

NOW_ONE = """
select essay, page, given_at, given_by, revision from given
where school = $1 and essay = $2 and ended_at is null
"""


async def give(
    sql: Sql,
    of: InBatch,
    pages: Sequence[tuple[UUID, UUID, int, str]],
    who: UUID | None,
    now: datetime,
) -> None:
    """Give these: id of the gift, essay, revision, and the page in JSON."""
    ids, essays, revisions, told = (list(column) for column in zip(*pages, strict=True))
    await sql.execute(REPLACE, of.school, essays, who, now)
    await sql.execute(GIVE, of.school, of.batch, who, now, ids, essays, revisions, told)


async def withdraw(
    sql: Sql, of: InBatch, essays: Collection[UUID] | None, who: UUID | None, now: datetime
) -> list[UUID]:
    """Take these back (None: all); returns of which essays they are."""
    some = None if essays is None else sorted(essays)
    rows = await sql.fetch(WITHDRAW, of.school, of.batch, some, now, who)
    found = sorted(UUID(int=row["essay"].int) for row in rows)
    await sql.execute(NOT_READY, of.school, found)
    return found


async def give_back(sql: Sql, of: InBatch, at: datetime, who: UUID | None) -> list[UUID]:
    """As if this person had taken nothing back then; returns of which essays that was."""
    rows = await sql.fetch(GIVE_BACK, of.school, of.batch, at, who)
    essays = [UUID(int=row["essay"].int) for row in rows]
    await sql.execute(READY_AGAIN, of.school, essays, [row["revision"] for row in rows])
    return essays


async def now_given(sql: Sql, of: InBatch) -> Sequence[Row]:
    """What pupils of the batch have now."""
    return await sql.fetch(NOW, of.school, of.batch)


async def now_given_one(sql: Sql, school: UUID, essay: UUID) -> Row | None:
    """What the pupil of one essay has now."""
    return await sql.fetchrow(NOW_ONE, school, essay)
