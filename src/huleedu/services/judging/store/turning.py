"""Decisions that count the other way round: which, since when, and who said so."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from huleedu.kit.database import Row, Sql
from huleedu.services.judging.domain.turning import HowCounted, Turning

# what is decided later is counted as it is said, unless that is turned, too
TURN = """
update pair p set turned = $3 from enrolment e
where e.judging = $1 and e.id = $2 and p.judging = e.judging and p.judge = e.judge
  and p.state = 'decided' and p.turned is null
returning p.id
"""

KEEP = """
insert into turning (id, judging, enrolment, at, person, person_name, school)
select $1, $2, $3, $4, $5, $6, school from judging where id = $2
"""

TURN_BACK = """
update pair p set turned = null from enrolment e
where e.judging = $1 and e.id = $2 and p.judging = e.judging and p.judge = e.judge
  and p.turned is not null and ($3::uuid is null or p.turned = $3)
returning p.id
"""

END = """
update turning set ended_at = $3, ended_by = $4, ended_name = $5
where judging = $1 and enrolment = $2 and ended_at is null and ($6::uuid is null or id = $6)
"""

OF_JUDGE = """
select id, at, person_name, ended_at, ended_name from turning
where judging = $1 and enrolment = $2 order by at, id
"""

# how the decisions of each judge count who made any
HOW_COUNTED = """
select e.judge, e.left_out_at is not null as left_out, count(*) as decided,
       count(p.turned) as turned
from enrolment e join pair p on p.judging = e.judging and p.judge = e.judge
where e.judging = $1 and p.state = 'decided' group by e.judging, e.judge
having e.left_out_at is not null or count(p.turned) > 0 order by e.judge
"""


async def turn(
    sql: Sql, batch: UUID, judge: UUID, by: tuple[UUID | None, str], now: datetime, act: UUID
) -> int:
    """Count what a judge has decided so far the other way round; how many that is newly."""
    turned = await sql.fetch(TURN, batch, judge, act)
    if turned:
        await sql.execute(KEEP, act, batch, judge, now, *by)
    return len(turned)


async def turn_back(
    sql: Sql, batch: UUID, judge: UUID, by: tuple[UUID | None, str], now: datetime, of: UUID | None
) -> int:
    """Count what a judge has decided as it was said; of how many that is otherwise now.

    Args:
        of: only what was turned by this act; None: all.
    """
    back = await sql.fetch(TURN_BACK, batch, judge, of)
    await sql.execute(END, batch, judge, now, *by, of)
    return len(back)


async def of_judge(sql: Sql, batch: UUID, judge: UUID) -> Sequence[Turning]:
    """Each time that somebody turned this judge's decisions, the first first."""
    return [_turning(row) for row in await sql.fetch(OF_JUDGE, batch, judge)]


async def how_counted(sql: Sql, batch: UUID) -> Sequence[HowCounted]:
    """The judges whose decisions do not all count as they were said."""
    return [
        HowCounted(row["judge"], 0 if row["left_out"] else row["turned"], _out(row))
        for row in await sql.fetch(HOW_COUNTED, batch)
    ]


def _out(row: Row) -> int:
    return row["decided"] if row["left_out"] else 0


def _turning(row: Row) -> Turning:
    return Turning(
        id=UUID(int=row["id"].int),
        at=row["at"],
        by_name=row["person_name"],
        ended_at=row["ended_at"],
        ended_name=row["ended_name"],
    )
