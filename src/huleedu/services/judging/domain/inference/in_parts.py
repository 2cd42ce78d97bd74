"""Learn from a part of the decisions, where those left out steered which pairs were chosen.

How pairs were chosen need not be known as long as all that steered the choice counts (Rubin 1976).
Where a judge is left out it does not: pairs were chosen because they seemed close by decisions that
are not there, the rest sees close answers without knowing why, and takes the class for narrow.
"""

from dataclasses import replace

from huleedu.contracts.reason import Reason
from huleedu.services.judging.domain.decisions import Decisions
from huleedu.services.judging.domain.inference.full_model import FullModel, learn_full_model
from huleedu.services.judging.domain.inference.hyperparameters import learn_under
from huleedu.services.judging.domain.inference.posterior import Posterior
from huleedu.services.judging.domain.judgements import Anchors, Measures


def learn_in_part(
    decisions: Decisions, steered: Decisions | None, measures: Measures | None, anchors: Anchors
) -> FullModel:
    """What is believed after `decisions`; `steered` are all that the choice of pairs rested on.

    Abilities are learned from what counts alone, how far they spread from all, unless the latter
    is narrower: judges who answer by chance or upside-down make a class look narrow, too. Classes
    with more unknowns than are weighed are learned as they were before.
    """
    whole = learn_full_model(decisions, measures, anchors)
    if steered is None or len(steered.judgements) <= len(decisions.judgements):
        return whole
    if whole.baseline_alone or whole.believed.around is not None:
        return whole
    everything = learn_full_model(steered, measures, anchors)
    views = whole.views_asked and everything.views_asked
    wider = everything.believed if views else everything.alike_eyed
    narrow = whole.believed if views else whole.alike_eyed
    if wider.around is not None or _spread(wider) <= _spread(narrow):
        return whole
    made, known = whole.counted.judgements, whole.known
    alike_eyed = learn_under(made, known, whole.weights, everything.alike_eyed)
    seen = replace(known, judges_differ=True)
    return replace(
        whole,
        believed=learn_under(made, seen, whole.weights, wider) if views else alike_eyed,
        alike_eyed=alike_eyed,
        views_asked=views,
        left_out=(*whole.left_out, Reason("ranking.spread_of_all")),
    )


def _spread(believed: Posterior) -> float:
    """The expected spread of abilities, in logits."""
    return sum(
        float(weight) * one.ability
        for weight, one in zip(believed.weights, believed.spreads, strict=True)
    )
