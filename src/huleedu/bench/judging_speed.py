"""Measure how long learning from judgements and choosing the next pair take, beside a floor."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

import numpy as np

from huleedu.services.judging.api.measuring import (
    Judgements,
    Known,
    Spreads,
    design,
    factor,
    hessian,
    learn,
    newton_step,
    next_pairs,
    past_from,
    prior,
    slope_and_curvature,
)

RUNS = 9
"""Of each kind; the median is told."""
SEED = 10_000
ABILITY_SD = 1.5
SEEN = 500
"""So many pairs the judge who asks for the next has seen, and may not see again."""
FITS = ((1_000, 10_000, 150.0), (5_000, 50_000, 500.0))
"""Scripts, judgements, and the most milliseconds that a fit with standard errors may take."""
NEXT_MS = 50.0
FACTORED_MAX = 1_000
"""Up to so many scripts, one Cholesky factorisation of the full matrix is timed for comparison."""


@dataclass(frozen=True, slots=True)
class Speed:
    """How long something takes, in milliseconds: the aim, the median, and the floor's, by name."""

    what: str
    aim_ms: float
    median_ms: float
    floors_ms: dict[str, float]


def speeds() -> Iterator[Speed]:
    """A fit with standard errors for two sizes of class, and the next pair."""
    for scripts, count, aim_ms in FITS:
        yield _fit(scripts, count, aim_ms)
    yield _next_pair()


def _fit(scripts: int, count: int, aim_ms: float) -> Speed:
    judgements, known = simulated_at_random(scripts, count), Known()
    laid = design(judgements, known, np.ones(1))
    means, precisions = prior(laid.layout, known, Spreads(ABILITY_SD))
    slope, weights, _ = slope_and_curvature(laid, means)
    floors = {"one Newton step": _median_ms(lambda: newton_step(laid, weights, precisions, slope))}
    if scripts <= FACTORED_MAX:
        full = hessian(laid, weights, precisions)
        floors["one Cholesky factorisation"] = _median_ms(lambda: factor(full))
    return Speed(
        f"fit with standard errors, {scripts:,} scripts, {count:,} judgements",
        aim_ms,
        _median_ms(lambda: learn(judgements, known).error()),
        floors,
    )


def _next_pair() -> Speed:
    scripts, count, _ = FITS[0]
    judgements = simulated_at_random(scripts, count)
    believed, past = learn(judgements, Known()), past_from(judgements)
    dice = np.random.default_rng(SEED)
    seen = np.column_stack([judgements.first, judgements.second])[:SEEN]
    barred = tuple((int(first), int(second)) for first, second in seen)
    return Speed(
        f"next pair for a judge who has seen {SEEN}, {scripts:,} scripts",
        NEXT_MS,
        _median_ms(lambda: next_pairs(believed, past, dice, barred_pairs=barred)),
        {"reading the past": _median_ms(lambda: past_from(judgements))},
    )


def simulated_at_random(scripts: int, count: int) -> Judgements:
    """So many judgements by one judge, of Bradley and Terry's model, on pairs at random."""
    dice = np.random.default_rng([SEED, scripts])
    truth = dice.normal(size=scripts) * ABILITY_SD
    first = dice.integers(0, scripts, count)
    second = (first + dice.integers(1, scripts, count)) % scripts
    won = truth[first] - truth[second] + dice.logistic(size=count) > 0
    judge, steps = np.zeros(count, np.int64), np.full(count, 2)
    return Judgements(scripts, 1, first, second, judge, np.where(won, 1, -1), steps)


def _median_ms(work: Callable[[], object]) -> float:
    took: list[float] = []
    for _ in range(RUNS):
        started = time.perf_counter()
        work()
        took.append((time.perf_counter() - started) * 1e3)
    return median(took)
