"""Check a whole history: each batch in linear time, and by search where that can't tell."""

from collections.abc import Sequence
from pathlib import Path

from huleedu.lab.check.changing import Budget, Possible, Undecided, check_changing
from huleedu.lab.check.claims import BatchClaims, gather
from huleedu.lab.check.evidence import MOMENTS_MAX, evidence, is_proof
from huleedu.lab.check.fixed import check_fixed
from huleedu.lab.check.sweep import Impossible
from huleedu.lab.history import History, Malformed, Outcome, read
from huleedu.lab.history.operations import FOR_EVER, BatchHistory
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
    verdict = _check(history, searching=True)
    answered = any(operation.answered is not None for operation in history.operations)
    if isinstance(verdict, Allowed) and not answered:
        return Unknown(f"0 of {verdict.operations} calls were answered: nothing can be told")
    return verdict


def linear(history: History) -> Verdict:
    """The verdict of the linear check alone."""
    return _check(history, searching=False)


def _check(history: History, *, searching: bool) -> Verdict:
    found: list[Violation] = []
    unknown: list[Unknown] = []
    batches = 0
    for batch in history.batches():
        batches += 1
        answer = _batch(batch, searching=searching)
        if isinstance(answer, Undecided):
            unknown.append(Unknown(f"batch {batch.before.batch!r}: {answer.why}"))
        else:
            found += answer
            if _says_nothing(batch):
                unknown.append(_unsaid(batch))
    if found:
        return Violated(tuple(sorted(found, key=_clarity)))
    if unknown:
        return unknown[0]
    return Allowed(len(history.operations), batches)


def _batch(batch: BatchHistory, *, searching: bool) -> list[Violation] | Undecided:
    facts = gather(batch)
    if facts.found:
        return _proven(facts, facts.found)
    if not facts.changes:
        return _proven(facts, check_fixed(facts))
    match _changing(facts, searching=searching):
        case Possible():
            return []
        case Impossible() as failure:
            return [_violation(facts, failure)]
        case Undecided() as undecided:
            return undecided


def _changing(
    facts: BatchClaims, *, searching: bool, budget: Budget | None = None
) -> Possible | Impossible | Undecided:
    answer = check_changing(facts, budget)
    small = max(len(facts.largest.names or ()), len(facts.history.operations)) <= SEARCHED_MAX
    if not (isinstance(answer, Undecided) and searching and small):
        return answer
    match search_batch(facts.history):
        case Violation(rule, lines=lines):
            stuck = (o for o in facts.history.operations if o.lines == lines)
            return Impossible(rule, next(stuck, None), FOR_EVER)
        case Unknown(why):
            return Undecided(why)
        case None:
            return Possible()


def _is_impossible(history: BatchHistory, budget: Budget) -> bool:
    facts = gather(history)
    if facts.found or not facts.changes:
        return bool(facts.found or check_fixed(facts))
    return isinstance(_changing(facts, searching=True, budget=budget), Impossible)


def _violation(facts: BatchClaims, failure: Impossible) -> Violation:
    shown = evidence(facts.history, failure.operation, _is_impossible)
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
        failure.rule, shown.operations, text, before=True, after=shown.with_state
    )


def _proven(facts: BatchClaims, found: Sequence[Violation]) -> list[Violation]:
    """The same; the lines of each are checked alone, as far as there is time."""
    proven: list[Violation] = []
    budget = Budget(MOMENTS_MAX)
    for violation in found:
        lines = violation.lines
        if budget.left < 0 or is_proof(facts.history, lines, _is_impossible, budget):
            proven.append(violation)
            continue
        shown = evidence(facts.history, None, _is_impossible)
        operations, after = shown.operations, shown.with_state
        proven.append(
            facts.violation(
                violation.rule, operations, violation.explanation, before=True, after=after
            )
        )
    return proven


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
