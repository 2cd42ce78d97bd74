"""A batch's files: getting every essay in, and every problem out."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID, uuid4

import msgspec

from huleedu.contracts.gateway import AddSlots, EndIntake, RetryBatch, StopWaiting
from huleedu.gateway.uploads import Upload
from huleedu.gateway.web.about_batch import about_batch
from huleedu.gateway.web.batch import Batch, batch_of
from huleedu.gateway.web.file_rows import FileRow, row_of, row_of_upload
from huleedu.gateway.web.live import PageRevision, Told
from huleedu.gateway.web.pages import (
    Answer,
    Asked,
    Done,
    Page,
    PageRoute,
    Redirect,
)
from huleedu.gateway.web.rendering import rendered
from huleedu.gateway.web.tus import sender_of, uploads_of
from huleedu.gateway.worries import open_worries
from huleedu.services.judging.api import steering
from huleedu.services.judging.api.steering import Brief, NotOpened, brief
from huleedu.services.results import api as results
from huleedu.services.results.api import Changes, ListCounts, ListedFile, Which, grades

ROWS = 100
NEEDS_MAX = 20
"""So many problems stand above the list; the rest are found by the filter."""
PLACES_MAX = 1000
WHICH: tuple[Which, ...] = ("all", "needs", "read", "waiting", "late", "left_over")
SCRIPT_WORDS = (
    *("told", "paused", "again", "pause", "go_on", "there", "waiting", "sending", "failed"),
    *("differs", "too_large", "may_not", "reading", "in_heading"),
)
"""What the script says; it fills in the figures."""
StepState = Literal["done", "now", "needs-you", "not-yet"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One of a batch's four steps, in a word."""

    code: str
    state: StepState
    word: str
    n: int = 0
    href: str = ""


async def files(asked: Asked) -> Answer:
    """The page of a batch's files."""
    batch = await batch_of(asked, "look")
    if not isinstance(batch, Batch):
        return batch
    which = _which(asked.query("show"))
    start = _start(asked.query("from"))
    database = asked.database("results")
    # read first: what the page shows is not older than what its stream goes on behind
    revision = PageRevision(
        await results.revision(database, batch.id), await _judged(asked, batch.id)
    )
    shown = await results.files_listed(database, batch.id, which, batch.due, start, ROWS + 1)
    names = await _figures(asked, batch)
    on_their_way = await _on_their_way(asked, batch, which)
    rows = _rows(asked, batch, shown[:ROWS])
    more = start + ROWS if len(shown) > ROWS else None
    known = {row.id for row in rows}
    sent = [
        row
        for upload in on_their_way
        if (row := row_of_upload(upload, batch, asked.words)).id not in known
    ]
    page = {
        "about": await about_batch(asked, batch),
        "rows": rows,
        "sending": [] if more else sent,
        "which": which,
        "start": start,
        "more": more,
        "revision": revision.number,
        "request": uuid4(),
        "open_end": which == "all" and more is None,
        "page_rows": ROWS,
        "js_words": msgspec.json.encode(
            {code: asked.words.sentence(f"upload.{code}") for code in SCRIPT_WORDS}
        ).decode(),
    }
    return Page("files.html", {**names, **page})


def _rows(asked: Asked, batch: Batch, shown: Sequence[ListedFile]) -> list[FileRow]:
    found = (row_of(file, batch, asked.words) for file in shown)
    return [row for row in found if row]


def _each_once(rows: Sequence[FileRow]) -> list[FileRow]:
    """The same without further texts of a pupil: they are one problem."""
    told: set[UUID] = set()
    kept: list[FileRow] = []
    for row in rows:
        if row.id not in told:
            kept.append(row)
        told |= {other.id for other in row.others}
    return kept


async def _figures(asked: Asked, batch: Batch) -> dict[str, object]:
    """What the page tells above its rows: it changes as a whole."""
    database = asked.database("results")
    counts = await results.list_counts(database, batch.id, batch.due)
    decided = await grades.decided_counts(database, [batch.id])
    needing = await results.files_listed(database, batch.id, "needs", batch.due, 0, NEEDS_MAX + 1)
    of_mine = [batch.id] if batch.works else []
    worries = await open_worries(database, asked.database("judging"), of_mine)
    return {
        "batch": batch,
        "worries": worries.get(batch.id, ()),
        "counts": counts,
        "which_ones": [each for each in WHICH if each == "all" or getattr(counts, each)],
        "needing": _each_once(_rows(asked, batch, needing[:NEEDS_MAX])),
        "more_need": max(0, counts.needs - NEEDS_MAX),
        "steps": await _steps(asked, batch, counts, decided.get(batch.id, 0)),
        "limit_bytes": asked.web.batches.limits.size_bytes_max,
    }


def _which(asked_for: str) -> Which:
    found: Which = "all"
    for which in WHICH:
        if which == asked_for:
            found = which
    return found


def _start(asked_for: str) -> int:
    return (
        int(asked_for) if asked_for.isascii() and asked_for.isdigit() and len(asked_for) < 7 else 0
    )


async def _on_their_way(asked: Asked, batch: Batch, which: Which) -> Sequence[Upload]:
    if not batch.works or which != "all":
        return ()
    return await uploads_of(asked).open_ones(sender_of(asked), batch.id)


async def _steps(asked: Asked, batch: Batch, counts: ListCounts, decided: int) -> list[StepLine]:
    if counts.needs:
        first = StepLine(code="files", state="needs-you", word="needs_you", n=counts.needs)
    elif batch.seen.step in ("assessed", "judged") and counts.all:
        first = StepLine(code="files", state="done", word="done")
    else:
        first = StepLine(code="files", state="now", word="now")
    at = f"/batches/{batch.id}"
    return [
        first,
        StepLine(code="pupils", state="not-yet", word="hidden")
        if batch.seen.hidden
        else StepLine(code="pupils", state="not-yet", word="see", href=f"{at}/pupils"),
        await _judging_step(asked, batch),
        _results_step(batch, decided),
    ]


def _results_step(batch: Batch, decided: int) -> StepLine:
    at, step = f"/batches/{batch.id}/results", batch.seen.step
    if step not in ("assessed", "judged"):
        return StepLine(code="results", state="not-yet", word="not_yet")
    if decided and decided >= batch.seen.counts.assigned:
        return StepLine(code="results", state="done", word="all_decided", href=at)
    if decided:
        return StepLine(code="results", state="now", word="decided", n=decided, href=at)
    return StepLine(
        code="results", state="now" if step == "judged" else "not-yet", word="see", href=at
    )


async def _judging_step(asked: Asked, batch: Batch) -> StepLine:
    """The step of judging: set up, under way, or ended."""
    at = f"/batches/{batch.id}/judging"
    found = await brief(asked.database("judging"), batch.id)
    match found:
        case Brief(closed=True):
            return StepLine(code="judging", state="done", word="ended", href=at)
        case Brief(decided=0):
            return StepLine(code="judging", state="now", word="opened", href=at)
        case Brief(decided=decided):
            return StepLine(code="judging", state="now", word="judged", n=decided, href=at)
        case NotOpened():
            word = "set_up" if batch.works else "not_yet"
            return StepLine(code="judging", state="not-yet", word=word, href=at)


async def live_parts(asked: Asked, batch: UUID, after: int) -> Told | None:
    """The rows that have changed since that revision, and the figures above them."""
    seen = await batch_of(asked, "look", batch)
    if not isinstance(seen, Batch):
        return None
    before, judged = PageRevision.of(after), await _judged(asked, batch)
    changes = await results.changes(asked.database("results"), batch, before.changed)
    if not isinstance(changes, Changes):
        return None
    if changes.revision <= before.changed and judged == before.judged:
        return None
    files = changes.files_so_far
    rows = _rows(asked, seen, files)
    there = {row.id for row in rows}
    names = {
        **await _figures(asked, seen),
        "rows": rows,
        "gone": [file.id for file in files if file.id not in there],
        "request": uuid4(),
        "which": _which(asked.query("show")),
        "foot": asked.query("foot"),
    }
    revision = PageRevision(max(changes.revision, before.changed), judged)
    return Told(revision.number, rendered(asked, "files_live.html", names, None))


async def _judged(asked: Asked, batch: UUID) -> int:
    """Names how the batch is judged, of which the page tells how far, and what is worrying."""
    return (await steering.revisions(asked.database("judging"), [batch])).get(batch, 0)


async def end_intake(asked: Asked) -> Answer:
    """No more files are coming."""
    batch = await batch_of(asked, "work")
    if not isinstance(batch, Batch):
        return batch
    await asked.web.batches.commands.send(EndIntake(batch=batch.id))
    return Redirect(f"/batches/{batch.id}", Done("intake_ended"))


async def add_places(asked: Asked) -> Answer:
    """Make room for texts that were left over."""
    batch = await batch_of(asked, "work")
    if not isinstance(batch, Batch):
        return batch
    told, request = asked.first("count"), asked.first("request")
    count = int(told) if told.isascii() and told.isdigit() and len(told) < 5 else 0
    if not 0 < count <= PLACES_MAX:
        return Redirect(f"/batches/{batch.id}", Done("places_wrong", {"most": PLACES_MAX}))
    try:
        once = UUID(request)
    except ValueError:
        once = uuid4()
    await asked.web.batches.commands.send(AddSlots(batch=batch.id, request=once, count=count))
    return Redirect(f"/batches/{batch.id}", Done("places_added", {"n": count}))


async def close(asked: Asked) -> Answer:
    """Go on with what there is."""
    batch = await batch_of(asked, "work")
    if not isinstance(batch, Batch):
        return batch
    await asked.web.batches.commands.send(StopWaiting(batch=batch.id))
    return Redirect(f"/batches/{batch.id}", Done("closed_short"))


async def retry(asked: Asked) -> Answer:
    """Try again what failed."""
    batch = await batch_of(asked, "work")
    if not isinstance(batch, Batch):
        return batch
    await asked.web.batches.commands.send(RetryBatch(batch=batch.id))
    return Redirect(f"/batches/{batch.id}", Done("tried_again"))


async def remove_upload(asked: Asked) -> Answer:
    """Give a file up that has not come whole."""
    batch = await batch_of(asked, "work")
    if not isinstance(batch, Batch):
        return batch
    if upload := asked.identifier("upload"):
        await uploads_of(asked).give_up(sender_of(asked), upload)
    return Redirect(f"/batches/{batch.id}", Done("removed"))


def _route(
    method: Literal["GET", "POST"], path: str, what: str, view: Callable[[Asked], Awaitable[Answer]]
) -> PageRoute:
    return PageRoute(method=method, path=path, who="signed-in", what=what, view=view)


FILE_PAGES = (
    _route("GET", "/batches/{batch}", "the files of a batch", files),
    _route("POST", "/batches/{batch}/end-intake", "no more files are coming", end_intake),
    _route("POST", "/batches/{batch}/places", "make room for more texts", add_places),
    _route("POST", "/batches/{batch}/close", "go on with what there is", close),
    _route("POST", "/batches/{batch}/retry", "try again what failed", retry),
    _route("POST", "/batches/{batch}/uploads/{upload}/remove", "give up an upload", remove_upload),
)
