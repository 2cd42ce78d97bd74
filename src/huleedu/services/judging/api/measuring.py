"""Learn, choose pairs and rank without a database: for whoever measures how well and how fast."""

from huleedu.services.judging.domain.inference.fit import Spreads, hessian, newton_step, prior
from huleedu.services.judging.domain.inference.hyperparameters import learn, learn_at
from huleedu.services.judging.domain.inference.linear_algebra import factor
from huleedu.services.judging.domain.inference.model import design, slope_and_curvature
from huleedu.services.judging.domain.inference.posterior import Posterior
from huleedu.services.judging.domain.judgements import Anchors, Floats, Judgements, Known
from huleedu.services.judging.domain.pairing import NoPairLeft, Way, fixed_pairs, next_pairs
from huleedu.services.judging.domain.past import Pair, past_from
from huleedu.services.judging.domain.ranking.ranks import ranks
from huleedu.services.judging.domain.ranking.reliability import places_of, reliability_of

__all__ = [
    "Anchors",
    "Floats",
    "Judgements",
    "Known",
    "NoPairLeft",
    "Pair",
    "Posterior",
    "Spreads",
    "Way",
    "design",
    "factor",
    "fixed_pairs",
    "hessian",
    "learn",
    "learn_at",
    "newton_step",
    "next_pairs",
    "past_from",
    "places_of",
    "prior",
    "ranks",
    "reliability_of",
    "slope_and_curvature",
]
