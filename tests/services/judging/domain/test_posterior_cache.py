"""A batch ends by itself when it has enough, and not before the figures can be trusted."""

from itertools import combinations
from uuid import UUID

import numpy as np
import pytest

from huleedu.contracts.judging import Kind
from huleedu.services.judging.domain.decisions import Decisions
from huleedu.services.judging.domain.desk import Rules
from huleedu.services.judging.domain.judgements import Judgements
from huleedu.services.judging.domain.posterior_cache import (
    Basis,
    Outline,
    learn_from,
)
from huleedu.services.judging.domain.ranking.ranking import rank
from huleedu.services.judging.domain.ranking.reliability import (
    NotKnownYet,
    Reliability,
    TooLittle,
)
from huleedu.services.judging.domain.stopping import Enough, GoOn


def agreed(scripts: int, rounds: int) -> Judgements:
    """Every pair so often, the higher number always much better."""
    pairs = list(combinations(range(scripts), 2)) * rounds
    first, second = (np.array(column) for column in zip(*pairs, strict=True))
    return Judgements(
        scripts=scripts,
        judges=1,
        first=first,
        second=second,
        judge=np.zeros(len(pairs), np.int64),
        answer=np.full(len(pairs), -2),
        steps=np.full(len(pairs), 5),
    )


def basis(made: Judgements, rules: Rules) -> Basis:
    names = tuple(str(UUID(int=number)) for number in range(made.scripts))
    decisions = Decisions(
        judgements=made,
        scripts=names,
        judges=("Åsa",),
        times=("",) * len(made),
        sides_usable=True,
        kinds=(Kind.PERSON,),
        took_s=np.full(len(made), np.nan),
    )
    return Basis(decisions, None, rules)


def test_a_batch_ends_at_the_reliability_that_was_asked_for() -> None:
    made = agreed(8, 2)
    belief = learn_from(basis(made, Rules(reliability=0.8)), None)
    assert belief.verdict(len(made)) is Enough.RELIABLE
    asked_for_more = learn_from(basis(made, Rules(reliability=0.99)), None)
    assert asked_for_more.verdict(len(made)) == GoOn()
    assert learn_from(basis(made, Rules()), None).verdict(len(made)) == GoOn()


def test_a_batch_does_not_end_before_five_judgements_of_each_script() -> None:
    made = agreed(8, 1).chosen(np.arange(19))
    belief = learn_from(basis(made, Rules(reliability=0.1)), None)
    assert isinstance(belief.reached, Reliability)
    assert belief.reached.reliability > 0.1
    assert belief.verdict(len(made)) == GoOn()
    assert (
        learn_from(basis(agreed(8, 1).chosen(np.arange(20)), Rules(reliability=0.1)), None).verdict(
            20
        )
        is Enough.RELIABLE
    )


def test_two_scripts_never_end_by_their_reliability() -> None:
    made = agreed(2, 40)
    belief = learn_from(basis(made, Rules(reliability=0.1)), None)
    assert belief.reached == NotKnownYet(TooLittle.FEW_SCRIPTS)
    assert belief.verdict(len(made)) == GoOn()


@pytest.mark.parametrize(("judged", "verdict"), [(9, GoOn()), (10, Enough.SPENT)])
def test_a_batch_ends_when_its_judgements_are_made(judged: int, verdict: Enough | GoOn) -> None:
    belief = learn_from(basis(agreed(4, 1), Rules(judgements=10)), None)
    assert belief.verdict(judged) == verdict


def test_a_belief_knows_whether_it_speaks_of_this_batch() -> None:
    belief = learn_from(basis(agreed(4, 1), Rules()), None)
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
