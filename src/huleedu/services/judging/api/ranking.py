"""Rank a batch from what its judges have decided."""

import asyncio
import math
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from huleedu.contracts.judging import NotOpened
from huleedu.kit.database import Database
from huleedu.services.judging.api.judgings import decided, steered
from huleedu.services.judging.domain.decisions import Decisions, read_decisions
from huleedu.services.judging.domain.freshness import NOTHING, MadeFrom
from huleedu.services.judging.domain.grading.anchors import (
    Anchored,
    NotRead,
    read_anchors,
    read_measures,
)
from huleedu.services.judging.domain.grading.graded import (
    BandedClass,
    GradedClass,
    NotGraded,
    anchor_off_scale,
    anchor_unknown,
    bands_of,
    checked_bands,
    scale_of,
    score_scale,
)
from huleedu.services.judging.domain.measured import measures_of
from huleedu.services.judging.domain.ranking.compared import PeopleAndModels
from huleedu.services.judging.domain.ranking.described import described
from huleedu.services.judging.domain.ranking.panel import RankingJudge
from huleedu.services.judging.domain.ranking.ranking import Asked, Ranking, rank
from huleedu.services.judging.store import rankings, sessions, turning
from huleedu.services.judging.store.batch_lock import lock

__all__ = [
    "Anchored",
    "Asked",
    "BandedClass",
    "Decisions",
    "GradedClass",
    "NotGraded",
    "NotRead",
    "Nothing",
    "PeopleAndModels",
    "Ranking",
    "RankingJudge",
    "anchor_off_scale",
    "anchor_unknown",
    "bands_of",
    "described",
    "fit",
    "rank",
    "read_anchors",
    "read_decisions",
    "read_measures",
    "scale_of",
    "score_scale",
]

SEED = 1
WORDS = "words"
"""The measure that tells how long an essay is."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing is decided, so there is no ranking."""


async def fit(database: Database, batch: UUID) -> tuple[MadeFrom, Ranking | Nothing]:
    """Rank a batch from all decisions, beside the event loop; raises `EngineAway`.

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
        otherwise_counted = await turning.how_counted(sql, batch)
        partial = any(one.left_out for one in otherwise_counted)
        all_decided = await steered(sql, batch, scripts) if partial else None
    if not len(decisions.judgements):
        return made_from, Nothing()
    scale, bands = scale_of(rules.scale), checked_bands(rules.bands)
    asked = Asked(
        measures=measures_of(scripts) if rules.measures else None,
        grades={str(essay): grade for essay, grade in rules.grades.items()},
        places={str(essay): place for essay, place in rules.places.items()},
        scale=None if isinstance(scale, NotGraded) else scale,
        bands=() if isinstance(bands, NotGraded) else bands,
        words=np.array([script.measures.get(WORDS, math.nan) for script in scripts], np.float64),
        otherwise_counted=tuple(otherwise_counted),
        scores=rules.scores,
        steered=all_decided,
    )
    return made_from, await asyncio.to_thread(rank, decisions, SEED, asked)
