"""Read a history line by line, and refuse what isn't one by the number of its line."""

from dataclasses import dataclass
from pathlib import Path

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
    Slot,
    StateLine,
)
from huleedu.lab.history.operations import History, Operation

VERSION = 1
LINE_BYTES_MAX = 64 * 2**20

_ANY = {Outcome.ERROR, Outcome.TIMEOUT, Outcome.HANDLED, Outcome.REFUSED}
_WITH_SLOT = {Outcome.ASSIGNED, Outcome.REPLAYED}
_ANSWERS = {
    OperationKind.OFFER: {
        *_WITH_SLOT,
        Outcome.NO_SLOT,
        Outcome.UNKNOWN_BATCH,
        Outcome.BATCH_CLOSED,
        *_ANY,
    },
    OperationKind.REGISTER: {Outcome.REGISTERED, Outcome.KNOWN, *_ANY},
    OperationKind.ADD_SLOTS: {Outcome.ADDED, Outcome.UNKNOWN_BATCH, *_ANY},
    OperationKind.CLOSE: {Outcome.CLOSED, Outcome.UNKNOWN_BATCH, *_ANY},
}


@dataclass(frozen=True, slots=True)
class Malformed:
    """The file is no history. `line` is 0 if it could not be read at all."""

    line: int
    why: str


class _Wrong(Exception):
    """This line doesn't belong there; the message says why."""


def read(path: Path) -> History | Malformed:
    """The history in a file."""
    reader = _Reader()
    number = 0
    try:
        with path.open("rb") as file:
            while raw := file.readline(LINE_BYTES_MAX + 1):
                number += 1
                reader.take(number, _decoded(raw))
        return reader.history()
    except _Wrong as wrong:
        return Malformed(max(number, 1), str(wrong))
    except OSError as error:
        return Malformed(0, f"the file cannot be read: {error.strerror}")


_DECODER: msgspec.json.Decoder[Line] = msgspec.json.Decoder(Line)


def _decoded(raw: bytes) -> Line:
    if len(raw) > LINE_BYTES_MAX:
        raise _Wrong(f"the line is longer than {LINE_BYTES_MAX} bytes")
    if raw.isspace():
        raise _Wrong("the line is empty")
    try:
        return _DECODER.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _Wrong(str(error)) from None


class _Reader:
    """Takes one line after the other and joins calls with answers."""

    def __init__(self) -> None:
        self._head: HeadLine | None = None
        self._history = History()
        self._calls: list[tuple[int, CallLine]] = []
        self._place: dict[int | str, int] = {}  # id → place among the calls
        self._answers: dict[int, tuple[int, AnswerLine]] = {}  # place → answer
        self._called: set[str] = set()  # batches
        self._named: dict[str, bool] = {}  # batch → do its slots have names?

    def take(self, number: int, line: Line) -> None:
        """The next line. Raises _Wrong."""
        if (self._head is None) is not isinstance(line, HeadLine):
            raise _Wrong("a history begins with one `history` line, and has no other")
        match line:
            case AnswerLine():
                self._answer(number, line)
            case CallLine():
                self._call(number, line)
            case MarkLine():
                self._history.marks.append(line)
            case BatchLine():
                self._before(number, line)
            case StateLine():
                self._after(number, line)
            case HeadLine():
                if line.version != VERSION:
                    raise _Wrong(f"version {line.version} is not known; this is {VERSION}")
                self._head = line

    def _call(self, number: int, line: CallLine) -> None:
        if line.id in self._place:
            raise _Wrong(f"there was a call {line.id!r} before")
        self._must_be_open(line.batch)
        if (line.content is None) is (line.operation is OperationKind.OFFER):
            raise _Wrong("`content` belongs to `offer`, and to nothing else")
        with_slots = line.operation in (OperationKind.REGISTER, OperationKind.ADD_SLOTS)
        if (line.slots is None) is with_slots:
            raise _Wrong("`slots` belongs to `register` and `add_slots`, and to nothing else")
        self._must_be_alike(line.batch, line.slots)
        self._called.add(line.batch)
        self._place[line.id] = len(self._calls)
        self._calls.append((number, line))

    def _answer(self, number: int, line: AnswerLine) -> None:
        place = self._place.get(line.id)
        if place is None:
            raise _Wrong(f"it answers {line.id!r}, which nobody called")
        if place in self._answers:
            raise _Wrong(f"{line.id!r} was answered before")
        call = self._calls[place][1]
        outcome = _outcome(line.outcome)
        if outcome not in _ANSWERS[call.operation]:
            raise _Wrong(f"`{outcome}` is no answer to `{call.operation}`")
        if line.slot is not None and outcome not in _WITH_SLOT:
            raise _Wrong(f"`{outcome}` has no `slot`")
        if line.slots is not None and outcome is not Outcome.ADDED:
            raise _Wrong(f"`{outcome}` has no `slots`")
        if line.at < call.at:
            raise _Wrong("it was answered before it was called")
        self._must_be_open(call.batch)
        self._answers[place] = (number, line)

    def _before(self, number: int, line: BatchLine) -> None:
        if line.batch in self._history.before or line.batch in self._called:
            raise _Wrong(f"a `batch` line comes once, before the calls: {line.batch!r}")
        self._must_be_open(line.batch)
        if line.slots is None and (line.closed or line.held):
            raise _Wrong("a batch that is not registered is neither closed nor held by anything")
        self._must_be_alike(line.batch, line.slots)
        self._history.before[line.batch] = (number, line)

    def _after(self, number: int, line: StateLine) -> None:
        self._must_be_open(line.batch)
        self._history.after[line.batch] = (number, line)

    def _must_be_open(self, batch: str) -> None:
        if batch in self._history.after:
            raise _Wrong(
                f"the `state` of {batch!r} is read when nothing comes any more: no line about the"
                " batch follows"
            )

    def _must_be_alike(self, batch: str, slots: int | tuple[Slot, ...] | None) -> None:
        if slots is None:
            return
        if isinstance(slots, tuple) is not self._named.setdefault(batch, isinstance(slots, tuple)):
            raise _Wrong("the slots of one batch are either counted or named")
        if isinstance(slots, tuple) and len(set(slots)) < len(slots):
            raise _Wrong("two slots have the same name")

    def history(self) -> History:
        """All that was read. Raises _Wrong if there was nothing."""
        if self._head is None:
            raise _Wrong("the file is empty")
        self._history.operations.extend(
            _operation(call, self._answers.get(place)) for place, call in enumerate(self._calls)
        )
        return History(
            self._head.clock_error_ns,
            self._history.operations,
            self._history.before,
            self._history.after,
            self._history.marks,
        )


def _outcome(said: Outcome | bool) -> Outcome:
    if isinstance(said, bool):
        return Outcome.HANDLED if said else Outcome.REFUSED
    return said


def _operation(call: tuple[int, CallLine], answer: tuple[int, AnswerLine] | None) -> Operation:
    call_line, asked = call
    answer_line, said = answer or (None, None)
    return Operation(
        process=asked.process,
        kind=asked.operation,
        batch=asked.batch,
        content=asked.content or "",
        asked=asked.slots,
        called=asked.at,
        answered=said and said.at,
        outcome=said and _outcome(said.outcome),
        slot=said and said.slot,
        total=said and said.slots,
        call_line=call_line,
        answer_line=answer_line,
    )
