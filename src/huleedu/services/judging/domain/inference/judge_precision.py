"""Learn how sharply each judge sees differences, so that sharp eyes count for more."""

import numpy as np
from scipy.special import expit

from huleedu.services.judging.domain.inference.expectation_propagation import NODES, SHARES
from huleedu.services.judging.domain.inference.fit import Spreads
from huleedu.services.judging.domain.inference.hyperparameters import learn, learn_at
from huleedu.services.judging.domain.inference.model import comparisons
from huleedu.services.judging.domain.inference.posterior import Posterior
from huleedu.services.judging.domain.judgements import Floats, Judgements, Known

SHARPNESS_SD = 0.35
"""How far the logarithms of judges' weights spread; few judgements leave a weight near 1."""
ROUNDS_MAX = 25
SETTLED = 0.01


def learn_with_judges(
    judgements: Judgements, known: Known, near: Spreads | None = None
) -> tuple[Posterior, Floats]:
    """What is believed, and the weight of each judge (1 on average over the judgements).

    The weights are found by expectation and maximisation (Dempster, Laird and Rubin 1977): each
    judge's is the one that makes the answers most probable on average over what is believed about
    the abilities, pulled towards 1. If `known.weigh_judges` is false, all are 1.
    """
    weights = np.ones(judgements.judges)
    believed = learn(judgements, known, near=near)
    if not known.weigh_judges or judgements.judges < 2 or not len(judgements):
        return believed, weights
    for _ in range(ROUNDS_MAX):
        better = _maximised(judgements, believed, weights)
        moved = float(np.abs(np.log(better / weights)).max())
        weights = better
        if moved < SETTLED:
            break
        believed = learn_at(judgements, known, believed.best, weights)
    return learn(judgements, known, weights, near=believed.best), weights


def _maximised(judgements: Judgements, believed: Posterior, weights: Floats) -> Floats:
    """One Newton step for the logarithm of each judge's weight."""
    rows = comparisons(judgements)
    first, second = judgements.first[rows.which], judgements.second[rows.which]
    judge = judgements.judge[rows.which]
    mean = believed.mean()
    variance = _variances(believed, judgements)[rows.which]
    gaps, sides = believed.weights @ believed.gaps, believed.weights @ believed.sides
    widths = np.concatenate([[0.0], np.cumsum(gaps)])
    rest = -rows.sign * np.sign(rows.bound) * widths[np.abs(rows.bound)]
    if len(sides):
        rest = rest + rows.sign * sides[judge]
    away = (mean[first] - mean[second])[:, None] + np.sqrt(variance)[:, None] * NODES
    seen = (rows.sign * weights[judge])[:, None] * away
    chance = expit(seen + rest[:, None])
    count = judgements.judges
    slope = np.bincount(judge, weights=((1 - chance) * seen) @ SHARES, minlength=count)
    bent = np.bincount(judge, weights=(chance * (1 - chance) * seen**2) @ SHARES, minlength=count)
    log = np.log(weights)
    slope -= log / SHARPNESS_SD**2
    log = log + np.clip(slope / (bent + 1 / SHARPNESS_SD**2), -0.5, 0.5)
    share = np.bincount(judgements.judge, minlength=count) / len(judgements)
    return np.exp(log - share @ log)


def _variances(believed: Posterior, judgements: Judgements) -> Floats:
    first, second = judgements.first, judgements.second
    if believed.large is not None:
        square = believed.error() ** 2
        return square[first] + square[second]
    covariance = believed.covariance()
    own = covariance.diagonal()
    return np.maximum(own[first] + own[second] - 2 * covariance[first, second], 1e-12)
