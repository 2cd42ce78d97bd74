"""The next pair: even, balanced, unrepeated, allowed, and telling."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.services.judging.domain.conftest import Simulate

from huleedu.services.judging.domain.inference.fit import ALIKE, Spreads
from huleedu.services.judging.domain.inference.hyperparameters import learn
from huleedu.services.judging.domain.inference.posterior import Posterior
from huleedu.services.judging.domain.judgements import Judgements, Known
from huleedu.services.judging.domain.pairing import (
    UNEVEN_MAX,
    NoPairLeft,
    Way,
    fixed_pairs,
    next_pairs,
)
from huleedu.services.judging.domain.past import Pair, Past, past_from, past_of

PLAIN = Known(side_sd=0)


def session(scripts: int, count: int, way: Way, seed: int) -> tuple[list[Pair], Past]:
    """Pairs handed out one after the other to a judge who prefers the larger number."""
    dice = np.random.default_rng(seed)
    judgements = Judgements(scripts, 1)
    believed, past = learn(judgements, PLAIN), past_from(judgements)
    handed: list[Pair] = []
    for _ in range(count):
        chosen = next_pairs(believed, past, dice, way=way)
        assert not isinstance(chosen, NoPairLeft)
        pair = chosen[0]
        believed = believed.after(pair.first, pair.second, 1 if pair.first > pair.second else -1)
        past = past.and_one(pair)
        handed.append(pair)
    return handed, past


@settings(max_examples=12)
@given(
    scripts=st.integers(4, 12),
    way=st.sampled_from([Way.INFORMED, Way.RANDOM]),
    seed=st.integers(0, 1000),
)
def test_pairs_are_even_balanced_and_not_repeated(scripts: int, way: Way, seed: int) -> None:
    every = scripts * (scripts - 1) // 2
    handed, past = session(scripts, every // 2, way, seed)
    keys = {frozenset((pair.first, pair.second)) for pair in handed}
    assert len(keys) == len(handed)
    assert past.counts.max() - past.counts.min() <= UNEVEN_MAX + 2
    assert np.abs(past.lean).max() <= 3


def test_all_pairs_are_seen_before_one_comes_again() -> None:
    handed, _ = session(5, 10, Way.INFORMED, 1)
    assert len({frozenset((pair.first, pair.second)) for pair in handed}) == 10


def test_barred_scripts_and_pairs_are_never_shown(simulate: Simulate) -> None:
    _, judgements = simulate(8, 40)
    believed, past = learn(judgements, PLAIN), past_from(judgements)
    barred = np.zeros(8, np.bool_)
    barred[[1, 4]] = True
    apart = ((0, 2), (3, 2), (5, 2), (6, 2))
    dice = np.random.default_rng(1)
    for _ in range(60):
        chosen = next_pairs(believed, past, dice, barred=barred, barred_pairs=apart)
        assert not isinstance(chosen, NoPairLeft)
        shown = {chosen[0].first, chosen[0].second}
        assert not shown & {1, 4}
        assert 2 not in shown or 7 in shown
        past = past.and_one(chosen[0])


def test_a_script_of_which_all_pairs_are_barred_holds_up_no_other(simulate: Simulate) -> None:
    """A judge who could not judge any pair of a script gets pairs of the others."""
    _, judgements = simulate(6, 60)
    made = judgements.chosen((judgements.first != 0) & (judgements.second != 0))
    past = past_from(made)
    assert past.counts[0] == 0
    assert past.counts[1:].min() > UNEVEN_MAX
    found = next_pairs(
        learn(made, PLAIN),
        past,
        np.random.default_rng(1),
        count=3,
        barred_pairs=tuple((0, other) for other in range(1, 6)),
    )
    assert not isinstance(found, NoPairLeft)
    assert all(0 not in (pair.first, pair.second) for pair in found)


def test_no_pair_is_left_when_all_but_one_script_are_barred(simulate: Simulate) -> None:
    _, judgements = simulate(4, 10)
    barred = np.array([True, True, True, False])
    believed, past = learn(judgements, PLAIN), past_from(judgements)
    dice = np.random.default_rng(1)
    assert next_pairs(believed, past, dice, barred=barred) == NoPairLeft()
    only = np.array([True, True, False, False])
    chosen = next_pairs(believed, past, dice, barred=only, barred_pairs=((3, 2),))
    assert chosen == NoPairLeft()


def test_several_pairs_at_once_are_different(simulate: Simulate) -> None:
    _, judgements = simulate(20, 100)
    chosen = next_pairs(
        learn(judgements, PLAIN), past_from(judgements), np.random.default_rng(1), count=8
    )
    assert not isinstance(chosen, NoPairLeft)
    assert len({frozenset((pair.first, pair.second)) for pair in chosen}) == 8
    assert len({script for pair in chosen for script in (pair.first, pair.second)}) >= 8


def test_the_same_dice_give_the_same_pair(simulate: Simulate) -> None:
    _, judgements = simulate(10, 50)
    believed, past = learn(judgements, PLAIN), past_from(judgements)
    chosen = [next_pairs(believed, past, np.random.default_rng(7), count=3) for _ in range(2)]
    assert chosen[0] == chosen[1]


def test_informed_pairs_are_closer_than_random_ones(simulate: Simulate) -> None:
    _, judgements = simulate(40, 400)
    believed, past = learn(judgements, PLAIN), past_from(judgements)
    mean = believed.mean()

    def apart(way: Way) -> float:
        dice = np.random.default_rng(3)
        rounds = [next_pairs(believed, past, dice, count=15, way=way) for _ in range(5)]
        pairs = [pair for chosen in rounds if not isinstance(chosen, NoPairLeft) for pair in chosen]
        return float(np.mean([abs(mean[pair.first] - mean[pair.second]) for pair in pairs]))

    assert apart(Way.INFORMED) < 0.7 * apart(Way.RANDOM)


def test_a_doubt_whether_judges_toss_coins_is_settled_by_scripts_far_apart() -> None:
    shown = fixed_pairs(20, 4, np.random.default_rng(1))
    first, second = np.array([(pair.first, pair.second) for pair in shown]).T
    truth = np.linspace(-3, 3, 20)
    seen = truth[first] - truth[second] + np.random.default_rng(2).logistic(size=40)
    answer = np.where(seen > 0, 1, -1)
    judgements = Judgements(20, 1, first, second, 0 * first, answer, np.full(40, 2))
    believed = learn(judgements, PLAIN)
    doubting = _with_alike(believed, 0.5)
    sure = _with_alike(believed, 0.0)
    past = past_from(judgements)
    mean = believed.mean()

    def apart(posterior: Posterior) -> float:
        chosen = next_pairs(posterior, past, np.random.default_rng(3))
        assert not isinstance(chosen, NoPairLeft)
        return abs(mean[chosen[0].first] - mean[chosen[0].second])

    assert apart(doubting) > apart(sure)


def _with_alike(believed: Posterior, share: float) -> Posterior:
    best = int(np.argmax(believed.weights))
    return replace(
        believed,
        weights=np.array([share, 1 - share]),
        spreads=(Spreads(ALIKE), believed.best),
        means=np.stack([np.zeros(believed.scripts), believed.means[best]]),
        covariances=np.stack([np.eye(believed.scripts) * 1e-4, believed.covariances[best]]),
        gaps=believed.gaps[[best, best]],
        sides=believed.sides[[best, best]],
    )


def test_a_class_of_many_hundreds_gets_pairs_too(simulate: Simulate) -> None:
    truth, judgements = simulate(650, 6500)
    believed, past = learn(judgements, PLAIN), past_from(judgements)
    chosen = next_pairs(believed, past, np.random.default_rng(1), count=4)
    assert not isinstance(chosen, NoPairLeft)
    fewest = past.counts.min()
    for pair in chosen:
        assert past.counts[[pair.first, pair.second]].max() <= fewest + UNEVEN_MAX
        assert abs(truth[pair.first] - truth[pair.second]) < 4


@pytest.mark.parametrize(("scripts", "per_script"), [(10, 4), (11, 6), (12, 5), (9, 8)])
def test_a_fixed_design_shows_each_script_as_often(scripts: int, per_script: int) -> None:
    pairs = fixed_pairs(scripts, per_script, np.random.default_rng(1))
    shown = np.bincount([s for pair in pairs for s in (pair.first, pair.second)])
    assert set(shown) == {per_script}
    assert len({frozenset((pair.first, pair.second)) for pair in pairs}) == len(pairs)


@settings(max_examples=15)
@given(
    scripts=st.integers(4, 10),
    judges=st.integers(1, 4),
    way=st.sampled_from(Way),
    seed=st.integers(0, 1000),
)
def test_sides_are_balanced_for_each_script_and_for_each_judge(
    scripts: int, judges: int, way: Way, seed: int
) -> None:
    dice = np.random.default_rng(seed)
    believed, past = learn(Judgements(scripts, 1), PLAIN), past_from(Judgements(scripts, 1))
    own = np.zeros((judges, scripts), np.int64)
    for turn in range(scripts * (scripts - 1) // 2):
        judge = turn % judges
        chosen = next_pairs(
            believed,
            past,
            dice,
            way=way,
            own_lean=own[judge],
            design=fixed_pairs(scripts, scripts - 1, np.random.default_rng(seed)),
        )
        if isinstance(chosen, NoPairLeft):
            break  # a design may have fewer pairs than there are
        past = past.and_one(chosen[0])
        own[judge, [chosen[0].first, chosen[0].second]] += (1, -1)
    assert np.abs(past.lean).max() <= 4
    assert np.abs(own).max() <= 4
    assert (own**2).mean() <= 3


def test_a_judge_sees_first_what_they_have_seen_second() -> None:
    believed, past = learn(Judgements(3, 1), PLAIN), past_from(Judgements(3, 1))
    own = np.array([2, -1, -1])
    for seed in range(8):
        chosen = next_pairs(believed, past, np.random.default_rng(seed), own_lean=own)
        assert not isinstance(chosen, NoPairLeft)
        assert chosen[0].first != 0


def test_a_fixed_design_is_handed_out_in_its_order_each_pair_once(simulate: Simulate) -> None:
    _, judgements = simulate(9, 30)
    believed, past = learn(judgements, PLAIN), past_from(Judgements(9, 1))
    plan = fixed_pairs(9, 4, np.random.default_rng(5))
    dice = np.random.default_rng(1)
    handed: list[Pair] = []
    for _ in range(6):
        chosen = next_pairs(believed, past, dice, count=4, way=Way.FIXED, design=plan)
        for pair in () if isinstance(chosen, NoPairLeft) else chosen:
            past = past.and_one(pair)
            handed.append(pair)
    assert [{p.first, p.second} for p in handed] == [{p.first, p.second} for p in plan]


def test_a_fixed_design_leaves_out_what_was_shown_and_what_is_barred(simulate: Simulate) -> None:
    _, judgements = simulate(6, 30)
    believed = learn(judgements, PLAIN)
    plan = (Pair(0, 1), Pair(2, 3), Pair(1, 4), Pair(4, 5), Pair(3, 0))
    past = past_from(Judgements(6, 1)).and_one(Pair(1, 0))
    barred = np.arange(6) == 2
    chosen = next_pairs(
        believed,
        past,
        np.random.default_rng(1),
        count=9,
        way=Way.FIXED,
        design=plan,
        barred=barred,
        barred_pairs=((5, 4),),
    )
    assert not isinstance(chosen, NoPairLeft)
    assert [{p.first, p.second} for p in chosen] == [{1, 4}, {0, 3}]
    assert next_pairs(believed, past, np.random.default_rng(1), way=Way.FIXED) == NoPairLeft()


def test_many_barred_pairs_are_barred_either_way_round(simulate: Simulate) -> None:
    _, judgements = simulate(12, 60)
    believed, past = learn(judgements, PLAIN), past_from(judgements)
    all_but_one = tuple((b, a) for a in range(12) for b in range(a) if {a, b} != {3, 7})
    chosen = next_pairs(believed, past, np.random.default_rng(1), barred_pairs=all_but_one)
    assert not isinstance(chosen, NoPairLeft)
    assert {chosen[0].first, chosen[0].second} == {3, 7}


@given(shown=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=30))
def test_the_past_grows_by_one_pair_as_if_all_had_been_counted_anew(
    shown: list[tuple[int, int]],
) -> None:
    pairs = [Pair(first, second) for first, second in shown if first != second]
    grown = past_from(Judgements(6, 1))
    for pair in pairs:
        grown = grown.and_one(pair)
    columns = np.array([(pair.first, pair.second) for pair in pairs], np.int64).reshape(-1, 2)
    anew = past_of(6, columns[:, 0], columns[:, 1])
    for one, other in (
        (grown.counts, anew.counts),
        (grown.lean, anew.lean),
        (grown.keys, anew.keys),
        (grown.times, anew.times),
    ):
        assert one.tolist() == other.tolist()


def test_where_measures_order_the_class_the_doubt_about_its_spread_counts_less_from_the_start(
    simulate: Simulate,
) -> None:
    truth, judgements = simulate(20, 45)
    measured = learn(judgements, Known(side_sd=0, features=truth[:, None], oriented=True))
    assert measured.measured
    past = past_from(judgements)
    as_without = replace(
        measured, spreads=tuple(replace(one, explained=0.0) for one in measured.spreads)
    )
    mean = measured.mean()

    def apart(posterior: Posterior) -> float:
        chosen = next_pairs(posterior, past, np.random.default_rng(3), count=12)
        assert not isinstance(chosen, NoPairLeft)
        return float(np.mean([abs(mean[pair.first] - mean[pair.second]) for pair in chosen]))

    assert apart(measured) < apart(as_without)
