"""Who answers upside-down, picks a side or tosses coins is named; who judges is not."""

from dataclasses import replace

import numpy as np
import pytest
from tests.services.judging.domain.ranking.test_ranking import judged

from huleedu.contracts.judging import Kind
from huleedu.services.judging.api.measuring import odd_among
from huleedu.services.judging.domain.judgements import Judgements
from huleedu.services.judging.domain.ranking.odd_judges import (
    DECISIONS_MIN,
    DRAWS,
    SIMULATED,
    Odd,
    standings,
)
from huleedu.services.judging.domain.ranking.ranking import rank

FOUR = (Kind.PERSON,) * 4


def habit(made: Judgements, how: str, judge: int = 0) -> Judgements:
    """The same, with one judge who answers otherwise."""
    tossed = np.where(np.random.default_rng(7).random(len(made)) < 0.5, 1, -1)
    answers = {
        "judges": made.answer,
        "reversed": -made.answer,
        "first": np.ones_like(made.answer),
        "second": -np.ones_like(made.answer),
        "coin": tossed,
    }
    return replace(made, answer=np.where(made.judge == judge, answers[how], made.answer))


@pytest.mark.parametrize(
    ("how", "named"),
    [
        ("judges", None),
        ("reversed", Odd.REVERSED),
        ("first", Odd.FIRST),
        ("second", Odd.SECOND),
        ("coin", Odd.COIN),
    ],
)
def test_one_of_four_is_named_and_the_others_are_not(how: str, named: Odd | None) -> None:
    _, decisions = judged(scripts=20, count=240, kinds=FOUR)
    found = odd_among(habit(decisions.judgements, how, judge=2))
    assert found == (None, None, named, None)


def test_who_agrees_less_than_the_others_beyond_chance_is_seldom_with_them() -> None:
    _, decisions = judged(scripts=20, count=240, kinds=FOUR)
    good = rank(decisions, 1).judges
    assert not any(judge.seldom for judge in good)
    coin = habit(decisions.judgements, "coin", judge=2)
    odd = rank(replace(decisions, judgements=coin), 1).judges
    assert [judge.name for judge in odd if judge.seldom] == ["j2"]


def test_of_two_who_contradict_one_another_nobody_is_named() -> None:
    _, decisions = judged(count=160)
    assert odd_among(habit(decisions.judgements, "reversed")) == (None, None)


def test_a_side_is_seen_without_any_others() -> None:
    _, decisions = judged(count=40, kinds=(Kind.PERSON,))
    assert odd_among(decisions.judgements) == (None,)
    assert odd_among(habit(decisions.judgements, "second")) == (Odd.SECOND,)


def test_a_side_is_not_told_where_nobody_knows_the_sides() -> None:
    _, decisions = judged(count=40, kinds=(Kind.PERSON,))
    made = habit(decisions.judgements, "first")
    assert standings(made, lambda _j, _r: None, sides_known=False)[0].odd is None


def test_of_few_decisions_and_of_ties_nothing_is_said() -> None:
    _, decisions = judged(count=4 * (DECISIONS_MIN - 1), kinds=FOUR)
    assert not standings(decisions.judgements, lambda _j, _r: None, sides_known=True)
    _, many = judged(count=160, kinds=FOUR)
    tied = replace(
        many.judgements,
        answer=np.zeros_like(many.judgements.answer),
        steps=np.full_like(many.judgements.steps, 3),
    )
    assert not standings(tied, lambda _j, _r: None, sides_known=True)


def test_who_is_named_is_not_among_the_others_any_more() -> None:
    _, decisions = judged(scripts=20, count=320, kinds=FOUR)
    made = habit(decisions.judgements, "reversed", judge=1)
    asked: list[tuple[int, frozenset[int]]] = []
    truth = np.linspace(2.5, -2.5, 20)

    def differences(judge: int, rows: np.ndarray) -> np.ndarray:
        asked.append((judge, frozenset(made.judge[rows].tolist())))
        own = made.judge == judge
        away = truth[made.first[own]] - truth[made.second[own]]
        return np.tile(away, (DRAWS + SIMULATED, 1))

    found = standings(made, differences, sides_known=True)
    assert [found[at].odd for at in range(4)] == [None, Odd.REVERSED, None, None]
    assert (0, frozenset({2, 3})) in asked
    assert found[1].agreed < found[1].compared / 2 < found[1].expected * found[1].compared


def test_a_ranking_tells_how_far_each_agrees_and_who_is_quick() -> None:
    _, decisions = judged(scripts=20, count=240, kinds=FOUR)
    took = np.where(decisions.judgements.judge == 3, 2.0, 60.0)
    found = rank(replace(decisions, took_s=took), 1)
    for one in found.judges:
        assert one.agreed is not None
        assert one.agreed_low is not None
        assert one.agreed_high is not None
        assert one.agreed_low < one.agreed / one.compared < one.agreed_high
    odd = {one.name: one.odd for one in found.judges}
    assert odd == {"j0": None, "j1": None, "j2": None, "j3": Odd.QUICK}
    assert found.without_odd is None
