"""Take a batch's result away over the API: ask for a file, see how far it is, and fetch it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, ClassVar, TypeVar
from uuid import UUID, uuid5

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from huleedu.gateway.api import problems
from huleedu.gateway.api.problems import HttpRefusal
from huleedu.gateway.api.schemas import NO_NUL, RequestBody
from huleedu.gateway.api.v1 import refusals
from huleedu.gateway.api.v1.account import AT
from huleedu.gateway.api.v1.answers import ApiAnswer, encode
from huleedu.gateway.api.v1.asking import (
    NOTHING,
    AnyApiRoute,
    ApiAsked,
    ApiRoute,
    RawApiRoute,
)
from huleedu.gateway.api.v1.batches import BATCH
from huleedu.gateway.api.v1.files import BYTES, JSON
from huleedu.gateway.api.v1.forms import Count
from huleedu.gateway.api.v1.seen import QueryAny, SentAny, may_work
from huleedu.gateway.exports import asking
from huleedu.gateway.exports.asking import (
    Export,
    ExportAsked,
    HiddenSince,
    NotMade,
    TooManyAtWork,
)
from huleedu.gateway.exports.gathering import known_of
from huleedu.gateway.exports.giving import into_given
from huleedu.gateway.exports.platforms.known import NotTheirs
from huleedu.gateway.exports.profiles import PROFILES, Profile, ProfileCode, why_not
from huleedu.gateway.exports.store import ExportState
from huleedu.gateway.web.exports import ASKED_FOR, FETCHED, saved_as
from huleedu.gateway.web.file_page import HARMLESS
from huleedu.gateway.words.choice import Language
from huleedu.gateway.words.words import words
from huleedu.services.identity import api as identity
from huleedu.services.results.api import BatchSeen

EXPORT = f"{AT}/exports/{{export}}"
GIVEN_BYTES_MAX = 14 << 20
"""A platform's file of 10 MB in base64, and more."""
Line = Annotated[str, Meta(max_length=1000, pattern=NO_NUL, description="at most 1000 characters")]


class ExportResource(ApiAnswer, frozen=True, kw_only=True, tag="export"):
    """A file to take away, and how far it is.

    `asks`: one of `columns` of the platform's file has to be chosen; `wanted`: it is being made.
    `missing` and `undecided` are pupils, of whom nothing is told while names are hidden.
    """

    id: UUID
    batch: UUID
    profile: ProfileCode
    state: ExportState
    sentence: str
    done: Count
    whole: Count
    columns: tuple[str, ...]
    name: str
    size_bytes: Count
    filled: Count
    missing: tuple[str, ...]
    undecided: tuple[str, ...]
    by: UUID
    asked_at: datetime
    expires_at: datetime


class ExportUnderWay(ExportResource, frozen=True, kw_only=True, tag="export_under_way"):
    """The same of one that is not there yet."""

    status: ClassVar[int] = 202


class ExportToMake(RequestBody, frozen=True, kw_only=True):
    """In which form, and for a platform perhaps its own file, which is then filled in."""

    profile: Annotated[ProfileCode, Meta(description=", ".join(PROFILES))]
    language: Annotated[Language | None, Meta(description="en, sv, or null: as you read")] = None
    file: Annotated[bytes | None, Meta(description="the platform's file in base64, or null")] = None
    file_name: Line = ""
    column: Annotated[
        Line | None, Meta(description="which of its columns, or null: as its title tells")
    ] = None


class ColumnToFill(RequestBody, frozen=True, kw_only=True):
    """Which column of the platform's file the grades go to."""

    column: Line


async def make_export(asked: ApiAsked[ExportToMake, None]) -> ExportUnderWay | HttpRefusal:
    """Have a file made to take away."""
    seen, sent, who = await may_work(asked, asked.ids["batch"]), asked.sent, asked.who
    if isinstance(seen, HttpRefusal):
        return seen
    profile = PROFILES[sent.profile]
    known = await known_of(asked.database, seen, who.school)
    if why := why_not(profile, known):
        return HttpRefusal(refusals.NOT_OFFERED, words("en").say(f"export.not.{why}"))
    given = await asyncio.to_thread(
        into_given,
        profile,
        sent.file_name,
        sent.file or b"",
        seen.title,
        numbers=known.numbers,
        column=sent.column or "",
    )
    if isinstance(given, NotTheirs):
        return _wrong_file(given, profile)
    export = ExportAsked(
        id=uuid5(asked.once, f"{who.person} {seen.id} export"),
        school=who.school,
        batch=seen.id,
        person=who.person,
        profile=profile.code,
        language=sent.language or who.language,
        given=given.file,
        columns=given.columns,
    )
    made = await asking.add_export(asked.database("exports"), export, asked.now)
    if isinstance(made, TooManyAtWork):
        return HttpRefusal(refusals.TOO_MANY_EXPORTS)
    await _note(asked, ASKED_FOR, made)
    return _told(ExportUnderWay, made, seen)


def _wrong_file(why: NotTheirs, profile: Profile) -> HttpRefusal:
    if why.why == "no_such_column":
        return problems.wrong_field_named("column", "one of the file's that may be filled in")
    return problems.wrong_field_named("file", words("en").say(f"export.{why.why}.{profile.code}"))


async def _note(asked: ApiAsked[SentAny, QueryAny], what: str, export: Export) -> None:
    facts = {
        "batch": str(export.batch),
        "export": str(export.id),
        "profile": export.profile,
    }
    await identity.note(asked.people, asked.who, what, asked.now, facts=facts)


Resource = TypeVar("Resource", bound=ExportResource)


def _told(kind: type[Resource], export: Export, seen: BatchSeen) -> Resource:
    failed = export.state == "failed"
    return kind(
        id=export.id,
        batch=export.batch,
        profile=msgspec.convert(export.profile, ProfileCode),
        state=export.state,
        sentence=words("en").say(f"export.not.{export.why}") if failed else "",
        done=export.done,
        whole=export.whole,
        columns=export.columns if export.state == "asks" else (),
        name=export.name,
        size_bytes=export.size_bytes,
        filled=export.told.filled,
        missing=() if seen.hidden else export.told.missing,
        undecided=() if seen.hidden else export.told.undecided,
        by=export.person,
        asked_at=export.asked_at,
        expires_at=export.expires_at,
    )


async def _export(
    asked: ApiAsked[SentAny, QueryAny],
) -> tuple[BatchSeen, Export] | HttpRefusal:
    """This export and its batch, for whoever may work on that."""
    export = await asking.export_of(asked.database("exports"), asked.ids["export"])
    if export is None:
        return HttpRefusal(refusals.NOT_THERE)
    seen = await may_work(asked, export.batch)
    return seen if isinstance(seen, HttpRefusal) else (seen, export)


async def get_export(asked: ApiAsked[None, None]) -> ExportResource | HttpRefusal:
    """How far it is."""
    found = await _export(asked)
    if isinstance(found, HttpRefusal):
        return found
    seen, export = found
    return _told(ExportResource, export, seen)


async def fill_column(asked: ApiAsked[ColumnToFill, None]) -> ExportResource | HttpRefusal:
    """Say which column of a platform's file is meant; said again, nothing changes."""
    found = await _export(asked)
    if isinstance(found, HttpRefusal):
        return found
    seen, export = found
    database = asked.database("exports")
    await asking.choose_column(database, export, asked.sent.column, asked.now)
    now = await asking.export_of(database, export.id) or export
    if now.chosen != asked.sent.column:
        return problems.wrong_field_named("column", "one of `columns`, said once")
    return _told(ExportResource, now, seen)


async def fetch_export(asked: ApiAsked[None, None], _request: Request) -> Response | HttpRefusal:
    """Its bytes, to be saved; they are never held whole."""
    found = await _export(asked)
    if isinstance(found, HttpRefusal):
        return found
    seen, export = found
    match asking.may_fetch(export, seen):
        case NotMade() if export.state == "wanted":
            under_way = _told(ExportUnderWay, export, seen)
            return Response(encode(under_way), under_way.status, media_type=JSON)
        case NotMade():
            kind = refusals.EXPORT_GONE if export.state == "gone" else refusals.EXPORT_NOT_MADE
            return HttpRefusal(kind)
        case HiddenSince():
            return HttpRefusal(refusals.HIDDEN)
        case None:
            pass
    # noted first: nobody has a file without a word about it
    await _note(asked, FETCHED, export)
    headers = {**HARMLESS, **saved_as(export)}
    return StreamingResponse(_pieces(asked, export), headers=headers)


async def _pieces(asked: ApiAsked[None, None], export: Export) -> AsyncIterator[bytes]:
    async for piece in asking.parts(asked.database("exports"), export):
        yield piece


ROUTES: tuple[AnyApiRoute, ...] = (
    ApiRoute(
        method="POST",
        path=f"{BATCH}/exports",
        what="Have a file made to take the result away",
        needs="write",
        who="teacher",
        takes=ExportToMake,
        query=NOTHING,
        says=ExportUnderWay,
        bytes_max=GIVEN_BYTES_MAX,
        refuses=(refusals.NOT_OFFERED, refusals.TOO_MANY_EXPORTS),
        do=make_export,
    ),
    ApiRoute(
        method="GET",
        path=EXPORT,
        what="How far a file to take away is",
        needs="read",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=ExportResource,
        do=get_export,
    ),
    ApiRoute(
        method="POST",
        path=f"{EXPORT}/column",
        what="Say which column of a platform's file the grades go to",
        needs="write",
        who="teacher",
        takes=ColumnToFill,
        query=NOTHING,
        says=ExportResource,
        do=fill_column,
    ),
    RawApiRoute(
        method="GET",
        path=f"{EXPORT}/content",
        what="The file, to be saved; 202 while it is being made",
        needs="read",
        who="teacher",
        query=NOTHING,
        says={200: BYTES, 202: JSON},
        answers=(ExportUnderWay,),
        refuses=(refusals.EXPORT_NOT_MADE, refusals.EXPORT_GONE, refusals.HIDDEN),
        do=fetch_export,
    ),
)

EXAMPLES: tuple[RequestBody, ...] = (
    ExportToMake(profile="csv-sv"),
    ColumnToFill(column="Essay 1 (4711)"),
)
