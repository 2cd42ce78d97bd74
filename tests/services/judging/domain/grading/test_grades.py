"""Grades from anchors, bands without them, and no grade that is made up."""

import numpy as np
import pytest

from huleedu.services.judging.domain.grading import grades
from huleedu.services.judging.domain.grading.grades import (
    A_TO_F,
    CEFR,
    ONE_TO_FIVE,
    SCALES,
    GradedAnchor,
    Grades,
    GradeScale,
    NoGrades,
    NotOnScale,
    bands,
    grade,
)
from huleedu.services.judging.domain.judgements import Floats

TRUTH = np.linspace(-3, 3, 31)


def drawn(error: float = 0.2) -> Floats:
    """Draws around known abilities."""
    return TRUTH + error * np.random.default_rng(1).normal(size=(600, 31))


def anchors(*pairs: tuple[int, int]) -> tuple[GradedAnchor, ...]:
    """Anchors from numbers of scripts and grades."""
    return tuple(GradedAnchor(script, number) for script, number in pairs)


def graded(found: object) -> Grades:
    """The grades, if there are any."""
    assert isinstance(found, Grades)
    return found


SIX = tuple((script, min(5, script * 6 // 31)) for script in range(0, 31, 2))


def test_boundaries_lie_between_the_anchors() -> None:
    found = graded(grade(drawn(), A_TO_F, anchors(*SIX), np.random.default_rng(2)))
    assert [one.to for one in found.boundaries] == ["E", "D", "C", "B", "A"]
    assert [one.place for one in found.boundaries] == pytest.approx([-2, -1, 0, 1, 2], abs=0.3)
    for one in found.boundaries:
        assert one.low < one.place < one.high


def test_chances_sum_to_one_and_rise_with_ability() -> None:
    found = graded(grade(drawn(), A_TO_F, anchors(*SIX), np.random.default_rng(2)))
    assert found.chances.sum(1) == pytest.approx(1)
    assert found.grade[[0, 15, 30]].tolist() == [0, found.grade[15], 5]
    assert (np.diff(found.chances @ np.arange(6)) > -0.15).all()


def test_essays_near_a_boundary_are_borderline() -> None:
    found = graded(grade(drawn(0.05), ONE_TO_FIVE, anchors((5, 0), (25, 1)), _dice()))
    assert 15 in found.borderline
    assert 0 not in found.borderline
    assert 30 not in found.borderline


def test_more_anchors_make_boundaries_narrower() -> None:
    few = graded(grade(drawn(), A_TO_F, anchors((10, 2), (20, 3)), _dice()))
    many = anchors(*((script, 2 if script < 15 else 3) for script in range(31)))
    more = graded(grade(drawn(), A_TO_F, many, _dice()))
    wide, narrow = few.boundaries[0], more.boundaries[0]
    assert narrow.high - narrow.low < 0.6 * (wide.high - wide.low)


def test_grades_without_anchors_are_never_given() -> None:
    assert grade(drawn(), A_TO_F, (), _dice()) == NoGrades(0)
    assert grade(drawn(), A_TO_F, anchors((1, 3), (9, 3)), _dice()) == NoGrades(2)
    found = graded(grade(drawn(), A_TO_F, anchors((5, 1), (25, 3)), _dice()))
    assert (found.lowest, found.highest) == (1, 3)
    assert found.chances[:, [0, 4, 5]].sum() == 0


def test_an_anchor_out_of_place_is_named() -> None:
    odd = (*((script, grade_) for script, grade_ in SIX if script != 28), (28, 0))
    found = graded(grade(drawn(), A_TO_F, anchors(*odd), _dice()))
    assert 28 in found.misplaced


def test_an_anchor_that_is_not_there_is_refused() -> None:
    wrong = GradedAnchor(31, 0)
    assert grade(drawn(), CEFR, (wrong, GradedAnchor(0, 1)), _dice()) == NotOnScale(wrong)
    off = GradedAnchor(0, 2)
    own = GradeScale("pass or fail", ("fail", "pass"))
    assert grade(drawn(), own, (off,), _dice()) == NotOnScale(off)


def test_bands_hold_the_shares_that_are_told() -> None:
    found = bands(drawn(), TRUTH, ("low", "middle", "high"), (0.2, 0.6, 0.2))
    assert np.bincount(found.band).tolist() == [6, 19, 6]
    assert found.chances.sum(1) == pytest.approx(1)
    assert found.band[30] == 2


def test_shares_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="share"):
        bands(drawn(), TRUTH, ("low", "high"), (0.2, 0.6, 0.2))


def test_scales_are_data() -> None:
    assert all(len(set(scale.grades)) == len(scale.grades) for scale in SCALES)


def test_a_known_grade_tells_of_the_anchors_own_ability() -> None:
    uncertain = drawn(1.2)
    others = tuple(pair for pair in SIX if pair[0] not in (14, 16))
    without = graded(grade(uncertain, A_TO_F, anchors(*others), _dice()))
    found = graded(grade(uncertain, A_TO_F, anchors(*others, (14, 2)), _dice()))
    assert found.chances[14, 2] > without.chances[14, 2] + 0.1


def test_boundaries_rise_by_about_the_width_of_a_grade() -> None:
    cells = np.linspace(-15, 15, 181)
    steps = grades.steps_between(cells, 1.5)
    flat = [np.zeros((2000, 181))] * 3
    borders = grades.backward_draws(grades.forward_pass(flat, steps)[0], steps, cells, _dice())
    assert np.diff(borders, axis=1).mean() == pytest.approx(1.5, abs=0.15)


def test_boundaries_and_chances_are_as_true_as_they_say() -> None:
    borders = np.array([-1.8, -0.9, 0.0, 0.9, 1.8])
    covered: list[bool] = []
    said: list[Floats] = []
    came: list[Floats] = []
    for seed in range(40):
        dice = np.random.default_rng(seed)
        truth = 1.5 * dice.normal(size=30)
        sd, error = 1.5, 0.5
        share = sd**2 / (sd**2 + error**2)
        believed = share * (truth + error * dice.normal(size=30))
        uncertain = believed + error * np.sqrt(share) * dice.normal(size=(600, 30))
        who = dice.choice(30, 10, replace=False)
        seen = truth[who] + 0.15 * dice.logistic(size=10)
        known = anchors(*zip(who.tolist(), (seen[:, None] >= borders).sum(1).tolist(), strict=True))
        found = graded(grade(uncertain, A_TO_F, known, dice))
        covered += [
            one.low <= borders[found.lowest + at] <= one.high
            for at, one in enumerate(found.boundaries)
        ]
        true = np.clip((truth[:, None] >= borders).sum(1), found.lowest, found.highest)
        others = np.setdiff1d(np.arange(30), who)
        said.append(found.chances[others].ravel())
        came.append((true[others, None] == np.arange(6)).ravel().astype(np.float64))
    assert 0.84 < np.mean(covered) < 0.97
    chances, outcomes = np.concatenate(said), np.concatenate(came)
    for low, high in ((0.05, 0.3), (0.3, 0.6), (0.6, 1.0)):
        there = (chances >= low) & (chances < high)
        assert outcomes[there].mean() == pytest.approx(chances[there].mean(), abs=0.1)


def _dice() -> np.random.Generator:
    return np.random.default_rng(2)
