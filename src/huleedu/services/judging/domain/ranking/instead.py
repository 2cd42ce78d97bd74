"""Rank again without the judges who are off, or with those turned who answer upside-down."""

from dataclasses import dataclass, replace

import numpy as np

from huleedu.services.judging.domain.decisions import Decisions
from huleedu.services.judging.domain.inference.full_model import learn_full_model
from huleedu.services.judging.domain.judgements import Anchors, Measures
from huleedu.services.judging.domain.ranking.odd_judges import Odd
from huleedu.services.judging.domain.ranking.panel import RankingJudge
from huleedu.services.judging.domain.ranking.places import draws_for
from huleedu.services.judging.domain.ranking.ranks import places_shared
from huleedu.services.judging.domain.ranking.reliability import (
    NotKnownYet,
    as_known,
    reliability_of,
)


@dataclass(frozen=True, slots=True)
class Instead:
    """What the ranking would be: `places` (script → place), and how far it could be trusted.

    `reliability` is None where there would be too little to tell.
    """

    judgements: int
    reliability: float | None
    low: float | None
    high: float | None
    places: dict[str, int]


def without_odd(
    decisions: Decisions,
    judges: tuple[RankingJudge, ...],
    measures: Measures | None,
    anchors: Anchors,
    seed: int,
) -> Instead | None:
    """The ranking from all judges but those who are off; None: there are none, or no others."""
    off = [judge.name for judge in judges if judge.odd not in (None, Odd.QUICK)]
    if not off:
        return None
    return _ranked(_by_others(decisions, off), measures, anchors, seed)


def with_turned(
    decisions: Decisions,
    judges: tuple[RankingJudge, ...],
    measures: Measures | None,
    anchors: Anchors,
    seed: int,
) -> Instead | None:
    """The same with the answers of those turned who seem to have swapped the two texts."""
    reversed_ = [judge.name for judge in judges if judge.odd is Odd.REVERSED]
    off = [judge.name for judge in judges if judge.odd not in (None, Odd.QUICK, Odd.REVERSED)]
    if not reversed_:
        return None
    return _ranked(turned(_by_others(decisions, off), reversed_), measures, anchors, seed)


def turned(decisions: Decisions, names: list[str]) -> Decisions:
    """The same decisions, those of some judges the other way round."""
    made = decisions.judgements
    of = np.array([name in names for name in decisions.judges], np.bool_)
    answer = np.where(of[made.judge], -made.answer, made.answer)
    return replace(decisions, judgements=replace(made, answer=answer))


def _by_others(decisions: Decisions, names: list[str]) -> Decisions:
    of = np.array([name in names for name in decisions.judges], np.bool_)
    return decisions.chosen(~of[decisions.judgements.judge])


def _ranked(
    decisions: Decisions, measures: Measures | None, anchors: Anchors, seed: int
) -> Instead | None:
    if not len(decisions.judgements):
        return None
    whole = learn_full_model(decisions, measures, anchors)
    believed = whole.believed
    drawn = believed.draws(draws_for(believed), np.random.default_rng([seed, 0]))
    sure = as_known(reliability_of(believed, drawn), whole.counted.judgements, anchors)
    order = places_shared(believed.mean())
    places = {name: int(order[at]) for at, name in enumerate(decisions.scripts)}
    made = len(whole.counted.judgements)
    if isinstance(sure, NotKnownYet):
        return Instead(made, None, None, None, places)
    return Instead(made, sure.reliability, sure.low, sure.high, places)
