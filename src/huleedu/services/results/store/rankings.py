"""Which ranking a batch has."""

from typing import NamedTuple
from uuid import UUID

from huleedu.contracts.judging import RankingMade
from huleedu.kit.database import Sql
from huleedu.kit.service import Transaction
from huleedu.services.results.store.revisions import mention

# a ranking that comes late is older than the one that is there
RANKING_MADE = """
insert into ranking (batch, number, decisions, ranking, school)
values ($1, $2, $3, $4, (select school from batch where id = $1))
on conflict (batch) do update
set number = excluded.number, decisions = excluded.decisions, ranking = excluded.ranking
where ranking.number < excluded.number
"""

RANKING = "select number, ranking from ranking where batch = $1"


class KeptRanking(NamedTuple):
    """Which ranking there is: 0 if there is none yet, and its address; None: nothing is decided."""

    number: int
    ranking: str | None


async def made(tx: Transaction, event: RankingMade) -> None:
    """Keep the batch's ranking."""
    await mention(tx, event.batch)
    await tx.sql.execute(RANKING_MADE, event.batch, event.number, event.decisions, event.ranking)


async def kept(sql: Sql, batch: UUID) -> KeptRanking:
    """The batch's ranking."""
    row = await sql.fetchrow(RANKING, batch)
    return KeptRanking(row["number"], row["ranking"]) if row else KeptRanking(0, None)
