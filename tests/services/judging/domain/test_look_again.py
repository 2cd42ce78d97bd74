"""Who is to look again: not who has seen it, and no oftener than was asked for."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from huleedu.services.judging.domain.look_again import LookAgain, due_for

NOW = datetime(2026, 12, 1, tzinfo=UTC)
LOOK = LookAgain(
    id=UUID(int=1), essay=UUID(int=2), script=3, more=4, judged=1, out=1,
    seen_by=frozenset({"Bo"}), asked_at=NOW, by_name="Karin",
)  # fmt: skip


def other(**told: Any) -> LookAgain:
    return replace(LOOK, **told)


def test_what_is_left_is_neither_judged_nor_out() -> None:
    assert (LOOK.left, LOOK.over) == (2, False)
    assert (other(judged=3).left, other(judged=3).over) == (0, False)
    assert (other(judged=4, out=0).left, other(judged=4).over) == (0, True)
    assert (other(withdrawn_at=NOW).left, other(withdrawn_at=NOW).over) == (0, True)
    assert other(judged=9).left == 0, "more may come than were asked for"


def test_who_has_seen_it_is_not_asked_nor_who_may_not() -> None:
    assert due_for([LOOK], "Cia", []) == {3: 2}
    assert due_for([LOOK], "Bo", []) == {}
    assert due_for([LOOK], "Cia", [3]) == {}
    assert due_for([other(judged=4)], "Cia", []) == {}
    assert due_for([], "Cia", []) == {}


def test_of_several_the_one_with_most_left_comes_first_and_an_essay_is_one() -> None:
    far = other(script=7, judged=0, out=0)
    assert [*due_for([LOOK, far], "Cia", [])] == [7, 3]
    assert due_for([LOOK, LOOK], "Cia", []) == {3: 4}
