"""Which language models judge a batch: started, held by one worker, ended."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from huleedu.kit.database import Row, Sql
from huleedu.services.judging.domain.llm.asking import CONTRADICTS
from huleedu.services.judging.domain.llm_runs import (
    HeldByAnother,
    LlmClaimed,
    LlmEnd,
    LlmHold,
    LlmRun,
    RunIsOver,
)

# one that is going on is left as it is
START = """
insert into llm_run as r (judging, school, model, turn, quota, money, raised, started_at,
                          started_by)
select j.id, j.school, $2, 1, $3 + d.decided, $4, 0, $5, $6
from judging j cross join lateral (
    select count(*) as decided from pair p
    where p.judging = j.id and p.judge = $2 and p.state = 'decided'
) d
where j.id = $1
on conflict (judging, model) do update
set turn = r.turn + 1, quota = excluded.quota, money = excluded.money, raised = 0,
    started_at = excluded.started_at, started_by = excluded.started_by, ended_at = null,
    ended_by = null, why = ''
where r.ended_at is not null
returning model
"""

RAISE = "update llm_run set raised = $3 where judging = $1 and model = $2"

# what was stopped goes on as it was
GO_ON = """
update llm_run set turn = turn + 1, ended_at = null, ended_by = null, why = ''
where judging = $1 and ended_at is not null and why = 'stopped' returning model
"""

STOP = """
update llm_run set ended_at = $2, ended_by = $3, why = 'stopped'
where judging = $1 and ended_at is null returning model
"""

END = """
update llm_run set ended_at = $4, why = $5
where judging = $1 and model = $2 and turn = $3 and ended_at is null returning model
"""

SPENT = "select coalesce((select cost from account where judging = $1), 0)"

# what people are asked for, and models that judge
QUOTAS = """
select coalesce(sum(e.quota) filter (where e.kind = 'person'), 0)::bigint
       + (select coalesce(sum(quota), 0) from llm_run where judging = $1 and ended_at is null)
from enrolment e where e.judging = $1 and e.left_out_at is null and e.revoked_at is null
"""

LOWER = """
update judging set rules = jsonb_set(
    rules, '{judgements}', to_jsonb(greatest(1, (rules->>'judgements')::integer - l.n))
)
from (
    select least(r.raised, r.quota - count(p.id))::integer as n
    from llm_run r
    left join pair p on p.judging = r.judging and p.judge = r.model and p.state = 'decided'
    where r.judging = $1 and r.model = $2 group by r.judging, r.model
) l
where id = $1 and rules->>'judgements' is not null and l.n > 0
"""

RUNS = """
select model, turn, quota, money::float8 as money, started_at, started_by, ended_at, ended_by, why
from llm_run where judging = $1 order by started_at, model
"""

TO_TELL = """
update llm_run set told = turn where told < turn and ended_at is null
returning judging, model, turn
"""

# by the database's clock, which is the same for all processes
CLAIM = """
update llm_run set holder = $4, held_until = clock_timestamp() + make_interval(secs => $5)
where judging = $1 and model = $2 and turn = $3 and ended_at is null
  and (holder is null or holder = $4 or held_until < clock_timestamp())
returning school, quota, money
"""

GOING = """
select from llm_run where judging = $1 and model = $2 and turn = $3 and ended_at is null
"""

COUNTED = """
select count(*) as compared, count(*) filter (where comment like $3) as contradicted
from pair where judging = $1 and judge = $2 and state = 'decided'
"""

KEEP = """
update llm_run set held_until = clock_timestamp() + make_interval(secs => $4)
where judging = $1 and model = $2 and holder = $3
"""

RELEASE = """
update llm_run set holder = null, held_until = null
where judging = $1 and model = $2 and holder = $3
"""


async def start(
    sql: Sql,
    batch: UUID,
    model: str,
    judgements: int,
    money: Decimal,
    by: UUID | None,
    now: datetime,
) -> bool:
    """Have a model judge so many more; False: it does already."""
    told = (batch, model, judgements, money, now, by)
    return await sql.fetchval(START, *told) is not None


async def raised(sql: Sql, batch: UUID, model: str, by: int) -> None:
    """So many judgements more are asked for on account of this model."""
    await sql.execute(RAISE, batch, model, by)


async def go_on(sql: Sql, batch: UUID) -> list[str]:
    """Let go on what was stopped; which models."""
    return [row["model"] for row in await sql.fetch(GO_ON, batch)]


async def stop(sql: Sql, batch: UUID, by: UUID | None, now: datetime) -> list[str]:
    """Nothing goes on; which models did."""
    return [row["model"] for row in await sql.fetch(STOP, batch, now, by)]


async def end(sql: Sql, batch: UUID, model: str, turn: int, why: LlmEnd, now: datetime) -> bool:
    """It has ended by itself; False: that was known, or it was started again."""
    return await sql.fetchval(END, batch, model, turn, now, why.value) is not None


async def spent(sql: Sql, batch: UUID) -> Decimal:
    """What the batch has spent on models, with what is set aside."""
    return await sql.fetchval(SPENT, batch)


async def quotas(sql: Sql, batch: UUID) -> int:
    """How many judgements are asked of all who judge, people and models at work."""
    return await sql.fetchval(QUOTAS, batch)


async def lower(sql: Sql, batch: UUID, model: str) -> None:
    """What was asked for on account of a model that has ended, and not made, is asked no more."""
    await sql.execute(LOWER, batch, model)


async def runs(sql: Sql, batch: UUID) -> list[LlmRun]:
    """The last run of each model."""
    return [_run(row) for row in await sql.fetch(RUNS, batch)]


async def to_tell(sql: Sql) -> Sequence[tuple[UUID, str, int]]:
    """The runs that nobody was told to work on yet, with their turns; each is told once."""
    rows = await sql.fetch(TO_TELL)
    return [(UUID(int=row["judging"].int), row["model"], row["turn"]) for row in rows]


async def claim(sql: Sql, hold: LlmHold, held_s: float) -> LlmClaimed | HeldByAnother | RunIsOver:
    """Take a run that nobody is at."""
    at = (hold.batch, hold.model, hold.turn)
    row = await sql.fetchrow(CLAIM, *at, hold.holder, held_s)
    if row is None:
        going = await sql.fetchrow(GOING, *at) is not None
        return HeldByAnother() if going else RunIsOver()
    counted = await sql.fetchrow(COUNTED, hold.batch, hold.model, f"{CONTRADICTS}%")
    assert counted is not None
    return LlmClaimed(
        hold=hold,
        school=UUID(int=row["school"].int),
        quota=row["quota"],
        money=row["money"],
        compared=counted["compared"],
        contradicted=counted["contradicted"],
    )


async def keep(sql: Sql, hold: LlmHold, held_s: float) -> None:
    """This worker is still at it."""
    await sql.execute(KEEP, hold.batch, hold.model, hold.holder, held_s)


async def release(sql: Sql, hold: LlmHold) -> None:
    """This worker is at it no more."""
    await sql.execute(RELEASE, hold.batch, hold.model, hold.holder)


def _run(row: Row) -> LlmRun:
    return LlmRun(
        model=row["model"],
        turn=row["turn"],
        quota=row["quota"],
        money=row["money"],
        started_at=row["started_at"],
        started_by=_id(row["started_by"]),
        ended_at=row["ended_at"],
        ended_by=_id(row["ended_by"]),
        why=LlmEnd(row["why"]) if row["why"] else None,
    )


def _id(found: UUID | None) -> UUID | None:
    return UUID(int=found.int) if found else None
