"""What is said over HTTP of files on their way in: tus 1.0, for pages and programs alike.

The protocol is tus 1.0.0, its core with creation, expiration and termination (https://tus.io). Who
asks, and whether they may, is known before any of this is called.
"""

from base64 import b64decode
from binascii import Error as NoBase64
from collections.abc import AsyncIterator
from email.utils import format_datetime
from http import HTTPStatus
from uuid import UUID

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from huleedu.gateway.uploads.sending import (
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

VERSION = "1.0.0"
PIECE = "application/offset+octet-stream"
OF_THE_PROTOCOL = {
    "Tus-Resumable": VERSION,
    "Tus-Version": VERSION,
    "Tus-Extension": "creation,expiration,termination",
}
MADE_UP_NAME = "unnamed file"


def says(status: HTTPStatus, **headers: str) -> Response:
    """An answer without a body; `Upload_Offset` is the header Upload-Offset."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(status_code=status, headers={**OF_THE_PROTOCOL, **named})


def wrong_version(request: Request) -> Response | None:
    """What is said to who speaks another protocol."""
    spoken = request.headers.get("tus-resumable")
    return None if spoken == VERSION else says(HTTPStatus.PRECONDITION_FAILED)


async def create(
    request: Request, uploads: Uploads, sender: Sender, batch: UUID, at: str
) -> Response:
    """Announce one file; its bytes come later, to `at` and its id."""
    if wrong := wrong_version(request):
        return wrong
    length = _number(request.headers.get("upload-length", ""))
    told = _metadata(request.headers.get("upload-metadata", ""))
    if length is None or told is None:
        return says(HTTPStatus.BAD_REQUEST)
    if length > uploads.size_bytes_max:
        limit = str(uploads.size_bytes_max)
        return says(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, Tus_Max_Size=limit)
    name = told.get("filename") or told.get("name") or MADE_UP_NAME
    made = await uploads.create(sender, batch, NewUpload(name=name, size_bytes=length))
    return says(HTTPStatus.CREATED, Location=f"{at}/{made.id}", Upload_Expires=_until(made))


def how_much(upload: Upload) -> Response:
    """How much of a file has come."""
    return says(
        HTTPStatus.OK,
        Upload_Offset=str(upload.sent_bytes),
        Upload_Length=str(upload.size_bytes),
        Upload_Expires=_until(upload),
    )


def wrong_piece(request: Request) -> Response | None:
    """What is said of what is no piece, before it is asked whose it is."""
    if request.headers.get("content-type") != PIECE:
        return says(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    if _number(request.headers.get("upload-offset", "")) is None:
        return says(HTTPStatus.BAD_REQUEST)
    return None


async def append(request: Request, uploads: Uploads, sender: Sender, upload: Upload) -> Response:
    """Keep what comes, as it comes: what broke off goes on behind it."""
    at = _number(request.headers.get("upload-offset", ""))
    if at is None or upload.sent_bytes != at:  # before anything of it is read
        return says(HTTPStatus.CONFLICT, Upload_Offset=str(upload.sent_bytes))
    async for piece in pieces_of(request):
        match await uploads.append(sender, upload.id, at, piece):
            case Appended(sent) | CameWhole(sent):
                at = sent
            case WrongPlace(sent):
                return says(HTTPStatus.CONFLICT, Upload_Offset=str(sent))
            case Differs():
                return says(HTTPStatus.UNPROCESSABLE_ENTITY)
            case NoUpload():
                return says(HTTPStatus.NOT_FOUND)
    return says(HTTPStatus.NO_CONTENT, Upload_Offset=str(at))


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


def _until(upload: Upload) -> str:
    return format_datetime(upload.expires_at, usegmt=True)


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
