"""Each way to break the rule of slots is named, with the lines that show it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from huleedu.lab.check import check, check_file, linear
from huleedu.lab.history import History, Malformed, OperationKind, Outcome, Writer
from huleedu.lab.verdict import Allowed, Unknown, Violated, exit_code, in_words

Tell = Callable[..., History]
ONE_SLOT = {"slots": 1}

BROKEN: list[tuple[str, dict[str, Any], list[tuple[Any, ...]], tuple[int, ...]]] = [
    (
        "slot_given_twice",
        {},
        [(0, 5, "a", "assigned", 1), (2, 8, "b", "assigned", 1)],
        (3, 4, 5, 6),
    ),
    ("slot_given_twice", {"held": [("old", 1)]}, [(0, 5, "a", "assigned", 1)], (2, 3, 4)),
    (
        "content_given_two_slots",
        {},
        [(0, 5, "a", "assigned", 1), (6, 7, "b", "assigned", 3), (8, 9, "a", "replayed", 2)],
        (3, 4, 7, 8),
    ),
    ("assigned_twice", {}, [(0, 5, "a", "assigned", 1), (6, 8, "a", "assigned", 1)], (3, 4, 5, 6)),
    ("assigned_twice", {"held": [("a", 1)]}, [(0, 5, "a", "assigned", 1)], (2, 3, 4)),
    ("replay_of_nothing", {}, [(0, 5, "a", "replayed", 1)], (3, 4)),
    ("replay_of_nothing", {}, [(0, 5, "a", "replayed", 1), (6, 8, "a", "assigned", 1)], (3, 4)),
    ("no_such_slot", {}, [(0, 5, "a", "assigned", 4)], (2, 3, 4)),
    ("no_such_slot", {}, [(0, 5, "a", "assigned", "pending")], (2, 3, 4)),
    ("no_such_slot", {"slots": ("1",)}, [(0, 5, "a", "assigned", 1)], (2, 3, 4)),
    ("no_such_slot", {"held": [("a", None)]}, [], (2,)),
    (
        "more_than_slots",
        ONE_SLOT,
        [(0, 5, "a", "assigned"), (0, 6, "b", "assigned"), (0, 7, "c", "assigned")],
        (2, 3, 4, 5, 6),
    ),
    (
        "slot_was_free",
        ONE_SLOT,
        [(0, 5, "b", "no_slot"), (6, 8, "a", "assigned", 1)],
        (3, 4, 5, 6),
    ),
    ("slot_was_free", ONE_SLOT, [(0, 5, "b", "refused")], (2, 3, 4)),
    (
        "slot_was_free",
        {"slots": 2},
        [(0, 9, "a", "no_slot"), (1, 8, "b", "no_slot"), (1, 8, "c", "assigned", 1)],
        (2, 3, 4, 5, 6),
    ),
    # the store shows that the call that nobody heard of took nothing
    (
        "slot_was_free",
        {**ONE_SLOT, "after": []},
        [(0, None, "a", None), (1, 5, "b", "no_slot")],
        (2, 5, 6, 7),
    ),
    ("had_a_slot", ONE_SLOT, [(0, 5, "a", "assigned", 1), (6, 8, "a", "no_slot")], (3, 4, 5, 6)),
    ("not_registered", {"slots": None}, [(0, 5, "a", "no_slot")], (2, 3, 4)),
    ("was_registered", {}, [(0, 5, "a", "unknown_batch")], (2, 3, 4)),
    ("was_closed", {"closed": True}, [(0, 5, "a", "assigned", 1)], (2, 3, 4)),
    ("was_open", {}, [(0, 5, "a", "batch_closed")], (2, 3, 4)),
    ("answer_lost", {"after": []}, [(0, 5, "a", "assigned", 1)], (3, 4, 5)),
    ("answer_lost", {"held": [("a", 1)], "after": []}, [], (2, 3)),
    ("row_from_nowhere", {"after": [("a", 1)]}, [], (3,)),
    ("row_from_nowhere", {**ONE_SLOT, "after": [("a", 1)]}, [(0, 5, "a", "no_slot")], (3, 4, 5)),
    ("impossible_change", {}, [(0, 5, OperationKind.REGISTER, "registered", 3)], (2, 3, 4)),
    ("impossible_change", {}, [(0, 5, OperationKind.CLOSE, "unknown_batch")], (2, 3, 4)),
]


@pytest.mark.parametrize(("rule", "batch", "rows", "lines"), BROKEN)
def test_a_broken_rule_is_named_with_its_lines(
    tell: Tell, rule: str, batch: dict[str, Any], rows: list[Any], lines: tuple[int, ...]
) -> None:
    verdict = check(tell(*rows, **batch))
    assert isinstance(verdict, Violated)
    assert (verdict.rule, verdict.lines) == (rule, lines)
    assert exit_code(verdict) == 1


RIGHT: list[tuple[dict[str, Any], list[tuple[Any, ...]]]] = [
    # the last slot may have been taken by a call that nobody heard of again
    (ONE_SLOT, [(0, None, "a", None), (1, 5, "b", "no_slot")]),
    (ONE_SLOT, [(0, 3, "a", "error"), (5, 9, "b", "no_slot"), (10, 12, "a", "replayed", 1)]),
    # both were under way at the same time, if only at one instant
    (ONE_SLOT, [(5, 9, "a", "assigned", 1), (0, 5, "b", "no_slot")]),
    (ONE_SLOT, [(5, None, "a", None), (0, 5, "b", "no_slot")]),
    ({}, [(5, 9, "a", "assigned", 1), (0, 5, "a", "replayed", 1)]),
    # a closed batch still answers replays
    ({"held": [("a", 2)], "closed": True}, [(0, 5, "a", "replayed", 2), (1, 3, "b", "refused")]),
    # no slot at first, and one when slots were added
    (
        ONE_SLOT,
        [
            (0, 1, "a", "assigned", 1),
            (2, 3, "b", "no_slot"),
            (4, 5, OperationKind.ADD_SLOTS, "added", 1),
            (6, 7, "b", "assigned", 2),
        ],
    ),
    # nobody heard that slots were added, but somebody was given one
    (
        ONE_SLOT,
        [
            (0, 1, "a", "assigned", 1),
            (2, None, OperationKind.ADD_SLOTS, None, 1),
            (3, 9, "b", "assigned", 2),
            (3, 4, "c", "no_slot"),
        ],
    ),
    # closed, and opened again by an added slot
    (
        ONE_SLOT,
        [
            (0, 9, OperationKind.CLOSE, "closed"),
            (1, 2, "a", "batch_closed"),
            (3, 4, OperationKind.ADD_SLOTS, "added", 1),
            (5, 6, "a", "assigned", 2),
        ],
    ),
]


@pytest.mark.parametrize(("batch", "rows"), RIGHT)
def test_what_may_have_happened_is_allowed(
    tell: Tell, batch: dict[str, Any], rows: list[Any]
) -> None:
    assert check(tell(*rows, **batch)) == Allowed(len(rows), 1)


@pytest.mark.parametrize("rows", [[], [(0, None, "a", None), (2, None, "b", None)]])
def test_where_nothing_was_answered_nothing_is_allowed(tell: Tell, rows: list[Any]) -> None:
    verdict = check(tell(*rows))
    assert isinstance(verdict, Unknown)
    assert f"0 of {len(rows)} calls were answered" in verdict.why


def test_a_slot_that_many_were_given_is_one_violation_that_names_them(tell: Tell) -> None:
    given = [(n, n + 5, f"c{n}", "assigned", 1) for n in range(7)]
    rows = [(f"c{n}", 1) for n in range(7)]
    verdict = check(tell(*given, (9, 10, "x", "assigned", 2), after=[*rows, ("x", 2)]))
    assert isinstance(verdict, Violated)
    (violation,) = verdict.found
    assert violation.rule == "slot_given_twice"
    assert "'c0', 'c1', 'c2', 'c3', 'c4' and 2 more" in violation.explanation
    assert violation.lines == tuple(range(3, 17))


def test_a_bare_yes_is_unknown_and_never_reads_as_a_pass(tell: Tell) -> None:
    verdict = check(tell((0, 5, "a", "handled")))
    assert isinstance(verdict, Unknown)
    assert exit_code(verdict) == 2
    assert "no pass" in in_words(verdict)


def test_a_bare_yes_does_not_hide_a_violation(tell: Tell) -> None:
    rows = [(0, 5, "a", "handled"), (0, 5, "b", "assigned", 1), (0, 5, "c", "assigned", 1)]
    assert isinstance(check(tell(*rows)), Violated)


def test_clocks_that_differ_excuse_what_they_could_have_caused(tell: Tell) -> None:
    rows = [(0, 5, "b", "no_slot"), (6, 8, "a", "assigned", 1)]
    history = tell(*rows, slots=1)
    assert isinstance(check(history), Violated)
    loose = History(1, history.operations, history.before, history.after)
    assert check(loose) == Allowed(2, 1)


def test_batches_have_nothing_to_do_with_one_another(tmp_path: Path) -> None:
    with Writer(tmp_path / "h", "p") as writer:
        writer.head()
        for batch in ("7b", "7c"):
            writer.before(batch, 1)
            writer.answer(writer.offer(batch, "Åsa"), Outcome.ASSIGNED, 1)
        writer.answer(writer.offer("nowhere", "Åsa"), Outcome.UNKNOWN_BATCH)
    assert check_file(tmp_path / "h") == Allowed(3, 3)


def test_a_file_that_is_no_history_says_where(tmp_path: Path) -> None:
    path = tmp_path / "h"
    path.write_text('{"line":"history","version":1}\n{"line":"call"}\n')
    verdict = check_file(path)
    assert isinstance(verdict, Malformed)
    assert verdict.line == 2
    assert exit_code(verdict) == 3
    assert in_words(verdict).startswith("no history: line 2")


def test_slots_without_names_are_kept_for_those_who_were_given_one(tell: Tell) -> None:
    rows = [(0, None, "b", None), (5, 6, "a", "assigned"), (8, 9, OperationKind.CLOSE, "closed")]
    assert linear(tell(*rows, slots=1)) == Allowed(3, 1)
