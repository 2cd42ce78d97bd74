"""Choose the pairs that a judge sees next: those that tell most about the order of the class."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from huleedu.contracts.judging import NoPairLeft
from huleedu.services.judging.domain.judgements import Bools, Floats, Ints, no_ints
from huleedu.services.judging.domain.past import Pair, Past, find, keys_of, laid_out, pair_keys

if TYPE_CHECKING:  # it loads scipy
    from huleedu.services.judging.domain.inference.posterior import Posterior

UNEVEN_MAX = 2
"""A script may be so many judgements ahead of the one with the fewest."""
FIRST_AT_RANDOM = 2
"""So many judgements of each script are at random: before that there is nothing to adapt to."""
SPREAD_FIRST = 5
"""So many judgements of each script also ask how far the class spreads, and whether the judges see
any difference: the error bar rests on it. It costs a little order."""
SPREAD_LATER = 0.25
"""How much the doubt about the spread counts after that; and from the start where measures already
order the class, so that asking costs more order: .008 of rank correlation at six judgements."""
EXACT_MAX = 200
"""Up to so many scripts a pair's effect on all others is counted."""
CANDIDATES = 48
"""In a larger class, so many scripts (the least judged, least certain) are matched with all."""

BINS = 64
"""In a larger class, the scripts around a place are counted by so many bins of ability."""


class Way(StrEnum):
    """How pairs are chosen."""

    INFORMED = "informed"
    RANDOM = "random"
    FIXED = "fixed"


def next_pairs(
    posterior: "Posterior",
    past: Past,
    dice: np.random.Generator,
    *,
    count: int = 1,
    barred: Bools | None = None,
    barred_pairs: tuple[tuple[int, int], ...] = (),
    way: Way = Way.INFORMED,
    own_lean: Ints | None = None,
    design: tuple[Pair, ...] = (),
    wanted: Sequence[int] = (),
) -> tuple[Pair, ...] | NoPairLeft:
    """Up to `count` pairs for one judge, the most telling first, no script twice if it can be.

    `barred` (scripts) are those that this judge may not see, `barred_pairs` those that may not
    stand together; what is leased to others belongs to `past`. No pair comes again before all
    pairs of scripts whose turn it is were shown; no script gets more than UNEVEN_MAX ahead.
    `own_lean` (scripts) is how often this judge saw each script first minus how often second: with
    it sides are balanced for the judge, too. By Way.FIXED the pairs of `design` are handed out in
    its order, each once. Of `wanted` scripts, if any are told, one is in each pair, whoseever turn
    it is.
    """
    asked = _Asked(
        allowed=np.ones(past.scripts, np.bool_) if barred is None else ~barred,
        barred_keys=keys_of(past.scripts, barred_pairs),
        own_lean=np.zeros(past.scripts, np.int64) if own_lean is None else own_lean,
        way=way,
        design=design,
        wanted=np.array(sorted(set(wanted)), np.int64),
    )
    board = _Board(posterior, past, asked)
    chosen: list[Pair] = []
    while len(chosen) < count:
        if chosen:
            board.hand_out(chosen[-1])
        pair = board.best(dice)
        if pair is None:
            break
        chosen.append(pair)
    return tuple(chosen) if chosen else NoPairLeft()


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """What one judge may see and has seen: see `next_pairs`. `barred_keys` as the keys of Past."""

    allowed: Bools
    barred_keys: Ints
    own_lean: Ints
    way: Way
    design: tuple[Pair, ...] = ()
    wanted: Ints = field(default_factory=no_ints)


@dataclass(frozen=True, slots=True, eq=False)
class Foreseen:
    """What is known before more judgements are made.

    `mean` (scripts) in logits; `before` and `after` the covariances (scripts × scripts; a large
    class has columns of variances); `told` (judgements × scripts): how far a judgement that comes
    out one standard deviation from what is expected moves the means.
    """

    mean: Floats
    before: Floats
    after: Floats
    told: Floats


def foreseen(posterior: "Posterior", past: Past, dice: np.random.Generator, more: int) -> Foreseen:
    """How `more` judgements on the pairs that would be chosen narrow the abilities."""
    everything = _Asked(
        np.ones(past.scripts, np.bool_), no_ints(), np.zeros(past.scripts, np.int64), Way.INFORMED
    )
    board = _Board(posterior, past, everything)
    mean, before = board.mean, board.variance if board.covariance is None else board.covariance
    told: list[Floats] = []
    for _ in range(more):
        pair = board.best(dice)
        if pair is None:
            break
        told.append(board.hand_out(pair))
    after = board.variance if board.covariance is None else board.covariance
    return Foreseen(mean, before, after, np.array(told).reshape(len(told), past.scripts))


def fixed_pairs(scripts: int, per_script: int, dice: np.random.Generator) -> tuple[Pair, ...]:
    """A whole design before anybody judges: each script as often as all others, sides balanced.

    The scripts stand in a shuffled ring and meet those at a few random distances (a circulant
    graph); with an odd `per_script` and an odd class one script has one comparison fewer.
    """
    ring = dice.permutation(scripts)
    distances = 1 + dice.permutation((scripts - 1) // 2)
    pairs: list[Pair] = []
    for distance in distances[: per_script // 2]:
        pairs += [
            Pair(int(ring[at]), int(ring[(at + distance) % scripts])) for at in range(scripts)
        ]
    if per_script % 2:
        half = scripts // 2
        pairs += [Pair(int(ring[at]), int(ring[at + half])) for at in range(half)]
    order: Ints = dice.permutation(len(pairs))
    return tuple(pairs[int(at)] for at in order)


class _Board:
    """The table from which pairs are taken, one after the other."""

    def __init__(self, posterior: "Posterior", past: Past, asked: _Asked) -> None:
        self.past, self.asked = past, asked
        self.own_lean = asked.own_lean
        self.mean = posterior.mean()
        self.covariance: Floats | None = None
        if asked.way is Way.INFORMED and posterior.around is None:
            seen = past.counts[asked.allowed]
            early = not posterior.measured and bool(seen.sum() < SPREAD_FIRST * len(seen))
            self.covariance = posterior.covariance(1.0 if early else SPREAD_LATER)
        self.variance = (
            posterior.error() ** 2 if self.covariance is None else self.covariance.diagonal()
        )

    def best(self, dice: np.random.Generator) -> Pair | None:
        """The best pair that may be shown, or None."""
        wanted = self.asked.wanted
        if self.asked.way is Way.FIXED and not len(wanted):
            return self._next_of_design()
        others = np.flatnonzero(self.asked.allowed)
        turn = np.intersect1d(wanted, others) if len(wanted) else self._whose_turn(others, dice)
        open_pairs = self._open(turn, others)
        if not open_pairs.any() and not len(
            wanted
        ):  # whose turn it is may be barred: then it is that of others
            free = self._open(others, others)
            turn = self._whose_turn(others[free.any(0) | free.any(1)], dice)
            open_pairs = self._open(turn, others)
        if not open_pairs.any():
            return None
        before = laid_out(self.past.scripts, self.past.keys, self.past.times, turn, others)
        fewest = self.past.counts[others].min()
        ahead_turn, ahead_others = (self.past.counts[some] - fewest for some in (turn, others))
        luck = dice.random(open_pairs.shape)
        if self.asked.way is Way.RANDOM or fewest < FIRST_AT_RANDOM:
            worth = luck - 1e3 * (ahead_turn[:, None] + ahead_others)
        else:
            too_far = np.maximum(ahead_others - UNEVEN_MAX, 0)
            worth = self._worth(turn, others) * (1 + 1e-6 * luck) - 1e3 * too_far
        rank = np.where(open_pairs, worth - 1e6 * before, -np.inf)
        row, column = np.unravel_index(int(np.argmax(rank)), rank.shape)
        return self._with_sides(int(turn[row]), int(others[column]), dice.random() < 0.5)

    def _next_of_design(self) -> Pair | None:
        """The first pair of the design that nobody has seen and this judge may see."""
        design = self.asked.design
        first, second = (
            np.array([getattr(pair, side) for pair in design], np.int64)
            for side in ("first", "second")
        )
        may = self.asked.allowed[first] & self.asked.allowed[second] & ~self._barred(first, second)
        left = np.flatnonzero(may & (self.past.shown(first, second) == 0))
        if not len(left):
            return None
        pair = design[int(left[0])]
        return self._with_sides(pair.first, pair.second, swapped_if_even=False)

    def hand_out(self, pair: Pair) -> Floats:
        """Go on as if the pair had been judged; how far the answer is expected to move means."""
        self.past = self.past.and_one(pair)
        one, other = pair.first, pair.second
        self.own_lean = self.own_lean.copy()
        self.own_lean[[one, other]] += (1, -1)
        if self.covariance is None:
            along = np.zeros(len(self.mean))
            along[one], along[other] = self.variance[one], -self.variance[other]
        else:
            along = self.covariance[one] - self.covariance[other]
        variance = float(along[one] - along[other])
        curved = float(_told(self.mean[one] - self.mean[other], np.array(variance)))
        told = along * np.sqrt(curved / (1 + curved * variance))
        if self.covariance is None:
            self.variance = self.variance - told**2
        else:
            self.covariance = self.covariance - np.outer(told, told)
            self.variance = self.covariance.diagonal()
        return told

    def _open(self, turn: Ints, others: Ints) -> Bools:
        """Which pairs (turn × others) may be shown, each once."""
        first, second = turn[:, None], others[None, :]
        in_turn = np.zeros(self.past.scripts, np.bool_)
        in_turn[turn] = True
        twice = (first > second) & in_turn[second]
        keys = self.asked.barred_keys
        barred = laid_out(self.past.scripts, keys, np.ones_like(keys), turn, others) > 0
        return (first != second) & ~twice & ~barred

    def _barred(self, first: Ints, second: Ints) -> Bools:
        """Which pairs this judge may not see (any shape)."""
        keys = pair_keys(self.past.scripts, first, second)
        found: Bools = find(self.asked.barred_keys, keys)[0]
        return found

    def _whose_turn(self, allowed: Ints, dice: np.random.Generator) -> Ints:
        """Those of which one is shown next: none that is ahead; few in a large class."""
        if len(allowed) < 2:
            return no_ints()
        counts = self.past.counts[allowed]
        near = allowed[counts <= counts.min() + UNEVEN_MAX]
        if len(near) <= EXACT_MAX:
            return near
        need = self.past.counts[near] - 0.1 * self.variance[near] + 1e-3 * dice.random(len(near))
        return near[np.argpartition(need, CANDIDATES)[:CANDIDATES]]

    def _worth(self, turn: Ints, others: Ints) -> Floats:
        """What judging each pair is expected to tell (turn × others)."""
        away = self.mean[turn][:, None] - self.mean[others][None, :]
        if self.covariance is not None and len(self.mean) <= EXACT_MAX:
            doubt = _pair_variances(self.covariance)[np.ix_(turn, others)]
            effect = self._exact_effect(turn, others)
        else:
            doubt = self.variance[turn][:, None] + self.variance[others][None, :]
            effect = self._local_effect(turn, others)
        told = _told(away, doubt)
        return told * effect / (1 + told * doubt)

    def _exact_effect(self, turn: Ints, others: Ints) -> Floats:
        """How much of the doubt about places is along each pair.

        The doubt about places is the sum over all pairs of the variance of their difference,
        weighted by the density of their being level: that is where places change.
        """
        assert self.covariance is not None
        level = _level(self.mean, _pair_variances(self.covariance))
        spread = np.diag(level.sum(1)) - level
        effect = _pair_variances(self.covariance @ spread @ self.covariance)
        return effect[np.ix_(turn, others)]

    def _local_effect(self, turn: Ints, others: Ints) -> Floats:
        """The same where other scripts hardly share a script's doubt: in a large class."""
        edges = np.histogram_bin_edges(self.mean, BINS)
        inside, _ = np.histogram(self.mean, edges)
        middles = (edges[1:] + edges[:-1]) / 2
        doubt = self.variance + self.variance.mean()
        crowd: Floats = _density(self.mean[:, None] - middles, doubt[:, None]) @ inside
        own = self.variance**2 * crowd
        return own[turn][:, None] + own[others][None, :]

    def _with_sides(self, one: int, other: int, swapped_if_even: bool) -> Pair:
        """Show first the script that has been second more often, to all and to this judge.

        That keeps the sum of squares of all leans smallest.
        """
        lean = self.past.lean + self.own_lean
        ahead = int(lean[one] - lean[other])
        swapped = ahead > 0 or (ahead == 0 and swapped_if_even)
        return Pair(other, one) if swapped else Pair(one, other)


def _pair_variances(covariance: Floats) -> Floats:
    own = covariance.diagonal()
    return np.maximum(own[:, None] + own - 2 * covariance, 1e-12)


def _density(away: Floats, variance: Floats) -> Floats:
    """Of a normal difference at 0."""
    return np.exp(-0.5 * away**2 / variance) / np.sqrt(2 * np.pi * variance)


def _level(mean: Floats, variances: Floats) -> Floats:
    level = _density(mean[:, None] - mean, variances)
    np.fill_diagonal(level, 0)
    return level


def _told(away: Floats | float, doubt: Floats) -> Floats:
    """The expected curvature of a plain answer: the logistic density blurred by the doubt.

    A normal curve of variance 1.6² has its height and nearly its width.
    """
    return np.sqrt(2 * np.pi) * 0.25 * 1.6 * _density(np.asarray(away), 1.6**2 + doubt)
