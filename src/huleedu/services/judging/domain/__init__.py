"""Rank scripts from judgements on pairs of them, truly: pure decisions and figures, no I/O.

Start with `learn` (what is believed after the judgements), then `reliability` and `places` (how
far it can be trusted), `next_pairs` (what to ask next), `gain_from_more` (what more would bring)
and `grade` (if some grades are known). All dice are arguments.
"""

from huleedu.services.judging.domain.decisions import (
    Decisions,
    NoDecisions,
    WrongColumns,
    WrongLine,
    read_decisions,
)
from huleedu.services.judging.domain.grading.grades import (
    A_TO_F,
    CEFR,
    ONE_TO_FIVE,
    SCALES,
    Bands,
    Boundary,
    GradedAnchor,
    Grades,
    GradeScale,
    NoGrades,
    NotOnScale,
    bands,
    grade,
)
from huleedu.services.judging.domain.judgements import ANSWERS, Anchors, Judgements, Known
from huleedu.services.judging.domain.learning.fit import Fit, Spreads, fit
from huleedu.services.judging.domain.learning.judges import learn_with_judges
from huleedu.services.judging.domain.learning.posterior import Posterior
from huleedu.services.judging.domain.learning.spread import learn, learn_at
from huleedu.services.judging.domain.pairing import (
    NoPairLeft,
    Pair,
    Past,
    Way,
    fixed_pairs,
    next_pairs,
    past_from,
    past_of,
)
from huleedu.services.judging.domain.ranking.graph import Apart, Linked, links
from huleedu.services.judging.domain.ranking.misfit import Fitness, Misfit, misfit
from huleedu.services.judging.domain.ranking.reliability import (
    Places,
    Reliability,
    places,
    places_of,
    reliability,
    reliability_of,
)
from huleedu.services.judging.domain.stopping import (
    Aims,
    Enough,
    Gain,
    GoOn,
    gain_from_more,
    verdict,
)

__all__ = [
    "ANSWERS",
    "A_TO_F",
    "CEFR",
    "ONE_TO_FIVE",
    "SCALES",
    "Aims",
    "Anchors",
    "Apart",
    "Bands",
    "Boundary",
    "Decisions",
    "Enough",
    "Fit",
    "Fitness",
    "Gain",
    "GoOn",
    "GradeScale",
    "GradedAnchor",
    "Grades",
    "Judgements",
    "Known",
    "Linked",
    "Misfit",
    "NoDecisions",
    "NoGrades",
    "NoPairLeft",
    "NotOnScale",
    "Pair",
    "Past",
    "Places",
    "Posterior",
    "Reliability",
    "Spreads",
    "Way",
    "WrongColumns",
    "WrongLine",
    "bands",
    "fit",
    "fixed_pairs",
    "gain_from_more",
    "grade",
    "learn",
    "learn_at",
    "learn_with_judges",
    "links",
    "misfit",
    "next_pairs",
    "past_from",
    "past_of",
    "places",
    "places_of",
    "read_decisions",
    "reliability",
    "reliability_of",
    "verdict",
]
