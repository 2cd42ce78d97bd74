"""What grades are decided: rows are added, and none is ever changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from huleedu.kit.database import Row, Sql
from huleedu.services.results.domain.deciding import Decide, DecidedGrade

# whoever decides says this first: nobody else does until it has ended, and pages are told
HOLD = """
update batch set revision = revision + 1 where id = $1 and school = $2 returning revision
"""

# the last decision of each essay that takes part; it may be that it is undecided again
LATEST = """
select distinct on (g.essay) g.* from grade g
cross join lateral (
    select from file f where f.id = g.essay and f.batch = g.batch and f.slot is not null
      and f.state <> all('{unpacked,replaced,withdrawn}') offset 0
) takes_part
where g.school = $2 and g.batch = $1 order by g.essay, g.number desc
"""

HISTORY = """
select * from grade where school = $2 and batch = $1 and essay = $3 order by number desc
"""

OF_ACT = "select * from grade where school = $2 and batch = $1 and act = $3 order by essay"

# what stood before each decision of an act
BEFORE_ACT = """
select g.* from grade a join grade g on g.school = a.school and g.batch = a.batch
    and g.essay = a.essay and g.number = a.number - 1
where a.school = $2 and a.batch = $1 and a.act = $3
"""

TAKING_PART = """
select id from file where batch = $1 and id = any($2::uuid[]) and slot is not null
  and state <> all('{unpacked,replaced,withdrawn}')
"""

ESSAYS = """
select slot, id from file where batch = $1 and slot is not null
  and state <> all('{unpacked,replaced,withdrawn}') order by slot, id
"""

ADD = """
insert into grade (school, batch, essay, number, act, grade, reason, likeliest, ranking, person,
                   person_name, decided_at, revision)
select $2, $1, w.essay,
       1 + coalesce((select max(number) from grade
                     where school = $2 and batch = $1 and essay = w.essay), 0),
       $3, w.grade, w.reason, w.likeliest, $4, $5, $6, $7,
       (select revision from batch where id = $1)
from unnest($8::uuid[], $9::text[], $10::text[], $11::text[])
     as w (essay, grade, reason, likeliest)
"""

# how many essays of each batch that one may see have a grade that was decided
COUNTS = """
select b.id as batch, count(*)::integer as decided from unnest($1::uuid[]) as b (id)
cross join lateral (
    select distinct on (g.essay) g.grade from grade g
    cross join lateral (
        select from file f where f.id = g.essay and f.batch = g.batch and f.slot is not null
          and f.state <> all('{unpacked,replaced,withdrawn}') offset 0
    ) takes_part
    where g.batch = b.id order by g.essay, g.number desc
) l where l.grade <> '' group by b.id
"""


async def hold(sql: Sql, batch: UUID, school: UUID) -> bool:
    """Let nobody else decide in this batch meanwhile; whether there is such a batch."""
    return bool(await sql.fetch(HOLD, batch, school))


async def latest(sql: Sql, batch: UUID, school: UUID) -> dict[UUID, DecidedGrade]:
    """The last decision of each essay that takes part, by essay."""
    return {one.essay: one for one in map(_grade, await sql.fetch(LATEST, batch, school))}


async def history(sql: Sql, batch: UUID, school: UUID, essay: UUID) -> list[DecidedGrade]:
    """All that was decided of an essay, the last first."""
    return [_grade(row) for row in await sql.fetch(HISTORY, batch, school, essay)]


async def of_act(sql: Sql, batch: UUID, school: UUID, act: UUID) -> list[DecidedGrade]:
    """What was decided at once."""
    return [_grade(row) for row in await sql.fetch(OF_ACT, batch, school, act)]


async def before_act(sql: Sql, batch: UUID, school: UUID, act: UUID) -> dict[UUID, DecidedGrade]:
    """What stood before that, by essay."""
    return {one.essay: one for one in map(_grade, await sql.fetch(BEFORE_ACT, batch, school, act))}


async def taking_part(sql: Sql, batch: UUID, essays: Sequence[UUID]) -> frozenset[UUID]:
    """Which of these are essays of the batch that take part."""
    rows = await sql.fetch(TAKING_PART, batch, list(essays))
    return frozenset(UUID(int=row["id"].int) for row in rows)


async def essays(sql: Sql, batch: UUID) -> list[tuple[int, UUID]]:
    """The essays of the batch that take part, by their slots."""
    return [(row["slot"], UUID(int=row["id"].int)) for row in await sql.fetch(ESSAYS, batch)]


async def add(
    sql: Sql,
    of: tuple[UUID, UUID],
    act: UUID,
    wanted: Sequence[Decide],
    likeliest: Mapping[str, str],
    ranking: int,
    said: tuple[UUID | None, str, datetime],
) -> None:
    """Keep these decisions.

    Args:
        of: the batch and its school.
        said: by whom, what they are called, and when.
    """
    essays = [one.essay for one in wanted]
    grades, reasons = [one.grade for one in wanted], [one.reason for one in wanted]
    told = [likeliest.get(str(one.essay)) for one in wanted]
    await sql.execute(ADD, *of, act, ranking, *said, essays, grades, reasons, told)


async def counts(sql: Sql, batches: Sequence[UUID]) -> dict[UUID, int]:
    """How many essays of these batches have a decided grade; none is left out."""
    rows = await sql.fetch(COUNTS, list(batches))
    return {UUID(int=row["batch"].int): row["decided"] for row in rows}


def _grade(row: Row) -> DecidedGrade:
    person: UUID | None = row["person"]
    return DecidedGrade(
        essay=UUID(int=row["essay"].int),
        grade=row["grade"],
        by=UUID(int=person.int) if person else None,
        by_name=row["person_name"],
        at=row["decided_at"],
        reason=row["reason"],
        likeliest=row["likeliest"],
        number=row["number"],
        act=UUID(int=row["act"].int),
        ranking=row["ranking"],
        revision=row["revision"],
    )
