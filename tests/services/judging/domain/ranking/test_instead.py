"""What the ranking would be without who is off is told beside it, and changes nothing."""

from dataclasses import replace

import numpy as np
from tests.services.judging.domain.ranking.test_odd_judges import FOUR, habit
from tests.services.judging.domain.ranking.test_ranking import judged

from huleedu.services.judging.domain.decisions import Decisions
from huleedu.services.judging.domain.ranking.described import described
from huleedu.services.judging.domain.ranking.instead import turned
from huleedu.services.judging.domain.ranking.odd_judges import Odd
from huleedu.services.judging.domain.ranking.ranking import rank


def with_one(how: str) -> Decisions:
    """Four judges, one of whom has a habit."""
    _, decisions = judged(scripts=20, count=240, kinds=FOUR)
    return replace(decisions, judgements=habit(decisions.judgements, how))


def test_without_and_turned_are_what_the_others_and_the_turned_decisions_give() -> None:
    decisions = with_one("reversed")
    found = rank(decisions, 1)
    others = rank(decisions.chosen(decisions.judgements.judge != 0), 1)
    right = rank(turned(decisions, ["j0"]), 1)
    for instead, same in ((found.without_odd, others), (found.with_turned, right)):
        assert instead is not None
        assert instead.judgements == same.judgements
        assert instead.reliability == same.reliability
        assert instead.places == {script.name: script.place for script in same.scripts}
    assert (found.reliability or 0.0) < (others.reliability or 0.0)
    assert found.judgements == 240


def test_who_tosses_coins_is_left_out_and_never_turned() -> None:
    found = rank(with_one("coin"), 1)
    assert found.without_odd is not None
    assert found.with_turned is None
    told = described(found)
    assert [(line.name, line.odd) for line in told.odd] == [("j0", Odd.COIN.value)]
    assert told.without_odd is not None
    assert told.without_odd.places == found.without_odd.places


def test_turning_turns_the_answers_of_some_alone() -> None:
    _, decisions = judged(kinds=FOUR)
    made, other = decisions.judgements, turned(decisions, ["j1"]).judgements
    own = made.judge == 1
    assert np.array_equal(other.answer[own], -made.answer[own])
    assert np.array_equal(other.answer[~own], made.answer[~own])
