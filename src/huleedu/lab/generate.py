"""Generate histories that are right because the model made them, with seeded dice.

They show that the checks let right histories pass; changed a little, that wrong ones are caught.
"""

import heapq
import random
from dataclasses import dataclass
from itertools import islice

from huleedu.lab.history import (
    BatchLine,
    History,
    Operation,
    OperationKind,
    Outcome,
    StateLine,
)
from huleedu.lab.model import Call, ModelState, Step, room_of, steps

BATCH = "batch"
CHOICE_MAX = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """What is asked of it; shares are probabilities from 0 to 1."""

    calls: int = 40
    contents: int = 30
    slots: int = 15
    processes: int = 3
    silent: float = 0.0
    """Calls that are never answered; half of them happen, now or much later."""
    nameless: float = 0.0
    """Answers that leave out the slot's name."""
    changes: float = 0.0
    """Calls that register, add slots or close."""
    held: int = 0
    """Slots taken before the first call."""
    registered: bool = True
    named: bool = False
    """Slots have names instead of numbers."""
    loose: float = 0.0
    """Answers that say `refused` without a reason."""
    state: bool = False
    """The store is read in the end."""
    gap_ns: int = 10
    """How long a process waits at most before it asks again, and a step takes at most."""


def generate(wanted: Workload, seed: int) -> History:
    """A history that keeps the rule. The same seed gives the same history."""
    return _Generator(wanted, random.Random(seed)).history()


class _Generator:
    """Each call takes effect at one instant between call and answer, on one state."""

    def __init__(self, wanted: Workload, dice: random.Random) -> None:
        self._wanted = wanted
        self._dice = dice
        self._names = tuple(f"plats {n}" for n in range(1, wanted.slots + 1))
        slots = self._names if wanted.named else wanted.slots
        self._before = slots if wanted.registered else None
        names = list(self._names if wanted.named else range(1, wanted.slots + 1))
        dice.shuffle(names)
        held = min(wanted.held, wanted.slots) if wanted.registered else 0
        self._held = tuple((f"old {n}", names[n]) for n in range(held))
        self._state = ModelState(room_of(self._before), frozenset(self._held))
        self._line = 2
        self._added = 0

    def history(self) -> History:
        """Generate it all."""
        wanted = self._wanted
        # (instant, number, process or what is to take effect)
        due: list[tuple[int, int, int | tuple[Call, int]]] = []
        for process in range(wanted.processes):
            heapq.heappush(due, (self._wait(), process, process))
        calls: list[tuple[str, Call, int, int, bool]] = []
        done: dict[int, Step] = {}
        number = wanted.processes
        while due:
            now, _, what = heapq.heappop(due)
            if isinstance(what, tuple):
                call, place = what
                done[place] = self._step(call)
                continue
            if len(calls) == wanted.calls:
                continue
            call = self._ask()
            silent = self._dice.random() < wanted.silent
            effect = now + self._dice.randint(0, wanted.gap_ns)
            answered = effect + self._dice.randint(0, wanted.gap_ns)
            if silent:
                effect += self._dice.choice((0, 20 * wanted.gap_ns))
            calls.append((f"p{what}", call, now, answered, silent))
            number += 2
            if not silent or self._dice.random() < 0.5:
                heapq.heappush(due, (effect, number, (call, len(calls) - 1)))
            heapq.heappush(due, (answered + self._wait(), number + 1, what))
        operations = [self._operation(*call, done.get(n)) for n, call in enumerate(calls)]
        return self._told(operations)

    def _told(self, operations: list[Operation]) -> History:
        before = BatchLine(batch=BATCH, slots=self._before, held=self._held)
        rows = sorted(self._state.held, key=str)
        after = {BATCH: (self._line + 1, StateLine(batch=BATCH, rows=tuple(rows)))}
        return History(
            operations=operations,
            before={BATCH: (2, before)},
            after=after if self._wanted.state else {},
        )

    def _wait(self) -> int:
        return self._dice.randint(1, self._wanted.gap_ns)

    def _ask(self) -> Call:
        if self._dice.random() >= self._wanted.changes:
            return Call(OperationKind.OFFER, f"text {self._dice.randrange(self._wanted.contents)}")
        kind = self._dice.choice(
            (OperationKind.REGISTER, OperationKind.ADD_SLOTS, OperationKind.CLOSE)
        )
        slots = self._names if self._wanted.named else self._wanted.slots
        if kind is OperationKind.REGISTER:
            return Call(kind, asked=slots)
        if kind is OperationKind.CLOSE:
            return Call(kind)
        self._added += 1
        return Call(kind, asked=(f"extra {self._added}",) if self._wanted.named else 1)

    def _step(self, call: Call) -> Step:
        # any free slot would be right; looking at all of them is slow where there are thousands
        step = self._dice.choice([*islice(steps(self._state, call), CHOICE_MAX)])
        self._state = step.after
        return step

    def _operation(
        self, process: str, call: Call, called: int, answered: int, silent: bool, step: Step | None
    ) -> Operation:
        self._line += 2
        slot = step.slot if step else None
        outcome = step.outcome if step else None
        if slot is not None and self._dice.random() < self._wanted.nameless:
            slot = None
        noes = (Outcome.NO_SLOT, Outcome.UNKNOWN_BATCH, Outcome.BATCH_CLOSED)
        if outcome in noes and self._dice.random() < self._wanted.loose:
            outcome = Outcome.REFUSED
        operation = Operation(
            process=process,
            kind=call.kind,
            batch=BATCH,
            content=call.content,
            asked=call.asked,
            called=called,
            answered=answered,
            outcome=outcome,
            slot=slot,
            total=step.total if step else None,
            call_line=self._line - 1,
            answer_line=self._line,
        )
        return operation.forgotten() if silent else operation
