"""Read a history line by line, and refuse what isn't one by the number of its line."""

from dataclasses import dataclass
from pathlib import Path

from huleedu.lab.history.lines import (
    Kind,
    Outcome,
)
from huleedu.lab.history.operations import History

VERSION = 1
LINE_BYTES_MAX = 64 * 2**20

_ANSWERS = {
    Kind.OFFER: {
        Outcome.ASSIGNED,
        Outcome.REPLAYED,
        Outcome.NO_SLOT,
        Outcome.UNKNOWN_BATCH,
        Outcome.BATCH_CLOSED,
        Outcome.REFUSED,
    },
    Kind.REGISTER: {Outcome.REGISTERED, Outcome.KNOWN, Outcome.REFUSED},
    Kind.ADD_SLOTS: {Outcome.ADDED, Outcome.UNKNOWN_BATCH, Outcome.REFUSED},
    Kind.CLOSE: {Outcome.CLOSED, Outcome.UNKNOWN_BATCH, Outcome.REFUSED},
}
_ANY_TIME = {Outcome.ERROR, Outcome.TIMEOUT, Outcome.HANDLED}
_WITH_SLOT = {Outcome.ASSIGNED, Outcome.REPLAYED}


@dataclass(frozen=True, slots=True)
class Malformed:
    """The file is no history. `line` is 0 if it could not be read at all."""

    line: int
    why: str


class _Bad(Exception):
    """A line that doesn't belong into a history."""


def read(path: Path) -> History | Malformed:
    """The history in a file."""
    number = 0
    gathering = _Gathering()
    try:
        with path.open("rb") as file:
            for number, line in enumerate(lines_of(iter(lambda: file.readline(_LIMIT), b"")), 1):
                gathering.take(number, line)
    except _Bad as bad:
        return Malformed(number + 1 if number < gathering.seen + 1 else number, str(bad))
    except OSError as error:
        return Malformed(0, f"the file cannot be read: {error.strerror}")
    return gathering.history()
