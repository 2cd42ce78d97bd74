"""The lines that a history is made of, as they stand in the file."""

from enum import StrEnum
from typing import Annotated

import msgspec

Slot = int | str
"""A slot's number or name."""
Row = tuple[str, Slot | None]
"""A content and its slot as a store holds them; None where the store held no slot's name."""

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
Count = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
Instant = Annotated[int, msgspec.Meta(ge=0, lt=2**62)]
"""Nanoseconds of one clock that every process of the history reads."""


class OperationKind(StrEnum):
    """What was asked."""

    OFFER = "offer"
    """A slot for a content."""
    REGISTER = "register"
    ADD_SLOTS = "add_slots"
    CLOSE = "close"


class Outcome(StrEnum):
    """What was answered. The last four leave open what happened, or why."""

    ASSIGNED = "assigned"
    REPLAYED = "replayed"
    NO_SLOT = "no_slot"
    UNKNOWN_BATCH = "unknown_batch"
    BATCH_CLOSED = "batch_closed"
    REGISTERED = "registered"
    KNOWN = "known"
    """Registered before, with the same slots."""
    ADDED = "added"
    CLOSED = "closed"
    REFUSED = "refused"
    """A no without a reason; of `register`: the batch has other slots, or none were named."""
    HANDLED = "handled"
    """A yes that doesn't say to what."""
    ERROR = "error"
    """An exception instead of an answer: it may have happened, may still happen, or never."""
    TIMEOUT = "timeout"


class _Line(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    tag_field="line",
):
    """`note` is for the writer's own use; nobody else reads it."""

    note: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


class HeadLine(_Line, frozen=True, kw_only=True, tag="history"):
    """The first line. `clock_error_ns`: by how much two processes' clocks may differ at most."""

    version: int
    clock_error_ns: Instant = 0


class BatchLine(_Line, frozen=True, kw_only=True, tag="batch"):
    """A batch as it was before the first call: its slots (None: not registered) and holders.

    `slots` is a number n (the slots 1 to n) or the slots' names.
    """

    batch: Name
    slots: Count | tuple[Slot, ...] | None
    closed: bool = False
    held: tuple[Row, ...] = ()


class CallLine(_Line, frozen=True, kw_only=True, tag="call"):
    """Somebody begins to ask. `slots` belongs to `register` and `add_slots`."""

    id: int | Name
    at: Instant
    process: Name
    operation: OperationKind
    batch: Name
    content: Name | None = None
    slots: Count | tuple[Slot, ...] | None = None


class AnswerLine(_Line, frozen=True, kw_only=True, tag="answer"):
    """The answer to the call of this id; true is read as `handled`, false as `refused`.

    `slot` belongs to `assigned` and `replayed`; `slots` to `added`: how many there are in all.
    """

    id: int | Name
    at: Instant
    outcome: Outcome | bool
    slot: Slot | None = None
    slots: Count | None = None


class MarkLine(_Line, frozen=True, kw_only=True, tag="mark"):
    """Something that happened besides: a crash, a fault. It is drawn, and changes no verdict."""

    at: Instant
    what: Name
    process: Name | None = None


class StateLine(_Line, frozen=True, kw_only=True, tag="state"):
    """All rows of a batch in the store, read when nothing was under way any more."""

    batch: Name
    rows: tuple[Row, ...]


Line = HeadLine | BatchLine | CallLine | AnswerLine | MarkLine | StateLine
