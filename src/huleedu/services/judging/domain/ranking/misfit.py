"""Find scripts on which judges disagree, and judges who disagree with the others."""

from dataclasses import dataclass

import numpy as np

from huleedu.services.judging.domain.inference.model import answer_chances
from huleedu.services.judging.domain.inference.posterior import Posterior
from huleedu.services.judging.domain.judgements import ANSWERS, Floats, Ints, Judgements


@dataclass(frozen=True, slots=True, eq=False)
class Fitness:
    """How surprising the judgements of each script, or of each judge, are: 1 is as expected.

    `outfit` is the mean of squared standardised residuals, which a single odd judgement can raise;
    `infit` weights them by their information (Wright and Masters 1982). NaN where there is no
    judgement. `count` is the number of judgements.
    """

    infit: Floats
    outfit: Floats
    count: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Misfit:
    """Fitness of scripts and judges, and the residual of each judgement in standard deviations."""

    scripts: Fitness
    judges: Fitness
    residuals: Floats


def misfit(judgements: Judgements, posterior: Posterior, weights: Floats | None = None) -> Misfit:
    """Compare each answer with what the fitted abilities lead one to expect.

    `weights`: of judges, as they were fitted; 1 unless told.
    """
    weights = np.ones(judgements.judges) if weights is None else weights
    mean = posterior.mean()
    away = weights[judgements.judge] * (mean[judgements.first] - mean[judgements.second])
    sides = posterior.weights @ posterior.sides
    if len(sides):
        away = away + sides[judgements.judge]
    expected, variance = _expected(judgements, away, posterior.weights @ posterior.gaps)
    rest = judgements.answer - expected
    both = np.concatenate([judgements.first, judgements.second])
    twice_rest, twice_variance = np.tile(rest, 2), np.tile(variance, 2)
    return Misfit(
        scripts=_fitness(both, judgements.scripts, twice_rest, twice_variance),
        judges=_fitness(judgements.judge, judgements.judges, rest, variance),
        residuals=rest / np.sqrt(variance),
    )


def _expected(judgements: Judgements, away: Floats, gaps: Floats) -> tuple[Floats, Floats]:
    """Mean and variance of each answer, the steps counted as whole numbers."""
    expected, variance = np.zeros(len(away)), np.ones(len(away))
    for steps, answers in ANSWERS.items():
        rows = judgements.steps == steps
        chances = answer_chances(steps, away[rows], gaps)
        scores = np.array(answers, np.float64)
        expected[rows] = chances @ scores
        variance[rows] = np.maximum(chances @ scores**2 - expected[rows] ** 2, 1e-9)
    return expected, variance


def _fitness(of: Ints, count: int, rest: Floats, variance: Floats) -> Fitness:
    many = np.bincount(of, minlength=count)
    squares = np.bincount(of, weights=rest**2, minlength=count)
    information = np.bincount(of, weights=variance, minlength=count)
    standardised = np.bincount(of, weights=rest**2 / variance, minlength=count)
    nothing = np.full(count, np.nan)
    return Fitness(
        infit=np.divide(squares, information, out=nothing.copy(), where=many > 0),
        outfit=np.divide(standardised, many, out=nothing.copy(), where=many > 0),
        count=many,
    )
