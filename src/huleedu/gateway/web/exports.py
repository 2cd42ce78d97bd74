"""P14: take a batch's result away, in the form that is wanted, and look at what was taken."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID, uuid4, uuid5

from starlette.types import Receive, Scope, Send

from huleedu.gateway.exports import asking
from huleedu.gateway.exports.asking import (
    Export,
    ExportAsked,
    HiddenSince,
    NotMade,
    TooManyAtWork,
)
from huleedu.gateway.exports.facts import PupilTaken
from huleedu.gateway.exports.gathering import class_taken, known_of
from huleedu.gateway.exports.giving import GivenFile, into_given
from huleedu.gateway.exports.platforms.known import PLATFORMS, NotTheirs
from huleedu.gateway.exports.profiles import (
    PROFILES,
    PURPOSES,
    Profile,
    Purpose,
    WhyNot,
    why_not,
)
from huleedu.gateway.web import answering
from huleedu.gateway.web.batch import Batch, batch_of
from huleedu.gateway.web.coming import asked_from, people, signed_in
from huleedu.gateway.web.file_page import HARMLESS
from huleedu.gateway.web.live import Told
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
    identifier,
)
from huleedu.gateway.web.rendering import rendered
from huleedu.kit.database import Collision, EngineAway
from huleedu.services.identity import api as identity

GIVEN_BYTES_MAX = 10 << 20
"""Of a form with a platform's file in it."""
FETCHED = "export_fetched"
ASKED_FOR = "export_asked_for"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A form as the page offers it, or why it does not."""

    profile: Profile
    why_not: WhyNot | None
    lacking: Sequence[str] = ()
    """Pupils of whom nothing tells the platform who they are, unless its own file does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRow:
    """An export as the page shows it."""

    export: Export
    by: str
    hidden_since: bool
    """It was made while names were shown, and they are hidden again."""
    named: bool
    """Whose grades are not in it may be told."""


async def exports(asked: Asked) -> Answer:
    """In which forms the result can be taken away, and what was taken."""
    return await _page(asked, {})


async def _page(asked: Asked, wrong: dict[str, str]) -> Answer:
    batch = await batch_of(asked, "work")
    if not isinstance(batch, Batch):
        return batch
    database = asked.database("exports")
    # read first: what the page shows is not older than what its stream goes on behind
    revision = await asking.revision(database, batch.id)
    names = {
        **await _rows(asked, batch),
        "offers": await _offers(asked, batch),
        "revision": revision,
        "request": uuid4(),
        "wrong": wrong,
    }
    return Page("exports.html", names, 422 if wrong else 200)


async def _offers(asked: Asked, batch: Batch) -> Sequence[tuple[Purpose, Sequence[Offer]]]:
    who = asked.signed_in
    known = await known_of(asked.database, batch.seen, who.school)
    pupils: Sequence[PupilTaken] = ()
    if not known.hidden:
        pupils = (await class_taken(asked.database, batch.id, who.school, who.person)).pupils
    of: dict[Purpose, list[Offer]] = {purpose: [] for purpose in PURPOSES}
    for profile in PROFILES.values():
        platform = PLATFORMS.get(profile.code)
        lacking = [p.name for p in pupils if platform and platform.lacks_id(p)]
        of[profile.purpose].append(
            Offer(profile=profile, why_not=why_not(profile, known), lacking=lacking)
        )
    return [(purpose, offers) for purpose, offers in of.items() if offers]


async def _rows(asked: Asked, batch: Batch) -> Mapping[str, object]:
    found = await asking.exports_of(asked.database("exports"), batch.id)
    named = await identity.names_of(people(asked), signed_in(asked))
    rows = [
        ExportRow(
            export=export,
            by=named.get(export.person, ""),
            hidden_since=export.state == "made" and batch.seen.hidden and export.names,
            named=not batch.seen.hidden,
        )
        for export in found
    ]
    return {
        "batch": batch,
        "rows": [row for row in rows if row.export.state != "gone"],
        "earlier": [row for row in rows if row.export.state == "gone"],
        "again": uuid4(),
    }


async def live_parts(asked: Asked, batch: UUID, after: int) -> Told | None:
    """What is being made and was made, if anything of it has changed since that revision."""
    seen = await batch_of(asked, "work", batch)
    revision = await asking.revision(asked.database("exports"), batch)
    if not isinstance(seen, Batch) or revision <= after:
        return None
    return Told(revision, rendered(asked, "exports_live.html", await _rows(asked, seen), None))


async def ask(asked: Asked) -> Answer:
    """Have one made."""
    batch = await batch_of(asked, "work")
    if not isinstance(batch, Batch):
        return batch
    at, who = f"/batches/{batch.id}/exports", asked.signed_in
    wanted = asked.first("profile")
    profile = next((each for each in PROFILES.values() if each.code == wanted), None)
    if profile is None:
        return NotThere()
    known = await known_of(asked.database, batch.seen, who.school)
    if why := why_not(profile, known):
        told = asked.words.say(f"export.not.{why}")
        return Redirect(at, Done("export_not_offered", {"why": told}))
    given = await asyncio.to_thread(_given, asked, profile, batch.title, numbers=known.numbers)
    if isinstance(given, NotTheirs):
        sentence = asked.words.say(f"export.{given.why}.{profile.code}")
        return await _page(asked, {f"file-{profile.code}": sentence})
    request = identifier(asked.first("request")) or uuid4()
    export = ExportAsked(
        id=uuid5(request, f"{who.person} {batch.id} {profile.code}"),
        school=who.school,
        batch=batch.id,
        person=who.person,
        profile=profile.code,
        language=asked.look.language,
        given=given.file,
        columns=given.columns,
    )
    made = await asking.add_export(asked.database("exports"), export, asked.web.clock())
    if isinstance(made, TooManyAtWork):
        return Redirect(at, Done("export_too_many", {"n": made.at_once}))
    await _note(asked, ASKED_FOR, made)
    return Redirect(f"{at}#export-{made.id}")


def _given(asked: Asked, profile: Profile, title: str, *, numbers: bool) -> GivenFile | NotTheirs:
    """The file that was sent with the form, if there is to be one."""
    content = next(iter(asked.form.get("file", ())), "").encode("latin-1", "ignore")
    return into_given(profile, asked.first("file:name"), content, title, numbers=numbers)


async def column(asked: Asked) -> Answer:
    """Say which column of a platform's file is meant."""
    found = await _export(asked)
    if not isinstance(found, tuple):
        return found
    batch, export = found
    await asking.choose_column(
        asked.database("exports"), export, asked.first("column"), asked.web.clock()
    )
    return Redirect(f"/batches/{batch.id}/exports#export-{export.id}")


async def _export(asked: Asked) -> tuple[Batch, Export] | Answer:
    """The batch and the export at this address."""
    batch, id_ = await batch_of(asked, "work"), asked.identifier("export")
    if not isinstance(batch, Batch):
        return batch
    export = await asking.export_of(asked.database("exports"), id_) if id_ else None
    return (batch, export) if export and export.batch == batch.id else NotThere()


async def _note(asked: Asked, what: str, export: Export) -> None:
    await identity.note(
        people(asked),
        signed_in(asked),
        what,
        asked.web.clock(),
        facts={
            "batch": str(export.batch),
            "export": str(export.id),
            "profile": export.profile,
        },
        address=asked_from(asked).address,
    )


async def content(asked: Asked, scope: Scope, receive: Receive, send: Send) -> None:
    """The file, to be saved; it is never held whole."""
    try:
        found = await _fetch(asked)
        if not isinstance(found, Fetched):
            await answering.answer(asked, found)(scope, receive, send)
            return
        await found.send(send)
    except (EngineAway, Collision):
        await answering.away(asked.request, asked.web)(scope, receive, send)


@dataclass(frozen=True, slots=True)
class Fetched:
    """An export that may be fetched."""

    asked: Asked
    export: Export

    async def send(self, send: Send) -> None:
        """Send it piece by piece."""
        headers = {**HARMLESS, **saved_as(self.export)}
        raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": 200, "headers": raw})
        async for piece in asking.parts(self.asked.database("exports"), self.export):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def saved_as(export: Export) -> dict[str, str]:
    """The headers that tell under which name it is saved, and how large it is."""
    return {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(export.name, safe='')}",
        "Content-Length": str(export.size_bytes),
    }


async def _fetch(asked: Asked) -> Answer | Fetched:
    found = await _export(asked)
    if not isinstance(found, tuple):
        return found
    batch, export = found
    match asking.may_fetch(export, batch.seen):
        case NotMade():
            at = f"/batches/{batch.id}/exports#export-{export.id}"
            code = f"export_{export.state}"
            return Redirect(at, Done(code) if export.state in ("gone", "failed") else None)
        case HiddenSince():
            return MayNot("exports.hidden_since")
        case None:
            # noted first: nobody has a file without a word about it
            await _note(asked, FETCHED, export)
            return Fetched(asked, export)


EXPORT_PAGES = (
    PageRoute(
        method="GET",
        path="/batches/{batch}/exports",
        who="teacher",
        what="take a batch's result away",
        view=exports,
    ),
    PageRoute(
        method="POST",
        path="/batches/{batch}/exports",
        who="teacher",
        what="have a file made to take away",
        view=ask,
        bytes_max=GIVEN_BYTES_MAX,
    ),
    PageRoute(
        method="POST",
        path="/batches/{batch}/exports/{export}/column",
        who="teacher",
        what="say into which column of a platform's file the grades go",
        view=column,
    ),
    RawRoute(
        method="GET",
        path="/batches/{batch}/exports/{export}/content",
        who="teacher",
        what="a file that was made to take away",
        handle=content,
    ),
)
