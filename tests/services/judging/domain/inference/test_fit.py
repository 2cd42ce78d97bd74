"""The most probable abilities: against another program, under changes of names, at the edges."""

import choix
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.services.judging.domain.conftest import Simulate

from huleedu.services.judging.domain.inference.fit import FACTORED_MAX, Spreads, fit
from huleedu.services.judging.domain.inference.hyperparameters import learn, learn_at
from huleedu.services.judging.domain.inference.posterior import believe_fit
from huleedu.services.judging.domain.judgements import Anchors, Judgements, Known
from huleedu.services.judging.domain.ranking.reliability import reliability

PLAIN = Known(side_sd=0)


@pytest.mark.parametrize("ability_sd", [0.5, 1.5, 10.0])
@pytest.mark.parametrize(("scripts", "count"), [(12, 80), (FACTORED_MAX + 50, 6000)])
def test_plain_comparisons_are_fitted_as_choix_fits_them(
    simulate: Simulate, scripts: int, count: int, ability_sd: float
) -> None:
    _, judgements = simulate(scripts, count)
    won = [
        (int(first), int(second)) if answer > 0 else (int(second), int(first))
        for first, second, answer in zip(
            judgements.first, judgements.second, judgements.answer, strict=True
        )
    ]
    theirs = choix.opt_pairwise(scripts, won, alpha=0.5 / ability_sd**2, tol=1e-10)
    ours = fit(judgements, PLAIN, Spreads(ability_sd)).abilities
    assert ours == pytest.approx(theirs, abs=1e-6)


@settings(max_examples=25)
@given(seed=st.integers(0, 10**6), steps=st.sampled_from([2, 3, 5]))
def test_names_and_order_do_not_matter(seed: int, steps: int) -> None:
    dice = np.random.default_rng(seed)
    first = dice.integers(0, 7, 30)
    second = (first + dice.integers(1, 7, 30)) % 7
    top = {2: 1, 3: 1, 5: 2}[steps]
    answer = dice.integers(-top, top + 1, 30)
    if steps == 2:
        answer = np.where(answer == 0, 1, answer)
    judgements = Judgements(7, 1, first, second, np.zeros(30, np.int64), answer, np.full(30, steps))
    believed = learn_at(judgements, PLAIN, Spreads(1.2))
    name, order = dice.permutation(7), dice.permutation(30)
    renamed = Judgements(
        7, 1, name[first], name[second], judgements.judge, answer, judgements.steps
    ).chosen(order)
    again = learn_at(renamed, PLAIN, Spreads(1.2))
    assert again.mean()[name] == pytest.approx(believed.mean(), abs=1e-3)
    assert again.error()[name] == pytest.approx(believed.error(), abs=1e-3)
    swapped = learn_at(judgements.sides_swapped(), PLAIN, Spreads(1.2))
    assert swapped.mean() == pytest.approx(believed.mean(), abs=1e-3)
    reversed_answers = Judgements(7, 1, second, first, judgements.judge, answer, judgements.steps)
    assert learn_at(reversed_answers, PLAIN, Spreads(1.2)).mean() == pytest.approx(
        -believed.mean(), abs=1e-3
    )


def test_swapping_sides_swaps_the_side_bias(simulate: Simulate) -> None:
    _, judgements = simulate(20, 600, judges=2, sides=(1.0, -0.5))
    known = Known(side_sd=1.0)
    found = fit(judgements, known, Spreads(1.5))
    assert found.sides == pytest.approx([1.0, -0.5], abs=0.35)
    swapped = fit(judgements.sides_swapped(), known, Spreads(1.5))
    assert swapped.sides == pytest.approx(-found.sides, abs=1e-6)
    assert swapped.abilities == pytest.approx(found.abilities, abs=1e-6)


def test_the_same_judgements_twice_make_errors_smaller_by_about_a_root(
    simulate: Simulate,
) -> None:
    _, judgements = simulate(15, 600)
    twice = judgements.chosen(np.tile(np.arange(600), 2))
    wide = Spreads(50.0)
    once = believe_fit(fit(judgements, PLAIN, wide)).error()
    assert believe_fit(fit(twice, PLAIN, wide)).error() == pytest.approx(
        once / np.sqrt(2), rel=0.02
    )


@pytest.mark.parametrize("steps", [3, 5])
def test_the_widths_of_steps_are_found(simulate: Simulate, steps: int) -> None:
    _, judgements = simulate(40, 4000, steps=steps, gaps=(0.5, 1.5))
    believed = learn(judgements, PLAIN)
    assert (believed.weights @ believed.gaps) == pytest.approx([0.5, 1.5][: steps // 2], abs=0.12)


def test_answers_of_different_fineness_go_together(simulate: Simulate) -> None:
    truth, fine = simulate(25, 500, steps=5)
    plain = fine.answer != 0
    coarse = Judgements(
        25,
        1,
        fine.first[plain],
        fine.second[plain],
        fine.judge[plain],
        np.sign(fine.answer[plain]),
        np.full(int(plain.sum()), 2),
    )
    columns = zip(fine.columns, coarse.columns, strict=True)
    both = Judgements(25, 1, *(np.concatenate(pair) for pair in columns))
    assert np.corrcoef(learn(both, PLAIN).mean(), truth)[0, 1] > 0.95


def test_a_script_that_always_wins_has_a_place_and_an_error() -> None:
    others = np.arange(1, 10)
    judgements = Judgements(
        10,
        1,
        np.zeros(9, np.int64),
        others,
        np.zeros(9, np.int64),
        np.ones(9, np.int64),
        np.full(9, 2),
    )
    believed = learn(judgements, PLAIN)
    assert np.isfinite(believed.mean()).all()
    assert believed.mean().argmax() == 0
    assert (believed.error() > 0.1).all()


def test_without_judgements_nothing_is_known() -> None:
    believed = learn(Judgements(8, 1), PLAIN)
    assert believed.mean() == pytest.approx(0)
    assert believed.alike == pytest.approx(0.25, abs=0.01)


def test_fixed_anchors_stay_and_uncertain_ones_move(simulate: Simulate) -> None:
    truth, judgements = simulate(30, 600)
    anchors = Anchors(np.array([0, 1, 2]), truth[:3] + 5, np.array([0.0, 0.0, 1.0]))
    believed = learn(judgements, Known(side_sd=0, anchors=anchors))
    mean, error = believed.mean(), believed.error()
    assert mean[:2] == pytest.approx(truth[:2] + 5, abs=1e-3)
    assert error[:2] == pytest.approx(0, abs=1e-3)
    assert 0.05 < error[2] < 1
    assert np.abs(mean - truth - 5).mean() < 0.6


def test_a_large_class_is_fitted_like_a_small_one(simulate: Simulate) -> None:
    truth, judgements = simulate(700, 7000, ability_sd=1.5)
    believed = learn(judgements, PLAIN)
    assert believed.best.ability == pytest.approx(1.5, abs=0.15)
    off = (believed.mean() - truth + truth.mean()) / believed.error()
    assert np.std(off) == pytest.approx(1, abs=0.08)


@pytest.mark.parametrize("per_script", [5, 20])
@pytest.mark.parametrize("known", [PLAIN, Known(), Known(features=np.eye(650)[:, :2])])
def test_errors_from_draws_are_within_two_percent_of_those_in_full(
    simulate: Simulate, per_script: int, known: Known
) -> None:
    _, judgements = simulate(650, 650 * per_script // 2, judges=2)
    drawn = believe_fit(fit(judgements, known, Spreads(1.5)))
    assert not drawn.covariances.size
    off = drawn.error() / drawn.in_full().error()
    assert off.std() < 0.015
    assert off.mean() == pytest.approx(1, abs=0.003)


def test_errors_from_draws_hold_where_only_neighbours_were_compared() -> None:
    """Informed pairs make a chain of a large class: what is far along it moves together."""
    dice = np.random.default_rng(3)
    first = np.repeat(np.arange(640), 8)
    second = first + dice.integers(1, 9, len(first))
    answer = np.where(dice.random(len(first)) < 0.5, 1, -1)
    zeros = np.zeros(len(first), np.int64)
    judgements = Judgements(650, 1, first, second, zeros, answer, zeros + 2)
    drawn = believe_fit(fit(judgements, PLAIN, Spreads(1.5)))
    off = drawn.error() / drawn.in_full().error()
    assert off.std() < 0.02
    assert off.mean() == pytest.approx(1, abs=0.02)


def test_a_class_of_some_hundreds_still_has_covariances_draws_and_one_more_judgement(
    simulate: Simulate,
) -> None:
    _, judgements = simulate(650, 3000)
    believed = learn(judgements, PLAIN)
    assert np.sqrt(believed.covariance().diagonal()) == pytest.approx(believed.error(), rel=0.07)
    drawn = believed.draws(600, np.random.default_rng(1))
    assert (drawn.std(0) / believed.error()).mean() == pytest.approx(1, abs=0.01)
    after = believed.after(0, 1, 1)
    assert after.mean()[0] - after.mean()[1] > believed.mean()[0] - believed.mean()[1]
    assert after.error()[0] < believed.in_full().error()[0]


def test_a_class_of_thousands_has_draws_but_no_covariance(simulate: Simulate) -> None:
    _, judgements = simulate(1700, 8500)
    believed = learn(judgements, PLAIN)
    drawn = believed.draws(300, np.random.default_rng(1))
    assert (drawn.std(0) / believed.error()).mean() == pytest.approx(1, abs=0.01)
    with pytest.raises(ValueError, match="no full covariance"):
        believed.covariance()
    with pytest.raises(ValueError, match="no full covariance"):
        believed.after(0, 1, 1)


def test_measures_help_when_they_say_something_and_are_ignored_when_not(
    simulate: Simulate,
) -> None:
    truth, judgements = simulate(60, 240)
    dice = np.random.default_rng(5)
    good = (truth + dice.normal(size=60))[:, None]
    noise = dice.normal(size=(60, 3))
    without = learn(judgements, PLAIN)
    helped = learn(judgements, Known(side_sd=0, features=good))
    ignored = learn(judgements, Known(side_sd=0, features=noise))

    def squared(mean: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
        return float(np.corrcoef(mean, truth)[0, 1] ** 2)

    assert squared(helped.mean()) > squared(without.mean()) + 0.02
    assert squared(ignored.mean()) > squared(without.mean()) - 0.02


def test_an_oriented_measure_is_hardly_believed_against_its_direction(simulate: Simulate) -> None:
    gained: dict[tuple[int, bool], list[float]] = {}
    for seed in range(6):
        truth, judgements = simulate(30, 60, seed=seed)
        measure = (truth + 2.0 * np.random.default_rng([seed, 8]).normal(size=30))[:, None]
        without = float(np.corrcoef(learn(judgements, PLAIN).mean(), truth)[0, 1])
        for sign in (1, -1):
            for oriented in (True, False):
                known = Known(side_sd=0, features=sign * measure, oriented=oriented)
                agreed = float(np.corrcoef(learn(judgements, known).mean(), truth)[0, 1])
                gained.setdefault((sign, oriented), []).append(agreed - without)
    mean = {key: float(np.mean(values)) for key, values in gained.items()}
    assert mean[1, False] == pytest.approx(mean[-1, False])
    assert mean[1, True] >= mean[1, False] > 0.01
    assert mean[-1, True] < 0.5 * mean[-1, False]


def test_an_oriented_measure_orders_a_class_that_nobody_has_judged_and_claims_little() -> None:
    measures = np.random.default_rng(2).normal(size=(30, 2))
    believed = learn(Judgements(30, 1), Known(features=measures, oriented=True))
    together = ((measures - measures.mean(0)) / measures.std(0)).sum(1)
    assert np.corrcoef(believed.mean(), together)[0, 1] > 0.99
    assert reliability(believed, np.random.default_rng(1)).reliability < 0.1


@pytest.mark.parametrize(("scripts", "count"), [(60, 300), (650, 1500)])
def test_small_and_large_classes_know_of_a_measures_direction(
    simulate: Simulate, scripts: int, count: int
) -> None:
    truth, judgements = simulate(scripts, count, judges=2)
    noise = np.random.default_rng(5).normal(size=(scripts, 2))
    measures = np.column_stack([truth, -truth]) + noise
    found = learn(judgements, Known(features=measures, oriented=True))
    alone = learn(judgements, Known(features=measures[:, :1], oriented=True))
    assert np.corrcoef(found.mean(), truth)[0, 1] > 0.8
    assert np.corrcoef(found.mean(), alone.mean())[0, 1] > 0.95


def test_measures_that_are_missing_or_constant_do_no_harm(simulate: Simulate) -> None:
    _, judgements = simulate(20, 100)
    measures = np.full((20, 2), 3.0)
    measures[:5, 1] = np.nan
    believed = learn(judgements, Known(side_sd=0, features=measures))
    assert believed.mean() == pytest.approx(learn(judgements, PLAIN).mean(), abs=0.1)
