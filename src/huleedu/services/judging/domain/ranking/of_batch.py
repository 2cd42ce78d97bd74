"""Rank a batch by its rules."""

import math
from collections.abc import Sequence

import numpy as np

from huleedu.contracts.ranking import RankingPicture
from huleedu.services.judging.domain.decisions import Decisions
from huleedu.services.judging.domain.desk import Rules, Script
from huleedu.services.judging.domain.grading.graded import NotGraded, checked_bands, scale_of
from huleedu.services.judging.domain.measured import measures_of
from huleedu.services.judging.domain.ranking.described import described
from huleedu.services.judging.domain.ranking.ranking import Asked, rank
from huleedu.services.judging.domain.turning import HowCounted

SEED = 1
"""Equal judgements, equal figures."""
WORDS = "words"
"""The measure that tells how long an essay is."""


def ranked(
    decisions: Decisions,
    scripts: Sequence[Script],
    rules: Rules,
    otherwise_counted: tuple[HowCounted, ...] = (),
    steered: Decisions | None = None,
) -> RankingPicture:
    """The ranking of these scripts, with all that the rules ask for; the rest as in `Asked`."""
    scale, bands = scale_of(rules.scale), checked_bands(rules.bands)
    asked = Asked(
        measures=measures_of(scripts) if rules.measures else None,
        grades={str(essay): grade for essay, grade in rules.grades.items()},
        places={str(essay): place for essay, place in rules.places.items()},
        scale=None if isinstance(scale, NotGraded) else scale,
        bands=() if isinstance(bands, NotGraded) else bands,
        words=np.array([script.measures.get(WORDS, math.nan) for script in scripts], np.float64),
        otherwise_counted=otherwise_counted,
        scores=rules.scores,
        steered=steered,
    )
    return described(rank(decisions, SEED, asked))
