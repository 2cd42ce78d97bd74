"""Write a history so that a crash of the writer costs at most what it had not yet asked."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from huleedu.lab.history.lines import (
    AnswerLine,
    BatchLine,
    CallLine,
    HeadLine,
    Line,
    MarkLine,
    OperationKind,
    Outcome,
    Row,
    Slot,
    StateLine,
)
from huleedu.lab.history.reader import VERSION


class Writer:
    """Appends lines to a history; many processes may write one file, each with its own name.

    A line is one write to a file opened for appending, so lines never mix and a killed writer
    leaves none in halves. `clock` gives nanoseconds of a clock that all processes share. One
    writer's instants strictly rise, so that its own order can be told on a coarse clock.
    """

    def __init__(
        self, path: Path, process: str, clock: Callable[[], int] = time.monotonic_ns
    ) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        self._process = process
        self._clock = clock
        self._last = 0
        self._calls = 0

    def head(self, clock_error_ns: int = 0) -> None:
        """The first line of the file: written once, by whoever begins the history."""
        self.write(HeadLine(version=VERSION, clock_error_ns=clock_error_ns))

    def before(
        self,
        batch: str,
        slots: int | tuple[Slot, ...] | None,
        *,
        held: tuple[Row, ...] = (),
        closed: bool = False,
    ) -> None:
        """How a batch was before the first call."""
        self.write(BatchLine(batch=batch, slots=slots, held=held, closed=closed))

    def offer(self, batch: str, content: str) -> str:
        """A slot is going to be asked for now; returns the call's id for `answer`."""
        return self._call(OperationKind.OFFER, batch, content=content)

    def register(self, batch: str, slots: int | tuple[Slot, ...]) -> str:
        """A batch is going to be registered now."""
        return self._call(OperationKind.REGISTER, batch, slots=slots)

    def add_slots(self, batch: str, slots: int | tuple[Slot, ...]) -> str:
        """Slots are going to be added now."""
        return self._call(OperationKind.ADD_SLOTS, batch, slots=slots)

    def close(self, batch: str) -> str:
        """A batch is going to be closed now."""
        return self._call(OperationKind.CLOSE, batch)

    def answer(
        self, call: str, outcome: Outcome, slot: Slot | None = None, slots: int | None = None
    ) -> None:
        """The answer has come just now."""
        self.write(AnswerLine(id=call, at=self._now(), outcome=outcome, slot=slot, slots=slots))

    def mark(self, what: str, process: str | None = None) -> None:
        """Something happened besides: a crash, a fault."""
        self.write(MarkLine(at=self._now(), what=what, process=process))

    def after(self, batch: str, rows: tuple[Row, ...]) -> None:
        """What the store holds of a batch now that nothing is under way any more."""
        self.write(StateLine(batch=batch, rows=rows))

    def write(self, line: Line) -> None:
        """Append a line. Raises OSError, also if only a part of it could be written."""
        raw = msgspec.json.encode(line) + b"\n"
        if os.write(self._file, raw) < len(raw):
            raise OSError("the history is cut off in the middle of a line: is the disk full?")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        os.close(self._file)

    def _call(
        self,
        kind: OperationKind,
        batch: str,
        *,
        content: str | None = None,
        slots: int | tuple[Slot, ...] | None = None,
    ) -> str:
        self._calls += 1
        call = f"{self._process}:{self._calls}"
        line = CallLine(
            id=call,
            at=self._now(),
            process=self._process,
            operation=kind,
            batch=batch,
            content=content,
            slots=slots,
        )
        self.write(line)
        return call

    def _now(self) -> int:
        self._last = max(self._clock(), self._last + 1)
        return self._last
