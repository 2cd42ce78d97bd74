"""Uploads over HTTP: tus 1.0 for what may break off, one request for what is small.

The protocol is tus 1.0.0, its core with creation, expiration and termination (https://tus.io). What
comes is kept as it comes; see `gateway.uploads`.
"""

from base64 import b64decode
from binascii import Error as NoBase64
from collections.abc import AsyncIterator, Awaitable, Callable
from email.utils import format_datetime
from http import HTTPStatus
from typing import Annotated

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from huleedu.gateway.uploads import (
    ANNOUNCED_AT_ONCE,
    PIECE_BYTES,
    Appended,
    CameWhole,
    Differs,
    NewUpload,
    NoUpload,
    Sender,
    Upload,
    Uploads,
    WrongPlace,
)
from huleedu.gateway.web import answering
from huleedu.gateway.web.batch import Batch, batch_of
from huleedu.gateway.web.multipart import NoForm, files_of
from huleedu.gateway.web.pages import Asked, Done, RawRoute, Redirect
from huleedu.kit.database import Collision, EngineAway

VERSION = "1.0.0"
PIECE = "application/offset+octet-stream"
ANNOUNCEMENT_BYTES_MAX = 512 * 1024
OF_THE_PROTOCOL = {
    "Tus-Resumable": VERSION,
    "Tus-Version": VERSION,
    "Tus-Extension": "creation,expiration,termination",
}
MADE_UP_NAME = "unnamed file"


class WantedFile(msgspec.Struct, forbid_unknown_fields=True):
    """A file that a browser holds: its SHA-256 in hex tells it from others of its name."""

    name: Annotated[str, msgspec.Meta(max_length=1000)]
    size: Annotated[int, msgspec.Meta(ge=0)]
    fingerprint: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class Wanted(msgspec.Struct, forbid_unknown_fields=True):
    """What was dropped, in its order."""

    files: list[WantedFile]


_WANTED = msgspec.json.Decoder(Wanted)


def uploads_of(asked: Asked) -> Uploads:
    """Uploads as far as the school of whoever asks reaches."""
    batches = asked.web.batches
    return Uploads(
        database=asked.database("gateway"),
        results=asked.database("results"),
        contents=asked.web.contents,
        size_bytes_max=batches.limits.size_bytes_max,
        clock=asked.web.clock,
        hint=batches.commands.hint,
    )


def sender_of(asked: Asked) -> Sender:
    """Whoever is signed in."""
    return Sender(asked.signed_in.school, asked.signed_in.person)


def _says(status: HTTPStatus, **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(status_code=status, headers={**OF_THE_PROTOCOL, **named})


def _until(upload: Upload) -> str:
    return format_datetime(upload.expires_at, usegmt=True)


async def create(asked: Asked, scope: Scope, receive: Receive, send: Send) -> None:
    """Announce one file; its bytes come later, to the address that is answered."""
    await _answer(await _tried(_create, asked), scope, receive, send)


async def _create(asked: Asked) -> Response:
    batch = await batch_of(asked, "work")
    if not isinstance(batch, Batch):
        return answering.answer(asked, batch)
    if asked.request.headers.get("tus-resumable") != VERSION:
        return _says(HTTPStatus.PRECONDITION_FAILED)
    length = _number(asked.request.headers.get("upload-length", ""))
    told = _metadata(asked.request.headers.get("upload-metadata", ""))
    if length is None or told is None:
        return _says(HTTPStatus.BAD_REQUEST)
    uploads = uploads_of(asked)
    if length > uploads.size_bytes_max:
        limit = str(uploads.size_bytes_max)
        return _says(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, Tus_Max_Size=limit)
    name = told.get("filename") or told.get("name") or MADE_UP_NAME
    file = NewUpload(name=name, size_bytes=length)
    made = await uploads.create(sender_of(asked), batch.id, file)
    at = f"/uploads/{made.id}"
    return _says(HTTPStatus.CREATED, Location=at, Upload_Expires=_until(made))


async def look(asked: Asked, scope: Scope, receive: Receive, send: Send) -> None:
    """How much of a file has come."""
    await _answer(await _tried(_look, asked), scope, receive, send)


async def _look(asked: Asked) -> Response:
    found = await _upload(asked)
    if isinstance(found, Response):
        return found
    return _says(
        HTTPStatus.OK,
        Upload_Offset=str(found.sent_bytes),
        Upload_Length=str(found.size_bytes),
        Upload_Expires=_until(found),
    )


async def append(asked: Asked, scope: Scope, receive: Receive, send: Send) -> None:
    """Keep what comes, as it comes: what broke off goes on behind it."""
    try:
        response = await _append(asked)
    except (EngineAway, Collision):
        response = answering.away(asked.request, asked.web)
    await _answer(response, scope, receive, send)


async def _append(asked: Asked) -> Response:
    at = _number(asked.request.headers.get("upload-offset", ""))
    if asked.request.headers.get("content-type") != PIECE:
        return _says(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    if at is None:
        return _says(HTTPStatus.BAD_REQUEST)
    found = await _upload(asked)
    if isinstance(found, Response):
        return found
    uploads, sender = uploads_of(asked), sender_of(asked)
    if found.sent_bytes != at:  # before anything of it is read
        return _says(HTTPStatus.CONFLICT, Upload_Offset=str(found.sent_bytes))
    async for piece in pieces_of(asked.request):
        match await uploads.append(sender, found.id, at, piece):
            case Appended(sent) | CameWhole(sent):
                at = sent
            case WrongPlace(sent):
                return _says(HTTPStatus.CONFLICT, Upload_Offset=str(sent))
            case Differs():
                return _says(HTTPStatus.UNPROCESSABLE_ENTITY)
            case NoUpload():
                return _says(HTTPStatus.NOT_FOUND)
    return _says(HTTPStatus.NO_CONTENT, Upload_Offset=str(at))


async def pieces_of(request: Request) -> AsyncIterator[bytes]:
    """The body in pieces of one size, the last one shorter; of one that breaks off all that came.

    Raises `ClientDisconnect` after that.
    """
    held = bytearray()
    try:
        async for chunk in request.stream():
            held += chunk
            while len(held) >= PIECE_BYTES:
                piece = bytes(memoryview(held)[:PIECE_BYTES])
                del held[:PIECE_BYTES]
                yield piece
    except ClientDisconnect:
        if held:
            yield bytes(held)
        raise
    if held:
        yield bytes(held)


async def forget(asked: Asked, scope: Scope, receive: Receive, send: Send) -> None:
    """Give a file up that has not come whole."""
    await _answer(await _tried(_forget, asked), scope, receive, send)


async def _forget(asked: Asked) -> Response:
    found = await _upload(asked)
    if isinstance(found, Response):
        return found
    await uploads_of(asked).give_up(sender_of(asked), found.id)
    return _says(HTTPStatus.NO_CONTENT)


async def able(asked: Asked, scope: Scope, receive: Receive, send: Send) -> None:
    """What of the protocol there is."""
    limit = str(asked.web.batches.limits.size_bytes_max)
    await _answer(_says(HTTPStatus.NO_CONTENT, Tus_Max_Size=limit), scope, receive, send)


async def _upload(asked: Asked) -> Upload | Response:
    """The upload at this address, of whoever asks, who may still work on its batch."""
    if asked.request.headers.get("tus-resumable") != VERSION:
        return _says(HTTPStatus.PRECONDITION_FAILED)
    identity = asked.identifier("upload")
    found = await uploads_of(asked).look(sender_of(asked), identity) if identity else NoUpload()
    if isinstance(found, NoUpload):
        return _says(HTTPStatus.NOT_FOUND)
    batch = await batch_of(asked, "work", found.batch)
    return found if isinstance(batch, Batch) else answering.answer(asked, batch)


async def announce(asked: Asked, scope: Scope, receive: Receive, send: Send) -> None:
    """Say what was dropped, and hear which of it is wanted."""
    await _answer(await _tried(_announce, asked), scope, receive, send)


async def _announce(asked: Asked) -> Response:
    batch = await batch_of(asked, "work")
    if not isinstance(batch, Batch):
        return answering.answer(asked, batch)
    body = bytearray()
    async for chunk in asked.request.stream():
        body += chunk
        if len(body) > ANNOUNCEMENT_BYTES_MAX:
            return Response(status_code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        wanted = _WANTED.decode(body)
    except msgspec.DecodeError:
        return Response(status_code=HTTPStatus.UNPROCESSABLE_ENTITY)
    if len(wanted.files) > ANNOUNCED_AT_ONCE:
        return Response(status_code=HTTPStatus.UNPROCESSABLE_ENTITY)
    files = [
        NewUpload(name=each.name, size_bytes=each.size, fingerprint=each.fingerprint)
        for each in wanted.files
    ]
    told = await uploads_of(asked).announce(sender_of(asked), batch.id, files)
    return Response(msgspec.json.encode({"files": told}), media_type="application/json")


async def offer(asked: Asked, scope: Scope, receive: Receive, send: Send) -> None:
    """Take the files of a form, all or none: what a browser sends without a script."""
    try:
        response = await _offer(asked)
    except (EngineAway, Collision):
        response = answering.away(asked.request, asked.web)
    await _answer(response, scope, receive, send)


async def _offer(asked: Asked) -> Response:
    batch = await batch_of(asked, "work")
    if not isinstance(batch, Batch):
        return answering.answer(asked, batch)
    uploads = uploads_of(asked)
    try:
        taken = [
            await uploads.take(name, pieces)
            async for name, pieces in files_of(asked.request, PIECE_BYTES)
        ]
    except NoForm:
        return Response(status_code=HTTPStatus.UNPROCESSABLE_ENTITY)
    if taken:
        await uploads.offer(batch.id, taken)
    done = Done("files_sent", {"n": len(taken)}) if taken else None
    return answering.answer(asked, Redirect(f"/batches/{batch.id}", done))


async def _tried(work: Callable[[Asked], Awaitable[Response]], asked: Asked) -> Response:
    try:
        return await work(asked)
    except (EngineAway, Collision):
        return answering.away(asked.request, asked.web)


async def _answer(response: Response, scope: Scope, receive: Receive, send: Send) -> None:
    await response(scope, receive, send)


def _number(told: str) -> int | None:
    return int(told) if told.isascii() and told.isdigit() and len(told) < 19 else None


def _metadata(told: str) -> dict[str, str] | None:
    """`filename w7ZybmVu,type dGV4dA==` as a mapping; None: it is nothing of the kind."""
    found: dict[str, str] = {}
    for pair in filter(None, map(str.strip, told.split(","))):
        key, _, value = pair.partition(" ")
        try:
            found[key] = b64decode(value, validate=True).decode()
        except (NoBase64, UnicodeDecodeError):
            return None
    return found


Handle = Callable[[Asked, Scope, Receive, Send], Awaitable[None]]


def _route(method: str, path: str, what: str, handle: Handle) -> RawRoute:
    return RawRoute(method=method, path=path, who="signed-in", what=what, handle=handle)


UPLOAD_PAGES = (
    _route("POST", "/batches/{batch}/files", "files of a form", offer),
    _route("POST", "/batches/{batch}/wanted", "which of these files are wanted", announce),
    _route("POST", "/batches/{batch}/uploads", "announce an upload (tus)", create),
    _route("OPTIONS", "/batches/{batch}/uploads", "what of tus there is", able),
    _route("HEAD", "/uploads/{upload}", "how much of an upload has come (tus)", look),
    _route("PATCH", "/uploads/{upload}", "the next piece of an upload (tus)", append),
    _route("DELETE", "/uploads/{upload}", "give an upload up (tus)", forget),
)
