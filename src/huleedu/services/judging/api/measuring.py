"""Learn, choose pairs and rank without a database: for whoever measures how well and how fast."""

import numpy as np

from huleedu.contracts.judging import Kind
from huleedu.services.judging.domain.decisions import Decisions
from huleedu.services.judging.domain.inference.fit import Spreads, hessian, newton_step, prior
from huleedu.services.judging.domain.inference.hyperparameters import learn, learn_at
from huleedu.services.judging.domain.inference.in_parts import learn_in_part
from huleedu.services.judging.domain.inference.judge_precision import learn_with_judges
from huleedu.services.judging.domain.inference.linear_algebra import factor
from huleedu.services.judging.domain.inference.model import design, slope_and_curvature
from huleedu.services.judging.domain.inference.posterior import Posterior
from huleedu.services.judging.domain.judgements import (
    Anchors,
    Bools,
    Floats,
    Judgements,
    Known,
)
from huleedu.services.judging.domain.pairing import NoPairLeft, Way, fixed_pairs, next_pairs
from huleedu.services.judging.domain.past import Pair, past_from
from huleedu.services.judging.domain.ranking.odd_judges import Odd, standings
from huleedu.services.judging.domain.ranking.panel import Some
from huleedu.services.judging.domain.ranking.ranks import ranks
from huleedu.services.judging.domain.ranking.reliability import places_of, reliability_of

__all__ = [
    "Anchors",
    "Floats",
    "Judgements",
    "Known",
    "NoPairLeft",
    "Odd",
    "Pair",
    "Posterior",
    "Spreads",
    "Way",
    "believed_of",
    "design",
    "factor",
    "fixed_pairs",
    "hessian",
    "learn",
    "learn_at",
    "newton_step",
    "next_pairs",
    "odd_among",
    "past_from",
    "places_of",
    "prior",
    "ranks",
    "reliability_of",
    "slope_and_curvature",
]


def believed_of(made: Judgements, kept: Bools) -> Posterior:
    """What a ranking is made from: with judges' weights and views, as a batch is ranked.

    `kept` (a mask): which decisions count; the others steered the choice, and were left out then.
    """
    decisions = Decisions(
        judgements=made,
        scripts=tuple(f"{at}" for at in range(made.scripts)),
        judges=tuple(f"{at}" for at in range(made.judges)),
        times=("",) * len(made),
        sides_usable=True,
        kinds=(Kind.PERSON,) * made.judges,
        took_s=np.full(len(made), np.nan),
    )
    return learn_in_part(decisions.chosen(kept), decisions, None, Anchors()).believed


def odd_among(made: Judgements) -> tuple[Odd | None, ...]:
    """How each judge is named, if they are; as a ranking does it."""
    known = Known(weigh_judges=True)
    believed, weights = learn_with_judges(made, known)
    some = Some(made, known, believed, weights)
    found = standings(made, some.differences, sides_known=True)
    return tuple(found[at].odd if at in found else None for at in range(made.judges))
