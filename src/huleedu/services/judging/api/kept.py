"""Hand out all that the judging has kept of a batch: each pair, each word of language models."""

from collections.abc import AsyncGenerator, Sequence
from uuid import UUID

from huleedu.kit.database import Database, Row
from huleedu.services.judging.domain.freshness import NOTHING, Kept, MadeFrom, is_due
from huleedu.services.judging.store import exported, rankings
from huleedu.services.judging.store.budget import transcript
from huleedu.services.judging.store.exported import COLUMNS

__all__ = [
    "COLUMNS",
    "all_pairs",
    "is_due",
    "known_grade",
    "pairs_by_essay",
    "ranking_kept",
    "rules_told",
    "transcript",
]


async def ranking_kept(database: Database, batch: UUID) -> tuple[Kept, MadeFrom]:
    """The ranking that was said last, and what there is to make one from now."""
    async with database.session() as sql:
        kept, now = await rankings.kept(sql, batch), await rankings.now(sql, batch)
    return kept, now or NOTHING


async def all_pairs(database: Database, batch: UUID) -> Sequence[Row]:
    """Every pair that was ever handed out, in order, with what became of it, by COLUMNS."""
    async with database.session() as sql:
        return await exported.raw(sql, batch)


async def pairs_by_essay(database: Database, batch: UUID) -> AsyncGenerator[Row]:
    """The same one by one, scripts named by their essays; never all in memory."""
    after = -1
    while True:
        async with database.session() as sql:
            rows = await exported.by_essay(sql, batch, after)
        if not rows:
            return
        for row in rows:
            yield row
        after = rows[-1]["seq"]


async def rules_told(database: Database, batch: UUID) -> dict[str, object] | None:
    """By which rules it is judged, by their names; what is not among them is as usual."""
    async with database.session() as sql:
        return await exported.rules(sql, batch)


async def known_grade(database: Database, batch: UUID, essay: UUID) -> str:
    """The grade that is known of an anchor; empty: the essay is none, or judging is not opened."""
    async with database.session() as sql:
        return await exported.known_grade(sql, batch, essay)
