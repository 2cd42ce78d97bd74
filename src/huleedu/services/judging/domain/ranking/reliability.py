"""Say how reliable a ranking is, and between which places each script lies, truly.

The usual separation reliability takes the spread of the estimates for the spread of the scripts.
Pairing scripts that have won with scripts that have won pulls the estimates apart, so that even
coin tosses seem reliable (Bramley 2015; Crompvoets, Béguin and Sijtsma 2020). Here nothing is read
off the estimates: abilities are drawn from all that is believed, the doubt about their spread
included, and each draw is compared with the ranking as if it were the truth.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from huleedu.services.judging.domain.inference.posterior import Posterior
from huleedu.services.judging.domain.judgements import Anchors, Floats, Ints, Judgements
from huleedu.services.judging.domain.ranking.graph import Linked, links
from huleedu.services.judging.domain.ranking.ranks import places_shared, ranks

DRAWS = 1500
SCRIPTS_MIN = 3
"""Two scripts always correlate 1 or -1 with the truth: that is a guess at an order, no figure."""
LINKED_MIN = 0.9
"""So many of the scripts must hang together: a few may lack judgements, a second class may not."""
WIDTH_MAX = 0.8
"""An interval wider than this leaves open whether the order is chance or truth. Three scripts come
below it after about eight judgements of each, ten after two (simulated, 40 classes of each)."""


@dataclass(frozen=True, slots=True, eq=False)
class Reliability:
    """How far the ranking can be trusted.

    `reliability`: the squared correlation of the abilities with the true ones, 0 to 1, which is as
    likely too high as too low (the median); `low` and `high`: it lies between them with 90 %.
    `rank_correlation`: Spearman's, with the truth, expected. `alike`: the probability that the
    judges see no difference at all. `places_off`: how many places a script is off, typically
    (mean absolute error, expected).
    """

    reliability: float
    low: float
    high: float
    rank_correlation: float
    alike: float
    places_off: float


class TooLittle(StrEnum):
    """What there is too little of to know a reliability; its value is a code."""

    FEW_SCRIPTS = "few_scripts"
    APART = "apart"
    FEW_JUDGEMENTS = "few_judgements"


@dataclass(frozen=True, slots=True)
class NotKnownYet:
    """There is too little to say how far the ranking can be trusted, and of what."""

    not_known_yet: TooLittle


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """The place of each script, 1 for the best, and an interval that covers it with 90 %.

    Columns of one length; scripts between which there is no difference at all share a place.
    `expected` is the mean place, which need not be whole.
    """

    place: Ints
    low: Ints
    high: Ints
    expected: Floats


def reliability(posterior: Posterior, dice: np.random.Generator, draws: int = DRAWS) -> Reliability:
    """How far the ranking by `posterior.mean()` can be trusted."""
    return reliability_of(posterior, posterior.draws(draws, dice))


def reliability_of(posterior: Posterior, drawn: Floats) -> Reliability:
    """The same from draws that are there already (draws × scripts)."""
    mean = posterior.mean()
    agreed = _correlations(mean, drawn)
    squared = np.maximum(agreed * np.abs(agreed), 0)
    low, middle, high = np.quantile(squared, (0.05, 0.5, 0.95))
    order = ranks(mean[None])[0]
    places = ranks(drawn)
    return Reliability(
        reliability=float(middle),
        low=float(low),
        high=float(high),
        rank_correlation=float(_correlations(order, places).mean()),
        alike=posterior.alike,
        places_off=float(np.abs(places - order).mean()),
    )


def as_known(found: Reliability, made: Judgements, anchors: Anchors) -> Reliability | NotKnownYet:
    """The figure, if the judgements that it is from are enough to tell one.

    Anchors' places are known beforehand, which links them with each other as judgements do.
    """
    if made.scripts < SCRIPTS_MIN:
        return NotKnownYet(TooLittle.FEW_SCRIPTS)
    if _largest_group(made, anchors) < LINKED_MIN * made.scripts:
        return NotKnownYet(TooLittle.APART)
    if found.high - found.low > WIDTH_MAX:
        return NotKnownYet(TooLittle.FEW_JUDGEMENTS)
    return found


def _largest_group(made: Judgements, anchors: Anchors) -> int:
    """How many scripts hang together at most."""
    linked = links(made)
    if isinstance(linked, Linked):
        return made.scripts
    by_places = np.isin(linked.group, linked.group[anchors.script])
    return int(np.bincount(np.where(by_places, len(linked.sizes), linked.group)).max())


def places(posterior: Posterior, dice: np.random.Generator, draws: int = DRAWS) -> Places:
    """The place of each script and its 90 % interval."""
    return places_of(posterior, posterior.draws(draws, dice))


def places_of(posterior: Posterior, drawn: Floats, cover: float = 0.9) -> Places:
    """The same from draws that are there already (draws × scripts).

    A place is a whole number, so no interval has exactly 90 %: each script's is grown from its
    middle place, always to the side where more is left out, until its probability is as near to
    90 % as it gets, where what one script has too much the next may have too little; of two
    scripts, each may be at either place until it is all but certain at which.
    """
    scripts = drawn.shape[1]
    drawn_places = ranks(drawn).astype(np.int64)
    chances = np.zeros((scripts, scripts + 1))
    for script in range(scripts):
        chances[script] = np.bincount(drawn_places[:, script], minlength=scripts + 1)
    chances /= len(drawn)
    low, high = np.zeros(scripts, np.int64), np.zeros(scripts, np.int64)
    owed = 0.0
    for script in np.argsort(-posterior.mean(), kind="stable"):
        low[script], high[script], covered = _interval(chances[script], cover + owed)
        owed += cover - covered if scripts >= SCRIPTS_MIN else 0.0
    place = places_shared(posterior.mean())
    return Places(
        place=place,
        low=np.minimum(low, place),
        high=np.maximum(high, place),
        expected=chances @ np.arange(scripts + 1, dtype=np.float64),
    )


NOTHING = 1e-9
"""A probability that is rounding alone."""


def _interval(chances: Floats, cover: float) -> tuple[int, int, float]:
    """The places low … high with a probability as near to `cover` as whole places allow."""
    below = chances.cumsum()
    low = high = int(np.searchsorted(below, 0.5))
    covered = float(chances[low])
    while True:
        tail_below = float(below[low - 1]) if low > 0 else 0.0
        tail_above = float(below[-1] - below[high])
        if max(tail_below, tail_above) < NOTHING:
            return low, high, covered  # more than all was asked for
        downward = tail_below >= tail_above
        more = float(chances[low - 1] if downward and low > 0 else chances[(high + 1) % len(below)])
        if covered >= cover or abs(covered + more - cover) > abs(covered - cover):
            return low, high, covered
        covered += more
        low, high = (low - 1, high) if downward else (low, high + 1)


def _correlations(one: Floats, many: Floats) -> Floats:
    """Pearson's correlation of one column (scripts) with many (sets × scripts); 0 if undefined."""
    one = one - one.mean()
    many = many - many.mean(1, keepdims=True)
    sizes = np.sqrt((one @ one) * (many**2).sum(1))
    return np.divide(many @ one, sizes, out=np.zeros(len(many)), where=sizes > 1e-12)
