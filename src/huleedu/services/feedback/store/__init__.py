"""Feedback as it is being written, and what has become of it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from huleedu.kit.database import Row, Sql
from huleedu.services.feedback.domain.writing import SHOWN, Feedback, Program, Shown, Wanted

_columns = """
f.essay, f.words, f.shows, f.ready, f.program, f.revision, f.changed_by, f.changed_at,
g.given_at, g.given_by, g.revision as given_revision
from feedback f
left join given g on g.school = f.school and g.essay = f.essay and g.ended_at is null
"""

ALL = f"select {_columns} where f.batch = $1 and f.school = $2"

ONE = f"select {_columns} where f.school = $1 and f.essay = $2"

LOCK = """
select from feedback where school = $1 and essay = any($2::uuid[]) order by essay for update
"""

# read by itself, after they are locked: what others gave meanwhile shows
SOME = f"select {_columns} where f.school = $1 and f.essay = any($2::uuid[])"

# only what is as whoever writes has seen it; a row that nobody has begun is at 0
WRITE = """
insert into feedback as f (school, batch, essay, words, shows, ready, program, revision, changed_by,
                           changed_at)
select $1, $2, $3, $4, $5, $6, $7, 1, $8, $9
where $10 = 0 or exists (select from feedback where school = $1 and essay = $3)
on conflict (school, essay) do update
set words = excluded.words, shows = excluded.shows, ready = excluded.ready,
    program = excluded.program, revision = f.revision + 1, changed_by = excluded.changed_by,
    changed_at = excluded.changed_at
where f.revision = $10 and f.batch = excluded.batch
returning revision
"""

NOTE = """
insert into moved (school, batch, essay, at, person, what)
select $1, $2, essay, $4, $5, $6 from unnest($3::uuid[]) as essay
"""

# who goes on writing is noted once, with when they wrote last
NOTE_WRITTEN = """
with last as (
    select number, what, person from moved where school = $1 and essay = $3
    order by number desc limit 1
), again as (
    update moved m set at = $4 from last
    where m.school = $1 and m.essay = $3 and m.number = last.number and last.what = 'written'
      and last.person is not distinct from $5
    returning m.number
)
insert into moved (school, batch, essay, at, person, what)
select $1, $2, $3, $4, $5, 'written' where not exists (select from again)
"""

# what is done at once is noted at one time
LAST_ACT = """
select at, array_agg(essay) as essays from moved
where school = $1 and batch = $2 and what = $3 and person is not distinct from $4 and at > $5
group by at order by at desc limit 1
"""

# counted, not the highest: of two at once the higher number may show first
REVISIONS = """
select batch, count(*) as revision from moved where batch = any($1::uuid[]) group by batch
"""

HISTORY = "select at, person, what from moved where school = $1 and essay = $2 order by number"


class InBatch(NamedTuple):
    """Which batch, and of which school it is."""

    school: UUID
    batch: UUID


async def all_of(sql: Sql, of: InBatch) -> dict[UUID, Feedback]:
    """All that has been begun in the batch, by essay."""
    rows = await sql.fetch(ALL, of.batch, of.school)
    return {one.essay: one for one in map(feedback, rows)}


async def one(sql: Sql, school: UUID, essay: UUID) -> Feedback:
    """What is written to one essay's pupil, if anything is."""
    row = await sql.fetchrow(ONE, school, essay)
    return feedback(row) if row else Feedback(essay=essay)


async def locked(sql: Sql, school: UUID, essays: Collection[UUID]) -> dict[UUID, Feedback]:
    """The same of several, which nobody else changes until the transaction ends."""
    await sql.execute(LOCK, school, list(essays))
    rows = await sql.fetch(SOME, school, list(essays))
    return {one.essay: one for one in map(feedback, rows)}


async def write(
    sql: Sql,
    of: InBatch,
    essay: UUID,
    wanted: Wanted,
    program: Program,
    seen: int,
    who: UUID | None,
    now: datetime,
) -> int | None:
    """Write it, if it is still as it was seen; returns its revision, None if it is not."""
    shows = [each for each in SHOWN if each in wanted.shows]
    told = (wanted.words, shows, wanted.ready, program, who, now, seen)
    return await sql.fetchval(WRITE, of.school, of.batch, essay, *told)


async def draft(
    sql: Sql,
    of: InBatch,
    essay: UUID,
    words: str,
    shows: Collection[Shown],
    seen: int,
    now: datetime,
) -> int | None:
    """Write a program's words, if all is still as it was seen; returns the revision."""
    shown = [each for each in SHOWN if each in shows]
    told = (words, shown, False, "drafted", None, now, seen)
    return await sql.fetchval(WRITE, of.school, of.batch, essay, *told)


async def note(
    sql: Sql, of: InBatch, essays: Collection[UUID], what: str, who: UUID | None, now: datetime
) -> None:
    """Note what somebody did with these."""
    await sql.execute(NOTE, of.school, of.batch, list(essays), now, who, what)


async def note_written(sql: Sql, of: InBatch, essay: UUID, who: UUID | None, now: datetime) -> None:
    """Note that somebody wrote; who goes on writing is noted once."""
    await sql.execute(NOTE_WRITTEN, of.school, of.batch, essay, now, who)


async def last_act(
    sql: Sql, of: InBatch, what: str, who: UUID | None, since: datetime
) -> tuple[datetime, frozenset[UUID]] | None:
    """When this person did this last, and with which essays; None: not since then."""
    row = await sql.fetchrow(LAST_ACT, of.school, of.batch, what, who, since)
    return (row["at"], frozenset(UUID(int=one.int) for one in row["essays"])) if row else None


async def history(sql: Sql, school: UUID, essay: UUID) -> Sequence[Row]:
    """What was done with an essay's feedback, the first first."""
    return await sql.fetch(HISTORY, school, essay)


async def revisions(sql: Sql, batches: Collection[UUID]) -> dict[UUID, int]:
    """How often something was done with each batch's feedback; nothing: it is left out."""
    rows = await sql.fetch(REVISIONS, list(batches))
    return {UUID(int=row["batch"].int): row["revision"] for row in rows}


def as_id(found: UUID | None) -> UUID | None:
    """A driver's UUID as Python's own."""
    return UUID(int=found.int) if found else None


def feedback(row: Row) -> Feedback:
    """A row of ALL or ONE."""
    return Feedback(
        essay=UUID(int=row["essay"].int),
        words=row["words"],
        shows=frozenset(row["shows"]),
        ready=row["ready"],
        program=row["program"],
        revision=row["revision"],
        changed_by=as_id(row["changed_by"]),
        changed_at=row["changed_at"],
        given_at=row["given_at"],
        given_by=as_id(row["given_by"]),
        given_revision=row["given_revision"],
    )
