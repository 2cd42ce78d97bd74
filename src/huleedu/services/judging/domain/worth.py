"""Say what judging a pair is expected to tell about the order of the class."""

from functools import cached_property
from typing import Protocol

import numpy as np

from huleedu.services.judging.domain.judgements import Floats, Ints

EXACT_MAX = 200
"""Up to so many scripts a pair's effect on all others is counted."""
BINS = 64
"""In a larger class, the scripts around a place are counted by so many bins of ability."""


class Believed(Protocol):
    """What is believed of the abilities of all scripts, as far as pairs are chosen by it."""

    @property
    def scripts(self) -> int:
        """How many scripts there are."""
        ...

    @property
    def measured(self) -> bool:
        """Whether measures were asked for what they explain."""
        ...

    @property
    def only_variances(self) -> bool:
        """Whether there is no covariance: in a large class."""
        ...

    def mean(self) -> Floats:
        """One ability per script, in logits."""
        ...

    def error(self) -> Floats:
        """The standard deviation of each ability, in logits."""
        ...

    def covariance(self, doubt: float = 1.0) -> Floats:
        """Of the abilities (scripts × scripts); `doubt` (0 to 1): how much that about spreads."""
        ...


class Outlook:
    """What is believed before a pair is chosen, and what follows from it, worked out once.

    `mean` (scripts) in logits, `variance` (scripts); `covariance` (scripts × scripts), None where
    pairs are chosen without it.
    """

    def __init__(self, mean: Floats, variance: Floats, covariance: Floats | None) -> None:
        self.mean, self.variance, self.covariance = mean, variance, covariance

    def worth(self, turn: Ints, others: Ints) -> Floats:
        """What judging each pair is expected to tell (turn × others)."""
        away = self.mean[turn][:, None] - self.mean[others][None, :]
        if self.covariance is not None and len(self.mean) <= EXACT_MAX:
            cells = np.ix_(turn, others)
            doubt, effect = self._doubts[cells], self._effects[cells]
        else:
            doubt = self.variance[turn][:, None] + self.variance[others][None, :]
            effect = self._own_effects[turn][:, None] + self._own_effects[others][None, :]
        told = _told(away, doubt)
        return told * effect / (1 + told * doubt)

    def told(self, one: int, other: int) -> Floats:
        """How far a judgement of this pair is expected to move the means (scripts)."""
        if self.covariance is None:
            along = np.zeros(len(self.mean))
            along[one], along[other] = self.variance[one], -self.variance[other]
        else:
            along = self.covariance[one] - self.covariance[other]
        variance = float(along[one] - along[other])
        curved = float(_told(self.mean[one] - self.mean[other], np.array(variance)))
        return along * np.sqrt(curved / (1 + curved * variance))

    def after(self, told: Floats) -> "Outlook":
        """What will be believed once the means may have moved so far."""
        if self.covariance is None:
            return Outlook(self.mean, self.variance - told**2, None)
        covariance = self.covariance - np.outer(told, told)
        return Outlook(self.mean, covariance.diagonal(), covariance)

    @cached_property
    def _doubts(self) -> Floats:
        """The variance of the difference of each pair."""
        assert self.covariance is not None
        return _pair_variances(self.covariance)

    @cached_property
    def _effects(self) -> Floats:
        """How much of the doubt about places is along each pair.

        The doubt about places is the sum over all pairs of the variance of their difference,
        weighted by the density of their being level: that is where places change.
        """
        assert self.covariance is not None
        level = _level(self.mean, self._doubts)
        spread = np.diag(level.sum(1)) - level
        return _pair_variances(self.covariance @ spread @ self.covariance)

    @cached_property
    def _own_effects(self) -> Floats:
        """The same of each script, where others hardly share a script's doubt: in a large class."""
        edges = np.histogram_bin_edges(self.mean, BINS)
        inside, _ = np.histogram(self.mean, edges)
        middles = (edges[1:] + edges[:-1]) / 2
        doubt = self.variance + self.variance.mean()
        crowd: Floats = _density(self.mean[:, None] - middles, doubt[:, None]) @ inside
        return self.variance**2 * crowd


class Outlooks:
    """The outlooks of a belief, each worked out once for all who are served by it."""

    def __init__(self, believed: Believed) -> None:
        self._believed = believed
        self._known: dict[float | None, Outlook] = {}
        self.scripts = believed.scripts
        self.measured = believed.measured
        self.only_variances = believed.only_variances

    def at(self, doubt: float | None) -> Outlook:
        """With so much of the doubt about spreads (0 to 1); None: without a covariance."""
        if doubt not in self._known:
            believed = self._believed
            covariance = None if doubt is None else believed.covariance(doubt)
            variance = believed.error() ** 2 if covariance is None else covariance.diagonal()
            self._known[doubt] = Outlook(believed.mean(), variance, covariance)
        return self._known[doubt]


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
