"""Tell abilities as scores with a mean and a spread that people know, of this class."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from huleedu.contracts.ranking import RankingPicture

LEAST_ESSAYS = 3
SPREAD_MIN = 1e-6
"""Logits: a class that differs by less has no order."""


@dataclass(frozen=True, slots=True)
class Score:
    """A score, and its standard error in the same unit."""

    score: float
    error: float


def scores_of(ranking: RankingPicture | None) -> Mapping[str, Score]:
    """The score of each essay; none where places say nothing of one another.

    The mean and the spread (the standard deviation) of the class are those of `ranking.scores`.
    """
    if ranking is None or not ranking.for_grading or len(ranking.groups) > 1:
        return {}
    abilities = [each.ability for each in ranking.essays]
    if len(abilities) < LEAST_ESSAYS:
        return {}
    middle = math.fsum(abilities) / len(abilities)
    spread = math.sqrt(math.fsum((one - middle) ** 2 for one in abilities) / len(abilities))
    if spread < SPREAD_MIN:
        return {}
    mean, wanted = ranking.scores
    return {
        each.essay: Score(
            mean + wanted * (each.ability - middle) / spread, wanted * each.error / spread
        )
        for each in ranking.essays
    }
