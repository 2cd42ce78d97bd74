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

# the last ones are kept: whoever reads one is not shown another until they ask for it
KEEP = """
insert into ranking_of_number (batch, number, ranking, school)
select $1, $2, $3, school from batch where id = $1
on conflict (school, batch, number) do nothing
"""

FORGET = "delete from ranking_of_number where batch = $1 and number <= $2"

RANKING = "select number, ranking from ranking where batch = $1"

OF_NUMBER = "select number, ranking from ranking_of_number where batch = $1 and number = $2"

KEPT = 40
"""So many of a batch's last rankings can be read."""


class KeptRanking(NamedTuple):
    """Which ranking there is: 0 if there is none yet, and its address; None: nothing is decided."""

    number: int
    ranking: str | None


async def made(tx: Transaction, event: RankingMade) -> None:
    """Keep the batch's ranking."""
    await mention(tx, event.batch)
    await tx.sql.execute(RANKING_MADE, event.batch, event.number, event.decisions, event.ranking)
    if event.ranking is not None:
        await tx.sql.execute(KEEP, event.batch, event.number, event.ranking)
        await tx.sql.execute(FORGET, event.batch, event.number - KEPT)


async def kept(sql: Sql, batch: UUID, number: int | None = None) -> KeptRanking:
    """The batch's ranking: the newest, or that of a number if it is kept still."""
    row = await (
        sql.fetchrow(RANKING, batch) if number is None else sql.fetchrow(OF_NUMBER, batch, number)
    )
    return KeptRanking(row["number"], row["ranking"]) if row else KeptRanking(0, None)
