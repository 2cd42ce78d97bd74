"""How far feedback is, and what a change makes of it."""

from uuid import UUID

import pytest

from huleedu.services.feedback.domain.writing import (
    USUALLY,
    WORDS_MAX,
    Feedback,
    Program,
    State,
    Wanted,
    program_after,
    refused,
)

ESSAY = UUID(int=1)


def wanted(words: str, *, ready: bool = False) -> Wanted:
    return Wanted(words=words, shows=USUALLY, ready=ready)


@pytest.mark.parametrize(
    ("ready", "revision", "given", "state", "again", "to_give"),
    [
        (False, 3, None, "draft", False, False),
        (True, 3, None, "ready", False, True),
        (True, 3, 3, "given", False, False),
        (False, 4, 3, "given", True, False),
        (True, 4, 3, "given", True, True),
    ],
)
def test_how_far_it_is(
    ready: bool, revision: int, given: int | None, state: State, again: bool, to_give: bool
) -> None:
    one = Feedback(essay=ESSAY, words="Good.", ready=ready, revision=revision, given_revision=given)
    assert (one.state, one.again, one.to_give) == (state, again, to_give)


@pytest.mark.parametrize(
    ("was", "change", "now"),
    [
        ("", wanted("Mine.", ready=True), ""),
        ("drafted", wanted("A draft."), "drafted"),
        ("drafted", wanted("A draft, and mine."), "changed"),
        ("drafted", wanted("A draft.", ready=True), "accepted"),
        ("accepted", wanted("A draft."), "accepted"),
        ("accepted", wanted("Another."), "changed"),
        ("changed", wanted(" "), ""),
    ],
)
def test_a_programs_words_are_marked_until_a_person_has_touched_them(
    was: Program, change: Wanted, now: Program
) -> None:
    before = Feedback(essay=ESSAY, words="A draft." if was else "", program=was, revision=1)
    assert program_after(before, change) == now


def test_nobody_is_given_nothing_and_nobody_a_book() -> None:
    assert refused(wanted(" \n", ready=True)) == "nothing_written"
    assert refused(wanted("", ready=False)) is None
    assert refused(wanted("x" * (WORDS_MAX + 1))) == "too_long"
    assert refused(wanted("x" * WORDS_MAX, ready=True)) is None
    assert "place" not in USUALLY
