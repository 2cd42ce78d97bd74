"""What was planted in a right history is named, and nothing else is."""

import random
from collections.abc import Callable
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huleedu.lab.check import check
from huleedu.lab.explain import Explanation, Reason, explain
from huleedu.lab.generate import BATCH, Workload, generate
from huleedu.lab.history import History, Operation, Outcome, StateLine
from huleedu.lab.verdict import Allowed

seeds = st.integers(0, 2**32)
change = msgspec.structs.replace
FULL = Workload(calls=80, contents=40, slots=10, processes=4, state=True)
"""So many more contents than slots that all are taken."""


def assigned(history: History) -> list[tuple[int, Operation]]:
    found = enumerate(history.operations)
    return [(n, o) for n, o in found if o.outcome is Outcome.ASSIGNED]


def put(history: History, place: int, operation: Operation) -> History:
    operations = [*history.operations]
    operations[place] = operation
    return replace(history, operations=operations)


def with_rows(history: History, rows: tuple[tuple[str, int | str | None], ...]) -> History:
    line, _ = history.after[BATCH]
    return replace(history, after={BATCH: (line, StateLine(batch=BATCH, rows=rows))})


def effects(found: Explanation) -> dict[Reason, int]:
    return {cause.reason: cause.effect for cause in found.causes if cause.effect}


def counted(history: History, *outcomes: Outcome) -> int:
    return sum(operation.outcome in outcomes for operation in history.operations)


def lost_row(history: History, dice: random.Random) -> tuple[History, int]:
    rows = list(history.after[BATCH][1].rows)
    rows.pop(dice.randrange(len(rows)))
    return with_rows(history, tuple(rows)), len(rows)


def old_row(history: History, dice: random.Random) -> tuple[History, int]:
    rows = [*history.after[BATCH][1].rows]
    rows.append(("of yesterday", dice.choice(rows)[1]))
    return with_rows(history, tuple(rows)), len(rows)


def lost_answer(history: History, dice: random.Random) -> tuple[History, int]:
    place, operation = dice.choice(assigned(history))
    history = put(history, place, operation.forgotten())
    return history, counted(history, Outcome.ASSIGNED)


def placeholder(history: History, dice: random.Random) -> tuple[History, int]:
    history = replace(history, after={})
    noes = [(n, o) for n, o in enumerate(history.operations) if o.outcome is Outcome.NO_SLOT]
    place, operation = dice.choice(noes)
    history = put(history, place, change(operation, outcome=Outcome.ASSIGNED, slot="pending"))
    return history, counted(history, Outcome.ASSIGNED)


def slot_twice(history: History, dice: random.Random) -> tuple[History, int]:
    noes = [(n, o) for n, o in enumerate(history.operations) if o.outcome is Outcome.NO_SLOT]
    _, operation = dice.choice(noes)
    again = dice.choice(assigned(history))[1].slot
    others = [o for o in history.operations if o.content != operation.content]
    history = replace(history, operations=others, after={})
    given_twice = change(operation, outcome=Outcome.ASSIGNED, slot=again)
    history = replace(history, operations=[*history.operations, given_twice])
    return history, counted(history, Outcome.ASSIGNED)


PLANTED = [
    (lost_row, {Reason.LOST: -1}),
    (old_row, {Reason.LEFTOVERS: 1}),
    (lost_answer, {Reason.UNHEARD: -1}),
    (placeholder, {Reason.PLACEHOLDERS: 1}),
    (slot_twice, {Reason.SLOT_TWICE: 1}),
]


@pytest.mark.parametrize(("plant", "expected"), PLANTED)
@given(seed=seeds)
@settings(max_examples=60)
def test_one_cause_that_was_planted_is_the_one_that_is_named(
    plant: Callable[[History, random.Random], tuple[History, int]],
    expected: dict[Reason, int],
    seed: int,
) -> None:
    history, claimed = plant(generate(FULL, seed), random.Random(seed))
    explanation = explain(history, FULL.slots, claimed)
    assert effects(explanation) == expected
    assert explanation.unexplained == 0


workloads = st.builds(
    Workload,
    calls=st.integers(1, 60),
    contents=st.integers(1, 30),
    silent=st.sampled_from([0, 0.2]),
    changes=st.sampled_from([0, 0.1]),
    loose=st.sampled_from([0, 0.3]),
    registered=st.booleans(),
    held=st.integers(0, 3),
    state=st.booleans(),
)


@given(workloads, seeds, st.sampled_from([10, 15, 16]))
@settings(max_examples=300)
def test_of_a_right_history_nothing_is_said_that_the_check_denies(
    wanted: Workload, seed: int, expected: int
) -> None:
    history = generate(wanted, seed)
    if not isinstance(verdict := check(history), Allowed):
        return
    rows = sum(len(state.rows) for _, state in history.after.values())
    for claimed in {counted(history, Outcome.ASSIGNED), rows}:
        explanation = explain(history, expected, claimed, verdict)
        named = {cause.reason for cause in explanation.causes}
        assert not named & {Reason.FREE, Reason.SLOT_TWICE, Reason.TWO_SLOTS, Reason.LOST}
        if explanation.counted is not None:
            assert explanation.unexplained == 0
