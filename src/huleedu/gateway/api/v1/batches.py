"""Batches over the API: make, list, change, and what one does with them."""

from collections.abc import Sequence
from datetime import UTC
from typing import TypeVar
from uuid import UUID, uuid5

from huleedu.contracts.gateway import (
    AddSlots,
    ArchiveBatch,
    EndIntake,
    RegisterBatch,
    RenameBatch,
    RetryBatch,
    StopWaiting,
)
from huleedu.contracts.message import Message
from huleedu.contracts.reason import Reason
from huleedu.gateway.api import problems
from huleedu.gateway.api.problems import HttpRefusal
from huleedu.gateway.api.schemas import Listing, QueryFields, RequestBody
from huleedu.gateway.api.v1 import refusals
from huleedu.gateway.api.v1.asking import ApiAsked
from huleedu.gateway.api.v1.endpoint import etag_of
from huleedu.gateway.api.v1.schemas import (
    BatchCounts,
    BatchPage,
    BatchResource,
    ChangedBatch,
    ChangedMeanwhile,
    FilePage,
    FileResource,
    Me,
    MorePlaces,
    NewBatchBody,
    WillBeDone,
)
from huleedu.gateway.web.soon import soon
from huleedu.gateway.words.words import words
from huleedu.services.results import api as results
from huleedu.services.results.api import BatchSeen, Changes, ListedFile

SentAny = TypeVar("SentAny", bound=RequestBody | None)
QueryAny = TypeVar("QueryAny", bound=QueryFields | None)
Item = TypeVar("Item")


async def me(asked: ApiAsked[None, None]) -> Me:
    """Whose token it is."""
    who = asked.who
    return Me(
        person=who.person,
        name=who.name,
        email=who.email,
        school=who.school,
        school_name=who.school_name,
        rights=tuple(sorted(who.rights)),
    )


async def list_batches(asked: ApiAsked[None, Listing]) -> BatchPage | HttpRefusal:
    """Some of one's batches, the oldest first."""
    who = asked.who
    seen = await results.batches_of(
        asked.database("results"), who.person, administrator="administrator" in who.rights
    )
    ordered = sorted(seen, key=lambda batch: (batch.created_at, batch.id))
    part = _part(ordered, [str(batch.id) for batch in ordered], asked.query)
    if isinstance(part, HttpRefusal):
        return part
    items, after = part
    return BatchPage(items=tuple(map(resource_of, items)), next=after)


async def make_batch(asked: ApiAsked[NewBatchBody, None]) -> BatchResource | WillBeDone:
    """Make a batch; under the same Idempotency-Key there is one."""
    sent, who = asked.sent, asked.who
    batch = uuid5(asked.once, f"batch of {who.person}")
    await asked.web.batches.commands.send(
        RegisterBatch(
            batch=batch,
            title=sent.title,
            slots=sent.places,
            language=sent.language,
            due=sent.due.astimezone(UTC) if sent.due else None,
            school=who.school,
            owner=who.person,
        )
    )

    async def shows() -> bool:
        return isinstance(await _seen(asked, batch), BatchSeen)

    await soon(shows)
    seen = await _seen(asked, batch)
    return resource_of(seen) if isinstance(seen, BatchSeen) else WillBeDone(batch=batch)


async def get_batch(asked: ApiAsked[None, None]) -> BatchResource | HttpRefusal:
    """How a batch is."""
    seen = await _seen(asked, asked.ids["batch"])
    return resource_of(seen) if isinstance(seen, BatchSeen) else seen


async def change_batch(
    asked: ApiAsked[ChangedBatch, None],
) -> BatchResource | ChangedMeanwhile | HttpRefusal:
    """Change a batch that is as whoever asks has seen it."""
    seen = await _seen(asked, asked.ids["batch"])
    if isinstance(seen, HttpRefusal):
        return seen
    if seen.may != "own":
        return HttpRefusal(refusals.ONLY_LOOKS)
    now = resource_of(seen)
    if etag_of(now) not in [each.strip() for each in asked.if_match.split(",")]:
        return ChangedMeanwhile(batch=now)
    title, archived = asked.sent.title, asked.sent.archived
    commands: list[Message] = []
    if title is not None and title != seen.title:
        commands.append(RenameBatch(batch=seen.id, title=title))
    if archived is not None and archived != seen.archived:
        commands.append(ArchiveBatch(batch=seen.id, archived=archived))
    if not commands:
        return now
    await asked.web.batches.commands.send(*commands)

    async def shows() -> bool:
        found = await _seen(asked, seen.id)
        return isinstance(found, BatchSeen) and (
            (title is None or found.title == title)
            and (archived is None or found.archived == archived)
        )

    await soon(shows)
    found = await _seen(asked, seen.id)
    return resource_of(found) if isinstance(found, BatchSeen) else found


async def end_intake(asked: ApiAsked[None, None]) -> WillBeDone | HttpRefusal:
    """No more files are coming."""
    return await _do(asked, EndIntake(batch=asked.ids["batch"]))


async def add_places(asked: ApiAsked[MorePlaces, None]) -> WillBeDone | HttpRefusal:
    """Make room for texts that were left over."""
    batch, count = asked.ids["batch"], asked.sent.count
    return await _do(asked, AddSlots(batch=batch, request=asked.once, count=count))


async def retry(asked: ApiAsked[None, None]) -> WillBeDone | HttpRefusal:
    """Try again what failed."""
    return await _do(asked, RetryBatch(batch=asked.ids["batch"]))


async def close(asked: ApiAsked[None, None]) -> WillBeDone | HttpRefusal:
    """Go on with what there is."""
    return await _do(asked, StopWaiting(batch=asked.ids["batch"]))


async def list_files(asked: ApiAsked[None, Listing]) -> FilePage | HttpRefusal:
    """Some of a batch's files, in the order in which they were offered."""
    seen = await _seen(asked, asked.ids["batch"])
    if isinstance(seen, HttpRefusal):
        return seen
    found = await results.changes(asked.database("results"), seen.id, -1)
    files = found.files if isinstance(found, Changes) else ()
    part = _part(files, [str(file.id) for file in files], asked.query)
    if isinstance(part, HttpRefusal):
        return part
    items, after = part
    return FilePage(items=tuple(map(_file, items)), next=after)


async def _do(asked: ApiAsked[SentAny, QueryAny], command: Message) -> WillBeDone | HttpRefusal:
    """Pass on what is asked for a batch, if whoever asks may work on it."""
    seen = await _seen(asked, command.batch)
    if isinstance(seen, HttpRefusal):
        return seen
    if seen.may == "look":
        return HttpRefusal(refusals.ONLY_LOOKS)
    await asked.web.batches.commands.send(command)
    return WillBeDone(batch=command.batch)


async def _seen(asked: ApiAsked[SentAny, QueryAny], batch: UUID) -> BatchSeen | HttpRefusal:
    who = asked.who
    seen = await results.batch_seen(
        asked.database("results"),
        batch,
        who.person,
        administrator="administrator" in who.rights,
    )
    return seen if isinstance(seen, BatchSeen) else HttpRefusal(refusals.NOT_THERE)


def resource_of(batch: BatchSeen) -> BatchResource:
    """A batch as this API tells of it."""
    counts = batch.counts
    return BatchResource(
        id=batch.id,
        title=batch.title,
        may=batch.may,
        language=batch.language,
        places=None if batch.open else batch.slots,
        due=batch.due,
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


def _file(file: ListedFile) -> FileResource:
    """A file as this API tells of it."""
    reason = file.reason
    known = not isinstance(reason, Reason) or words("en").has(f"reason.{reason.code}")
    return FileResource(
        id=file.id,
        name=file.name,
        size_bytes=file.size_bytes,
        state=file.state,
        code=file.code,
        sentence=words("en").explain(reason) if known else "",
        place=file.slot,
        language=file.language,
        words=file.words,
        misspellings=file.misspellings,
        pupil=file.pupil,
        pupil_sure=file.pupil_sure,
        came_at=file.came_at,
        late=file.late,
    )


def _part(
    ordered: Sequence[Item], names: Sequence[str], listing: Listing
) -> tuple[Sequence[Item], str | None] | HttpRefusal:
    """Some of a list that only grows at its end, and what to ask for next."""
    start = 0
    if listing.after:
        if listing.after not in names:
            return problems.wrong_cursor()
        start = names.index(listing.after) + 1
    end = start + listing.limit
    return ordered[start:end], names[end - 1] if end < len(ordered) else None
