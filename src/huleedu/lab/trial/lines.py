"""The lines that a program on trial reads and answers."""

from typing import Annotated

import msgspec
from msgspec import Meta

from huleedu.lab.history import OperationKind, Outcome, Row, Slot

LINE_BYTES_MAX = 1 << 24


class Request(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the lab asks, a line of JSON; `rows` asks for all rows of a batch in the end."""

    id: int
    operation: OperationKind | Annotated[str, Meta(pattern="^rows$")]
    batch: str
    content: str | None = None
    slots: int | None = None


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What the program answers, a line of JSON with the request's id.

    `outcome` is one of docs/lab-history.md; to `rows` it is left out, and `rows` are answered, or
    nothing by a program that cannot tell them.
    """

    id: int
    outcome: Outcome | bool | None = None
    slot: Slot | None = None
    rows: tuple[Row, ...] | None = None


class WrongLine(Exception):
    """The program said what is no answer; the message says what."""


_DECODER = msgspec.json.Decoder(Reply)


def read_reply(line: bytes) -> Reply:
    """The answer in a line; raises `WrongLine`."""
    try:
        return _DECODER.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        said = line[:200].decode(errors="replace").rstrip()
        raise WrongLine(f"the program answered {said!r}, which is no answer: {error}") from None
