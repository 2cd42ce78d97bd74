"""A batch ends by itself when it has enough, and not before the figures can be trusted."""

import numpy as np
import pytest
from tests.services.judging.domain.test_learning import agreed, basis

from huleedu.services.judging.domain.desk import Rules
from huleedu.services.judging.domain.ending import Enough, GoOn
from huleedu.services.judging.domain.learning import learn_from
from huleedu.services.judging.domain.posterior_cache import (
    Basis,
    CachedPosterior,
    Outline,
    cached,
)
from huleedu.services.judging.domain.ranking.ranking import rank


def learnt(of: Basis) -> CachedPosterior:
    return cached(learn_from(of, None), of)


def test_a_batch_ends_at_the_reliability_that_was_asked_for() -> None:
    made = agreed(8, 2)
    belief = learnt(basis(made, Rules(reliability=0.8)))
    assert belief.verdict(len(made)) is Enough.RELIABLE
    asked_for_more = learnt(basis(made, Rules(reliability=0.99)))
    assert asked_for_more.verdict(len(made)) == GoOn()
    assert learnt(basis(made, Rules())).verdict(len(made)) == GoOn()


def test_a_batch_does_not_end_before_five_judgements_of_each_script() -> None:
    made = agreed(8, 1).chosen(np.arange(19))
    belief = learnt(basis(made, Rules(reliability=0.1)))
    assert belief.verdict(len(made)) == GoOn()
    assert (
        learnt(basis(agreed(8, 1).chosen(np.arange(20)), Rules(reliability=0.1))).verdict(20)
        is Enough.RELIABLE
    )


def test_two_scripts_never_end_by_their_reliability() -> None:
    made = agreed(2, 40)
    belief = learnt(basis(made, Rules(reliability=0.1)))
    assert belief.reliability is None
    assert belief.verdict(len(made)) == GoOn()


@pytest.mark.parametrize(("judged", "verdict"), [(9, GoOn()), (10, Enough.SPENT)])
def test_a_batch_ends_when_its_judgements_are_made(judged: int, verdict: Enough | GoOn) -> None:
    belief = learnt(basis(agreed(4, 1), Rules(judgements=10)))
    assert belief.verdict(judged) == verdict


def test_a_belief_knows_whether_it_speaks_of_this_batch() -> None:
    belief = learnt(basis(agreed(4, 1), Rules()))
    assert belief.is_about(Outline(4, 99, Rules(), counts_only=False))
    assert not belief.is_about(Outline(5, 6, Rules(), counts_only=False))
    assert not belief.is_about(Outline(4, 6, Rules(measures=False), counts_only=False))


def test_it_is_known_what_thirty_more_judgements_would_bring() -> None:
    decisions = basis(agreed(6, 1), Rules()).decisions
    found, again = rank(decisions, 1), rank(decisions, 1)
    assert found.gain
    assert (found.judgements, found.gain.more) == (15, 30)
    assert 0 < found.gain.places_off_then < found.gain.places_off_now
    assert again.gain == found.gain, "equal judgements, equal figures"
