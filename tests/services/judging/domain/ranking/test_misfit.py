"""Odd scripts and odd judges."""

import numpy as np
import pytest
from tests.services.judging.domain.conftest import Simulate

from huleedu.services.judging.domain.inference.hyperparameters import learn
from huleedu.services.judging.domain.judgements import Judgements, Known
from huleedu.services.judging.domain.ranking.misfit import misfit


@pytest.mark.parametrize("steps", [2, 3, 5])
def test_judgements_that_follow_the_model_fit_it(simulate: Simulate, steps: int) -> None:
    _, judgements = simulate(30, 3000, steps=steps, judges=3)
    found = misfit(judgements, learn(judgements, Known()))
    assert found.judges.infit == pytest.approx(1, abs=0.12)
    assert found.scripts.infit.mean() == pytest.approx(1, abs=0.08)
    assert found.scripts.count.sum() == 6000


def test_a_judge_who_tosses_coins_stands_out(simulate: Simulate) -> None:
    _, judgements = simulate(30, 900, judges=3, sharpness=(1.0, 1.0, 0.0), ability_sd=2.0)
    found = misfit(judgements, learn(judgements, Known()))
    assert found.judges.infit.argmax() == 2
    assert found.judges.outfit[2] > 1.5 * found.judges.outfit[:2].max()


def test_a_script_on_which_judges_disagree_stands_out(simulate: Simulate) -> None:
    truth, judgements = simulate(30, 1500, ability_sd=2.0)
    odd = int(np.argmax(truth))
    touched = (judgements.first == odd) | (judgements.second == odd)
    answer = judgements.answer.copy()
    answer[np.flatnonzero(touched)[::2]] *= -1
    turned = Judgements(30, 1, *judgements.columns[:3], answer, judgements.steps)
    found = misfit(turned, learn(turned, Known()))
    assert found.scripts.infit.argmax() == odd
    assert found.scripts.infit[odd] > 1.3


def test_a_script_without_judgements_has_no_fit(simulate: Simulate) -> None:
    _, judgements = simulate(5, 20)
    more = Judgements(6, 1, *judgements.columns)
    found = misfit(more, learn(more, Known()))
    assert np.isnan(found.scripts.infit[5])
    assert found.scripts.count[5] == 0
