"""Check a whole history: each batch in linear time, and by search where that can't tell."""

from pathlib import Path

from huleedu.lab.check.changing import Impossible, Possible, Undecided, check_changing
from huleedu.lab.check.claims import BatchClaims, gather
from huleedu.lab.check.evidence import shown_by
from huleedu.lab.check.fixed import check_fixed
from huleedu.lab.history import History, Malformed, Outcome, read
from huleedu.lab.history.operations import BatchHistory
from huleedu.lab.search import search_batch
from huleedu.lab.verdict import Allowed, Rule, Unknown, Verdict, Violated, Violation

SEARCHED_MAX = 200
"""Calls, and slots, of a batch that the general search is tried on."""


def check_file(path: Path) -> Verdict | Malformed:
    """The verdict on a file."""
    history = read(path)
    return history if isinstance(history, Malformed) else check(history)


def check(history: History) -> Verdict:
    """The verdict on a history, with the general search's help."""
    return _check(history, searching=True)


def linear(history: History) -> Verdict:
    """The verdict of the linear check alone."""
    return _check(history, searching=False)


def _check(history: History, *, searching: bool) -> Verdict:
    found: list[Violation] = []
    unknown: list[Unknown] = []
    batches = 0
    for batch in history.batches():
        batches += 1
        answer = _batch(batch)
        if searching and isinstance(answer, Undecided) and _is_small(batch):
            answer = _searched(batch)
        if isinstance(answer, Undecided):
            unknown.append(Unknown(f"batch {batch.before.batch!r}: {answer.why}"))
        else:
            found += answer
            if _says_nothing(batch):
                unknown.append(_unsaid(batch))
    if found:
        return Violated(tuple(sorted(found, key=_clarity)))
    return unknown[0] if unknown else Allowed(len(history.operations), batches)


def _batch(batch: BatchHistory) -> list[Violation] | Undecided:
    facts = gather(batch)
    if facts.found:
        return facts.found
    if not facts.changes:
        return check_fixed(facts)
    match check_changing(facts):
        case Possible():
            return []
        case Impossible() as failure:
            return [_violation(facts, failure)]
        case Undecided() as undecided:
            return undecided


def _violation(facts: BatchClaims, failure: Impossible) -> Violation:
    shown, state_needed = shown_by(facts.history, failure.operation)
    stuck = failure.operation
    if stuck and stuck.content:
        said = (
            f"{stuck.content!r} was answered `{stuck.outcome}`, which fits no instant between"
            " call and answer, in whatever order the batch's changes happened."
        )
    elif failure.rule is Rule.CHANGE:
        said = "its changes cannot have been answered so in any order."
    else:
        said = "the store holds a row in the end that nobody can have been given."
    text = f"In batch {facts.history.before.batch!r} {said}"
    return facts.violation(
        failure.rule,
        [*facts.changes, *shown],
        text,
        before=True,
        after=state_needed,
    )


def _is_small(batch: BatchHistory) -> bool:
    slots = len(gather(batch).largest.names or ())
    return max(slots, len(batch.operations)) <= SEARCHED_MAX


def _searched(batch: BatchHistory) -> list[Violation] | Undecided:
    match search_batch(batch):
        case Violation() as violation:
            return [violation]
        case Unknown(why):
            return Undecided(why)
        case None:
            return []


def _says_nothing(batch: BatchHistory) -> bool:
    return any(operation.outcome is Outcome.HANDLED for operation in batch.operations)


def _unsaid(batch: BatchHistory) -> Unknown:
    count = sum(operation.outcome is Outcome.HANDLED for operation in batch.operations)
    return Unknown(
        f"{count} answer{'' if count == 1 else 's'} in batch {batch.before.batch!r} only say"
        " `handled`, which doesn't tell whether a slot was given"
    )


def _clarity(violation: Violation) -> tuple[int, tuple[int, ...]]:
    return len(violation.lines), violation.lines
