"""Keep how sure each ranking was that was made, and end what has its day."""

from datetime import datetime
from uuid import UUID

import msgspec

from huleedu.kit.database import Sql
from huleedu.services.judging.domain.figures import RankingFigures

RANKINGS = "select figures from ranking_made where judging = $1 order by number"

KEEP_FIGURES = """
insert into ranking_made (judging, school, number, figures)
select id, school, $2, $3 from judging where id = $1 on conflict do nothing
"""

# by the day alone: what else may end it is seen when a pair is asked for
END_BY_DAY = """
update judging set closed_at = $1, closed_because = $2, closed_by = null
where closed_at is null and rules ->> 'until' is not null
  and (rules ->> 'until')::timestamptz <= $1
"""


async def keep(sql: Sql, batch: UUID, figures: RankingFigures) -> None:
    """Keep how sure a ranking is, for the line over time."""
    told = msgspec.json.encode(figures).decode()
    await sql.execute(KEEP_FIGURES, batch, figures.number, told)


async def all_made(sql: Sql, batch: UUID) -> list[RankingFigures]:
    """How sure each ranking of the batch was, in their order."""
    rows = await sql.fetch(RANKINGS, batch)
    return [msgspec.json.decode(row["figures"], type=RankingFigures) for row in rows]


async def end_by_day(sql: Sql, now: datetime, why: str) -> None:
    """End each judging whose time is over."""
    await sql.execute(END_BY_DAY, now, why)
