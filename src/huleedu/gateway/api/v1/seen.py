"""Batches and files as whoever asks may see them: what others have is not there."""

from collections.abc import Sequence
from typing import ClassVar, TypeVar
from uuid import UUID

from huleedu.contracts.reason import Reason
from huleedu.gateway.api.problems import HttpRefusal
from huleedu.gateway.api.schemas import QueryFields, RequestBody
from huleedu.gateway.api.v1 import refusals
from huleedu.gateway.api.v1.answers import ApiAnswer
from huleedu.gateway.api.v1.asking import ApiAsked
from huleedu.gateway.api.v1.meanwhile import BatchCounts, BatchResource, FileResource
from huleedu.gateway.web.batch import Batch
from huleedu.gateway.web.file_rows import row_of
from huleedu.gateway.words.words import words
from huleedu.services.results import api as results
from huleedu.services.results.api import BatchSeen, ListedFile, NotHeardOf

SentAny = TypeVar("SentAny", bound=RequestBody | None)
QueryAny = TypeVar("QueryAny", bound=QueryFields | None)


class BatchPage(ApiAnswer, frozen=True, kw_only=True, tag="batches"):
    """Some of one's batches, the oldest first."""

    items: tuple[BatchResource, ...]
    next: str | None
    """What to ask for next; None: that was all."""


class WillBeDone(ApiAnswer, frozen=True, kw_only=True, tag="will_be_done"):
    """It will be done; asked again, nothing more is."""

    status: ClassVar[int] = 202
    batch: UUID


async def batches_seen(asked: ApiAsked[SentAny, QueryAny]) -> Sequence[BatchSeen]:
    """The batches that whoever asks may see."""
    who = asked.who
    return await results.batches_of(
        asked.database("results"), who.person, administrator="administrator" in who.rights
    )


async def batch_seen(asked: ApiAsked[SentAny, QueryAny], batch: UUID) -> BatchSeen | HttpRefusal:
    """This batch."""
    who = asked.who
    seen = await results.batch_seen(
        asked.database("results"),
        batch,
        who.person,
        administrator="administrator" in who.rights,
    )
    return seen if isinstance(seen, BatchSeen) else HttpRefusal(refusals.NOT_THERE)


async def may_work(asked: ApiAsked[SentAny, QueryAny], batch: UUID) -> BatchSeen | HttpRefusal:
    """This batch, if whoever asks may change something of it."""
    seen = await batch_seen(asked, batch)
    if isinstance(seen, BatchSeen) and seen.may == "look":
        return HttpRefusal(refusals.ONLY_LOOKS)
    return seen


async def file_seen(
    asked: ApiAsked[SentAny, QueryAny], file: UUID, *, works: bool = False
) -> tuple[BatchSeen, ListedFile] | HttpRefusal:
    """This file and its batch.

    Args:
        works: whoever asks is to change something.
    """
    database = asked.database("results")
    batch = await results.batch_of_file(database, file)
    if isinstance(batch, NotHeardOf):
        return HttpRefusal(refusals.NOT_THERE)
    seen = await (may_work if works else batch_seen)(asked, batch)
    if isinstance(seen, HttpRefusal):
        return seen
    found = await results.file_listed(database, batch, file)
    return HttpRefusal(refusals.NOT_THERE) if isinstance(found, NotHeardOf) else (seen, found)


def resource_of(batch: BatchSeen) -> BatchResource:
    """A batch as this API tells of it."""
    counts = batch.counts
    return BatchResource(
        id=batch.id,
        title=batch.title,
        may=batch.may,
        class_=batch.class_,
        language=batch.language,
        places=None if batch.open else batch.slots,
        due=batch.due,
        blind=batch.blind,
        names_shown=not batch.hidden,
        archived=batch.archived,
        step=batch.step,
        counts=BatchCounts(
            files=counts.files,
            waiting=counts.waiting,
            refused=counts.refused,
            left_over=counts.left_over,
            late=counts.late,
            essays=counts.assigned,
            measured=counts.measured,
            failed=counts.failed,
        ),
        made_at=batch.created_at,
        changed_at=batch.changed_at,
    )


def file_resource(file: ListedFile, batch: BatchSeen) -> FileResource:
    """A file as this API tells of it."""
    said, reason = words("en"), file.reason
    known = not isinstance(reason, Reason) or said.has(f"reason.{reason.code}")
    row = row_of(file, Batch(batch), said)
    return FileResource(
        id=file.id,
        batch=batch.id,
        name=file.name,
        size_bytes=file.size_bytes,
        state=file.state,
        code=file.code,
        sentence=said.explain(reason) if known else "",
        remedies=row.remedies if row else (),
        place=file.slot,
        language=file.language,
        words=file.words,
        misspellings=file.misspellings,
        pupil=file.pupil,
        pupil_sure=file.pupil_sure,
        same_pupil=tuple(one.id for one in file.others),
        came_at=file.came_at,
        late=file.late,
    )
