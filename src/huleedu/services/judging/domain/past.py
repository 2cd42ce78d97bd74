"""What has been handed out: how often each script, and how often each pair, was shown."""

from dataclasses import dataclass, field, replace

import numpy as np

from huleedu.services.judging.domain.judgements import Bools, Ints, Judgements, no_ints


@dataclass(frozen=True, slots=True)
class Pair:
    """Two scripts for a judge; `first` is shown first (left)."""

    first: int
    second: int


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """What has been handed out, judged or not.

    `counts` (scripts): how often each script was shown. `lean` (scripts): how often first minus
    how often second. `keys` (sorted) and `times`: each pair that was shown, smaller number times
    scripts plus larger, and how often.
    """

    scripts: int
    counts: Ints
    lean: Ints
    keys: Ints = field(default_factory=no_ints)
    times: Ints = field(default_factory=no_ints)

    def and_one(self, pair: Pair) -> "Past":
        """The past with one more pair handed out."""
        low, high = sorted((pair.first, pair.second))
        key = low * self.scripts + high
        at = int(np.searchsorted(self.keys, key))
        counts, lean, times = self.counts.copy(), self.lean.copy(), self.times.copy()
        counts[[pair.first, pair.second]] += 1
        lean[[pair.first, pair.second]] += (1, -1)
        if at < len(self.keys) and self.keys[at] == key:
            times[at] += 1
            return replace(self, counts=counts, lean=lean, times=times)
        keys = np.concatenate([self.keys[:at], [key], self.keys[at:]])
        times = np.concatenate([times[:at], [1], times[at:]])
        return Past(self.scripts, counts, lean, keys, times)

    def shown(self, first: Ints, second: Ints) -> Ints:
        """How often pairs were shown, either way round (any shape)."""
        found, at = find(self.keys, pair_keys(self.scripts, first, second))
        return np.where(found, self.times[at], 0) if len(self.keys) else at


def past_of(scripts: int, first: Ints, second: Ints) -> Past:
    """The past from the pairs shown (columns of one length)."""
    as_first = np.bincount(first, minlength=scripts)
    as_second = np.bincount(second, minlength=scripts)
    keys, times = np.unique(pair_keys(scripts, first, second), return_counts=True)
    return Past(scripts, as_first + as_second, as_first - as_second, keys, times)


def past_from(judgements: Judgements) -> Past:
    """The past if everything that was handed out has been judged."""
    return past_of(judgements.scripts, judgements.first, judgements.second)


def pair_keys(scripts: int, first: Ints, second: Ints) -> Ints:
    """A number for each pair, the same either way round."""
    return np.minimum(first, second) * scripts + np.maximum(first, second)


def keys_of(scripts: int, pairs: tuple[tuple[int, int], ...]) -> Ints:
    """The sorted keys of some pairs."""
    columns = np.array(pairs, np.int64).reshape(len(pairs), 2)
    return np.unique(pair_keys(scripts, columns[:, 0], columns[:, 1]))


def find(keys: Ints, wanted: Ints) -> tuple[Bools, Ints]:
    """Whether each wanted key (any shape) is among the sorted ones, and where."""
    if not len(keys):
        return np.zeros(wanted.shape, np.bool_), np.zeros(wanted.shape, np.int64)
    at: Ints = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return keys[at] == wanted, at
