"""A batch that changes meanwhile: some order of its changes has to give every answer."""

from collections.abc import Callable
from typing import Any

import pytest

from huleedu.lab.check import check
from huleedu.lab.history import History, OperationKind
from huleedu.lab.verdict import Unknown, Violated

Tell = Callable[..., History]

CHANGED_WRONGLY: list[tuple[str, dict[str, Any], list[tuple[Any, ...]]]] = [
    ("was_closed", {}, [(0, 1, OperationKind.CLOSE, "closed"), (2, 3, "a", "assigned", 1)]),
    ("was_open", {}, [(5, 6, OperationKind.CLOSE, "closed"), (2, 3, "a", "batch_closed")]),
    ("no_such_slot", {}, [(5, 6, OperationKind.ADD_SLOTS, "added", 1), (2, 3, "a", "assigned", 4)]),
    ("slot_was_free", {}, [(0, 1, OperationKind.ADD_SLOTS, "added", 1), (2, 3, "a", "no_slot")]),
    (
        "not_registered",
        {"slots": None},
        [(5, 6, OperationKind.REGISTER, "registered", 3), (2, 3, "a", "assigned", 1)],
    ),
    (
        "was_registered",
        {"slots": None},
        [(0, 1, OperationKind.REGISTER, "registered", 3), (2, 3, "a", "unknown_batch")],
    ),
    (
        "impossible_change",
        {"slots": None},
        [
            (0, 1, OperationKind.REGISTER, "registered", 3),
            (2, 3, OperationKind.REGISTER, "known", 4),
        ],
    ),
]


@pytest.mark.parametrize(("rule", "batch", "rows"), CHANGED_WRONGLY)
def test_an_answer_that_fits_no_state_of_a_changing_batch_is_a_violation(
    tell: Tell, rule: str, batch: dict[str, Any], rows: list[Any]
) -> None:
    verdict = check(tell(*rows, **batch))
    assert isinstance(verdict, Violated)
    assert verdict.rule == rule


def test_too_many_overlapping_changes_are_unknown(tell: Tell) -> None:
    adds = [(0, 9, OperationKind.ADD_SLOTS, "added", 1) for _ in range(40)]
    verdict = check(tell(*adds, (5, 6, "a", "no_slot")))
    assert isinstance(verdict, Unknown)
