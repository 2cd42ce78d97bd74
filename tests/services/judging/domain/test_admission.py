"""Who may have pairs, how many, and which words count."""

import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from huleedu.contracts.judging import (
    Closed,
    CountDiffers,
    KeyRevoked,
    Kind,
    NoDecision,
    NoSuchAnswer,
    NotEnrolled,
    NotOpened,
    NotYourPair,
    QuotaReached,
    RecordedBefore,
    TooLate,
)
from huleedu.services.judging.domain.admission import (
    Admitted,
    Asking,
    MayCount,
    MayTakeBack,
    PairAt,
    admit,
    change,
    decide,
    decided_before,
    heard,
    new_pairs,
    take_back,
)

NOW = datetime(2026, 11, 29, tzinfo=UTC)
ASA = Asking(closed=None, kind=Kind.PERSON)


def pair(**differs: Any) -> PairAt:
    """A pair that is before its judge."""
    usual: dict[str, Any] = {
        "state": "out",
        "answer": None,
        "answered_steps": None,
        "leased_until": NOW + timedelta(minutes=1),
        "steps": 5,
        "closed": None,
        "revoked": False,
    }
    return PairAt(**{**usual, **differs})


@pytest.mark.parametrize(
    ("asking", "told"),
    [
        (NotOpened(), NotOpened()),
        (Asking(closed=None), NotEnrolled()),
        (Asking(closed="enough"), Closed("enough")),
        (Asking(closed="enough", kind=Kind.PERSON, revoked=True), KeyRevoked()),
        (Asking(closed=None, kind=Kind.PERSON, quota=3, decided=3), QuotaReached(3)),
    ],
)
def test_who_may_have_no_pair_is_told_why(asking: Asking | NotOpened, told: object) -> None:
    assert admit(asking) == told


def test_a_quota_bounds_the_pairs_and_a_persons_texts() -> None:
    assert (admit(ASA), new_pairs(ASA)) == (Admitted(sys.maxsize), sys.maxsize)
    with_quota = Asking(closed=None, kind=Kind.PERSON, quota=4, decided=2, texts_shown=8)
    assert (admit(with_quota), new_pairs(with_quota)) == (Admitted(2), 2)
    model = Asking(closed=None, kind=Kind.MODEL, quota=4, texts_shown=100)
    assert new_pairs(model) == sys.maxsize, "it has no key that could leak"


def test_a_decision_is_changed_while_judging_is_open() -> None:
    made = pair(state="decided", answer=1, answered_steps=5, comment="so")
    assert change(made, -1, None) == MayCount(5)
    assert change(made, 1, "other") == MayCount(5)
    for comment in (None, "so"):
        assert change(made, 1, comment) == RecordedBefore(1, same=True)
    ended = replace(made, closed="enough")
    assert change(ended, -1, None) == TooLate("enough")
    assert change(ended, 1, None) == RecordedBefore(1, same=True), "it was done before the end"
    assert change(replace(made, revoked=True), -1, None) == KeyRevoked()
    assert change(replace(made, steps=3), 2, None) == NoSuchAnswer((-1, 0, 1))
    assert change(replace(made, steps=3), 1, None) == MayCount(3), "to another question"
    for none in (None, pair(), pair(state="undone", answer=1), replace(made, imported=True)):
        assert change(none, -1, None) == NoDecision()


def test_decisions_are_taken_back_by_whoever_knows_how_many_there_are() -> None:
    three = Asking(closed=None, kind=Kind.PERSON, decided=3)
    assert take_back(three, 3) == MayTakeBack(sys.maxsize)
    assert take_back(three, None) == MayTakeBack(sys.maxsize)
    assert take_back(three, 2) == CountDiffers(3)
    assert take_back(Asking(closed="enough", kind=Kind.PERSON), None) == TooLate("enough")


def test_a_word_on_a_pair_counts_while_it_is_the_judges() -> None:
    assert heard(None, NOW) == NotYourPair()
    assert heard(pair(), NOW) == MayCount(5)
    assert heard(pair(revoked=True), NOW) == KeyRevoked()
    assert heard(pair(closed="enough"), NOW) == MayCount(5), "the lease outlives the end"
    assert heard(pair(closed="enough", leased_until=NOW - timedelta(1)), NOW) == TooLate("enough")


def test_an_answer_is_one_of_the_questions() -> None:
    assert decide(pair(), 2, None, NOW) == MayCount(5)
    assert decide(pair(), 2, 3, NOW) == NoSuchAnswer((-1, 0, 1))
    assert decide(pair(steps=2), 0, None, NOW) == NoSuchAnswer((-1, 1))


def test_the_first_answer_stands() -> None:
    decided = pair(state="decided", answer=1, answered_steps=5)
    assert decided_before(decided, 1, 5) == RecordedBefore(1, same=True)
    assert decided_before(decided, -1, 5) == RecordedBefore(1, same=False)
    assert decided_before(pair(state="flagged"), 1, 5) == NotYourPair()
