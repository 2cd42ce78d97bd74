"""The anchors that schools keep."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from huleedu.kit.database import Row, Sql
from huleedu.services.judging.domain.library import AnchorHere, AnchorKept

# a text that is an anchor of this scale already has another place from now on
KEEP = """
insert into anchor (id, school, metric, text, name, scale, grade, place, error, batch, kept_at,
                    person, person_name)
select $1, j.school, coalesce((j.rules ->> 'metric')::uuid, j.id), s.text, $4, $5, $6, $7, $8, j.id,
       $9, $10, $11
from judging j join script s on s.judging = j.id
where j.id = $2 and s.essay = $3
on conflict (school, metric, text) do update
set name = excluded.name, scale = excluded.scale, grade = excluded.grade, place = excluded.place,
    error = excluded.error, batch = excluded.batch, kept_at = excluded.kept_at,
    person = excluded.person, person_name = excluded.person_name, removed_at = null
returning id
"""

OF_SCHOOL = """
select id, name, scale, grade, metric, place, error, batch, kept_at, person_name from anchor
where school = $1 and removed_at is null order by kept_at desc, name, id limit $2
"""

# what was placed in the batch itself is no news of it
HERE = """
with texts as (
    select id as essay, text, school from essay
    where batch = $1 and slot is not null and text is not null
    union select essay, text, school from script where judging = $1
)
select t.essay, a.id, a.name, a.scale, a.grade, a.metric, a.place, a.error, a.batch, a.kept_at,
       a.person_name
from texts t
cross join lateral (
    select * from anchor where school = t.school and text = t.text offset 0
) a
where a.removed_at is null and a.batch <> $1 order by a.kept_at, a.id, t.essay
"""

# found by its id alone: `school = $1` would tempt a plan to go through all of a school's
REMOVE = """
update anchor set removed_at = $3
where id = $2 and school is not distinct from $1 and removed_at is null returning id
"""


async def keep(
    sql: Sql,
    batch: UUID,
    essay: UUID,
    known: tuple[str, str, str],
    stands: tuple[float, float],
    by: tuple[datetime, UUID | None, str],
    id_: UUID,
) -> UUID | None:
    """Keep a text that is judged; None: it is not.

    Args:
        known: its name, the scale of grades, and its grade.
        stands: its place and the error of that, in logits.
        by: when, and who keeps it.
    """
    found = await sql.fetchval(KEEP, id_, batch, essay, *known, *stands, *by)
    return UUID(int=found.int) if found else None


async def of_school(sql: Sql, school: UUID, limit: int) -> Sequence[AnchorKept]:
    """Those of a school, the last first."""
    return [_kept(row) for row in await sql.fetch(OF_SCHOOL, school, limit)]


async def here(sql: Sql, batch: UUID) -> Sequence[AnchorHere]:
    """The essays of a batch whose texts are anchors of its school."""
    rows = await sql.fetch(HERE, batch)
    return [AnchorHere(UUID(int=row["essay"].int), _kept(row)) for row in rows]


async def remove(sql: Sql, school: UUID, id_: UUID, now: datetime) -> UUID | None:
    """Keep it no longer; None: it was not kept."""
    return await sql.fetchval(REMOVE, school, id_, now)


def _kept(row: Row) -> AnchorKept:
    return AnchorKept(
        id=UUID(int=row["id"].int),
        name=row["name"],
        scale=row["scale"],
        grade=row["grade"],
        metric=UUID(int=row["metric"].int),
        place=row["place"],
        error=row["error"],
        batch=UUID(int=row["batch"].int),
        kept_at=row["kept_at"],
        by_name=row["person_name"],
    )
