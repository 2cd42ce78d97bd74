"""How far judging is: what each judge has done, and what was flagged."""

from datetime import datetime
from uuid import UUID

import msgspec

from huleedu.contracts.judging import Kind, NotOpened
from huleedu.kit.database import Sql
from huleedu.services.judging.domain.desk import FlaggedPair, JudgeProgress, Progress, Rules

JUDGING = """
select title, rules, opened_at, closed_at, closed_because,
       (select count(*) from script where judging = id) as scripts
from judging where id = $1
"""

JUDGES = """
select e.judge, e.kind, e.quota, e.revoked_at is not null as revoked,
       -- what was imported was never given to anybody, and is no part of a quota
       count(*) filter (where p.state = 'decided' and p.leased_until > p.assigned_at) as decided,
       count(*) filter (where p.state = 'decided' and p.leased_until = p.assigned_at) as imported,
       count(*) filter (where p.state = 'out' and p.leased_until >= $2) as before_them,
       count(*) filter (where p.state = 'flagged') as flagged
from enrolment e left join pair p on p.judging = e.judging and p.judge = e.judge
where e.judging = $1 group by e.judging, e.judge order by e.enrolled_at, e.judge
"""

FLAGGED = """
select p.judge, a.name as first, b.name as second, c.name as problem, p.comment
from pair p
join script a on a.judging = p.judging and a.number = p.first
join script b on b.judging = p.judging and b.number = p.second
left join script c on c.judging = p.judging and c.number = p.problem
where p.judging = $1 and p.state = 'flagged' order by p.seq
"""


async def so_far(sql: Sql, batch: UUID, now: datetime) -> Progress | NotOpened:
    """How far a batch's judging is."""
    row = await sql.fetchrow(JUDGING, batch)
    if row is None:
        return NotOpened()
    judges = await sql.fetch(JUDGES, batch, now)
    flagged = await sql.fetch(FLAGGED, batch)
    return Progress(
        title=row["title"],
        scripts=row["scripts"],
        rules=msgspec.json.decode(row["rules"], type=Rules),
        opened_at=row["opened_at"],
        closed=row["closed_because"] if row["closed_at"] else None,
        judges=tuple(
            JudgeProgress(
                name=one["judge"],
                kind=Kind(one["kind"]),
                quota=one["quota"],
                decided=one["decided"],
                imported=one["imported"],
                before_them=one["before_them"],
                flagged=one["flagged"],
                revoked=one["revoked"],
            )
            for one in judges
        ),
        flagged=tuple(
            FlaggedPair(
                judge=one["judge"],
                first=one["first"],
                second=one["second"],
                problem=one["problem"],
                comment=one["comment"],
            )
            for one in flagged
        ),
    )
