"""What people ask for, through the command line or the web."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from huleedu.contracts.message import Message
from huleedu.contracts.reason import Fact, Why

LanguageAsked = Literal["auto", "en", "sv"]
Positive = Annotated[int, msgspec.Meta(gt=0)]


class OfferedFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file as it was offered: its bytes are in the content store before this is said."""

    essay: UUID
    name: str
    size_bytes: int
    content: str | None
    """SHA-256 (hex) of the bytes; None when the bytes were not taken in, see `refused`."""
    refused: str | None = None
    """Why the bytes were not taken in: a code of the files service's refusals."""
    facts: dict[str, Fact] = {}
    """What the explanation of that code needs to know."""
    note: Why = ""
    """Of a file that is taken, what a teacher should know of its name."""
    detail: str = ""
    """The fact, or the note, of an offer from before these had codes."""


class RegisterBatch(Message, frozen=True, kw_only=True, tag="gateway.register_batch.v1"):
    """Make a batch with so many slots; the same command twice makes one batch."""

    title: str
    slots: Positive
    language: LanguageAsked = "auto"
    pupils: tuple[str, ...] = ()
    """The roster: names that are no misspellings, and whose essays these may be."""
    deadline_s: Positive = 24 * 3600
    """How long any single wait of this batch may last."""


class FilesOffered(Message, frozen=True, kw_only=True, tag="gateway.files_offered.v1"):
    """These files were uploaded for the batch, in the teacher's order."""

    files: tuple[OfferedFile, ...]


class EndIntake(Message, frozen=True, kw_only=True, tag="gateway.end_intake.v1"):
    """No more files are to come: go on as soon as those offered have been answered."""


class StopWaiting(Message, frozen=True, kw_only=True, tag="gateway.stop_waiting.v1"):
    """Close the batch short: whatever it waits for is given up, and named."""


class AddSlots(Message, frozen=True, kw_only=True, tag="gateway.add_slots.v2"):
    """Make room for texts that were left over."""

    request: UUID
    """Tells a request that is repeated from a second one."""
    count: Positive


class AddSlotsV1(Message, frozen=True, kw_only=True, tag="gateway.add_slots.v1"):
    """The same as it was sent before; it may still be on its way."""

    wish: UUID
    count: Positive


class RetryBatch(Message, frozen=True, kw_only=True, tag="gateway.retry_batch.v1"):
    """Try again whatever failed in this batch; what succeeded is reused."""
