"""Turn the most probable abilities into average ones, with errors that hold for few judgements.

The most probable abilities of a logistic model lie too close together and their errors, read off
the curvature there, are too small. Expectation propagation (Minka 2001) replaces each comparison
by a normal factor that has, together with all others, the right mean and variance; it is nearly
exact for such models (Nickisch and Rasmussen 2008), and so is its evidence.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from huleedu.services.judging.domain.inference.fit import Spreads, hessian, prior
from huleedu.services.judging.domain.inference.linear_algebra import (
    factor,
    inverse,
    log_determinant,
)
from huleedu.services.judging.domain.inference.model import Design, gap_terms
from huleedu.services.judging.domain.judgements import Floats, Known

ROUNDS_MAX = 30
SETTLED = 3e-3
"""No factor's precision or pull changes by more: errors of abilities then by less than 0.004."""
NODES, _AREAS = np.polynomial.hermite_e.hermegauss(14)
SHARES: Floats = _AREAS / _AREAS.sum()
_MOMENTS: Floats = SHARES[:, None] * NODES[:, None] ** np.arange(3)
GAP_MIN = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class Factors:
    """The normal factors, one per row of the design: precision, and precision times mean.

    `gaps` are the widths of the steps around which their prior is taken as normal.
    """

    precision: Floats
    pull: Floats
    gaps: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Average:
    """Mean and covariance of all unknowns under given spreads, and the evidence for these."""

    spreads: Spreads
    mean: Floats
    covariance: Floats
    factors: Factors
    log_evidence: float


def propagate(design: Design, known: Known, spreads: Spreads, start: Factors) -> Average:
    """The mean and covariance of the unknowns; `start` is where the factors begin.

    All factors are renewed at once; where that swings, each goes only a part of the way.
    """
    expected = prior(design.layout, known, spreads)
    now = _round(design, expected, start)
    part, before = 1.0, np.inf
    for _ in range(ROUNDS_MAX):
        change = now.change()
        if change < SETTLED:
            break
        part = part if change < before else 0.5 * part
        before = change
        now = _round(design, expected, now.next_factors(part))
    return Average(spreads, now.mean, now.covariance, now.factors, now.log_evidence)


def factors_at(design: Design, unknowns: Floats) -> Factors:
    """Where factors may begin: as curved as the likelihood is at some unknowns."""
    seen: Floats = np.asarray(design.rows @ unknowns)
    chance = expit(seen)
    precision = chance * (1 - chance)
    gaps = np.maximum(unknowns[design.layout.gap_at], GAP_MIN)
    return Factors(precision, precision * seen + 1 - chance, gaps)


def tilted(mean: Floats, variance: Floats) -> tuple[Floats, Floats, Floats]:
    """Of a normal variable, once it is known to have won: the chance of that, mean, variance.

    By Gauss and Hermite's quadrature with 14 nodes; columns of any equal shape.
    """
    width = np.sqrt(variance)
    moments = expit(mean[..., None] + width[..., None] * NODES) @ _MOMENTS
    chance: Floats = moments[..., 0]
    moved = moments[..., 1] / chance
    average: Floats = mean + width * moved
    spread: Floats = variance * (moments[..., 2] / chance - moved**2)
    return chance, average, spread


@dataclass(frozen=True, slots=True, eq=False)
class _Round:
    """The unknowns under some factors, and the factors that these unknowns ask for."""

    factors: Factors
    mean: Floats
    covariance: Floats
    asked: Factors
    log_evidence: float

    def change(self) -> float:
        """How far the factors are from what is asked."""
        asked, is_ = self.asked, self.factors
        away = np.concatenate(
            [asked.precision - is_.precision, asked.pull - is_.pull, asked.gaps - is_.gaps]
        )
        return float(np.abs(away).max(initial=0))

    def next_factors(self, part: float) -> Factors:
        """A part (0 to 1) of the way to what is asked."""
        is_, asked = self.factors, self.asked
        return Factors(
            is_.precision + part * (asked.precision - is_.precision),
            is_.pull + part * (asked.pull - is_.pull),
            asked.gaps,
        )


def _round(design: Design, expected: tuple[Floats, Floats], factors: Factors) -> _Round:
    means, precisions = expected
    at_gaps = design.layout.gap_at
    height, slope, bent = gap_terms(design, factors.gaps)
    extra, right = precisions.copy(), precisions * means
    extra[at_gaps] += bent
    right[at_gaps] += slope + bent * factors.gaps
    right += np.asarray(design.rows.T @ factors.pull)
    upper = factor(hessian(design, factors.precision, extra))
    covariance = inverse(upper)
    mean: Floats = covariance @ right
    precision, pull, log_shares = _matched(design, mean, covariance, factors)
    of_gaps = height - float(slope @ factors.gaps) - 0.5 * float(bent @ factors.gaps**2)
    evidence = float(log_shares.sum() + of_gaps) + 0.5 * (
        float(np.log(precisions[precisions > 0]).sum())
        - log_determinant(upper)
        + float(right @ mean)
        - float(precisions @ means**2)
    )
    asked = Factors(precision, pull, np.maximum(mean[at_gaps], GAP_MIN))
    return _Round(factors, mean, covariance, asked, evidence)


def _matched(
    design: Design, mean: Floats, covariance: Floats, factors: Factors
) -> tuple[Floats, Floats, Floats]:
    """Precision and pull that give each comparison its right mean and variance, and its share of
    the logarithm of the evidence."""
    seen: Floats = np.asarray(design.rows @ mean)
    variance = row_variances(design, covariance)
    without = 1 / np.maximum(1 / variance - factors.precision, 1e-8)
    centre = without * (seen / variance - factors.pull)
    chance, average, spread = tilted(centre, without)
    precision = np.maximum(1 / spread - 1 / without, 1e-10)
    pull = average * (precision + 1 / without) - centre / without
    shares: Floats = (
        np.log(chance)
        + 0.5 * np.log1p(factors.precision * without)
        - 0.5 * (factors.pull + centre / without) ** 2 / (factors.precision + 1 / without)
        + 0.5 * centre**2 / without
    )
    return precision, pull, shares


def row_variances(design: Design, covariance: Floats) -> Floats:
    """The variance of each row of the design times the unknowns."""
    rows = design.rows
    if isinstance(rows, np.ndarray):
        return ((rows @ covariance) * rows).sum(1)
    each = (rows.shape[0], -1)
    at, value = rows.indices.reshape(each), rows.data.reshape(each)
    total = np.zeros(rows.shape[0])
    for one in range(at.shape[1]):
        for other in range(at.shape[1]):
            total += value[:, one] * value[:, other] * covariance[at[:, one], at[:, other]]
    return total
