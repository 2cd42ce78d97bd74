"""Essays that are to be looked at again, and judging that is open for these alone."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from huleedu.kit.database import Row, Sql
from huleedu.services.judging.domain.look_again import LookAgain

ASK = """
insert into look_again (id, judging, essay, more, asked_at, person, person_name, school)
select $1, id, $3, $4, $5, $6, $7, school from judging where id = $2
on conflict (id) do nothing
"""

IS_JUDGED = "select exists (select from script where judging = $1 and essay = $2)"

# of each its judgements by those who had not seen it before: decided, or out; what was imported was
# before nobody
LOOKS = """
select l.id, l.essay, s.number as script, l.more, l.asked_at, l.person_name, l.withdrawn_at,
       seen.by as seen_by, given.judged, given.out
from look_again l
join script s on s.judging = l.judging and s.essay = l.essay
cross join lateral (
    select coalesce(array_agg(distinct p.judge), '{}') as by from pair p
    where p.judging = l.judging and s.number in (p.first, p.second) and p.assigned_at < l.asked_at
) seen
cross join lateral (
    select count(*) filter (where p.state = 'decided') as judged,
           count(*) filter (where p.state = 'out') as out
    from pair p join enrolment e on e.judging = p.judging and e.judge = p.judge
    where p.judging = l.judging and s.number in (p.first, p.second)
      and p.assigned_at >= l.asked_at and p.leased_until > p.assigned_at
      and e.kind <> 'baseline' and p.judge <> all(seen.by)
) given
where l.judging = $1 and ($2::uuid is null or l.essay = $2) order by l.asked_at, l.id
"""

WITHDRAW = """
update look_again set withdrawn_at = $3 where judging = $1 and id = $2 and withdrawn_at is null
returning id
"""

CLOSED = "select closed_because from judging where id = $1 and closed_at is not null"

# it is open for these alone; why it had been closed is kept, to close it again
OPEN_ALONE = """
update judging set closed_at = null, alone_after = closed_because, closed_because = ''
where id = $1 and closed_at is not null
"""

ALONE_AFTER = "select alone_after from judging where id = $1"

CLOSE_AGAIN = """
update judging set closed_at = $2, closed_because = alone_after, alone_after = null
where id = $1 and alone_after is not null
"""

# who may still judge it: not withdrawn, quota not reached, and never saw it
WHO = """
select e.judge from enrolment e
join script s on s.judging = e.judging and s.essay = $2
where e.judging = $1 and e.revoked_at is null and (e.ends_at is null or e.ends_at > $3)
  and e.kind in ('person', 'model') and $2 <> all(e.barred)
  and (e.quota is null or e.quota + e.extra > (
      select count(*) from pair p
      where p.judging = e.judging and p.judge = e.judge and p.state = 'decided'
        and p.leased_until > p.assigned_at
  ))
  and not exists (
      select from pair p
      where p.judging = e.judging and p.judge = e.judge and s.number in (p.first, p.second)
  )
order by e.enrolled_at, e.judge
"""


async def is_judged(sql: Sql, batch: UUID, essay: UUID) -> bool:
    """Is this essay among those that are judged?"""
    return await sql.fetchval(IS_JUDGED, batch, essay)


async def ask(
    sql: Sql,
    batch: UUID,
    essay: UUID,
    more: int,
    by: tuple[UUID | None, str],
    now: datetime,
    once: UUID,
) -> None:
    """Keep what is asked for; the same again changes nothing."""
    await sql.execute(ASK, once, batch, essay, more, now, *by)


async def looks(sql: Sql, batch: UUID, essay: UUID | None = None) -> Sequence[LookAgain]:
    """All that was ever asked for, the first first; only of this essay, if it is told."""
    return [_look(row) for row in await sql.fetch(LOOKS, batch, essay)]


async def withdraw(sql: Sql, batch: UUID, look: UUID, now: datetime) -> bool:
    """It is not wanted any more; returns whether it was."""
    return bool(await sql.fetch(WITHDRAW, batch, look, now))


async def open_alone(sql: Sql, batch: UUID) -> str | None:
    """Open a judging that is closed for these alone: why it had been closed; None: it was open."""
    closed: str | None = await sql.fetchval(CLOSED, batch)
    if closed is not None:
        await sql.execute(OPEN_ALONE, batch)
    return closed


async def alone_after(sql: Sql, batch: UUID) -> str | None:
    """Why judging had been closed before it was opened for these alone; None: it was not so."""
    return await sql.fetchval(ALONE_AFTER, batch)


async def close_again(sql: Sql, batch: UUID, now: datetime) -> None:
    """End a judging that was open for these alone, for the reason of before."""
    await sql.execute(CLOSE_AGAIN, batch, now)


async def who(sql: Sql, batch: UUID, essay: UUID, now: datetime) -> tuple[str, ...]:
    """The judges who may still judge this essay, and have not seen it."""
    return tuple(row["judge"] for row in await sql.fetch(WHO, batch, essay, now))


def _look(row: Row) -> LookAgain:
    return LookAgain(
        id=UUID(int=row["id"].int),
        essay=UUID(int=row["essay"].int),
        script=row["script"],
        more=row["more"],
        judged=row["judged"],
        out=row["out"],
        seen_by=frozenset(row["seen_by"]),
        asked_at=row["asked_at"],
        by_name=row["person_name"],
        withdrawn_at=row["withdrawn_at"],
    )
