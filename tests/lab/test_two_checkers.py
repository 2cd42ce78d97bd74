"""The two checks agree, let right histories pass, and show what breaks a wrong one."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huleedu.lab.check import check, linear
from huleedu.lab.generate import BATCH, Workload, generate
from huleedu.lab.history import BatchLine, History, Operation, Outcome, Slot
from huleedu.lab.search import search
from huleedu.lab.verdict import Allowed, Unknown, Violated

Break = Callable[[History, random.Random], History]
Only = Callable[[History, Sequence[int]], History]
change = msgspec.structs.replace

shares = st.sampled_from([0.0, 0.0, 0.2, 0.5])
workloads = st.builds(
    Workload,
    calls=st.integers(1, 12),
    contents=st.integers(1, 6),
    slots=st.integers(1, 4),
    processes=st.integers(1, 5),
    silent=shares,
    nameless=st.sampled_from([0.0, 0.0, 0.0, 0.3, 1.0]),
    changes=st.sampled_from([0.0, 0.0, 0.1, 0.3]),
    held=st.integers(0, 2),
    registered=st.booleans(),
    named=st.booleans(),
    loose=shares,
    state=st.booleans(),
    gap_ns=st.sampled_from([3, 10, 30]),
)
large = st.builds(
    Workload,
    calls=st.integers(1, 300),
    contents=st.integers(1, 200),
    slots=st.integers(1, 100),
    processes=st.integers(1, 60),
    silent=shares,
    held=st.integers(0, 3),
    named=st.booleans(),
    state=st.booleans(),
)
seeds = st.integers(0, 2**32)


@given(workloads, seeds)
@settings(max_examples=400)
def test_what_the_model_plays_is_allowed_by_both(wanted: Workload, seed: int) -> None:
    history = generate(wanted, seed)
    assert not isinstance(linear(history), Violated)
    assert not isinstance(search(history), Violated)
    answered = any(operation.answered is not None for operation in history.operations)
    assert isinstance(check(history), Allowed if answered else Unknown)


@given(large, seeds)
@settings(max_examples=60)
def test_a_larger_history_of_the_model_is_allowed(wanted: Workload, seed: int) -> None:
    assert isinstance(linear(generate(wanted, seed)), Allowed)


@given(workloads, seeds)
@settings(max_examples=600)
def test_both_say_the_same_of_a_broken_history(
    break_somehow: Break, wanted: Workload, seed: int
) -> None:
    history, dice = generate(wanted, seed), random.Random(seed)
    for _ in range(3):
        history = break_somehow(history, dice)
        verdicts = {type(linear(history)), type(search(history, 200_000))}
        assert verdicts != {Allowed, Violated}


def test_thousands_of_small_histories_leave_little_undecided(break_somehow: Break) -> None:
    said: Counter[type] = Counter()
    for seed in range(3000):
        dice = random.Random(seed)
        wanted = Workload(
            calls=dice.randint(1, 12),
            contents=dice.randint(1, 6),
            slots=dice.randint(1, 4),
            processes=dice.randint(1, 5),
            silent=dice.choice([0, 0.2]),
            changes=dice.choice([0, 0.2]),
        )
        history = break_somehow(generate(wanted, seed), dice)
        mine, theirs = linear(history), search(history)
        said[type(mine)] += 1
        assert type(mine) is type(theirs)
    assert said[Allowed] > 1000
    assert said[Violated] > 300
    assert said[Unknown] == 0


@given(workloads, seeds)
@settings(max_examples=400)
def test_the_lines_shown_are_enough_and_none_is_needless(
    break_somehow: Break, only: Only, wanted: Workload, seed: int
) -> None:
    history, dice = generate(wanted, seed), random.Random(seed)
    history = break_somehow(break_somehow(history, dice), dice)
    verdict = linear(history)
    for violation in verdict.found if isinstance(verdict, Violated) else ():
        assert isinstance(search(only(history, violation.lines), 200_000), Violated)
        for operation in history.operations:
            if operation.answer_line and set(operation.lines) <= set(violation.lines):
                fewer = [line for line in violation.lines if line not in operation.lines]
                rest = linear(only(history, fewer))
                told = rest.found if isinstance(rest, Violated) else ()
                assert violation.explanation not in {other.explanation for other in told}


# --- changes that don't break the rule ---


def _renamed(history: History) -> History:
    return replace(
        history,
        operations=[
            change(o, content=f"å{o.content}", process=f"{o.process}ö", call_line=o.call_line)
            for o in history.operations
        ],
    )


def _slower(history: History) -> History:
    """Other instants, in the same order."""
    operations = [
        change(o, called=o.called**2, answered=None if o.answered is None else o.answered**2)
        for o in history.operations
    ]
    return replace(history, operations=operations)


def _swapped(history: History) -> History:
    """Slots 1 and 2 have changed places everywhere."""
    other: dict[Slot | None, Slot | None] = {1: 2, 2: 1}
    return replace(
        history,
        operations=[change(o, slot=other.get(o.slot, o.slot)) for o in history.operations],
    )


def _shuffled(history: History) -> History:
    return replace(history, operations=history.operations[::-1])


def _wider(history: History) -> History:
    """Clocks may differ, so less is known."""
    return replace(history, clock_error_ns=7)


@pytest.mark.parametrize("harmless", [_renamed, _slower, _swapped, _shuffled, _wider])
@given(seed=seeds)
@settings(max_examples=60)
def test_a_change_that_keeps_the_rule_is_no_violation(
    harmless: Callable[[History], History], seed: int
) -> None:
    history = generate(Workload(slots=10, silent=0.1), seed)
    assert isinstance(check(harmless(history)), Allowed)


# --- changes that do ---


def _first(history: History, outcome: Outcome) -> tuple[int, Operation]:
    return next((n, o) for n, o in enumerate(history.operations) if o.outcome is outcome)


def _put(history: History, place: int, operation: Operation) -> History:
    operations = list(history.operations)
    operations[place] = operation
    return replace(history, operations=operations)


def _same_slot(history: History) -> History:
    given_ = [(n, o) for n, o in enumerate(history.operations) if o.outcome is Outcome.ASSIGNED]
    return _put(history, given_[1][0], change(given_[1][1], slot=given_[0][1].slot))


def _other_replay(history: History) -> History:
    place, operation = _first(history, Outcome.REPLAYED)
    slot = operation.slot
    assert isinstance(slot, int)
    return _put(history, place, change(operation, slot=slot % 15 + 1))


def _assigned_again(history: History) -> History:
    place, operation = _first(history, Outcome.REPLAYED)
    return _put(history, place, change(operation, outcome=Outcome.ASSIGNED))


def _turned_away_at_once(history: History) -> History:
    place, operation = _first(history, Outcome.ASSIGNED)
    return _put(history, place, change(operation, outcome=Outcome.NO_SLOT, slot=None))


def _replay_first(history: History) -> History:
    place, operation = _first(history, Outcome.ASSIGNED)
    return _put(history, place, change(operation, outcome=Outcome.REPLAYED))


def _slot_too_many(history: History) -> History:
    place, operation = _first(history, Outcome.ASSIGNED)
    return _put(history, place, change(operation, slot=16))


def _placeholder(history: History) -> History:
    place, operation = _first(history, Outcome.ASSIGNED)
    return _put(history, place, change(operation, slot="pending"))


def _one_more_slot(history: History) -> History:
    line, before = history.before[BATCH]
    more = BatchLine(batch=BATCH, slots=16, held=before.held)
    return replace(history, before={BATCH: (line, more)})


def _row_lost(history: History) -> History:
    line, state = history.after[BATCH]
    return replace(history, after={BATCH: (line, change(state, rows=state.rows[1:]))})


def _row_left_over(history: History) -> History:
    line, state = history.after[BATCH]
    rows = (*state.rows[1:], ("nobody's", state.rows[0][1]))
    return replace(history, after={BATCH: (line, change(state, rows=rows))})


@pytest.mark.parametrize(
    ("harm", "rules"),
    [
        (_same_slot, {"slot_given_twice"}),
        (_other_replay, {"content_given_two_slots"}),
        (_assigned_again, {"assigned_twice"}),
        (_turned_away_at_once, {"slot_was_free", "replay_of_nothing", "row_from_nowhere"}),
        (_replay_first, {"replay_of_nothing"}),
        (_slot_too_many, {"no_such_slot"}),
        (_placeholder, {"no_such_slot"}),
        (_one_more_slot, {"slot_was_free"}),
        (_row_lost, {"answer_lost"}),
        (_row_left_over, {"row_from_nowhere"}),
    ],
)
@given(seed=seeds, processes=st.sampled_from([1, 3, 30]))
@settings(max_examples=40)
def test_a_change_that_breaks_the_rule_is_caught_and_named(
    harm: Callable[[History], History], rules: set[str], seed: int, processes: int
) -> None:
    history = harm(generate(Workload(calls=120, processes=processes, state=True), seed))
    verdict = check(history)
    assert isinstance(verdict, Violated)
    assert rules & {violation.rule for violation in verdict.found}
