"""Anchors of one scale of abilities are used together; what somebody has told stays."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from huleedu.services.judging.domain.desk import Rules
from huleedu.services.judging.domain.library import (
    AnchorHere,
    AnchorKept,
    fitting,
    with_anchors,
)

FIRST, SECOND = UUID(int=100), UUID(int=101)
NOW = datetime(2026, 12, 1, tzinfo=UTC)


def here(number: int, metric: UUID, grade: str = "", days: int = 0) -> AnchorHere:
    kept = AnchorKept(
        id=UUID(int=number),
        name=f"Anchor {number}",
        scale="A-F" if grade else "",
        grade=grade,
        metric=metric,
        place=float(number),
        error=0.3,
        batch=metric,
        kept_at=NOW + timedelta(days=days),
        by_name="Karin",
    )
    return AnchorHere(UUID(int=1000 + number), kept)


def test_anchors_of_different_scales_are_never_mixed() -> None:
    one, two, other = here(1, FIRST), here(2, FIRST), here(3, SECOND, days=9)
    assert fitting([one, other, two]) == (one, two)
    assert fitting([one, other]) == (other,), "of as many those that were kept last"
    assert fitting([]) == ()


def test_places_and_grades_join_the_rules() -> None:
    rules = with_anchors(Rules(), [here(1, FIRST, "B"), here(2, FIRST)])
    assert (rules.scale, rules.metric) == ("A-F", FIRST)
    assert rules.grades == {UUID(int=1001): "B"}
    assert rules.places == {UUID(int=1001): (1.0, 0.3), UUID(int=1002): (2.0, 0.3)}
    assert with_anchors(Rules(), []) == Rules()


def test_what_somebody_has_told_stays() -> None:
    own = Rules(scale="1-5", grades={UUID(int=1001): "4"}, places={UUID(int=1001): (9.0, 0.0)})
    rules = with_anchors(own, [here(1, FIRST, "B"), here(2, FIRST, "C")])
    assert (rules.scale, rules.grades) == ("1-5", own.grades), "grades of another scale mean else"
    assert rules.places == {UUID(int=1001): (9.0, 0.0), UUID(int=1002): (2.0, 0.3)}
