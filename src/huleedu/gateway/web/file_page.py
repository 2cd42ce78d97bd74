"""One file of a batch: its text as it was read, as it was handed in, and another in its place."""

from http import HTTPStatus
from pathlib import PurePosixPath
from urllib.parse import quote
from uuid import UUID

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from huleedu.contracts.gateway import LanguageAsked, SetLanguage, WithdrawFile
from huleedu.gateway.intake import TakenIn
from huleedu.gateway.uploads import PIECE_BYTES, essay_of
from huleedu.gateway.web import answering
from huleedu.gateway.web.batch import Batch, May, batch_of
from huleedu.gateway.web.coming import people, signed_in
from huleedu.gateway.web.file_rows import row_of
from huleedu.gateway.web.multipart import NoForm, files_of
from huleedu.gateway.web.pages import (
    Answer,
    Asked,
    Done,
    MayNot,
    NotThere,
    Page,
    PageRoute,
    RawRoute,
    Redirect,
    Undo,
)
from huleedu.gateway.web.soon import soon
from huleedu.gateway.web.tus import uploads_of
from huleedu.kit.content import ContentLost
from huleedu.kit.database import Collision, EngineAway
from huleedu.services.identity import api as identity
from huleedu.services.judging.api.anonymising import mentions
from huleedu.services.judging.api.kept import known_grade
from huleedu.services.results import api as results
from huleedu.services.results.api import ListedFile, NotHeardOf

LANGUAGES: dict[str, LanguageAsked] = {"auto": "auto", "en": "en", "sv": "sv"}
HARMLESS = {
    "Content-Type": "application/octet-stream",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}
"""What came from outside is never shown in our name: it is saved, and nothing of it runs."""


async def file_of(asked: Asked, needs: May) -> tuple[Batch, ListedFile] | NotThere | MayNot:
    """The batch and the file at this address."""
    batch = await batch_of(asked, needs)
    if not isinstance(batch, Batch):
        return batch
    identity = asked.identifier("file")
    if identity is None:
        return NotThere()
    file = await results.file_listed(asked.database("results"), batch.id, identity)
    return NotThere() if isinstance(file, NotHeardOf) else (batch, file)


async def look_at(asked: Asked) -> Answer:
    """Everything about one file that has no place, and its text."""
    found = await file_of(asked, "look")
    if not isinstance(found, tuple):
        return found
    batch, file = found
    if file.slot is not None:  # it has a place: all that is told of it stands on one page
        return Redirect(f"/batches/{batch.id}/essays/{file.id}")
    row = row_of(file, batch, asked.words)
    if row is None:
        return NotThere()
    return Page("file.html", {"batch": batch, "row": row, "text": await _text(asked, batch, file)})


async def _text(asked: Asked, batch: Batch, file: ListedFile) -> str:
    """Its text as it was read; nothing has been looked for in it yet."""
    if file.text is None:
        return ""
    contents, database = asked.web.contents, asked.database("results")
    found = await results.essay_of_file(database, contents, batch.id, file.id, mentions)
    return found if isinstance(found, str) else ""


async def original(asked: Asked, scope: Scope, receive: Receive, send: Send) -> None:
    """The file as it was handed in, to be saved; it is never held whole."""
    try:
        found = await file_of(asked, "look")
        if not isinstance(found, tuple):
            await answering.answer(asked, found)(scope, receive, send)
            return
        file = found[1]
        if file.hidden or file.content is None:
            none = MayNot("file.hidden") if file.hidden else NotThere()
            await answering.answer(asked, none)(scope, receive, send)
            return
        await _stream(asked, file, file.content, send)
    except (EngineAway, Collision):
        await answering.away(asked.request, asked.web)(scope, receive, send)


async def _stream(asked: Asked, file: ListedFile, content: str, send: Send) -> None:
    name = quote(PurePosixPath(file.name).name, safe="")
    headers = {**HARMLESS, "Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    begun = False
    try:
        async for piece in asked.web.contents.stream(content, PIECE_BYTES):
            if not begun:
                await send(_start(headers))
                begun = True
            await send({"type": "http.response.body", "body": piece, "more_body": True})
    except ContentLost:
        if begun:
            raise
    if not begun:
        await send(_start(headers))
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def _start(headers: dict[str, str]) -> dict[str, object]:
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http.response.start", "status": 200, "headers": raw}


async def replace(asked: Asked, scope: Scope, receive: Receive, send: Send) -> None:
    """Hand in another file instead of one: it takes its place, as soon as it is read."""
    try:
        response = await _replace(asked)
    except (EngineAway, Collision):
        response = answering.away(asked.request, asked.web)
    await response(scope, receive, send)


async def _replace(asked: Asked) -> Response:
    found = await file_of(asked, "work")
    if not isinstance(found, tuple):
        return answering.answer(asked, found)
    batch, file = found
    if file.state not in ("refused", "assigned"):
        return answering.answer(asked, Redirect(f"/batches/{batch.id}", Done("not_replaced")))
    uploads = uploads_of(asked)
    try:
        taken = [
            await uploads.take(in_place_of(await _name(asked, batch.id, file), name), pieces)
            async for name, pieces in files_of(asked.request, PIECE_BYTES)
        ]
    except NoForm:
        taken = []
    if len(taken) != 1:
        return Response(status_code=HTTPStatus.UNPROCESSABLE_ENTITY)
    instead = file.id if file.state == "assigned" else None
    if essay_of(batch.id, taken[0].name, taken[0].content or "") == instead:
        return answering.answer(
            asked, Redirect(f"/batches/{batch.id}/files/{file.id}", Done("same_file"))
        )
    await uploads.offer(batch.id, taken, instead)
    if instead:
        await note_replaced(asked, batch.id, instead)
    grade = await known_grade(asked.database("judging"), batch.id, file.id)
    done = Done("replaced", {"file": file.name})
    if grade:
        done = Done("replaced_anchor", {"file": file.name, "grade": grade})
    return answering.answer(asked, Redirect(f"/batches/{batch.id}", done))


async def note_replaced(asked: Asked, batch: UUID, essay: UUID) -> None:
    """Write into the audit that somebody had the text of an essay replaced."""
    who, facts = signed_in(asked), {"batch": str(batch)}
    now = asked.web.clock()
    await identity.note(people(asked), who, "essay_replaced", now, about=essay, facts=facts)


async def language(asked: Asked) -> Answer:
    """Have an essay checked and measured in another language."""
    found = await file_of(asked, "work")
    if not isinstance(found, tuple):
        return found
    batch, file = found
    wanted = LANGUAGES.get(asked.first("language"))
    if wanted is None:
        return NotThere()
    at = f"/batches/{batch.id}/files/{file.id}"
    await asked.web.batches.commands.send(
        SetLanguage(batch=batch.id, essay=file.id, language=wanted)
    )

    async def shows() -> bool:
        now = await results.file_listed(asked.database("results"), batch.id, file.id)
        return wanted == "auto" or (isinstance(now, ListedFile) and now.language == wanted)

    await soon(shows)
    undo = Undo(f"{at}/language", {"language": file.language or "auto"})
    return Redirect(at, Done("language_set", {"file": file.name}, undo))


async def remove(asked: Asked) -> Answer:
    """Take back a file that takes no part."""
    found = await file_of(asked, "work")
    if not isinstance(found, tuple):
        return found
    batch, file = found
    await asked.web.batches.commands.send(WithdrawFile(batch=batch.id, essay=file.id))
    at = f"/batches/{batch.id}"
    undo = Undo(f"{at}/files/{file.id}/bring-back") if file.content else None
    return Redirect(at, Done("withdrawn", {"file": file.name}, undo))


async def bring_back(asked: Asked) -> Answer:
    """Offer a file again that was taken back."""
    found = await file_of(asked, "work")
    if not isinstance(found, tuple):
        return found
    batch, file = found
    if file.content is not None and file.size_bytes is not None:
        taken = TakenIn(await _name(asked, batch.id, file), file.size_bytes, file.content)
        await uploads_of(asked).offer(batch.id, [taken])
    return Redirect(f"/batches/{batch.id}")


async def _name(asked: Asked, batch: UUID, file: ListedFile) -> str:
    """Under which name the file was handed in, by which others know it again."""
    names = await results.real_names(asked.database("results"), batch, [file.id])
    return names[file.id].file


def in_place_of(old: str, new: str) -> str:
    """The old name with the new ending: by that the lifecycle knows which refusal is closed."""
    path = PurePosixPath(old)
    return str(path.with_suffix(PurePosixPath(new.replace("\\", "/")).suffix))


FILE_PAGE = (
    PageRoute(
        method="GET",
        path="/batches/{batch}/files/{file}",
        who="signed-in",
        what="one file and its text",
        view=look_at,
    ),
    RawRoute(
        method="GET",
        path="/batches/{batch}/files/{file}/original",
        who="signed-in",
        what="a file as it was handed in",
        handle=original,
    ),
    RawRoute(
        method="POST",
        path="/batches/{batch}/files/{file}/replace",
        who="signed-in",
        what="another file in its place",
        handle=replace,
    ),
    PageRoute(
        method="POST",
        path="/batches/{batch}/files/{file}/language",
        who="signed-in",
        what="check and measure an essay in another language",
        view=language,
    ),
    PageRoute(
        method="POST",
        path="/batches/{batch}/files/{file}/remove",
        who="signed-in",
        what="take a file back that takes no part",
        view=remove,
    ),
    PageRoute(
        method="POST",
        path="/batches/{batch}/files/{file}/bring-back",
        who="signed-in",
        what="offer a file again that was taken back",
        view=bring_back,
    ),
)
