"""Choose the pairs that a judge sees next: those that tell most about the order of the class."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from huleedu.contracts.judging import NoPairLeft
from huleedu.services.judging.domain.judgements import Bools, Floats, Ints, no_ints
from huleedu.services.judging.domain.past import Pair, Past, find, keys_of, pair_keys
from huleedu.services.judging.domain.worth import EXACT_MAX, Believed, Outlook, Outlooks

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
CANDIDATES = 48
"""In a larger class, so many scripts (the least judged, least certain) are matched with all."""


class Way(StrEnum):
    """How pairs are chosen."""

    INFORMED = "informed"
    RANDOM = "random"
    FIXED = "fixed"


def next_pairs(
    believed: Believed | Outlooks,
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
    outlooks = believed if isinstance(believed, Outlooks) else Outlooks(believed)
    board = _Board(outlooks, past, asked)
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


def foreseen(believed: Believed, past: Past, dice: np.random.Generator, more: int) -> Foreseen:
    """How `more` judgements on the pairs that would be chosen narrow the abilities."""
    everything = _Asked(
        np.ones(past.scripts, np.bool_), no_ints(), np.zeros(past.scripts, np.int64), Way.INFORMED
    )
    board = _Board(Outlooks(believed), past, everything)
    mean, before = board.outlook.mean, _narrowed(board.outlook)
    told: list[Floats] = []
    for _ in range(more):
        pair = board.best(dice)
        if pair is None:
            break
        told.append(board.hand_out(pair))
    return Foreseen(
        mean, before, _narrowed(board.outlook), np.array(told).reshape(len(told), past.scripts)
    )


def _narrowed(outlook: Outlook) -> Floats:
    return outlook.variance if outlook.covariance is None else outlook.covariance


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

    def __init__(self, outlooks: Outlooks, past: Past, asked: _Asked) -> None:
        self.past, self.asked = past, asked
        self.own_lean = asked.own_lean
        doubt: float | None = None
        if asked.way is Way.INFORMED and not outlooks.only_variances:
            seen = past.counts[asked.allowed]
            early = not outlooks.measured and bool(seen.sum() < SPREAD_FIRST * len(seen))
            doubt = 1.0 if early else SPREAD_LATER
        self.outlook = outlooks.at(doubt)

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
        fewest = self.past.counts[others].min()
        ahead_turn, ahead_others = (self.past.counts[some] - fewest for some in (turn, others))
        luck = dice.random(open_pairs.shape)
        if self.asked.way is Way.RANDOM or fewest < FIRST_AT_RANDOM:
            rank = luck - 1e3 * (ahead_turn[:, None] + ahead_others)
        else:
            too_far = np.maximum(ahead_others - UNEVEN_MAX, 0)
            rank = self.outlook.worth(turn, others) * (1 + 1e-6 * luck) - 1e3 * too_far
        for rows, columns, at in _cells(self.past.scripts, self.past.keys, turn, others):
            rank[rows, columns] -= 1e6 * self.past.times[at]
        rank[~open_pairs] = -np.inf
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
        self.own_lean = self.own_lean.copy()
        self.own_lean[[pair.first, pair.second]] += (1, -1)
        told = self.outlook.told(pair.first, pair.second)
        self.outlook = self.outlook.after(told)
        return told

    def _open(self, turn: Ints, others: Ints) -> Bools:
        """Which pairs (turn × others, of whom the first are some) may be shown, each once."""
        found = np.ones((len(turn), len(others)), np.bool_)
        found[:, np.searchsorted(others, turn)] = turn[:, None] < turn
        for rows, columns, _ in _cells(self.past.scripts, self.asked.barred_keys, turn, others):
            found[rows, columns] = False
        return found

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
        if len(near) <= (EXACT_MAX if len(allowed) <= EXACT_MAX else CANDIDATES):
            return near
        doubt = 0.1 * self.outlook.variance[near]
        need = self.past.counts[near] - doubt + 1e-3 * dice.random(len(near))
        return near[np.argpartition(need, CANDIDATES)[:CANDIDATES]]

    def _with_sides(self, one: int, other: int, swapped_if_even: bool) -> Pair:
        """Show first the script that has been second more often, to all and to this judge.

        That keeps the sum of squares of all leans smallest.
        """
        lean = self.past.lean + self.own_lean
        ahead = int(lean[one] - lean[other])
        swapped = ahead > 0 or (ahead == 0 and swapped_if_even)
        return Pair(other, one) if swapped else Pair(one, other)


def _cells(
    scripts: int, keys: Ints, rows: Ints, columns: Ints
) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Where pairs stand in a table of rows × columns, which are scripts: twice, each way round.

    Each time the row and the column of every pair that stands there, and its number among the keys.
    """
    row_of, column_of = np.full(scripts, -1), np.full(scripts, -1)
    row_of[rows], column_of[columns] = np.arange(len(rows)), np.arange(len(columns))
    low, high = np.divmod(keys, scripts)
    for one, other in ((low, high), (high, low)):
        at = np.flatnonzero((row_of[one] >= 0) & (column_of[other] >= 0))
        yield row_of[one[at]], column_of[other[at]], at
