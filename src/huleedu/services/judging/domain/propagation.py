"""Turn the most probable abilities into average ones, with errors that hold for few judgements.

The most probable abilities of a logistic model lie too close together and their errors, read off
the curvature there, are too small. Expectation propagation (Minka 2001) replaces each comparison
by a normal factor that has, together with all others, the right mean and variance; it is nearly
exact for such models (Nickisch and Rasmussen 2008), and so is its evidence.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from huleedu.services.judging.domain.fit import Spreads, hessian, prior
from huleedu.services.judging.domain.judgements import Floats, Known
from huleedu.services.judging.domain.model import Design, gap_terms
from huleedu.services.judging.domain.solving import factor, inverse, log_determinant

ROUNDS_MAX = 30
SETTLED = 1e-3
"""No factor's precision or pull changes by more: errors of abilities then by less than 0.001."""
NODES, SHARES = np.polynomial.hermite_e.hermegauss(14)
SHARES = SHARES / SHARES.sum()
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
    """The mean and covariance of the unknowns; `start` is where the factors begin."""
    means, precisions = prior(design.layout, known, spreads)
    factors, half = start, 1.0
    last = np.inf
    for _ in range(ROUNDS_MAX):
        extra, right = precisions.copy(), precisions * means
        height, slope, bent = gap_terms(design, factors.gaps)
        extra[design.layout.gap_at] += bent
        right[design.layout.gap_at] += slope + bent * factors.gaps
        right += np.asarray(design.rows.T @ factors.pull)
        upper = factor(hessian(design, factors.precision, extra))
        covariance = inverse(upper)
        mean: Floats = covariance @ right
        matched = _matched(design, mean, covariance, factors)
        change = max(
            float(np.abs(matched.precision - factors.precision).max(initial=0)),
            float(np.abs(matched.pull - factors.pull).max(initial=0)),
        )
        gaps = np.maximum(mean[design.layout.gap_at], GAP_MIN)
        change = max(change, float(np.abs(gaps - factors.gaps).max(initial=0)))
        if change < SETTLED:
            break
        half = half if change < last else 0.5 * half
        last = change
        factors = Factors(
            factors.precision + half * (matched.precision - factors.precision),
            factors.pull + half * (matched.pull - factors.pull),
            gaps,
        )
    evidence = matched.log_share + 0.5 * (
        float(np.log(precisions[precisions > 0]).sum())
        - log_determinant(upper)
        + float(right @ mean)
        - float(precisions @ means**2)
    )
    evidence += height - float(slope @ factors.gaps) - 0.5 * float(bent @ factors.gaps**2)
    return Average(spreads, mean, covariance, factors, evidence)


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
    places = mean[..., None] + np.sqrt(variance)[..., None] * NODES
    won = expit(places) * SHARES
    chance: Floats = won.sum(-1)
    average: Floats = (won * places).sum(-1) / chance
    spread: Floats = (won * (places - average[..., None]) ** 2).sum(-1) / chance
    return chance, average, spread


@dataclass(frozen=True, slots=True, eq=False)
class _Matched:
    precision: Floats
    pull: Floats
    log_share: float


def _matched(design: Design, mean: Floats, covariance: Floats, factors: Factors) -> _Matched:
    """The factors that would give each comparison its right mean and variance."""
    seen: Floats = np.asarray(design.rows @ mean)
    variance = row_variances(design, covariance)
    without = 1 / np.maximum(1 / variance - factors.precision, 1e-8)
    centre = without * (seen / variance - factors.pull)
    chance, average, spread = tilted(centre, without)
    precision = np.maximum(1 / spread - 1 / without, 1e-10)
    pull = average * (precision + 1 / without) - centre / without
    old = factors
    shares = (
        np.log(chance)
        + 0.5 * np.log1p(old.precision * without)
        - 0.5 * (old.pull + centre / without) ** 2 / (old.precision + 1 / without)
        + 0.5 * centre**2 / without
    )
    return _Matched(precision, pull, float(shares.sum()))


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
