"""Uploads of browsers: tus 1.0 for what may break off, one request for what is small.

What comes is kept as it comes; see `gateway.uploads`.
"""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Annotated

import msgspec
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from huleedu.gateway.trying import tried
from huleedu.gateway.uploads import (
    ANNOUNCED_AT_ONCE,
    PIECE_BYTES,
    NewUpload,
    NoUpload,
    Sender,
    Upload,
    Uploads,
    protocol,
)
from huleedu.gateway.web import answering
from huleedu.gateway.web.batch import Batch, batch_of
from huleedu.gateway.web.multipart import NoForm, files_of
from huleedu.gateway.web.pages import Asked, Done, RawRoute, Redirect
from huleedu.kit.database import Collision, EngineAway

ANNOUNCEMENT_BYTES_MAX = 512 * 1024


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
    return asked.web.uploads(asked.viewer)


def sender_of(asked: Asked) -> Sender:
    """Whoever is signed in."""
    return Sender(asked.signed_in.school, asked.signed_in.person)


async def create(asked: Asked) -> Response:
    """Announce one file; its bytes come later, to the address that is answered."""
    batch = await batch_of(asked, "work")
    if not isinstance(batch, Batch):
        return answering.answer(asked, batch)
    uploads, sender = uploads_of(asked), sender_of(asked)
    return await protocol.create(asked.request, uploads, sender, batch.id, "/uploads")


async def look(asked: Asked) -> Response:
    """How much of a file has come."""
    found = await _upload(asked)
    return found if isinstance(found, Response) else protocol.how_much(found)


async def append(asked: Asked) -> Response:
    """Keep what comes, as it comes: what broke off goes on behind it."""
    if wrong := protocol.wrong_piece(asked.request):
        return wrong
    found = await _upload(asked)
    if isinstance(found, Response):
        return found
    return await protocol.append(asked.request, uploads_of(asked), sender_of(asked), found)


async def forget(asked: Asked) -> Response:
    """Give a file up that has not come whole."""
    found = await _upload(asked)
    if isinstance(found, Response):
        return found
    await uploads_of(asked).give_up(sender_of(asked), found.id)
    return protocol.says(HTTPStatus.NO_CONTENT)


async def able(asked: Asked) -> Response:
    """What of the protocol there is."""
    limit = str(asked.web.batches.limits.size_bytes_max)
    return protocol.says(HTTPStatus.NO_CONTENT, Tus_Max_Size=limit)


async def _upload(asked: Asked) -> Upload | Response:
    """The upload at this address, of whoever asks, who may still work on its batch."""
    if wrong := protocol.wrong_version(asked.request):
        return wrong
    identity = asked.identifier("upload")
    found = await uploads_of(asked).look(sender_of(asked), identity) if identity else NoUpload()
    if isinstance(found, NoUpload):
        return protocol.says(HTTPStatus.NOT_FOUND)
    batch = await batch_of(asked, "work", found.batch)
    return found if isinstance(batch, Batch) else answering.answer(asked, batch)


async def announce(asked: Asked) -> Response:
    """Say what was dropped, and hear which of it is wanted."""
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


async def offer(asked: Asked) -> Response:
    """Take the files of a form, all or none: what a browser sends without a script."""
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


View = Callable[[Asked], Awaitable[Response]]


def _route(method: str, path: str, what: str, view: View, *, once: bool = False) -> RawRoute:
    """A row of the table; `once`: the body is read as it comes, so it is not tried again."""

    async def handle(asked: Asked, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            response = await (view(asked) if once else tried(lambda: view(asked)))
        except (EngineAway, Collision, TimeoutError):
            response = answering.away(asked.request, asked.web)
        await response(scope, receive, send)

    return RawRoute(method=method, path=path, who="signed-in", what=what, handle=handle)


UPLOAD_PAGES = (
    _route("POST", "/batches/{batch}/files", "files of a form", offer, once=True),
    _route(
        "POST", "/batches/{batch}/wanted", "which of these files are wanted", announce, once=True
    ),
    _route("POST", "/batches/{batch}/uploads", "announce an upload (tus)", create),
    _route("OPTIONS", "/batches/{batch}/uploads", "what of tus there is", able),
    _route("HEAD", "/uploads/{upload}", "how much of an upload has come (tus)", look),
    _route("PATCH", "/uploads/{upload}", "the next piece of an upload (tus)", append, once=True),
    _route("DELETE", "/uploads/{upload}", "give an upload up (tus)", forget),
)
