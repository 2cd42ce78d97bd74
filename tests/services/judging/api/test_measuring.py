"""What is measured is what judges get."""

import numpy as np

from huleedu.services.judging.api import measuring
from huleedu.services.judging.api.measuring import Judgements, Known, learn, next_pairs, past_from
from huleedu.services.judging.domain.desk import Assignments, Rules, choose

SCRIPTS, SEED = 12, (7, 0)


def test_the_pairs_that_are_measured_are_those_that_judges_get() -> None:
    nothing = np.empty(0, np.int64)
    none = Judgements(SCRIPTS, 1, nothing, nothing, nothing, nothing, nothing)
    believed = learn(none, Known())
    assigned = Assignments(("Åsa",), nothing, nothing, nothing, nothing, nothing)
    given = choose(believed, assigned, "Åsa", 3, SEED, Rules())
    measured = next_pairs(
        believed,
        past_from(none),
        np.random.default_rng(SEED),
        count=3,
        own_lean=np.zeros(SCRIPTS, np.int64),
    )
    assert given == measured


def test_a_ranking_is_believed_without_whom_was_left_out() -> None:
    one_way = Judgements(
        3,
        2,
        np.array([0, 1, 2, 1]),
        np.array([1, 2, 1, 0]),
        np.array([0, 0, 1, 1]),
        np.array([1, 1, 1, 1]),
        np.full(4, 2),
    )
    everybody = measuring.believed_of(one_way, one_way.judge >= 0).mean()
    first_alone = measuring.believed_of(one_way, one_way.judge == 0).mean()
    assert np.allclose(everybody, 0, atol=1e-6)
    assert first_alone[0] > first_alone[1] > first_alone[2]
