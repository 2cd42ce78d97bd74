"""What this API is sent and says."""

from datetime import datetime
from types import MappingProxyType
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from huleedu.contracts.gateway import LanguageAsked
from huleedu.contracts.judging import Told
from huleedu.contracts.people import Right
from huleedu.gateway.api.schemas import NO_NUL, RequestBody

TITLE_MAX = 200
SLOTS_MAX = 5_000

Title = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=TITLE_MAX,
        pattern=NO_NUL,
        description=f"a title of 1 to {TITLE_MAX} characters, without NUL characters",
    ),
]
Places = Annotated[
    int, Meta(ge=1, le=SLOTS_MAX, description=f"a whole number from 1 to {SLOTS_MAX}")
]
Count = Annotated[int, Meta(ge=0, le=2**53)]


class NewBatchBody(RequestBody, frozen=True, kw_only=True):
    """A batch to be made."""

    title: Title
    language: Annotated[LanguageAsked, Meta(description="auto (by each text), en or sv")] = "auto"
    places: Annotated[
        Places | None, Meta(description="how many essays there are; null: as many as come")
    ] = None
    due: Annotated[
        Annotated[datetime, Meta(tz=True)] | None,
        Meta(description="a time (RFC 3339, with its zone) by which they are to be in, or null"),
    ] = None


class ChangedBatch(RequestBody, frozen=True, kw_only=True):
    """What of a batch is changed; what is left out stays."""

    title: Annotated[Title | None, Meta(description="another title")] = None
    archived: Annotated[bool | None, Meta(description="true: put away; false: taken out again")] = (
        None
    )


class MorePlaces(RequestBody, frozen=True, kw_only=True):
    """Room for texts that were left over."""

    count: Annotated[Places, Meta(description="how many places more")]


class Me(Told, frozen=True, kw_only=True, tag="me"):
    """Whose token it is."""

    person: UUID
    name: str
    email: str
    school: UUID
    school_name: str
    rights: tuple[Right, ...]


class BatchCounts(msgspec.Struct, frozen=True, kw_only=True):
    """How many files stand where."""

    files: Count
    waiting: Count
    refused: Count
    left_over: Count
    late: Count
    essays: Count
    measured: Count
    failed: Count


class BatchResource(Told, frozen=True, kw_only=True, tag="batch"):
    """A batch, as whoever asks sees it."""

    id: UUID
    title: str
    may: Literal["own", "work", "look"]
    language: LanguageAsked
    places: Places | None
    """None: as many as come."""
    due: datetime | None
    archived: bool
    step: Literal["no_files", "reading", "collecting", "working", "failed", "assessed", "judged"]
    counts: BatchCounts
    made_at: datetime
    changed_at: datetime


class BatchPage(Told, frozen=True, kw_only=True, tag="batches"):
    """Some of one's batches, the oldest first."""

    items: tuple[BatchResource, ...]
    next: str | None
    """What to ask for next; None: that was all."""


class FileResource(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a batch."""

    id: UUID
    name: str
    size_bytes: Count | None
    state: str
    code: str
    """Why it is refused or left over; empty if it is not."""
    sentence: str
    """The same in words."""
    place: Places | None
    language: str
    words: Count | None
    misspellings: Count | None
    pupil: str
    pupil_sure: bool
    came_at: datetime | None
    late: bool


class FilePage(Told, frozen=True, kw_only=True, tag="files"):
    """Some of a batch's files, in the order in which they were offered."""

    items: tuple[FileResource, ...]
    next: str | None


class WillBeDone(Told, frozen=True, kw_only=True, tag="will_be_done"):
    """It will be done; asked again, nothing more is."""

    batch: UUID


class ChangedMeanwhile(Told, frozen=True, kw_only=True, tag="changed_meanwhile"):
    """Nothing was done: this is how it is now."""

    batch: BatchResource


STATUS: MappingProxyType[type[Told], int] = MappingProxyType(
    {
        Me: 200,
        BatchResource: 200,
        BatchPage: 200,
        FilePage: 200,
        WillBeDone: 202,
        ChangedMeanwhile: 412,
    }
)

REQUEST_BODIES: tuple[RequestBody, ...] = (
    NewBatchBody(title="A challenge", language="en", places=30),
    ChangedBatch(title="A challenge, class 9B"),
    MorePlaces(count=2),
)
