"""The likelihood: its slope and curvature, and the answers' probabilities."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.services.judging.domain.conftest import Simulate

from huleedu.services.judging.domain.inference.model import (
    ORIENTED,
    answer_chances,
    design,
    log_likelihood,
    slope_and_curvature,
)
from huleedu.services.judging.domain.judgements import ANSWERS, Judgements, Known


@pytest.mark.parametrize("steps", [2, 3, 5])
def test_the_slope_and_the_curvature_are_those_of_the_likelihood(
    simulate: Simulate, steps: int
) -> None:
    _, judgements = simulate(6, 40, steps=steps, judges=2)
    measures = np.random.default_rng(2).normal(size=(6, 2))
    laid = design(judgements, Known(features=measures, judges_differ=True), np.array([0.8, 1.3]))
    dice = np.random.default_rng(3)
    unknowns = dice.normal(size=laid.layout.size)
    unknowns[laid.layout.gap_at] = 0.4 + dice.random(laid.layout.gaps)
    slope, weights, bent = slope_and_curvature(laid, unknowns)
    assert isinstance(laid.rows, np.ndarray)
    curvature = laid.rows.T @ (weights[:, None] * laid.rows)
    at = np.arange(laid.layout.size)[laid.layout.gap_at]
    curvature[at, at] += bent
    step = 1e-5
    for unknown in range(laid.layout.size):
        away = np.zeros(laid.layout.size)
        away[unknown] = step
        up, down = unknowns + away, unknowns - away
        numeric = (log_likelihood(laid, up) - log_likelihood(laid, down)) / (2 * step)
        assert slope[unknown] == pytest.approx(numeric, abs=1e-6)
        bend = (slope_and_curvature(laid, up)[0] - slope_and_curvature(laid, down)[0]) / (2 * step)
        assert curvature[unknown] == pytest.approx(-bend, abs=1e-5)


@pytest.mark.parametrize("steps", [2, 3, 5])
def test_the_likelihood_is_the_product_of_the_answers_probabilities(
    simulate: Simulate, steps: int
) -> None:
    _, judgements = simulate(6, 40, steps=steps)
    laid = design(judgements, Known(side_sd=0), np.ones(1))
    unknowns = np.random.default_rng(3).normal(size=laid.layout.size)
    gaps = np.array([0.7, 1.1])[: laid.layout.gaps]
    unknowns[laid.layout.gap_at] = gaps
    away = unknowns[judgements.first] - unknowns[judgements.second]
    chances = answer_chances(steps, away, gaps)
    chosen = [ANSWERS[steps].index(int(answer)) for answer in judgements.answer]
    product = np.log(chances[np.arange(40), chosen]).sum()
    with_prior = product + float((np.log(gaps) - gaps).sum())
    assert log_likelihood(laid, unknowns) == pytest.approx(with_prior)


@given(
    away=st.floats(-30, 30),
    inner=st.floats(0.01, 5),
    outer=st.floats(0.01, 5),
    steps=st.sampled_from([2, 3, 5]),
)
def test_the_answers_probabilities_sum_to_one_and_mirror(
    away: float, inner: float, outer: float, steps: int
) -> None:
    gaps = np.array([inner, outer])
    forth = answer_chances(steps, np.array([away]), gaps)[0]
    back = answer_chances(steps, np.array([-away]), gaps)[0]
    assert forth.sum() == pytest.approx(1)
    assert forth == pytest.approx(back[::-1], abs=1e-12)


@pytest.mark.parametrize(
    "columns",
    [
        ([0], [0], [0], [1], [2]),
        ([0], [3], [0], [1], [2]),
        ([0], [1], [1], [1], [2]),
        ([0], [1], [0], [0], [2]),
        ([0], [1], [0], [2], [3]),
        ([0], [1], [0], [1], [4]),
        ([0, 1], [1], [0], [1], [2]),
    ],
)
def test_columns_that_do_not_fit_are_refused(columns: tuple[list[int], ...]) -> None:
    with pytest.raises(ValueError, match=r"."):
        Judgements(3, 1, *(np.array(column) for column in columns))


@pytest.mark.parametrize("scripts", [2, 3, 6])
@pytest.mark.parametrize("decided", [0, 1])
def test_measures_with_a_direction_count_in_the_smallest_class(scripts: int, decided: int) -> None:
    """Each has a row of its own that tells its direction, whatever else there is."""
    measures = np.arange(scripts * 4, dtype=np.float64).reshape(scripts, 4)
    one = np.zeros(decided, np.int64)
    judgements = Judgements(scripts, 1, one, one + 1, one, one + 1, one + 2)
    laid = design(judgements, Known(features=measures, oriented=True), np.ones(1))
    assert isinstance(laid.rows, np.ndarray)
    told = laid.rows[decided:]
    assert told.shape[0] == 4
    assert told[:, laid.layout.shared_at].tolist() == (ORIENTED * np.eye(4)).tolist()
    assert np.count_nonzero(told) == 4
