"""Where a batch's slots have gone that nobody was told to have."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import accumulate

from huleedu.lab.check.claims import BatchClaims
from huleedu.lab.explain.causes import Reason
from huleedu.lab.history import Operation, OperationKind, Outcome, Slot
from huleedu.lab.history.operations import FOR_EVER
from huleedu.lab.verdict import Rule, Verdict, Violated


@dataclass(slots=True)
class Case:
    """How often something happened, and the lines that show it."""

    count: int = 0
    lines: set[int] = field(default_factory=set[int])

    def add(self, lines: Iterable[int], count: int = 1) -> None:
        """It happened so often more."""
        self.count += count
        self.lines.update(lines)


class Rooms:
    """How many slots a batch had, and when."""

    def __init__(self, facts: BatchClaims) -> None:
        self._facts = facts
        told = [o for o in facts.changes if o.outcome in (Outcome.ADDED, Outcome.REGISTERED)]
        told.sort(key=lambda operation: operation.until)
        self._untils = [operation.until for operation in told]
        first = len(facts.room.names or ())
        self._sizes = [*accumulate((_count(o.asked) for o in told), initial=first)]
        self.added = Case()
        """Slots that were added meanwhile."""
        for operation in told:
            if operation.outcome is Outcome.ADDED:
                self.added.add(operation.lines, _count(operation.asked))

    def size_at(self, instant: int) -> int:
        """So many slots there certainly were before this instant."""
        return self._sizes[bisect_left(self._untils, instant)]

    def size_in_the_end(self, taken: Collection[Slot]) -> int:
        """So many there were, as answers say and as slots were given."""
        size = self.size_at(FOR_EVER)
        if taken and not size:  # nobody heard that it was registered
            asked = (_count(o.asked) for o in self._facts.changes if o.kind is _REGISTER)
            size = max(asked, default=0)
        numbers = (slot for slot in taken if isinstance(slot, int))
        if isinstance(self._facts.largest.names, range):
            return max(size, *numbers, 0)
        return max(size, len(taken))


_REGISTER = OperationKind.REGISTER


def _count(asked: int | tuple[Slot, ...] | None) -> int:
    return asked if isinstance(asked, int) else len(asked or ())


def untaken(
    facts: BatchClaims, rooms: Rooms, size: int, free: int, verdict: Verdict
) -> dict[Reason, Case]:
    """Why `free` of the batch's slots are nobody's, as far as anybody heard.

    Args:
        size: how many slots there are in the end.
    """
    found: dict[Reason, Case] = {}
    if not free:
        return found
    noes = [no for claim in facts.claims.values() for no in claim.noes]
    closes = [o for o in facts.changes if o.kind is OperationKind.CLOSE]
    shut = facts.room.closed or bool(closes)
    full = [no for no in noes if _says_full(no, shut=shut)]
    unheard = [] if facts.history.after else _unheard(facts)
    calls = [operation.called for operation in unheard]
    wrong: list[Operation] = []
    most = 0
    for no in full:
        by_then = bisect_right(calls, no.until)
        missing = rooms.size_at(no.called) - (size - free)
        if missing > by_then:
            wrong.append(no)
        elif missing > most:
            most = missing
            found[Reason.UNHEARD] = Case(most, _lines([*unheard[:by_then], no]))
    free -= most
    false = _false(facts, wrong, verdict)
    if free and false.count:
        false.count = min(free, false.count)
        found[Reason.FREE] = false
        free -= false.count
    too_late = [no for no in noes if shut and not _says_full(no, shut=shut)]
    if free and too_late:
        lines = _lines([*closes, *too_late])
        if facts.room.closed and facts.history.before_line:
            lines.add(facts.history.before_line)
        found[Reason.CLOSED] = Case(free, lines)
    elif free:
        found[Reason.FEWER] = Case(free)
    return found


def _says_full(no: Operation, *, shut: bool) -> bool:
    """A bare no may mean that the batch was closed, if it ever was."""
    return no.outcome is Outcome.NO_SLOT or (no.outcome is Outcome.REFUSED and not shut)


def _unheard(facts: BatchClaims) -> list[Operation]:
    """Calls of which nobody knows whether they took a slot, as they were made.

    Whoever was told yes is looked at elsewhere.
    """
    found = [
        claim.opened
        for claim in facts.claims.values()
        if not claim.is_certain and claim.opened and claim.opened.outcome is not Outcome.HANDLED
    ]
    return sorted(found, key=lambda operation: operation.called)


def _false(facts: BatchClaims, wrong: list[Operation], verdict: Verdict) -> Case:
    """Contents that were turned away though a slot was free all the while."""
    lines = _lines(wrong)
    batch = facts.history.before.batch
    violations = [
        violation
        for violation in (verdict.found if isinstance(verdict, Violated) else ())
        if violation.rule is Rule.SLOT_WAS_FREE and violation.batch == batch
    ]
    if not wrong:
        lines |= {line for violation in violations for line in violation.lines}
    return Case(len({no.content for no in wrong}) or len(violations), lines)


def _lines(operations: Iterable[Operation]) -> set[int]:
    return {line for operation in operations for line in operation.lines}
