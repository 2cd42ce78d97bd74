"""Decide by trying: look for an order of single steps that gives every answer.

The search of Wing and Gong (J. Parallel and Distributed Computing 17, 1993) with Lowe's memory of
configurations that failed before (Concurrency and Computation 29(4), 2017), batch by batch. It
knows nothing of slots but the model, takes exponential time at worst, and stands here to check
the linear check on small histories, and where that one can't tell.
"""

from collections.abc import Iterator

from huleedu.lab.history import History, Operation, Outcome
from huleedu.lab.history.operations import BatchHistory
from huleedu.lab.model import Call, ModelState, Step, room_of, steps
from huleedu.lab.verdict import Allowed, Rule, Unknown, Violated, Violation

STEPS_MAX = 100_000


def search(history: History, steps_max: int = STEPS_MAX) -> Allowed | Violated | Unknown:
    """Is there such an order for every batch? It shows no lines but the first answer too many."""
    batches = list(history.batches())
    unknown: Unknown | None = None
    for batch in batches:
        match search_batch(batch, steps_max):
            case Violation() as violation:
                return Violated((violation,))
            case Unknown() as answer:
                unknown = answer
            case None:
                pass
    return unknown or Allowed(len(history.operations), len(batches))


def search_batch(history: BatchHistory, steps_max: int = STEPS_MAX) -> Violation | Unknown | None:
    """None: there is such an order. `handled` is taken as a call that nobody answered."""
    before = history.before
    held = [(content, slot) for content, slot in before.held if slot is not None]
    state = ModelState(room_of(before.slots, closed=before.closed), frozenset(held))
    if not _is_sound(state, before.held):
        return _violation(history, "what stood in the store before the first call is impossible")
    return _Search(history, steps_max).run(state)


def _is_sound(state: ModelState, rows: tuple[tuple[str, object], ...]) -> bool:
    contents = {content for content, _ in rows}
    slots = {slot for _, slot in state.held}
    return len(contents) == len(slots) == len(rows) and all(map(state.room.has, slots))


class _Search:
    """A configuration is the set of operations done (as bits) and the state after them."""

    def __init__(self, history: BatchHistory, steps_max: int) -> None:
        self._history = history
        self._operations = sorted(history.operations, key=lambda o: (o.called, o.until))
        self._answered = sum(1 << n for n, o in enumerate(self._operations) if not o.is_open)
        self._left = steps_max
        rows = history.after and history.after.rows
        self._rows = None if rows is None else frozenset(rows)
        self._twice = rows is not None and len(set(rows)) < len(rows)

    def run(self, state: ModelState) -> Violation | Unknown | None:
        """Depth first, without recursion."""
        if self._twice:
            return _violation(self._history, "the store's rows in the end stand there twice")
        seen = {(0, state)}
        best = 0
        if self._is_whole(0, state):
            return None
        stack = [self._next(0, state)]
        while stack:
            found = next(stack[-1], None)
            if found is None:
                stack.pop()
                continue
            self._left -= 1
            if self._left < 0:
                return Unknown("the general search gave up: too many operations overlap")
            if found in seen:
                continue
            seen.add(found)
            if self._is_whole(*found):
                return None
            best = max(best, found[0] & self._answered, key=int.bit_count)
            stack.append(self._next(*found))
        missing = [o for n, o in enumerate(self._operations) if self._answered & ~best & 1 << n]
        stuck = min(missing, key=lambda o: o.until, default=None)
        text = "no order of single steps gives every answer."
        return _violation(self._history, text, stuck)

    def _is_whole(self, done: int, state: ModelState) -> bool:
        if done & self._answered != self._answered:
            return False
        return self._rows is None or state.held == self._rows

    def _next(self, done: int, state: ModelState) -> Iterator[tuple[int, ModelState]]:
        """Whatever may happen first of what has not: nothing may be over before it began."""
        due: int | None = None
        for n, operation in enumerate(self._operations):
            if done >> n & 1:
                continue
            if due is not None and operation.called > due:
                return
            due = operation.until if due is None else min(due, operation.until)
            call = Call(operation.kind, operation.content, operation.asked)
            for step in steps(state, call):
                if _agrees(operation, step) and not (operation.is_open and step.after == state):
                    yield done | 1 << n, step.after


def _agrees(operation: Operation, step: Step) -> bool:
    """Can this step have been answered so? A missing slot or total fits any."""
    if operation.is_open:
        return True
    same = operation.outcome is step.outcome
    loose = operation.outcome is Outcome.REFUSED and step.outcome in _NOES
    return (
        (same or loose)
        and operation.slot in (None, step.slot)
        and operation.total in (None, step.total)
    )


_NOES = {Outcome.NO_SLOT, Outcome.UNKNOWN_BATCH, Outcome.BATCH_CLOSED}


def _violation(history: BatchHistory, text: str, stuck: Operation | None = None) -> Violation:
    return Violation(
        Rule.CHANGE if stuck is None else _RULES.get(stuck.outcome, Rule.CHANGE),
        history.before.batch,
        stuck.lines if stuck else (),
        f"In batch {history.before.batch!r} {text}",
    )


_RULES: dict[Outcome | None, Rule] = {
    Outcome.ASSIGNED: Rule.SLOT_TWICE,
    Outcome.REPLAYED: Rule.REPLAY_OF_NOTHING,
    Outcome.NO_SLOT: Rule.SLOT_WAS_FREE,
    Outcome.REFUSED: Rule.SLOT_WAS_FREE,
    Outcome.UNKNOWN_BATCH: Rule.WAS_REGISTERED,
    Outcome.BATCH_CLOSED: Rule.WAS_OPEN,
}
