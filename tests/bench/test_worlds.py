"""The bench of odd worlds simulates what it says, and its lines tell what was aimed at."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from huleedu.bench import worlds
from huleedu.bench.worlds import ClassReported, OddWorld

SMALL = OddWorld("small", scripts=6, per_script=4)


@pytest.mark.parametrize("shape", ["normal", "t3", "two groups", "skewed"])
def test_abilities_of_each_shape_spread_as_far(shape: worlds.Shape) -> None:
    drawn = worlds.abilities(shape, 200_000, np.random.default_rng(1))
    assert abs(drawn.mean()) < 0.02
    assert drawn.std() == pytest.approx(worlds.ABILITY_SD, rel=0.06)


def test_shapes_are_what_they_are_called() -> None:
    def moment(shape: worlds.Shape, power: int) -> float:
        drawn = worlds.abilities(shape, 200_000, np.random.default_rng(1))
        return float((((drawn - drawn.mean()) / drawn.std()) ** power).mean())

    assert moment("normal", 4) == pytest.approx(3, abs=0.1)
    assert moment("t3", 4) > 6
    assert moment("two groups", 4) < 2
    assert moment("skewed", 3) == pytest.approx(np.sqrt(2), abs=0.1)


def test_judges_take_turns_and_a_reversed_one_answers_the_other_way_round() -> None:
    world = replace(SMALL, scripts=12, per_script=20, sharpness=(-30.0, 30.0))
    truth, made, _ = worlds.simulated(world, 1)
    assert np.bincount(made.judge).tolist() == [60, 60]
    right = np.sign(truth[made.first] - truth[made.second]) == made.answer
    assert right[made.judge == 0].mean() < 0.2
    assert right[made.judge == 1].mean() > 0.8


def test_clicks_make_answers_by_chance() -> None:
    world = replace(SMALL, scripts=12, per_script=40, sharpness=(30.0,), clicks=1.0)
    truth, made, _ = worlds.simulated(world, 1)
    right = np.sign(truth[made.first] - truth[made.second]) == made.answer
    assert 0.35 < right.mean() < 0.65


def test_two_criteria_correlate_as_told_and_their_mean_is_the_truth() -> None:
    world = OddWorld("two", scripts=20_000, sharpness=(1.0, 1.0), criteria=0.7)
    truth, views = worlds.seen_by_judges(world, 1)
    assert np.allclose(views.mean(0), truth)
    together = np.corrcoef(views[0], views[1]).item(0, 1)
    assert together == pytest.approx(0.7, abs=0.02)


def test_a_judging_ends_when_it_says_so() -> None:
    _, made, _ = worlds.simulated(replace(SMALL, per_script=1, ends_at=0.05), 1)
    assert len(made) < worlds.PER_SCRIPT_MAX * SMALL.scripts // 2


def test_who_is_left_out_does_not_count() -> None:
    world = replace(SMALL, scripts=10, per_script=10, sharpness=(1.0,) * 2)
    assert worlds.look(world, 1).reported != worlds.look(replace(world, left_out=1), 1).reported


def test_larger_classes_get_several_pairs_between_two_looks() -> None:
    _, made, _ = worlds.simulated(replace(SMALL, scripts=61, per_script=2), 1)
    assert len(made) == 61


def seen(reported: float, covered: float = 0.9, ends: float = 0.9) -> tuple[ClassReported, ...]:
    return tuple(
        ClassReported(one, 0.7, covered, ends) for one in (reported - 0.01, reported + 0.01)
    )


@pytest.mark.parametrize(
    ("world", "classes", "met"),
    [
        (SMALL, seen(0.72), True),
        (SMALL, seen(0.73), False),
        (SMALL, seen(0.67), False),
        (replace(SMALL, left_out=1), seen(0.729), True),
        (SMALL, seen(0.7, covered=0.87), False),
        (SMALL, seen(0.7, covered=0.93), False),
        (SMALL, seen(0.7, ends=0.84), False),
        (replace(SMALL, shape="alike"), seen(0.04), True),
        (replace(SMALL, shape="alike"), seen(0.06), False),
    ],
)
def test_a_world_is_met_if_bias_places_and_ends_are(
    world: OddWorld, classes: tuple[ClassReported, ...], met: bool
) -> None:
    assert worlds.line(world, classes).met is met


def test_each_world_has_a_line_and_rare_ones_more_seeds(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[tuple[str, int]] = []

    def look(world: OddWorld, seed: int) -> ClassReported:
        looked.append((world.what, seed))
        return ClassReported(0.7, 0.7, 0.9, 0.9)

    monkeypatch.setattr(worlds, "look", look)
    with ThreadPoolExecutor(1) as pool:
        found: Iterator[worlds.Line] = worlds.lines(pool, 2, 5)
        assert [one.what for one in found] == [world.what for world in worlds.WORLDS]
    assert {seed for what, seed in looked if what == "N=300"} == {5, 6}
    assert {seed for what, seed in looked if what == "c=3"} == set(range(5, 15))
