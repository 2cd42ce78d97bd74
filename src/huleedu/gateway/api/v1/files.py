"""The files of a batch over the API: what became of each, the original, another in its place."""

from collections.abc import AsyncIterator
from pathlib import PurePosixPath
from typing import Annotated, ClassVar
from urllib.parse import quote
from uuid import UUID

from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from huleedu.contracts.gateway import LanguageAsked, SetLanguage, WithdrawFile
from huleedu.gateway.api.problems import HttpRefusal
from huleedu.gateway.api.schemas import Listing, RequestBody
from huleedu.gateway.api.v1 import refusals
from huleedu.gateway.api.v1.account import AT
from huleedu.gateway.api.v1.answers import ApiAnswer, encode, is_as_seen
from huleedu.gateway.api.v1.asking import (
    NOTHING,
    AnyApiRoute,
    ApiAsked,
    ApiRoute,
    RawApiRoute,
)
from huleedu.gateway.api.v1.batches import BATCH
from huleedu.gateway.api.v1.meanwhile import ChangedMeanwhile, FileResource
from huleedu.gateway.api.v1.paging import part
from huleedu.gateway.api.v1.seen import (
    WillBeDone,
    batch_seen,
    file_resource,
    file_seen,
    may_work,
)
from huleedu.gateway.api.v1.uploads import uploads_of
from huleedu.gateway.intake import TakenIn
from huleedu.gateway.uploads import PIECE_BYTES, essay_of
from huleedu.gateway.web.file_page import HARMLESS, in_place_of
from huleedu.gateway.web.file_rows import GONE
from huleedu.gateway.web.multipart import NoForm, files_of
from huleedu.kit.content import ContentLost
from huleedu.services.identity import api as identity
from huleedu.services.results import api as results
from huleedu.services.results.api import Changes, ListedFile

FORM = "multipart/form-data"
JSON = "application/json"
BYTES = "application/octet-stream"
FILE = f"{AT}/files/{{file}}"


class LanguageToTell(RequestBody, frozen=True, kw_only=True):
    """In which language an essay is."""

    language: Annotated[LanguageAsked, Meta(description="auto (by the text), en or sv")]


class FilePage(ApiAnswer, frozen=True, kw_only=True, tag="files"):
    """Some of a batch's files, in the order in which they were offered."""

    items: tuple[FileResource, ...]
    next: str | None


class FilesTaken(ApiAnswer, frozen=True, kw_only=True, tag="files_taken"):
    """They are offered to the batch, in their order; the same again are the same files."""

    status: ClassVar[int] = 202
    files: tuple[UUID, ...]


async def list_files(asked: ApiAsked[None, Listing]) -> FilePage | HttpRefusal:
    """Some of a batch's files."""
    seen = await batch_seen(asked, asked.ids["batch"])
    if isinstance(seen, HttpRefusal):
        return seen
    found = await results.changes(asked.database("results"), seen.id, -1)
    files = found.files if isinstance(found, Changes) else ()
    some = part((file for file in files if file.state not in GONE), _order, asked.query)
    if isinstance(some, HttpRefusal):
        return some
    return FilePage(items=tuple(file_resource(one, seen) for one in some[0]), next=some[1])


def _order(file: ListedFile) -> list[str]:
    """The order in which they were offered."""
    return [*(f"{number:09}" for number in file.place), "", str(file.id)]


async def get_file(asked: ApiAsked[None, None]) -> FileResource | HttpRefusal:
    """What became of a file."""
    found = await file_seen(asked, asked.ids["file"])
    return found if isinstance(found, HttpRefusal) else file_resource(found[1], found[0])


async def set_language(asked: ApiAsked[LanguageToTell, None]) -> WillBeDone | HttpRefusal:
    """Check and measure an essay anew, as one in this language."""
    found = await file_seen(asked, asked.ids["file"], works=True)
    if isinstance(found, HttpRefusal):
        return found
    batch, file = found
    await asked.web.batches.commands.send(
        SetLanguage(batch=batch.id, essay=file.id, language=asked.sent.language)
    )
    return WillBeDone(batch=batch.id)


async def remove_file(
    asked: ApiAsked[None, None],
) -> WillBeDone | ChangedMeanwhile | HttpRefusal:
    """Take a file back that takes no part."""
    found = await file_seen(asked, asked.ids["file"], works=True)
    if isinstance(found, HttpRefusal):
        return found
    batch, file = found
    if file.state == "withdrawn":
        return WillBeDone(batch=batch.id)
    if not is_as_seen(now := file_resource(file, batch), asked.if_match):
        return ChangedMeanwhile(now=now)
    if file.state not in ("refused", "left_over"):
        return HttpRefusal(refusals.TAKES_PART)
    await asked.web.batches.commands.send(WithdrawFile(batch=batch.id, essay=file.id))
    return WillBeDone(batch=batch.id)


async def send_files(asked: ApiAsked[None, None], request: Request) -> Response | HttpRefusal:
    """Take the files of a form, all or none."""
    batch = await may_work(asked, asked.ids["batch"])
    if isinstance(batch, HttpRefusal):
        return batch
    uploads = uploads_of(asked)
    taken = await _taken(asked, request, None)
    if not taken:
        return HttpRefusal(refusals.NO_FILE)
    return _told(FilesTaken(files=tuple(await uploads.offer(batch.id, taken))))


async def replace_file(asked: ApiAsked[None, None], request: Request) -> Response | HttpRefusal:
    """Hand in another file instead of one: it takes its place, as soon as it is read."""
    found = await file_seen(asked, asked.ids["file"], works=True)
    if isinstance(found, HttpRefusal):
        return found
    batch, file = found
    if file.state not in ("refused", "replaced", "assigned"):
        return HttpRefusal(refusals.NOT_REPLACED)
    names = await results.real_names(asked.database("results"), batch.id, [file.id])
    taken = await _taken(asked, request, names[file.id].file)
    if len(taken) != 1:
        return HttpRefusal(refusals.NO_FILE)
    by = essay_of(batch.id, taken[0].name, taken[0].content or "")
    known = await results.files_there(asked.database("results"), batch.id, [by])
    if by not in known and file.state == "replaced" and not file.code:
        return HttpRefusal(refusals.NOT_REPLACED)  # another has the place that it had
    instead = file.id if file.state == "assigned" else None
    offered = await uploads_of(asked).offer(batch.id, taken, instead)
    if instead and by not in known:
        facts = {"batch": str(batch.id)}
        await identity.note(
            asked.people, asked.who, "essay_replaced", asked.now, about=instead, facts=facts
        )
    return _told(FilesTaken(files=tuple(offered)))


async def _taken(
    asked: ApiAsked[None, None], request: Request, instead: str | None
) -> list[TakenIn]:
    """The files of a form; none if it is no form. `instead`: the name of the one replaced."""
    uploads = uploads_of(asked)
    try:
        return [
            await uploads.take(in_place_of(instead, name) if instead else name, pieces)
            async for name, pieces in files_of(request, PIECE_BYTES)
        ]
    except NoForm:
        return []


def _told(said: ApiAnswer) -> Response:
    return Response(encode(said), said.status, media_type=JSON)


async def original(asked: ApiAsked[None, None], _request: Request) -> Response | HttpRefusal:
    """The file as it was handed in, to be saved; it is never held whole."""
    found = await file_seen(asked, asked.ids["file"])
    if isinstance(found, HttpRefusal):
        return found
    _, file = found
    if file.hidden:
        return HttpRefusal(refusals.HIDDEN)
    if file.content is None:
        return HttpRefusal(refusals.NOT_THERE)
    pieces = asked.web.contents.stream(file.content, PIECE_BYTES)
    try:
        first = await anext(pieces, b"")
    except ContentLost:
        return HttpRefusal(refusals.NOT_THERE)

    async def whole() -> AsyncIterator[bytes]:
        yield first
        async for piece in pieces:
            yield piece

    name = quote(PurePosixPath(file.name).name, safe="")
    headers = {**HARMLESS, "Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return StreamingResponse(whole(), headers=headers)


ROUTES: tuple[AnyApiRoute, ...] = (
    ApiRoute(
        method="GET",
        path=f"{BATCH}/files",
        what="Some of a batch's files, in the order in which they were offered",
        needs="read",
        who="teacher",
        takes=NOTHING,
        query=Listing,
        says=FilePage,
        do=list_files,
    ),
    RawApiRoute(
        method="POST",
        path=f"{BATCH}/files",
        what="Take the files of a form; the same again are the same files",
        needs="write",
        who="teacher",
        query=NOTHING,
        takes=(FORM,),
        takes_files=True,
        says={202: JSON},
        answers=(FilesTaken,),
        refuses=(refusals.NO_FILE,),
        do=send_files,
    ),
    ApiRoute(
        method="GET",
        path=FILE,
        what="What became of a file",
        needs="read",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=FileResource,
        do=get_file,
    ),
    RawApiRoute(
        method="GET",
        path=f"{FILE}/original",
        what="The file as it was handed in, to be saved",
        needs="read",
        who="teacher",
        query=NOTHING,
        says={200: BYTES},
        refuses=(refusals.HIDDEN,),
        do=original,
    ),
    RawApiRoute(
        method="POST",
        path=f"{FILE}/replace",
        what="Hand in another file instead of one: it takes its place, as soon as it is read",
        needs="write",
        who="teacher",
        query=NOTHING,
        takes=(FORM,),
        takes_files=True,
        says={202: JSON},
        answers=(FilesTaken,),
        refuses=(refusals.NO_FILE, refusals.NOT_REPLACED),
        do=replace_file,
    ),
    ApiRoute(
        method="POST",
        path=f"{FILE}/language",
        what="Check and measure an essay anew, as one in this language",
        needs="write",
        who="teacher",
        takes=LanguageToTell,
        query=NOTHING,
        says=WillBeDone,
        do=set_language,
    ),
    ApiRoute(
        method="DELETE",
        path=FILE,
        what="Take a file back that takes no part",
        needs="write",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=WillBeDone | ChangedMeanwhile,
        guarded=True,
        refuses=(refusals.TAKES_PART,),
        do=remove_file,
    ),
)

EXAMPLES: tuple[RequestBody, ...] = (LanguageToTell(language="sv"),)
