"""What a judge sees of their own work: their decisions, and the comment that they have begun."""

from datetime import datetime
from uuid import UUID

from huleedu.contracts.judging import CommentDraft, Which
from huleedu.kit.database import Sql
from huleedu.services.judging.domain.desk import Enrolment, OwnDecision
from huleedu.services.judging.store.assignments import Took

# what was imported under the judge's name was never before them
DECISIONS = """
select p.id, p.first, p.second, p.answer, p.comment, p.about, p.ended_at,
       (select max(changed_at) from earlier_answer where pair = p.id) as changed_at
from pair p
where p.judging = $1 and p.judge = $2 and p.state = 'decided' and p.leased_until > p.assigned_at
  and ($4::uuid is null or p.seq < (
      select seq from pair where id = $4 and judging = $1 and judge = $2
  ))
order by p.seq desc limit $3
"""

# of a pair that is before the judge no more there is nothing left to send
DRAFT = """
select d.pair, d.comment, d.about, d.saved_at from draft d
where d.judging = $1 and d.judge = $2
  and (select state from pair where id = d.pair) in ('out', 'lapsed')
"""

KEEP_DRAFT = """
insert into draft (judging, judge, pair, comment, about, saved_at, school)
values ($1, $2, $3, $4, $5, $6, (select school from judging where id = $1))
on conflict (judging, judge) do update
set pair = excluded.pair, comment = excluded.comment, about = excluded.about,
    saved_at = excluded.saved_at
"""

# said after the pair was left, also when judging has ended: a worry must not get lost
EXPLAIN = """
update pair set comment = $4,
    problem = case $5::text when 'first' then first when 'second' then second end
where judging = $1 and judge = $2 and id = $3 and state = 'flagged'
returning id
"""

TAKE_AGAIN = """
update pair set state = 'out', comment = '', problem = null, ended_at = null, leased_until = $4
where judging = $1 and judge = $2 and id = $3 and state = 'flagged'
returning id
"""

TAKE_ON = """
update enrolment set quota = quota + $3, extra = extra + $3 where judging = $1 and judge = $2
returning quota
"""


async def decisions(sql: Sql, of: Enrolment, limit: int, after: UUID | None) -> list[OwnDecision]:
    """Some of a judge's decisions, the pair that was handed out last first."""
    rows = await sql.fetch(DECISIONS, of.batch, of.judge, limit, after)
    return [
        OwnDecision(
            pair=UUID(int=row["id"].int),
            first=row["first"],
            second=row["second"],
            answer=row["answer"],
            comment=row["comment"],
            about=_which(row["about"]),
            decided_at=row["ended_at"],
            changed_at=row["changed_at"],
        )
        for row in rows
    ]


async def draft(sql: Sql, of: Enrolment) -> CommentDraft | None:
    """The comment that the judge has begun; None: there is none."""
    row = await sql.fetchrow(DRAFT, of.batch, of.judge)
    if row is None:
        return None
    return CommentDraft(
        pair=UUID(int=row["pair"].int),
        comment=row["comment"],
        about=_which(row["about"]),
        saved_at=row["saved_at"],
    )


async def keep_draft(sql: Sql, of: Enrolment, draft: CommentDraft) -> None:
    """Keep a comment that was begun."""
    about = draft.about.value if draft.about else None
    await sql.execute(
        KEEP_DRAFT, of.batch, of.judge, draft.pair, draft.comment, about, draft.saved_at
    )


async def explain(sql: Sql, of: Enrolment, pair: UUID, words: str, problem: Which | None) -> Took:
    """Keep why the judge left a pair."""
    which = problem.value if problem else None
    kept = await sql.fetchval(EXPLAIN, of.batch, of.judge, pair, words, which)
    return Took.PLACE if kept else Took.NO_PLACE


async def take_again(sql: Sql, of: Enrolment, pair: UUID, until: datetime) -> Took:
    """Put a pair before the judge again that they had left."""
    kept = await sql.fetchval(TAKE_AGAIN, of.batch, of.judge, pair, until)
    return Took.PLACE if kept else Took.NO_PLACE


async def take_on(sql: Sql, of: Enrolment, more: int) -> int:
    """Ask so many more decisions of the judge; how many that is in all."""
    return await sql.fetchval(TAKE_ON, of.batch, of.judge, more)


def _which(told: str | None) -> Which | None:
    return Which(told) if told else None
