"""All that was handed out of a batch, for whoever wants to look at it elsewhere."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from huleedu.kit.database import Row, Sql

COLUMNS = (
    *("judge", "kind", "first", "second", "state", "answer", "steps", "took_s", "comment"),
    *("assigned_at", "ended_at", "turned"),
)
# files of one name get a number each, or a ranking elsewhere would take them for one essay
RAW = """
with named as (
    select number,
           case when count(*) over (partition by name) > 1 then name || ' #' || number + 1
                else name end as name
    from script where judging = $1
)
select p.judge, e.kind, a.name as first, b.name as second, p.state, p.answer, p.steps, p.took_s,
       p.comment, p.assigned_at, p.ended_at,
       case when p.turned is not null then 'yes' end as turned
from pair p
join enrolment e on e.judging = p.judging and e.judge = p.judge
join named a on a.number = p.first
join named b on b.number = p.second
where p.judging = $1 order by p.seq
"""

# the same by essays, some at a time
BY_ESSAY = """
select p.seq, p.judge, e.kind, a.essay as first, b.essay as second, p.state, p.answer, p.steps,
       p.took_s, p.comment, p.assigned_at, p.ended_at, p.turned is not null as turned,
       e.left_out_at is not null as left_out
from pair p
join enrolment e on e.judging = p.judging and e.judge = p.judge
join script a on a.judging = p.judging and a.number = p.first
join script b on b.judging = p.judging and b.number = p.second
where p.judging = $1 and p.seq > $2 order by p.seq limit $3
"""
PAGE_ROWS = 1_000

RULES = "select rules from judging where id = $1"

KNOWN_GRADE = "select rules #>> array['grades', $2::uuid::text] from judging where id = $1"


async def by_essay(sql: Sql, batch: UUID, after: int) -> Sequence[Row]:
    """Pairs that were handed out behind this one, in order; scripts are named by their essays."""
    return await sql.fetch(BY_ESSAY, batch, after, PAGE_ROWS)


async def raw(sql: Sql, batch: UUID) -> Sequence[Row]:
    """Every pair that was ever handed out, in order, with what became of it."""
    return await sql.fetch(RAW, batch)


async def known_grade(sql: Sql, batch: UUID, essay: UUID) -> str:
    """The grade that is known of an anchor; empty: none is."""
    return await sql.fetchval(KNOWN_GRADE, batch, essay) or ""


async def rules(sql: Sql, batch: UUID) -> dict[str, object] | None:
    """The rules as they are kept, what is not among them is as usual; None: never opened."""
    told = await sql.fetchval(RULES, batch)
    return None if told is None else msgspec.json.decode(told, type=dict[str, object])
