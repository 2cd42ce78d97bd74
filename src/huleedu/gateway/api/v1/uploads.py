"""Files that come in pieces: tus 1.0 under the API's addresses."""

from http import HTTPStatus
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from huleedu.gateway.api.problems import HttpRefusal, ProblemKind
from huleedu.gateway.api.schemas import QueryFields, RequestBody
from huleedu.gateway.api.v1 import refusals
from huleedu.gateway.api.v1.account import AT
from huleedu.gateway.api.v1.asking import NOTHING, AnyApiRoute, ApiAsked, RawApiRoute
from huleedu.gateway.api.v1.batches import BATCH
from huleedu.gateway.api.v1.seen import may_work
from huleedu.gateway.trying import tried
from huleedu.gateway.uploads import NoUpload, Sender, Upload, Uploads, protocol

UPLOAD = f"{AT}/uploads/{{upload}}"

SentAny = TypeVar("SentAny", bound=RequestBody | None)
QueryAny = TypeVar("QueryAny", bound=QueryFields | None)


PROBLEMS: dict[int, ProblemKind] = {
    int(kind.status): kind
    for kind in (
        refusals.WRONG_ANNOUNCEMENT,
        refusals.NOT_THERE,
        refusals.WRONG_OFFSET,
        refusals.WRONG_VERSION,
        refusals.FILE_TOO_LARGE,
        refusals.NO_PIECE,
        refusals.FILE_DIFFERS,
    )
}
"""What the protocol says by a status alone, in words."""


def _in_words(said: Response) -> Response | HttpRefusal:
    kind = PROBLEMS.get(said.status_code)
    if kind is None:
        return said
    own = ("content-length",)
    return HttpRefusal(kind, headers={k: v for k, v in said.headers.items() if k not in own})


def uploads_of(asked: ApiAsked[SentAny, QueryAny]) -> Uploads:
    """Uploads as far as the school of whoever asks reaches."""
    return asked.web.uploads(asked.viewer)


def _sender(asked: ApiAsked[None, None]) -> Sender:
    return Sender(asked.who.school, asked.who.person)


async def create_upload(asked: ApiAsked[None, None], request: Request) -> Response | HttpRefusal:
    """Announce one file; its bytes come later, to the address that is answered."""
    batch = await may_work(asked, asked.ids["batch"])
    if isinstance(batch, HttpRefusal):
        return batch
    uploads, sender = uploads_of(asked), _sender(asked)
    return _in_words(
        await tried(lambda: protocol.create(request, uploads, sender, batch.id, f"{AT}/uploads"))
    )


async def look_at_upload(asked: ApiAsked[None, None], request: Request) -> Response | HttpRefusal:
    """How much of a file has come."""
    found = await _upload(asked, request)
    return protocol.how_much(found) if isinstance(found, Upload) else found


async def append_to_upload(asked: ApiAsked[None, None], request: Request) -> Response | HttpRefusal:
    """Keep what comes, as it comes: what broke off goes on behind it."""
    if wrong := protocol.wrong_piece(request):
        return _in_words(wrong)
    found = await _upload(asked, request)
    if not isinstance(found, Upload):
        return found
    return _in_words(await protocol.append(request, uploads_of(asked), _sender(asked), found))


async def forget_upload(asked: ApiAsked[None, None], request: Request) -> Response | HttpRefusal:
    """Give a file up that has not come whole."""
    found = await _upload(asked, request)
    if not isinstance(found, Upload):
        return found
    await tried(lambda: uploads_of(asked).give_up(_sender(asked), found.id))
    return protocol.says(HTTPStatus.NO_CONTENT)


async def _upload(asked: ApiAsked[None, None], request: Request) -> Upload | Response | HttpRefusal:
    """The upload at this address, of whoever asks, who may still work on its batch."""
    if wrong := protocol.wrong_version(request):
        return _in_words(wrong)
    found = await tried(lambda: uploads_of(asked).look(_sender(asked), asked.ids["upload"]))
    if isinstance(found, NoUpload):
        return HttpRefusal(refusals.NOT_THERE)
    batch = await may_work(asked, found.batch)
    return batch if isinstance(batch, HttpRefusal) else found


ROUTES: tuple[AnyApiRoute, ...] = (
    RawApiRoute(
        method="POST",
        path=f"{BATCH}/uploads",
        what="Announce a file that comes in pieces (tus 1.0)",
        needs="write",
        who="teacher",
        query=NOTHING,
        headers=("Tus-Resumable", "Upload-Length", "Upload-Metadata"),
        says={201: ""},
        refuses=(refusals.WRONG_ANNOUNCEMENT, refusals.WRONG_VERSION, refusals.FILE_TOO_LARGE),
        do=create_upload,
    ),
    RawApiRoute(
        method="HEAD",
        path=UPLOAD,
        what="How much of a file has come (tus 1.0)",
        needs="write",
        who="teacher",
        query=NOTHING,
        headers=("Tus-Resumable",),
        says={200: ""},
        refuses=(refusals.WRONG_VERSION,),
        do=look_at_upload,
    ),
    RawApiRoute(
        method="PATCH",
        path=UPLOAD,
        what="The next piece of a file (tus 1.0)",
        needs="write",
        who="teacher",
        query=NOTHING,
        takes=(protocol.PIECE,),
        takes_files=True,
        headers=("Tus-Resumable", "Upload-Offset"),
        says={204: ""},
        refuses=(
            refusals.WRONG_ANNOUNCEMENT,
            refusals.WRONG_OFFSET,
            refusals.WRONG_VERSION,
            refusals.NO_PIECE,
            refusals.FILE_DIFFERS,
        ),
        do=append_to_upload,
    ),
    RawApiRoute(
        method="DELETE",
        path=UPLOAD,
        what="Give a file up that has not come whole (tus 1.0)",
        needs="write",
        who="teacher",
        query=NOTHING,
        headers=("Tus-Resumable",),
        says={204: ""},
        refuses=(refusals.WRONG_VERSION,),
        do=forget_upload,
    ),
)
