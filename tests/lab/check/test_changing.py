"""A batch that changes meanwhile: some order of its changes has to give every answer."""

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huleedu.lab.check import check, linear
from huleedu.lab.history import History, OperationKind, Outcome
from huleedu.lab.search import search
from huleedu.lab.verdict import Allowed, Unknown, Violated

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


def test_changes_that_answer_alike_are_one_choice(tell: Tell) -> None:
    adds = [(0, 9, OperationKind.ADD_SLOTS, "added", 1) for _ in range(40)]
    assert isinstance(check(tell(*adds, (5, 6, "a", "assigned", 43))), Allowed)
    verdict = check(tell(*adds, (5, 6, "a", "no_slot")))
    assert isinstance(verdict, Violated)
    assert verdict.rule == "slot_was_free"


@pytest.mark.parametrize("crew", [8, 60])
def test_a_crew_that_registers_at_once_has_one_order_that_matters(tell: Tell, crew: int) -> None:
    # in and out of one another: who asked first is answered last
    said = ["known"] * (crew // 2) + ["registered"] + ["known"] * (crew - crew // 2 - 1)
    first = [
        (n, 2 * crew - n, OperationKind.REGISTER, what, 15) for n, what in enumerate(said, start=1)
    ]
    right = (2 * crew, 2 * crew + 5, "a", "assigned", 7)
    assert isinstance(check(tell(*first, right, slots=None)), Allowed)
    wrong = (2 * crew, 2 * crew + 5, "b", "no_slot")
    verdict = check(tell(*first, right, wrong, slots=None))
    assert isinstance(verdict, Violated)
    assert (verdict.rule, verdict.lines[-1]) == ("slot_was_free", 2 * crew + 6)


def test_one_after_the_other_they_are_as_many_as_anybody_likes(tell: Tell) -> None:
    calls = [
        call
        for n in range(12_000)
        for call in (
            (10 * n, 10 * n + 2, OperationKind.ADD_SLOTS, "added", 1),
            (10 * n + 5, 10 * n + 7, f"c{n}", "assigned", n + 4),
        )
    ]
    assert isinstance(check(tell(*calls)), Allowed)


def test_five_additions_under_way_all_the_time_are_decided(tell: Tell) -> None:
    dice = random.Random(3)
    changes = [
        (at, at + dice.randint(20, 60), OperationKind.ADD_SLOTS, "added", dice.choice((1, 2)))
        for at in range(0, 4000, 10)
    ]
    offers = [(at + 4, at + 9, f"c{at}", "assigned", at // 10 + 1) for at in range(0, 4000, 10)]
    history = tell(*changes, *offers, (5000, 5001, "no", "no_slot"), slots=1)
    verdict = check(history)
    assert isinstance(verdict, Violated)
    assert verdict.rule == "slot_was_free"
    assert isinstance(check(tell(*changes, *offers, slots=1)), Allowed)


CHANGES = st.lists(
    st.tuples(
        st.integers(0, 8),
        st.integers(0, 6),
        st.sampled_from(
            [
                (OperationKind.REGISTER, "registered", 2),
                (OperationKind.REGISTER, "known", 2),
                (OperationKind.REGISTER, "refused", 3),
                (OperationKind.ADD_SLOTS, "added", 1),
                (OperationKind.ADD_SLOTS, "added", 0),
                (OperationKind.ADD_SLOTS, "unknown_batch", 1),
                (OperationKind.ADD_SLOTS, None, 1),
                (OperationKind.CLOSE, "closed", None),
                (OperationKind.CLOSE, "refused", None),
                (OperationKind.CLOSE, None, None),
                ("a", "assigned", 1),
                ("b", "assigned", 3),
                ("b", "no_slot", None),
                ("c", "batch_closed", None),
                ("d", "unknown_batch", None),
                ("e", None, None),
            ]
        ),
    ),
    max_size=8,
)


@given(calls=CHANGES, slots=st.sampled_from([None, 1, 2]), totals=st.integers(0, 4))
@settings(max_examples=600)
def test_both_checks_agree_on_changes_at_once(
    tell: Tell, calls: list[Any], slots: int | None, totals: int
) -> None:
    """The search knows nothing but the model."""
    once: dict[Any, Any] = {}
    for at, took, what in calls:  # a content is assigned once
        once[(at, *what) if what[0] not in "ab" else what[0]] = (at, at + took, *what)
    history = tell(*once.values(), slots=slots)
    told = [
        msgspec.structs.replace(operation, total=totals + n % 2)
        if operation.outcome is Outcome.ADDED and totals and n % 3
        else operation
        for n, operation in enumerate(history.operations)
    ]
    history = replace(history, operations=told)
    mine, theirs = linear(history), search(history, 200_000)
    assert isinstance(mine, Unknown) or type(mine) is type(theirs), (mine, theirs)
