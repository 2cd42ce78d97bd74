"""What is believed: against exact integration, after one more judgement, in draws."""

import numpy as np
import pytest
from scipy.special import log_expit
from tests.services.judging.domain.conftest import Simulate

from huleedu.services.judging.domain.inference.fit import Spreads
from huleedu.services.judging.domain.inference.hyperparameters import learn, learn_at
from huleedu.services.judging.domain.inference.judge_precision import learn_with_judges
from huleedu.services.judging.domain.judgements import Judgements, Known

PLAIN = Known(side_sd=0)


def test_mean_and_error_are_those_of_the_exact_posterior() -> None:
    first, second = np.array([0, 0, 1, 0, 2]), np.array([1, 1, 2, 2, 1])
    answer = np.array([1, 1, 1, 1, -1])
    judgements = Judgements(3, 1, first, second, np.zeros(5, np.int64), answer, np.full(5, 2))
    believed = learn_at(judgements, PLAIN, Spreads(2.0))
    line = np.linspace(-9, 9, 91)
    grid = np.stack(np.meshgrid(line, line, line, indexing="ij"), -1).reshape(-1, 3)
    height = log_expit(answer * (grid[:, first] - grid[:, second])).sum(1) - (grid**2).sum(1) / 8
    share = np.exp(height - height.max())
    share /= share.sum()
    centred = grid - grid.mean(1, keepdims=True)
    mean = share @ centred
    assert believed.mean() == pytest.approx(mean, abs=0.02)
    assert believed.error() == pytest.approx(np.sqrt(share @ (centred - mean) ** 2), rel=0.03)


@pytest.mark.parametrize("steps", [2, 3, 5])
def test_one_more_judgement_is_taken_in_as_if_all_were_learned_anew(
    simulate: Simulate, steps: int
) -> None:
    _, judgements = simulate(15, 60, steps=steps, judges=2, sides=(0.5, 0.0))
    known = Known()
    quick = learn(judgements, known)
    for first, second, answer in ((0, 1, 1), (2, 1, -1), (0, 3, 1)):
        judgements = judgements.and_one(first, second, 1, answer, steps)
        quick = quick.after(first, second, answer, steps, judge=1)
    anew = learn(judgements, known)
    assert quick.mean() == pytest.approx(anew.mean(), abs=0.06)
    assert quick.error() == pytest.approx(anew.error(), abs=0.06)
    assert quick.alike == pytest.approx(anew.alike, abs=0.02)


def test_draws_have_the_mean_and_the_error_that_are_told(simulate: Simulate) -> None:
    _, judgements = simulate(12, 60)
    believed = learn(judgements, PLAIN)
    drawn = believed.draws(20_000, np.random.default_rng(1))
    assert drawn.mean(0) == pytest.approx(believed.mean(), abs=0.03)
    assert drawn.std(0) == pytest.approx(believed.error(), rel=0.03)


def test_the_covariance_and_the_error_agree(simulate: Simulate) -> None:
    _, judgements = simulate(12, 60)
    believed = learn(judgements, PLAIN)
    assert np.sqrt(believed.covariance().diagonal()) == pytest.approx(believed.error())
    assert believed.covariance().sum(0) == pytest.approx(0, abs=1e-9)


def test_a_judge_who_tosses_coins_counts_for_less(simulate: Simulate) -> None:
    _, judgements = simulate(30, 900, judges=3, sharpness=(1.5, 1.0, 0.0))
    _, weights = learn_with_judges(judgements, Known(side_sd=0, weigh_judges=True))
    assert weights[0] > weights[1] > weights[2]
    assert weights[2] < 0.6


def test_judges_who_are_not_weighed_count_the_same(simulate: Simulate) -> None:
    _, judgements = simulate(10, 60, judges=3)
    _, weights = learn_with_judges(judgements, Known())
    assert weights == pytest.approx(1)


def test_judges_with_views_of_their_own_leave_more_doubt(simulate: Simulate) -> None:
    truth, _ = simulate(20, 1)
    dice = np.random.default_rng(4)
    views = truth + dice.normal(size=(3, 20))
    first = dice.integers(0, 20, 900)
    second = (first + dice.integers(1, 20, 900)) % 20
    judge = np.arange(900) % 3
    seen = views[judge, first] - views[judge, second] + dice.logistic(size=900)
    answer = np.where(seen > 0, 1, -1)
    judgements = Judgements(20, 3, first, second, judge, answer, np.full(900, 2))
    same = learn(judgements, PLAIN)
    differing = learn(judgements, Known(side_sd=0, judges_differ=True))
    assert differing.slant_sd > 0.5
    assert differing.error().mean() > 1.3 * same.error().mean()
