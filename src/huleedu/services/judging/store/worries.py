"""The statement behind what judges found worrying."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huleedu.contracts.judging import Flag
from huleedu.kit.database import Row, Sql

# of a pair of which no text was named both are meant
WORRYING = """
select p.judging, s.essay, p.judge, p.ended_at
from pair p join script s on s.judging = p.judging
    and s.number = any(case when p.problem is null then array[p.first, p.second]
                            else array[p.problem] end)
where p.judging = any($1::uuid[]) and p.state = 'flagged' and split_part(p.comment, ':', 1) = $2
order by p.ended_at, s.number
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worry:
    """A judge found something in this essay that whoever asked has to see."""

    batch: UUID
    essay: UUID
    judge: str
    at: datetime


async def worries(sql: Sql, batches: Sequence[UUID]) -> list[Worry]:
    """All of these batches, in the order in which the pairs were left."""
    rows = await sql.fetch(WORRYING, list(batches), Flag.WORRYING.value)
    return [_worry(row) for row in rows]


def _worry(row: Row) -> Worry:
    return Worry(
        batch=UUID(int=row["judging"].int),
        essay=UUID(int=row["essay"].int),
        judge=row["judge"],
        at=row["ended_at"],
    )
