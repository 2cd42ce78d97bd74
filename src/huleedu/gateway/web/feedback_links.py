"""How feedback reaches pupils besides paper: an archive of PDFs, and links with an end."""

from datetime import datetime, time, timedelta
from urllib.parse import quote

from huleedu.gateway.feedback.around import pupil_lines
from huleedu.gateway.feedback.giving import note
from huleedu.gateway.feedback.pdf import file_stem, pdfs_can_be_made, zip_of_pdfs
from huleedu.gateway.web.batch import Batch
from huleedu.gateway.web.coming import asked_from, people, site_of
from huleedu.gateway.web.feedback import around_of
from huleedu.gateway.web.feedback_giving import handed_out, pages_now
from huleedu.gateway.web.judging_links import PICTURES_MAX
from huleedu.gateway.web.pages import (
    Answer,
    Asked,
    Bytes,
    Done,
    MayNot,
    NotThere,
    Page,
    PageRoute,
    Redirect,
    identifier,
)
from huleedu.gateway.web.setting_up import picture
from huleedu.services.feedback import api as feedback
from huleedu.services.feedback.api import DAYS_MAX
from huleedu.services.identity import api as identity

LAST_MINUTE = time(23, 59)
NO_EXTRA, NO_LINKS = "feedback.no_pdf", "feedback.no_links"
ZIP = "application/zip"
PDF = "application/pdf"


def attachment(name: str) -> dict[str, str]:
    """Headers of a file that is saved under this name, and never shown in our name."""
    named = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return {"Content-Disposition": named, "X-Content-Type-Options": "nosniff"}


async def pdfs(asked: Asked) -> Answer:
    """An archive of what was given, a PDF a pupil."""
    batch = await handed_out(asked)
    if not isinstance(batch, Batch):
        return batch
    if not pdfs_can_be_made():
        return MayNot(NO_EXTRA)
    pages = [page for _, page in await pages_now(asked, batch, "given")]
    if not pages:
        return NotThere()
    around = around_of(asked)
    address = asked_from(asked).address
    await note(around, "feedback_fetched", batch.id, len(pages), address)
    async with asked.web.typesetting:
        made = await zip_of_pdfs(pages, asked.words)
    name = f"{file_stem(batch.title)} - {asked.words.say('feedback.feedback')}.zip"
    return Bytes(made, ZIP, attachment(name))


async def make(asked: Asked) -> Answer:
    """A link for each pupil who has something, told once; older ones end."""
    batch = await handed_out(asked)
    if not isinstance(batch, Batch):
        return batch
    choices = await identity.school_choices(people(asked), asked.signed_in.school)
    if not choices.pupil_links:
        return MayNot(NO_LINKS)
    around, now = around_of(asked), asked.web.clock()
    ends_at = end_of(asked.first("until"), now)
    at = f"/batches/{batch.id}/feedback/give"
    if ends_at is None:
        return Redirect(at, Done("links_wrong_day", {"days": DAYS_MAX}))
    lines = await pupil_lines(around, batch.id)
    essay = identifier(asked.first("essay"))
    essays = [line.file.id for line in lines if essay in (None, line.file.id)]
    database, of = around.database("feedback"), around.of(batch.id)
    made = await feedback.make_links(
        database, of, essays, who=around.person, now=now, ends_at=ends_at
    )
    if not made:
        return Redirect(at)
    address = asked_from(asked).address
    await note(around, "feedback_links_made", batch.id, len(made), address)
    called = {line.file.id: line.called for line in lines}
    origin = site_of(asked).origin
    drawn = len(made) <= PICTURES_MAX
    links = [(called[one.essay], f"{origin}/mine#{one.key}") for one in made]
    told = [(name, link, picture(link) if drawn else "") for name, link in links]
    names = {"batch": batch, "links": told, "ends_at": ends_at, "origin": origin}
    return Page("feedback/links.html", names)


def end_of(typed: str, now: datetime) -> datetime | None:
    """The end of that day; None: it is none, is over, or is too far away."""
    try:
        day = datetime.combine(datetime.fromisoformat(typed), LAST_MINUTE).astimezone()
    except ValueError:
        return None
    return day if now < day <= now + timedelta(days=DAYS_MAX) else None


async def end(asked: Asked) -> Answer:
    """End the links of the batch: whoever has one sees nothing by it any more."""
    batch = await handed_out(asked, needs_names=False)
    if not isinstance(batch, Batch):
        return batch
    around = around_of(asked)
    ended = await feedback.end_links(
        around.database("feedback"), around.of(batch.id), None, now=around.now
    )
    if ended:
        address = asked_from(asked).address
        await note(around, "feedback_links_ended", batch.id, len(ended), address)
    said = Done("links_ended", {"n": len(ended)}) if ended else None
    return Redirect(f"/batches/{batch.id}/feedback/give", said)


FEEDBACK_LINK_PAGES = (
    PageRoute(
        method="GET",
        path="/batches/{batch}/feedback/pdf",
        who="teacher",
        what="What was given, as an archive of a PDF a pupil",
        view=pdfs,
    ),
    PageRoute(
        method="POST",
        path="/batches/{batch}/feedback/links",
        who="teacher",
        what="A link for each pupil, told once",
        view=make,
    ),
    PageRoute(
        method="POST",
        path="/batches/{batch}/feedback/links/end",
        who="teacher",
        what="End pupils' links",
        view=end,
    ),
)
