"""Rank a batch from what its judges have decided."""

import asyncio
import math
from uuid import UUID

import numpy as np

from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.domain.decisions import Decisions, read_decisions
from huleedu.services.judging.domain.desk import Rules
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
    bands_of,
    checked_bands,
    scale_of,
)
from huleedu.services.judging.domain.measured import measures_of
from huleedu.services.judging.domain.ranking.compared import PeopleAndModels
from huleedu.services.judging.domain.ranking.panel import RankingJudge
from huleedu.services.judging.domain.ranking.ranking import Asked, Ranking, rank

__all__ = [
    "Anchored",
    "Asked",
    "BandedClass",
    "Decisions",
    "GradedClass",
    "NotGraded",
    "NotRead",
    "PeopleAndModels",
    "Ranking",
    "RankingJudge",
    "bands_of",
    "rank",
    "ranked",
    "read_anchors",
    "read_decisions",
    "read_measures",
    "scale_of",
]

SEED = 1
WORDS = "words"
"""The measure that tells how long an essay is."""


async def ranked(judgings: Judgings, batch: UUID) -> Ranking | None:
    """The ranking from all decisions; None: there are none yet."""
    decisions = await judgings.decisions(batch)
    if not len(decisions.judgements):
        return None
    rules, scripts = await judgings.rules(batch), await judgings.scripts(batch)
    rules = rules if isinstance(rules, Rules) else Rules()
    scale, bands = scale_of(rules.scale), checked_bands(rules.bands)
    asked = Asked(
        measures=measures_of(scripts) if rules.measures else None,
        grades={str(essay): grade for essay, grade in rules.grades.items()},
        places={str(essay): place for essay, place in rules.places.items()},
        scale=None if isinstance(scale, NotGraded) else scale,
        bands=() if isinstance(bands, NotGraded) else bands,
        words=np.array([script.measures.get(WORDS, math.nan) for script in scripts], np.float64),
    )
    return await asyncio.to_thread(rank, decisions, SEED, asked)
