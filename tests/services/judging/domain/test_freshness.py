"""A ranking is due when there is something that it was not made from."""

from huleedu.services.judging.domain.freshness import NO_RANKING, Kept, MadeFrom, is_due


def test_there_is_nothing_to_rank_until_something_is_decided() -> None:
    assert not is_due(NO_RANKING, MadeFrom(revision=3, decided=0, undone=0))
    assert is_due(NO_RANKING, MadeFrom(revision=3, decided=1, undone=0))


def test_a_decision_an_undoing_and_other_rules_make_a_ranking_due() -> None:
    kept = Kept(4, MadeFrom(revision=1, decided=8, undone=2))
    assert not is_due(kept, kept.made_from)
    assert is_due(kept, MadeFrom(revision=1, decided=9, undone=2))
    assert is_due(kept, MadeFrom(revision=1, decided=7, undone=3))
    assert is_due(kept, MadeFrom(revision=2, decided=8, undone=2))
    assert is_due(kept, MadeFrom(revision=1, decided=8, undone=3)), "decided again, otherwise"


def test_what_was_made_later_covers_what_was_there_before() -> None:
    before = MadeFrom(revision=1, decided=8, undone=2)
    assert before.covers(before)
    assert MadeFrom(1, 7, 3).covers(before), "one was taken back since"
    assert not before.covers(MadeFrom(1, 7, 3))
    assert not MadeFrom(1, 9, 2).covers(MadeFrom(2, 8, 2))
