"""The error bar: whether what is reported is true, and what happens at the edges."""

import numpy as np
import pytest
from tests.services.judging.domain.conftest import Simulate

from huleedu.bench.judging import Task, simulated, trial
from huleedu.services.judging.domain.inference.hyperparameters import learn
from huleedu.services.judging.domain.judgements import Anchors, Judgements, Known
from huleedu.services.judging.domain.past import past_from
from huleedu.services.judging.domain.ranking.ranks import ranks
from huleedu.services.judging.domain.ranking.reliability import (
    NotKnownYet,
    Reliability,
    TooLittle,
    as_known,
    places,
    places_of,
    reliability,
)
from huleedu.services.judging.domain.stopping import gain_from_more

PLAIN = Known(side_sd=0)


def test_informed_pairs_report_the_reliability_that_is_reached() -> None:
    trials = [trial(Task(scripts=20, per_script=10), seed) for seed in range(24)]
    off = np.mean([one.reported - one.squared for one in trials])
    assert abs(off) < 0.08
    assert 0.84 < np.mean([one.covered for one in trials]) < 0.95


def test_coin_tosses_are_not_reliable() -> None:
    reported = [trial(Task(tossing=True), seed).reported for seed in range(16)]
    assert np.mean(reported) < 0.1
    assert np.median(reported) < 0.02


def test_without_judgements_nothing_is_reliable() -> None:
    found = reliability(learn(Judgements(10, 1), PLAIN), np.random.default_rng(1))
    assert found.reliability < 0.05
    assert found.alike == pytest.approx(0.25, abs=0.02)


def ended(
    scripts: int, *pairs: tuple[int, int], answer: int = 1, times: int = 1, steps: int = 3
) -> Judgements:
    """Each of these pairs so often, always with this answer."""
    first, second = (np.array(column, np.int64) for column in zip(*pairs * times, strict=True))
    count = len(first)
    by, answers, of = np.zeros(count, np.int64), np.full(count, answer), np.full(count, steps)
    return Judgements(scripts, 1, first, second, by, answers, of)


def chain(begin: int, end: int) -> tuple[tuple[int, int], ...]:
    """Each with the next."""
    return tuple((at, at + 1) for at in range(begin, end - 1))


def told(made: Judgements, anchors: Anchors | None = None) -> Reliability | NotKnownYet:
    """What is said of how far a ranking from these can be trusted."""
    found = anchors or Anchors()
    believed = learn(made, Known(side_sd=0, anchors=found))
    return as_known(reliability(believed, np.random.default_rng(1)), made, found)


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (ended(2, (0, 1)), TooLittle.FEW_SCRIPTS),
        (ended(2, (0, 1), times=500), TooLittle.FEW_SCRIPTS),
        (ended(2, (0, 1), answer=0, times=20), TooLittle.FEW_SCRIPTS),
        (ended(3, *chain(0, 3)), TooLittle.FEW_JUDGEMENTS),
        (ended(4, *chain(0, 4)), TooLittle.FEW_JUDGEMENTS),
        (ended(20, (0, 1)), TooLittle.APART),
        (ended(20, *chain(0, 10), *chain(10, 20), times=20), TooLittle.APART),
        (ended(8, (0, 1), (2, 3), (4, 5), (6, 7)), TooLittle.APART),
    ],
)
def test_from_too_little_no_reliability_is_told(made: Judgements, why: TooLittle) -> None:
    assert told(made) == NotKnownYet(why)


def test_only_ties_are_known_to_give_no_order() -> None:
    found = told(ended(10, *chain(0, 10), answer=0, times=10))
    assert isinstance(found, Reliability)
    assert found.reliability == pytest.approx(0.0, abs=0.01)


def test_a_few_scripts_without_judgements_hold_nothing_back() -> None:
    found = told(ended(20, *chain(0, 18), (17, 0), times=12))
    assert isinstance(found, Reliability)


def test_known_places_link_groups_as_judgements_do() -> None:
    made = ended(20, *chain(0, 10), *chain(10, 20), times=20)
    anchors = Anchors(np.array([2, 12]), np.array([1.0, -1.0]), np.zeros(2))
    assert isinstance(told(made, anchors), Reliability)


def test_one_decision_makes_the_winner_likelier_and_leaves_both_places_open() -> None:
    believed = learn(ended(2, (0, 1), steps=2), PLAIN)
    drawn = believed.draws(4000, np.random.default_rng(1))
    assert 0.6 < np.mean(drawn[:, 0] > drawn[:, 1]) < 0.75
    found = places_of(believed, drawn)
    assert (found.low.tolist(), found.high.tolist()) == ([1, 1], [2, 2])


def test_reliability_grows_with_judgements(simulate: Simulate) -> None:
    found = [
        reliability(learn(simulate(30, count)[1], PLAIN), np.random.default_rng(1))
        for count in (90, 300, 1500)
    ]
    assert found[0].reliability < found[1].reliability < found[2].reliability
    assert all(one.low <= one.reliability <= one.high for one in found)


def test_places_lie_in_their_intervals(simulate: Simulate) -> None:
    _, judgements = simulate(30, 300)
    found = places(learn(judgements, PLAIN), np.random.default_rng(1))
    assert sorted(found.place) == list(range(1, 31))
    assert (found.low >= 1).all()
    assert (found.high <= 30).all()
    assert (found.low <= found.place + 1).all()
    assert (found.place - 1 <= found.high).all()


def test_the_intervals_hold_ninety_percent_of_the_draws(simulate: Simulate) -> None:
    _, judgements = simulate(30, 300)
    believed = learn(judgements, PLAIN)
    drawn = believed.draws(2000, np.random.default_rng(1))
    found = places_of(believed, drawn)
    each = ranks(drawn)
    assert np.mean((each >= found.low) & (each <= found.high)) == pytest.approx(0.9, abs=0.01)


def test_ranks_begin_at_one_for_the_highest() -> None:
    assert ranks(np.array([[0.5, 2.0, -1.0]])).tolist() == [[2, 1, 3]]


def test_more_judgements_are_expected_to_narrow_places_and_do(simulate: Simulate) -> None:
    _, judgements = simulate(25, 125)
    believed = learn(judgements, PLAIN)
    past = past_from(judgements)
    some = gain_from_more(believed, past, np.random.default_rng(1), more=30)
    many = gain_from_more(believed, past, np.random.default_rng(1), more=100)
    assert some.places_off_now > some.places_off_then > many.places_off_then > 0


def test_the_gain_that_was_told_comes() -> None:
    few, more = Task(per_script=8), Task(per_script=10)
    told: list[float] = []
    came: list[float] = []
    for seed in range(12):
        _, judged, before = simulated(few, seed)
        _, _, after = simulated(more, seed)
        past = past_from(judged)
        gain = gain_from_more(before, past, np.random.default_rng(seed), more=30)
        told.append(gain.places_off_then)
        came.append(reliability(after, np.random.default_rng(seed)).places_off)
    assert np.mean(told) == pytest.approx(np.mean(came), rel=0.08)


def test_a_place_that_is_owed_more_than_all_gets_all() -> None:
    """Scripts whose places are certain get an interval of one place each, and an end is found."""
    drawn = np.tile(np.arange(5.0), (200, 1))
    drawn[:, :2] += np.random.default_rng(1).normal(size=(200, 2)) * 0.9
    posterior = learn(Judgements(5, 1), PLAIN)
    for cover in (0.9, 1.0, 1.02):
        found = places_of(posterior, drawn, cover)
        assert (found.low >= 1).all()
        assert (found.high <= 5).all()
        assert (found.low <= found.high).all()
