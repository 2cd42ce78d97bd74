"""Which grades may be decided, when a reason is wanted, and what stands in the way."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from huleedu.contracts.ranking import RankedEssay, RankingPicture
from huleedu.services.results.domain.deciding import (
    REASON_MAX,
    ChangedSince,
    Decide,
    DecidedGrade,
    Known,
    NoSuchEssay,
    NoSuchGrade,
    ReasonTooLong,
    ReasonWanted,
    decide,
    likeliest_of,
    may_be_decided,
    taken_back,
)

ANNA, BO, CIA = (UUID(int=n) for n in (1, 2, 3))
SCALE = ("F", "E", "D", "C", "B", "A")
ACT = UUID(int=90)


def decided(essay: UUID, grade: str, number: int = 1, act: UUID = ACT) -> DecidedGrade:
    return DecidedGrade(
        essay=essay,
        grade=grade,
        by=UUID(int=12),
        by_name="Karin",
        at=datetime(2026, 12, 1, tzinfo=UTC),
        reason="",
        likeliest=None,
        number=number,
        act=act,
        ranking=1,
    )


def known(*latest: DecidedGrade, scale: tuple[str, ...] = SCALE) -> Known:
    return Known(
        scale=scale,
        likeliest={str(ANNA): "B", str(BO): "C"},
        essays=frozenset({ANNA, BO, CIA}),
        latest={one.essay: one for one in latest},
    )


def test_the_scale_and_f_and_no_basis_may_always_be_decided() -> None:
    assert may_be_decided(SCALE) == ("A", "B", "C", "D", "E", "F", "–")
    assert may_be_decided(("1", "2")) == ("2", "1", "F", "–")
    assert may_be_decided(()) == ("F", "–")


def test_the_likeliest_is_decided_without_a_reason_and_another_with_one() -> None:
    likeliest = Decide(essay=ANNA, grade="B")
    assert decide([likeliest], known()) == [likeliest]
    assert decide([likeliest, Decide(essay=BO, grade="A")], known()) == ReasonWanted((BO,))
    later = Decide(essay=BO, grade="A", reason="later")
    assert decide([later], known()) == [later]
    # nothing is the likeliest there
    assert decide([Decide(essay=CIA, grade="A")], known()) == [Decide(essay=CIA, grade="A")]
    assert decide([Decide(essay=BO, grade="–")], known()) == ReasonWanted((BO,))


def test_nothing_is_decided_that_is_no_grade_or_no_essay() -> None:
    assert decide([Decide(essay=ANNA, grade="G")], known()) == NoSuchGrade(
        (ANNA,), may_be_decided(SCALE)
    )
    assert decide([Decide(essay=UUID(int=9), grade="B")], known()) == NoSuchEssay((UUID(int=9),))
    long = "x" * (REASON_MAX + 1)
    told = decide([Decide(essay=ANNA, grade="B", reason=long)], known())
    assert told == ReasonTooLong((ANNA,), REASON_MAX)


def test_what_was_decided_since_is_told_and_not_overwritten() -> None:
    theirs = decided(ANNA, "C", number=2)
    mine = Decide(essay=ANNA, grade="B", seen=1)
    assert decide([mine], known(theirs)) == ChangedSince((theirs,))
    assert decide([Decide(essay=ANNA, grade="B", seen=2)], known(theirs)) != ChangedSince((theirs,))
    assert decide([Decide(essay=ANNA, grade="B")], known(theirs)) != ChangedSince((theirs,))
    # both decided the same: there is nothing to quarrel about
    assert decide([Decide(essay=ANNA, grade="C", seen=1)], known(theirs)) == []


def test_what_is_so_already_is_left_as_it_is() -> None:
    assert decide([Decide(essay=ANNA, grade="")], known()) == []
    theirs = msgspec.structs.replace(decided(BO, "A"), reason="a strong end")
    assert decide([Decide(essay=BO, grade="A")], known(theirs)) == []
    reason = Decide(essay=BO, grade="A", reason="read twice")
    assert decide([reason], known(theirs)) == [reason]
    assert decide([Decide(essay=BO, grade="")], known(theirs)) == [Decide(essay=BO, grade="")]


@given(st.lists(st.sampled_from(["", "A", "B", "–"]), min_size=1, max_size=6))
def test_taking_an_act_back_gives_each_what_it_had(grades: list[str]) -> None:
    earlier = [decided(ANNA, grade, at) for at, grade in enumerate(grades, 1)]
    act = decided(ANNA, "C", len(grades) + 1, UUID(int=91))
    [back] = taken_back([act], {ANNA: act}, {ANNA: earlier[-1]})
    assert (back.grade, back.seen) == (grades[-1], act.number)


def test_what_was_decided_after_an_act_is_not_taken_back_with_it() -> None:
    act = [decided(ANNA, "B"), decided(BO, "C")]
    since = decided(ANNA, "A", number=2, act=UUID(int=91))
    assert taken_back(act, {ANNA: since, BO: act[1]}, {}) == [Decide(essay=BO, grade="", seen=1)]


def test_an_anchors_own_grade_is_its_likeliest_and_a_count_of_signs_has_none() -> None:
    essays = (
        RankedEssay(essay="a", place=1, low=1, high=2, ability=1, error=1, judgements=3, grade="A"),
        RankedEssay(
            essay="b",
            place=2,
            low=1,
            high=2,
            ability=0,
            error=1,
            judgements=3,
            grade="C",
            known_grade="B",
        ),
        RankedEssay(essay="c", place=3, low=3, high=3, ability=-1, error=1, judgements=3),
    )
    ranking = RankingPicture(
        note=(),
        judges=(),
        judgements=9,
        reliability=None,
        reliability_low=None,
        reliability_high=None,
        essays=essays,
    )
    assert likeliest_of(ranking) == {"a": "A", "b": "B"}
    assert likeliest_of(msgspec.structs.replace(ranking, for_grading=False)) == {}
    assert likeliest_of(None) == {}
