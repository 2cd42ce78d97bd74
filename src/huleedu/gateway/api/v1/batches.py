"""Batches over the API: make, list, change, and what one does with them."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID, uuid5

import msgspec
from msgspec import Meta

from huleedu.contracts.gateway import (
    AddSlots,
    ArchiveBatch,
    EndIntake,
    LanguageAsked,
    PlanJudging,
    RegisterBatch,
    RenameBatch,
    RetryBatch,
    StopWaiting,
)
from huleedu.contracts.message import Message
from huleedu.gateway.api import problems
from huleedu.gateway.api.problems import HttpRefusal
from huleedu.gateway.api.schemas import Listing, RequestBody
from huleedu.gateway.api.v1 import refusals
from huleedu.gateway.api.v1.account import AT
from huleedu.gateway.api.v1.answers import is_as_seen
from huleedu.gateway.api.v1.asking import NOTHING, AnyJsonRoute, ApiAsked, ApiRoute
from huleedu.gateway.api.v1.classes import seen_class
from huleedu.gateway.api.v1.forms import Criterion, FileName, Line, Title
from huleedu.gateway.api.v1.meanwhile import BatchResource, ChangedMeanwhile, Places
from huleedu.gateway.api.v1.paging import part
from huleedu.gateway.api.v1.seen import (
    BatchPage,
    QueryAny,
    SentAny,
    WillBeDone,
    batch_seen,
    batches_seen,
    may_work,
    resource_of,
)
from huleedu.gateway.scales import grades_of, scale_told
from huleedu.gateway.web.soon import soon
from huleedu.services.identity.api import llm_settings, may_use_llm
from huleedu.services.results.api import BatchSeen

BATCH = f"{AT}/batches/{{batch}}"


class BatchToMake(RequestBody, frozen=True, kw_only=True, rename={"class_": "class"}):
    """A batch to be made."""

    title: Title
    class_: Annotated[UUID | None, Meta(description="a class of one's own, or null")] = None
    language: Annotated[LanguageAsked, Meta(description="auto (by each text), en or sv")] = "auto"
    places: Annotated[
        Places | None, Meta(description="how many essays there are; null: as many as come")
    ] = None
    due: Annotated[
        Annotated[datetime, Meta(tz=True)] | None,
        Meta(description="a time (RFC 3339, with its zone) by which they are to be in, or null"),
    ] = None
    blind: Annotated[bool, Meta(description="true: codes stand for names")] = False
    criterion: Annotated[
        Criterion | None, Meta(description="what judges will be asked; null: as usual")
    ] = None
    scale: Annotated[
        Line,
        Meta(
            description="the grades: A-F, 1-5, CEFR, or own ones from the lowest, with commas "
            "between them; empty: none"
        ),
    ] = ""
    llm: Annotated[
        bool, Meta(description="true: language models may judge, if the school allows them")
    ] = False
    secret: Annotated[
        bool, Meta(description="true: no text is taken away, and no language model sees one")
    ] = False
    anchors: Annotated[
        dict[FileName, Line], Meta(max_length=100, description="known grades, by files' names")
    ] = msgspec.field(default_factory=dict[str, str])


class ChangedBatch(RequestBody, frozen=True, kw_only=True):
    """What of a batch is changed; what is null or left out stays."""

    title: Annotated[Title | None, Meta(description="another title")] = None
    archived: Annotated[bool | None, Meta(description="true: put away; false: taken out again")] = (
        None
    )


class MorePlaces(RequestBody, frozen=True, kw_only=True):
    """Room for texts that were left over."""

    count: Annotated[Places, Meta(description="how many places more")]


async def list_batches(asked: ApiAsked[None, Listing]) -> BatchPage | HttpRefusal:
    """Some of one's batches, the oldest first."""
    some = part(
        await batches_seen(asked),
        lambda one: [one.created_at.isoformat(), str(one.id)],
        asked.query,
    )
    if isinstance(some, HttpRefusal):
        return some
    return BatchPage(items=tuple(map(resource_of, some[0])), next=some[1])


async def make_batch(
    asked: ApiAsked[BatchToMake, None],
) -> BatchResource | WillBeDone | HttpRefusal:
    """Make a batch; under the same Idempotency-Key there is one."""
    sent, who = asked.sent, asked.who
    names: tuple[str, ...] = ()
    if sent.class_:
        of = await seen_class(asked, sent.class_)
        if isinstance(of, HttpRefusal):
            return problems.wrong_field_named("class", "a class that is there for you, or null")
        names = tuple(pupil.name for pupil in of.pupils if pupil.name)
    scale = scale_told(sent.scale)
    if scale is None:
        return problems.wrong_field_named("scale", "A-F, 1-5, CEFR, or 2 to 20 different grades")
    if not set(sent.anchors.values()) <= set(grades_of(scale)):
        return problems.wrong_field_named("anchors", "grades of the scale, by files' names")
    allowed = await llm_settings(asked.people, who.school) if sent.llm else None
    if allowed and (sent.secret or not may_use_llm(allowed, who.rights)):
        return problems.wrong_field_named("llm", "false: no language model may judge this")
    batch = uuid5(asked.once, f"batch of {who.person}")
    await asked.web.batches.commands.send(
        RegisterBatch(
            batch=batch,
            title=" ".join(sent.title.split()),
            slots=sent.places,
            language=sent.language,
            due=sent.due.astimezone(UTC) if sent.due else None,
            class_=sent.class_,
            pupils=names,
            blind=sent.blind,
            school=who.school,
            owner=who.person,
        ),
        PlanJudging(
            batch=batch,
            school=who.school,
            criterion=(sent.criterion or "").strip() or None,
            scale=scale,
            llm=sent.llm,
            secret=sent.secret,
            anchors=sent.anchors,
        ),
    )

    async def shows() -> bool:
        return isinstance(await batch_seen(asked, batch), BatchSeen)

    await soon(shows)
    seen = await batch_seen(asked, batch)
    return resource_of(seen) if isinstance(seen, BatchSeen) else WillBeDone(batch=batch)


async def get_batch(asked: ApiAsked[None, None]) -> BatchResource | HttpRefusal:
    """How a batch is."""
    seen = await batch_seen(asked, asked.ids["batch"])
    return resource_of(seen) if isinstance(seen, BatchSeen) else seen


async def change_batch(
    asked: ApiAsked[ChangedBatch, None],
) -> BatchResource | ChangedMeanwhile | HttpRefusal:
    """Change a batch that is as whoever asks has seen it."""
    seen = await _own_as_seen(asked)
    if not isinstance(seen, BatchSeen):
        return seen
    sent = asked.sent
    return await _change(
        asked, seen, None if sent.title is None else " ".join(sent.title.split()), sent.archived
    )


async def put_batch_away(
    asked: ApiAsked[None, None],
) -> BatchResource | ChangedMeanwhile | HttpRefusal:
    """Put a batch away that is as whoever asks has seen it; nothing of it is erased."""
    seen = await _own_as_seen(asked)
    return await _change(asked, seen, None, archived=True) if isinstance(seen, BatchSeen) else seen


async def _own_as_seen(
    asked: ApiAsked[SentAny, QueryAny],
) -> BatchSeen | ChangedMeanwhile | HttpRefusal:
    """A batch of one's own, if it is as whoever asks has seen it."""
    seen = await batch_seen(asked, asked.ids["batch"])
    if isinstance(seen, HttpRefusal):
        return seen
    if seen.may != "own":
        return HttpRefusal(refusals.ONLY_LOOKS)
    if not is_as_seen(now := resource_of(seen), asked.if_match):
        return ChangedMeanwhile(now=now)
    return seen


async def archive_batch(asked: ApiAsked[None, None]) -> BatchResource | HttpRefusal:
    """Put a batch away; nothing of it is lost."""
    seen = await batch_seen(asked, asked.ids["batch"])
    if isinstance(seen, HttpRefusal):
        return seen
    if seen.may != "own":
        return HttpRefusal(refusals.ONLY_LOOKS)
    return await _change(asked, seen, None, archived=True)


async def _change(
    asked: ApiAsked[SentAny, QueryAny], seen: BatchSeen, title: str | None, archived: bool | None
) -> BatchResource | HttpRefusal:
    commands: list[Message] = []
    if title is not None and title != seen.title:
        commands.append(RenameBatch(batch=seen.id, title=title))
    if archived is not None and archived != seen.archived:
        commands.append(ArchiveBatch(batch=seen.id, archived=archived))
    if not commands:
        return resource_of(seen)
    await asked.web.batches.commands.send(*commands)

    async def shows() -> bool:
        found = await batch_seen(asked, seen.id)
        return isinstance(found, BatchSeen) and (
            (title is None or found.title == title)
            and (archived is None or found.archived == archived)
        )

    await soon(shows)
    found = await batch_seen(asked, seen.id)
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


async def _do(asked: ApiAsked[SentAny, QueryAny], command: Message) -> WillBeDone | HttpRefusal:
    """Pass on what is asked for a batch, if whoever asks may work on it."""
    seen = await may_work(asked, command.batch)
    if isinstance(seen, HttpRefusal):
        return seen
    await asked.web.batches.commands.send(command)
    return WillBeDone(batch=command.batch)


ROUTES: tuple[AnyJsonRoute, ...] = (
    ApiRoute(
        method="GET",
        path=f"{AT}/batches",
        what="Some of one's batches, the oldest first",
        needs="read",
        who="teacher",
        takes=NOTHING,
        query=Listing,
        says=BatchPage,
        do=list_batches,
    ),
    ApiRoute(
        method="POST",
        path=f"{AT}/batches",
        what="Make a batch",
        needs="write",
        who="teacher",
        takes=BatchToMake,
        query=NOTHING,
        says=BatchResource | WillBeDone,
        do=make_batch,
    ),
    ApiRoute(
        method="GET",
        path=BATCH,
        what="How a batch is",
        needs="read",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=BatchResource,
        do=get_batch,
    ),
    ApiRoute(
        method="PATCH",
        path=BATCH,
        what="Change a batch that is as it was seen",
        needs="write",
        who="teacher",
        takes=ChangedBatch,
        query=NOTHING,
        says=BatchResource | ChangedMeanwhile,
        guarded=True,
        do=change_batch,
    ),
    ApiRoute(
        method="DELETE",
        path=BATCH,
        what="Put a batch away, as `archive` does: nothing of it is erased, and PATCH takes it out",
        needs="write",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=BatchResource | ChangedMeanwhile,
        guarded=True,
        do=put_batch_away,
    ),
    ApiRoute(
        method="POST",
        path=f"{BATCH}/archive",
        what="Put a batch away; nothing of it is lost",
        needs="write",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=BatchResource,
        do=archive_batch,
    ),
    ApiRoute(
        method="POST",
        path=f"{BATCH}/end-intake",
        what="No more files are coming: go on when those offered are answered",
        needs="write",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=WillBeDone,
        do=end_intake,
    ),
    ApiRoute(
        method="POST",
        path=f"{BATCH}/places",
        what="Make room for texts that were left over",
        needs="write",
        who="teacher",
        takes=MorePlaces,
        query=NOTHING,
        says=WillBeDone,
        do=add_places,
    ),
    ApiRoute(
        method="POST",
        path=f"{BATCH}/retry",
        what="Try again what failed",
        needs="write",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=WillBeDone,
        do=retry,
    ),
    ApiRoute(
        method="POST",
        path=f"{BATCH}/close",
        what="Stop waiting: go on with what there is",
        needs="write",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=WillBeDone,
        do=close,
    ),
)

EXAMPLES: tuple[RequestBody, ...] = (
    BatchToMake(title="A challenge", language="en", places=30),
    ChangedBatch(title="A challenge, class 9B"),
    MorePlaces(count=2),
)
