"""How judging stands, as its tables tell it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from huleedu.contracts.judging import Kind
from huleedu.kit.database import Row, Sql
from huleedu.services.judging.domain.desk import Rules
from huleedu.services.judging.domain.figures import RankingFigures
from huleedu.services.judging.domain.llm.asking import CONTRADICTS
from huleedu.services.judging.domain.overview import (
    Brief,
    FlaggedText,
    JudgeSeen,
    Overview,
    UnderWay,
    wanted_of,
)
from huleedu.services.judging.store import figures, llm_runs, llm_use

HEAD = """
select title, rules, opened_at, asked_by, closed_at, closed_because, closed_by,
       (select count(*) from script where judging = j.id) as essays,
       (select count(*) from essay e where e.batch = j.id and e.slot is not null
          and e.text is not null and e.name is not null
          and not exists (select from script s where s.judging = j.id and s.essay = e.id)) as late,
       (select count(*) from pair p join enrolment e on e.judging = p.judging and e.judge = p.judge
        where p.judging = j.id and p.state = 'decided' and e.left_out_at is null) as decided,
       (select count(distinct number) from pair p
        cross join lateral (values (p.first), (p.second)) as of_pair (number)
        where p.judging = j.id and p.state = 'decided') as linked
from judging j where id = $1
"""

# what was imported was never handed to anybody: it is no part of a quota, and tells of no visit
JUDGES = """
select e.id, e.judge, e.kind, e.email, e.quota, e.barred, e.ends_at, e.opened_at,
       e.unnamed, e.revoked_at is not null as revoked, e.left_out_at is not null as left_out,
       greatest(e.seen_at, max(p.ended_at) filter (
           where p.state in ('decided', 'flagged') and p.leased_until > p.assigned_at
       )) as last_seen,
       count(*) filter (where p.state = 'decided' and p.leased_until > p.assigned_at) as decided,
       count(*) filter (where p.state = 'decided' and p.leased_until = p.assigned_at) as imported,
       count(*) filter (where p.state = 'out' and p.leased_until >= $2) as before_them,
       count(*) filter (where p.state = 'flagged') as flagged,
       count(p.turned) filter (where p.state = 'decided') as turned,
       percentile_cont(0.5) within group (order by p.took_s)
           filter (where p.state = 'decided') as median_s,
       avg((p.answer > 0)::integer)
           filter (where p.state = 'decided' and p.answer <> 0)::float8 as first_share,
       count(*) filter (
           where p.state = 'decided' and e.kind = 'model' and p.comment like $3
       ) as contradicted,
       coalesce((select sum(t.cost) from transcript t
                 where t.judging = e.judging and t.judge = e.judge), 0)::float8 as cost
from enrolment e left join pair p on p.judging = e.judging and p.judge = e.judge
where e.judging = $1 group by e.judging, e.judge order by e.enrolled_at, e.judge
"""

FLAGGED = """
select p.judge, a.essay as first, b.essay as second, c.essay as problem, p.comment
from pair p
join script a on a.judging = p.judging and a.number = p.first
join script b on b.judging = p.judging and b.number = p.second
left join script c on c.judging = p.judging and c.number = p.problem
where p.judging = $1 and p.state = 'flagged' order by p.seq
"""

# what tells that something is otherwise, by one statement for all who look
MOVED = """
select j.id, concat_ws('/', j.revision, j.rules ->> 'late', j.closed_at, j.closed_because,
    (select count(*) from pair where judging = j.id and state = 'decided'),
    (select count(*) from pair where judging = j.id),
    (select concat_ws('/', count(*), count(problem), md5(string_agg(comment, '/' order by seq)))
     from pair where judging = j.id and state = 'flagged'),
    (select concat_ws('/', count(*), max(seen_at), sum(quota), count(revoked_at),
        count(left_out_at), max(enrolled_at),
        md5(string_agg(judge, '/' order by judge))) from enrolment where judging = j.id),
    (select max(number) from ranking_made where judging = j.id),
    (select concat_ws('/', count(*), count(withdrawn_at)) from look_again where judging = j.id),
    (select concat_ws('/', tokens, stopped_at) from account where judging = j.id),
    (select concat_ws('/', count(*), sum(turn), max(ended_at)) from llm_run where judging = j.id)
    ) as moved
from judging j where id = any($1::uuid[])
"""

# how far it is, in a word
BRIEF = """
select closed_at is not null as closed,
       (select count(*) from pair where judging = j.id and state = 'decided') as decided
from judging j where id = $1
"""

# the same of those that are open, with what their judges are asked for
UNDER_WAY = """
select j.id, j.rules, (select count(*) from script where judging = j.id) as essays,
       (select count(*) from pair p join enrolment e on e.judging = p.judging and e.judge = p.judge
        where p.judging = j.id and p.state = 'decided' and e.left_out_at is null) as decided,
       (select coalesce(sum(quota), 0) from enrolment
        where judging = j.id and left_out_at is null and revoked_at is null)::bigint as asked
from judging j where id = any($1::uuid[]) and closed_at is null
"""

GOING_ON = "select id from judging where id = any($1::uuid[]) and closed_at is null"

# what could be judged if judging were opened now
READY = """
select id, coalesce((measures ->> 'words')::float8, 0) as words from essay
where batch = $1 and slot is not null and text is not null and name is not null order by slot
"""


async def overview(sql: Sql, batch: UUID, now: datetime) -> Overview | None:
    """How the judging of a batch stands; None: it was never opened."""
    head = await sql.fetchrow(HEAD, batch)
    if head is None:
        return None
    judges = await sql.fetch(JUDGES, batch, now, f"{CONTRADICTS}%")
    made = await figures.all_made(sql, batch)
    last = made[-1] if made else None
    return Overview(
        title=head["title"],
        rules=msgspec.json.decode(head["rules"], type=Rules),
        essays=head["essays"],
        late=head["late"],
        unlinked=head["essays"] - head["linked"],
        decided=head["decided"],
        opened_at=head["opened_at"],
        asked_by=head["asked_by"],
        closed_at=head["closed_at"],
        closed_because=head["closed_because"],
        closed_by=_id(head["closed_by"]),
        judges=tuple(_judge(row, last) for row in judges),
        flagged=tuple(_flagged(row) for row in await sql.fetch(FLAGGED, batch)),
        rankings=tuple(made),
        llm=await llm_use.use(sql, batch),
        llm_runs=tuple(await llm_runs.runs(sql, batch)),
    )


def _judge(row: Row, last: RankingFigures | None) -> JudgeSeen:
    return JudgeSeen(
        id=UUID(int=row["id"].int),
        name=row["judge"],
        unnamed=row["unnamed"],
        kind=Kind(row["kind"]),
        email=row["email"],
        quota=row["quota"],
        decided=row["decided"],
        imported=row["imported"],
        before_them=row["before_them"],
        flagged=row["flagged"],
        barred=tuple(UUID(int=one.int) for one in row["barred"]),
        median_s=row["median_s"],
        first_share=row["first_share"],
        agreed=last.agreed.get(row["judge"]) if last else None,
        odd=last.odd.get(row["judge"], "") if last else "",
        last_seen=row["last_seen"],
        opened_at=row["opened_at"],
        ends_at=row["ends_at"],
        revoked=row["revoked"],
        left_out=row["left_out"],
        turned=row["turned"],
        contradicted=row["contradicted"],
        cost=row["cost"],
    )


def _flagged(row: Row) -> FlaggedText:
    return FlaggedText(
        judge=row["judge"],
        first=UUID(int=row["first"].int),
        second=UUID(int=row["second"].int),
        problem=_id(row["problem"]),
        comment=row["comment"],
    )


def _id(found: UUID | None) -> UUID | None:
    return UUID(int=found.int) if found else None


async def brief(sql: Sql, batch: UUID) -> Brief | None:
    """How far the judging of a batch is, in a word; None: it was never opened."""
    row = await sql.fetchrow(BRIEF, batch)
    return Brief(row["closed"], row["decided"]) if row else None


async def under_way(sql: Sql, batches: Sequence[UUID]) -> dict[UUID, UnderWay]:
    """How far those of these judgings are that are open."""
    found: dict[UUID, UnderWay] = {}
    for row in await sql.fetch(UNDER_WAY, list(batches)):
        rules = msgspec.json.decode(row["rules"], type=Rules)
        wanted = wanted_of(rules, row["asked"], row["essays"], row["decided"])
        found[UUID(int=row["id"].int)] = UnderWay(row["decided"], wanted)
    return found


async def going_on(sql: Sql, batches: Sequence[UUID]) -> set[UUID]:
    """Which of these judgings are open."""
    return {UUID(int=row["id"].int) for row in await sql.fetch(GOING_ON, list(batches))}


async def moved(sql: Sql, batches: Sequence[UUID]) -> Mapping[UUID, str]:
    """Something of each of these judgings that is otherwise when the overview is."""
    return {UUID(int=row["id"].int): row["moved"] for row in await sql.fetch(MOVED, list(batches))}


async def ready(sql: Sql, batch: UUID) -> list[tuple[UUID, float]]:
    """The essays that can be judged, by slot, each with its number of words (0: not known)."""
    return [(UUID(int=row["id"].int), row["words"]) for row in await sql.fetch(READY, batch)]
