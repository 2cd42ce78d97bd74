"""List what was handed out, by essays' ids: nothing of it names a pupil."""

from datetime import datetime
from uuid import UUID

import msgspec

from huleedu.kit.database import Sql

SOME = """
select p.seq, p.id, p.judge, e.kind, a.essay as first, b.essay as second, p.state, p.answer,
       p.steps, p.took_s, p.comment, p.assigned_at, p.ended_at,
       p.state = 'decided' and e.left_out_at is null as counts, p.turned is not null as turned
from pair p
join enrolment e on e.judging = p.judging and e.judge = p.judge
join script a on a.judging = p.judging and a.number = p.first
join script b on b.judging = p.judging and b.number = p.second
where p.judging = $1 and p.seq > $2 order by p.seq limit $3
"""


class DecisionListed(msgspec.Struct, frozen=True, kw_only=True):
    """A pair that was handed out, and what became of it; `number` puts them in order."""

    number: int
    pair: UUID
    judge: str
    kind: str
    first: UUID
    second: UUID
    state: str
    answer: int | None
    steps: int | None
    took_s: float | None
    comment: str
    assigned_at: datetime
    ended_at: datetime | None
    counts: bool
    turned: bool
    """It counts as if the two had stood the other way round, for somebody has said so."""


async def some(sql: Sql, batch: UUID, after: int, limit: int) -> list[DecisionListed]:
    """Some of a batch's pairs, behind this number."""
    return [
        DecisionListed(
            number=row["seq"],
            pair=UUID(int=row["id"].int),
            judge=row["judge"],
            kind=row["kind"],
            first=UUID(int=row["first"].int),
            second=UUID(int=row["second"].int),
            state=row["state"],
            answer=row["answer"],
            steps=row["steps"],
            took_s=row["took_s"],
            comment=row["comment"],
            assigned_at=row["assigned_at"],
            ended_at=row["ended_at"],
            counts=row["counts"],
            turned=row["turned"],
        )
        for row in await sql.fetch(SOME, batch, after, limit)
    ]
