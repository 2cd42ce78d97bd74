"""What was shown is found again, pair by pair."""

import numpy as np

from huleedu.services.judging.domain.judgements import Judgements
from huleedu.services.judging.domain.past import (
    Pair,
    keys_of,
    pair_keys,
    past_from,
    past_of,
)

SCRIPTS = 9


def columns(count: int) -> tuple[np.ndarray, np.ndarray]:
    dice = np.random.default_rng(11)
    first = dice.integers(0, SCRIPTS, count)
    return first, (first + dice.integers(1, SCRIPTS, count)) % SCRIPTS


def test_of_no_pairs_there_is_nothing() -> None:
    rows = np.arange(SCRIPTS)
    assert not len(keys_of(SCRIPTS, ()))
    assert not past_of(SCRIPTS, *columns(0)).shown(rows, rows).any()


def test_one_more_pair_is_as_if_it_had_been_there_from_the_start() -> None:
    first, second = columns(12)
    past = past_of(SCRIPTS, first[:11], second[:11])
    more = past.and_one(Pair(int(first[11]), int(second[11])))
    whole = past_of(SCRIPTS, first, second)
    for field in ("counts", "lean", "keys", "times"):
        assert getattr(more, field).tolist() == getattr(whole, field).tolist()


def test_either_way_round_it_is_the_same_pair() -> None:
    first, second = columns(20)
    assert pair_keys(SCRIPTS, first, second).tolist() == pair_keys(SCRIPTS, second, first).tolist()
    one = np.ones(20, np.int64)
    made = Judgements(SCRIPTS, 1, first, second, 0 * one, one, 2 * one)
    assert past_from(made).counts.sum() == 40
