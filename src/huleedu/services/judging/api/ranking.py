"""Rank decisions, and say what came of it."""

from huleedu.services.judging.domain.decisions import Decisions, read_decisions
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
    scale_of,
    score_scale,
)
from huleedu.services.judging.domain.ranking.compared import PeopleAndModels
from huleedu.services.judging.domain.ranking.described import described
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
    "anchor_off_scale",
    "anchor_unknown",
    "bands_of",
    "described",
    "rank",
    "read_anchors",
    "read_decisions",
    "read_measures",
    "scale_of",
    "score_scale",
]
