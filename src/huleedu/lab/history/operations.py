"""A history in memory: each call together with its answer."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from huleedu.lab.history.lines import BatchLine, MarkLine, OperationKind, Outcome, Slot, StateLine

FOR_EVER = 2**63
"""Later than any instant of a history."""

_TELLS_NOTHING = frozenset({Outcome.ERROR, Outcome.TIMEOUT, Outcome.HANDLED})


class Operation(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A call and its answer. Instants are nanoseconds; lines are numbered from 1."""

    process: str
    kind: OperationKind
    batch: str
    content: str = ""
    asked: int | tuple[Slot, ...] | None = None
    """The slots to register or to add: how many, or their names."""
    called: int
    answered: int | None = None
    """None: no answer came."""
    outcome: Outcome | None = None
    slot: Slot | None = None
    total: int | None = None
    """How many slots there are, as `added` said."""
    call_line: int = 0
    answer_line: int | None = None

    @property
    def is_open(self) -> bool:
        """It isn't known what happened: it may have, may still, or never."""
        return self.outcome is None or self.outcome in _TELLS_NOTHING

    @property
    def until(self) -> int:
        """The last instant at which it can have happened."""
        return FOR_EVER if self.answered is None or self.is_open else self.answered

    @property
    def lines(self) -> tuple[int, ...]:
        """Where it stands in the file."""
        return (self.call_line,) if self.answer_line is None else (self.call_line, self.answer_line)

    def forgotten(self) -> "Operation":
        """The same call with its answer unknown."""
        return msgspec.structs.replace(
            self, answered=None, outcome=None, slot=None, total=None, answer_line=None
        )


@dataclass(frozen=True, slots=True)
class BatchHistory:
    """What the history says of one batch. Batches have nothing to do with one another."""

    before: BatchLine
    """An undeclared batch is not registered."""
    operations: list[Operation]
    after: StateLine | None = None
    before_line: int | None = None
    after_line: int | None = None


@dataclass(frozen=True, slots=True)
class History:
    """A whole file."""

    clock_error_ns: int = 0
    operations: list[Operation] = field(default_factory=list[Operation])
    """In the order of their calls in the file."""
    before: dict[str, tuple[int, BatchLine]] = field(
        default_factory=dict[str, tuple[int, BatchLine]]
    )
    """Batch → line and what it says."""
    after: dict[str, tuple[int, StateLine]] = field(
        default_factory=dict[str, tuple[int, StateLine]]
    )
    marks: list[MarkLine] = field(default_factory=list[MarkLine])

    def batches(self) -> Iterator[BatchHistory]:
        """Batch by batch; calls begin earlier and end later by the clocks' error."""
        asked: dict[str, list[Operation]] = {name: [] for name in (*self.before, *self.after)}
        for operation in self.operations:
            asked.setdefault(operation.batch, []).append(operation)
        for name, operations in asked.items():
            before_line, before = self.before.get(name, (None, BatchLine(batch=name, slots=None)))
            after_line, after = self.after.get(name, (None, None))
            error = self.clock_error_ns
            within = [_widened(o, error) for o in operations] if error else operations
            yield BatchHistory(before, within, after, before_line, after_line)


def _widened(operation: Operation, error: int) -> Operation:
    return msgspec.structs.replace(
        operation,
        called=operation.called - error,
        answered=None if operation.answered is None else operation.answered + error,
    )
