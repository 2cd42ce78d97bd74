"""Learn what is believed of a batch from what its judges have decided."""

import numpy as np

from huleedu.services.judging.domain.grading.anchors import anchors_at
from huleedu.services.judging.domain.inference.fit import Spreads
from huleedu.services.judging.domain.inference.full_model import learn_full_model
from huleedu.services.judging.domain.inference.hyperparameters import learn
from huleedu.services.judging.domain.judgements import Known
from huleedu.services.judging.domain.posterior_cache import Basis, Learnt, sure
from huleedu.services.judging.domain.ranking.reliability import NotKnownYet, as_known, reliability

SEED = 20261126
"""Equal judgements, equal figures."""


def learn_from(basis: Basis, near: tuple[float, float, float] | None) -> Learnt:
    """What is believed now.

    Args:
        near: where to begin to look: what `Learnt` told before.
    """
    known, measures = Known(), basis.measures
    if measures:
        known = Known(features=measures.values, oriented=measures.oriented)
    found = learn(basis.decisions.judgements, known, near=Spreads(*near) if near else None)
    covariance, doubt = (np.zeros(0), np.zeros(0)) if found.only_variances else found.in_parts()
    best = found.best
    return Learnt(
        mean=found.mean().tobytes(),
        variance=(found.error() ** 2).tobytes(),
        covariance=covariance.tobytes(),
        doubt=doubt.tobytes(),
        measured=found.measured,
        near=(best.ability, best.explained, best.slant),
        reliability=reached(basis) if _may_end(basis) else None,
    )


def _may_end(basis: Basis) -> bool:
    made = basis.decisions.judgements
    return basis.rules.reliability is not None and sure(len(made), made.scripts)


def reached(basis: Basis) -> float | None:
    """How far the ranking that is made from all this can be trusted; None: that is not known yet.

    All that counts is in it, with judges who may differ, as in the ranking itself.
    """
    places = {str(essay): place for essay, place in basis.rules.places.items()}
    anchors = anchors_at(places, basis.decisions.scripts)
    believed = learn_full_model(basis.decisions, basis.measures, anchors).believed
    told = as_known(
        reliability(believed, np.random.default_rng(SEED)), basis.decisions.judgements, anchors
    )
    return None if isinstance(told, NotKnownYet) else told.reliability
