"""Have a batch ranked from what its judges have decided."""

from dataclasses import dataclass
from uuid import UUID

import msgspec

from huleedu.contracts.judging import NotOpened
from huleedu.contracts.ranking import RankingPicture
from huleedu.kit.database import Database
from huleedu.kit.work import Doer, Done, Work
from huleedu.services.judging.api.judgings import decided, steered
from huleedu.services.judging.domain.freshness import NOTHING, MadeFrom
from huleedu.services.judging.store import rankings, sessions, turning
from huleedu.services.judging.store.batch_lock import lock

RANK = Work(
    "huleedu.services.judging.domain.ranking.of_batch:ranked",
    msgspec.msgpack.Decoder(RankingPicture),
)
RANK_S = 1800.0
"""A class of thousands takes a minute on a machine with nothing else to do."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing is decided, so there is no ranking."""


class RankingFailedError(RuntimeError):
    """No ranking came of it; says why."""


async def fit(
    database: Database, doer: Doer, batch: UUID
) -> tuple[MadeFrom, RankingPicture | Nothing]:
    """Rank a batch from all decisions. Raises `EngineAway`, `RankingFailedError`.

    What it was made from is never more than what it was made from in truth: a decision that comes
    meanwhile may count, and makes another ranking due all the same.
    """
    async with database.transaction() as sql:
        await lock(sql, batch)
        made_from = await rankings.now(sql, batch)
        rules = await sessions.rules_of(sql, batch)
        if made_from is None or isinstance(rules, NotOpened):
            return NOTHING, Nothing()
        scripts = await sessions.scripts_of(sql, batch)
        decisions = await decided(sql, batch, scripts)
        counted = await turning.how_counted(sql, batch)
        partial = any(one.left_out for one in counted)
        all_decided = await steered(sql, batch, scripts) if partial else None
    if not len(decisions.judgements):
        return made_from, Nothing()
    asked = (decisions, scripts, rules, tuple(counted), all_decided)
    found = await doer.call(RANK, *asked, time_s=RANK_S)
    if not isinstance(found, Done):
        raise RankingFailedError(f"batch {batch} could not be ranked: {found}")
    return made_from, found.value
