"""Judges who wait at once get what each would have got had they come one after the other."""

import numpy as np

from huleedu.contracts.judging import NoPairLeft, NoPairNow
from huleedu.services.judging.domain.desk import Assignments, Rules, choose
from huleedu.services.judging.domain.inference.hyperparameters import learn
from huleedu.services.judging.domain.inference.posterior import Posterior
from huleedu.services.judging.domain.judgements import Known
from huleedu.services.judging.domain.past import Pair
from huleedu.services.judging.domain.rounds import Waiting, choose_in_turn, within_budget

SCRIPTS, SEED = 12, 7
JUDGES = ("a", "b", "c", "d")


def so_far(made: int) -> Assignments:
    dice = np.random.default_rng(3)
    first = dice.integers(0, SCRIPTS, made)
    second = (first + dice.integers(1, SCRIPTS, made)) % SCRIPTS
    answer = np.where(first < second, 1, -1)
    return Assignments(JUDGES, np.arange(made) % 4, first, second, answer, np.full(made, 5))


def believed(assigned: Assignments) -> Posterior:
    return learn(assigned.judgements(SCRIPTS), Known(), near=None)


def test_each_gets_what_they_would_have_got_after_those_before_them() -> None:
    assigned, rules = so_far(30), Rules()
    posterior = believed(assigned)
    waiting = [Waiting(judge=name, count=2, barred=(3,)) for name in JUDGES]
    found = choose_in_turn(posterior, assigned, waiting, SEED, rules)
    for name, pairs in zip(JUDGES, found, strict=True):
        seed = (SEED, len(assigned.judge))
        alone = choose(posterior, assigned, name, 2, seed, rules, barred=(3,))
        assert pairs == alone
        assert not isinstance(alone, NoPairLeft)
        assert not any(3 in (pair.first, pair.second) for pair in alone)
        assigned = assigned.and_out(name, alone)
    pairs = list(zip(assigned.first[30:], assigned.second[30:], strict=True))
    assert len({frozenset(pair) for pair in pairs}) == 8, "no pair is with two of them"


def test_the_budget_is_for_all_of_them_together() -> None:
    assigned, rules = so_far(10), Rules(judgements=13)
    waiting = [Waiting(judge=name, count=2) for name in JUDGES]
    found = choose_in_turn(believed(assigned), assigned, waiting, SEED, rules)
    assert [len(each) if isinstance(each, tuple) else each for each in found] == [
        2,
        1,
        NoPairNow(),
        NoPairNow(),
    ]
    assert within_budget(5, rules, assigned) == 3
    assert within_budget(5, Rules(), assigned) == 5


def test_what_is_out_comes_after_all_that_was_handed_out() -> None:
    assigned = so_far(2).and_out("c", [Pair(4, 5)])
    assert (assigned.judge[-1], assigned.first[-1], assigned.second[-1]) == (2, 4, 5)
    assert assigned.steps.tolist() == [5, 5, 0]
