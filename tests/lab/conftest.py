"""Histories written out call by call, and ways to break one on purpose."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from huleedu.lab.history import (
    BatchLine,
    History,
    Operation,
    OperationKind,
    Outcome,
    Row,
    Slot,
    StateLine,
)

BATCH = "batch"
Tell = Callable[..., History]
Break = Callable[[History, random.Random], History]
Only = Callable[[History, Sequence[int]], History]
change = msgspec.structs.replace


@pytest.fixture(scope="session")
def tell() -> Tell:
    """Make a history of (called, answered, content or kind, outcome or None[, slot or slots])."""
    return _tell


@pytest.fixture(scope="session")
def break_somehow() -> Break:
    """Change one thing in a history; it may keep the rule or not."""
    return _break


@pytest.fixture(scope="session")
def only() -> Only:
    """Forget the answers to all calls that don't stand in these lines, and other states."""
    return _only


def _tell(
    *rows: tuple[Any, ...],
    slots: int | tuple[Slot, ...] | None = 3,
    held: Sequence[Row] = (),
    closed: bool = False,
    after: Sequence[Row] | None = None,
) -> History:
    operations = [_operation(3 + 2 * n, *row) for n, row in enumerate(rows)]
    before = BatchLine(batch=BATCH, slots=slots, held=tuple(held), closed=closed)
    last = 3 + 2 * len(rows)
    state = {} if after is None else {BATCH: (last, StateLine(batch=BATCH, rows=tuple(after)))}
    return History(operations=operations, before={BATCH: (2, before)}, after=state)


def _operation(
    line: int,
    called: int,
    answered: int | None,
    what: str | OperationKind,
    outcome: str | None,
    more: Any = None,
) -> Operation:
    kind = what if isinstance(what, OperationKind) else OperationKind.OFFER
    return Operation(
        process="p",
        kind=kind,
        batch=BATCH,
        content="" if isinstance(what, OperationKind) else what,
        asked=more if kind in (OperationKind.REGISTER, OperationKind.ADD_SLOTS) else None,
        called=called,
        answered=answered,
        outcome=Outcome(outcome) if outcome else None,
        slot=more if kind is OperationKind.OFFER else None,
        call_line=line,
        answer_line=line + 1 if outcome else None,
    )


def _only(history: History, lines: Sequence[int]) -> History:
    kept = set(lines)
    operations = [o if kept.issuperset(o.lines) else o.forgotten() for o in history.operations]
    after = {name: told for name, told in history.after.items() if told[0] in kept}
    return replace(history, operations=operations, after=after)


def _break(history: History, dice: random.Random) -> History:
    operations = list(history.operations)
    if not operations:
        return history
    n = dice.randrange(len(operations))
    broken = dice.choice([_other_slot, _other_answer, _other_content, _other_time, _forgotten])
    operations[n] = broken(operations[n], operations, dice)
    history = replace(history, operations=operations)
    return _other_row(history, dice) if dice.random() < 0.2 else history


def _other_slot(one: Operation, all_: list[Operation], dice: random.Random) -> Operation:
    slots = [o.slot for o in all_ if o.slot is not None]
    return change(one, slot=dice.choice([*slots, 99])) if one.slot is not None else one


def _other_answer(one: Operation, all_: list[Operation], dice: random.Random) -> Operation:
    if one.kind is not OperationKind.OFFER or one.answered is None:
        return one
    other = dice.choice(all_)
    if other.kind is OperationKind.OFFER and other.outcome and dice.random() < 0.5:
        return change(one, outcome=other.outcome, slot=other.slot)
    gives = dice.choice([Outcome.ASSIGNED, Outcome.REPLAYED])
    says_no = [Outcome.NO_SLOT, Outcome.UNKNOWN_BATCH, Outcome.BATCH_CLOSED, Outcome.REFUSED]
    if dice.random() < 0.5:
        return change(one, outcome=gives, slot=one.slot or dice.choice([1, 2, None]))
    return change(one, outcome=dice.choice(says_no), slot=None)


def _other_content(one: Operation, all_: list[Operation], dice: random.Random) -> Operation:
    contents = [o.content for o in all_ if o.content]
    return change(one, content=dice.choice(contents)) if one.content else one


def _other_time(one: Operation, _: list[Operation], dice: random.Random) -> Operation:
    by = dice.randint(-40, 40)
    called = max(0, one.called + by)
    answered = None if one.answered is None else max(called, one.answered + by)
    return change(one, called=called, answered=answered)


def _forgotten(one: Operation, _: list[Operation], _dice: random.Random) -> Operation:
    return one.forgotten()


def _other_row(history: History, dice: random.Random) -> History:
    if BATCH not in history.after:
        return history
    line, state = history.after[BATCH]
    rows = list(state.rows)
    if rows and dice.random() < 0.5:
        rows.pop(dice.randrange(len(rows)))
    else:
        rows.append((f"text {dice.randrange(6)}", dice.choice([1, 2, 3])))
    return replace(history, after={BATCH: (line, change(state, rows=tuple(rows)))})
