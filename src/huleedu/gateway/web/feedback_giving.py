"""Give pupils what is ready: asked first, and how; take it back; and print it."""

from datetime import datetime, timedelta
from uuid import UUID

from huleedu.gateway.feedback.around import PupilLine, pupil_lines
from huleedu.gateway.feedback.giving import (
    NamesHidden,
    give_ready,
    undo_withdrawal,
    withdraw_given,
)
from huleedu.gateway.feedback.pdf import pdfs_can_be_made
from huleedu.gateway.feedback.pupils_pages import pages_to_give
from huleedu.gateway.feedback.telling import told_page
from huleedu.gateway.web.batch import Batch, batch_of
from huleedu.gateway.web.coming import asked_from, people
from huleedu.gateway.web.feedback import around_of, counts
from huleedu.gateway.web.pages import (
    Answer,
    Asked,
    Done,
    MayNot,
    NotThere,
    Page,
    PageRoute,
    Redirect,
    Undo,
    identifier,
)
from huleedu.kit import extras
from huleedu.services.feedback import api as feedback
from huleedu.services.feedback.api import PupilsPage
from huleedu.services.identity import api as identity

HIDDEN = "feedback.hidden"
LINKS_LAST = timedelta(days=60)
"""Unless somebody wants another end."""


async def handed_out(asked: Asked, *, needs_names: bool = True) -> Batch | NotThere | MayNot:
    """The batch, if whoever asks may hand its feedback out: they work on it, and names show."""
    batch = await batch_of(asked, "work")
    if isinstance(batch, Batch) and batch.seen.hidden and needs_names:
        return MayNot(HIDDEN)
    return batch


async def ask(asked: Asked) -> Answer:
    """How many would be given what, and how it gets to them."""
    batch = await handed_out(asked)
    if not isinstance(batch, Batch):
        return batch
    lines = await pupil_lines(around_of(asked), batch.id)
    return Page("feedback/give.html", await _giving(asked, batch, lines))


async def _giving(asked: Asked, batch: Batch, lines: list[PupilLine]) -> dict[str, object]:
    around, now = around_of(asked), asked.web.clock()
    links = await feedback.links_of(around.database("feedback"), around.of(batch.id), now)
    choices = await identity.school_choices(people(asked), around.school)
    return {
        "batch": batch,
        "has_pdf": pdfs_can_be_made(),
        "how_pdf": extras.how("pdf").strip("`"),
        "links_allowed": choices.pupil_links,
        "links": links,
        "opened": sum(link.opened_at is not None for link in links.values()),
        "until": (now + LINKS_LAST).astimezone().date().isoformat(),
        "lines": [line for line in lines if line.feedback.to_give],
        "drafts": [line for line in lines if line.feedback.state == "draft"],
        **counts(lines),
    }


async def give(asked: Asked) -> Answer:
    """Give all that are ready."""
    batch = await handed_out(asked)
    if not isinstance(batch, Batch):
        return batch
    address = asked_from(asked).address
    done = await give_ready(around_of(asked), batch.seen, address=address)
    if isinstance(done, NamesHidden):
        return MayNot(HIDDEN)
    said = Done("feedback_given", {"n": len(done.given)}) if done.given else None
    return Redirect(f"/batches/{batch.id}/feedback/give", said)


async def withdraw(asked: Asked) -> Answer:
    """Take back what one pupil has, or all of them."""
    batch = await handed_out(asked, needs_names=False)
    if not isinstance(batch, Batch):
        return batch
    essay = identifier(asked.first("essay"))
    if essay is None and asked.first("essay") != "all":
        return NotThere()
    around = around_of(asked)
    essays = None if essay is None else [essay]
    address = asked_from(asked).address
    done = await withdraw_given(around, batch.seen, essays, address)
    at = f"/batches/{batch.id}/feedback"
    back = f"{at}?essay={essay}" if essay else f"{at}/give"
    undo = Undo(f"{at}/give-back", {"at": done.at.isoformat(), "back": str(essay or "")})
    count = len(done.essays) or done.before
    said = Done("feedback_withdrawn", {"n": count}, undo)
    return Redirect(back, said if count else None)


async def give_back(asked: Asked) -> Answer:
    """Undo that."""
    batch = await handed_out(asked)
    if not isinstance(batch, Batch):
        return batch
    try:
        at = datetime.fromisoformat(asked.first("at"))
    except ValueError:
        return NotThere()
    if at.tzinfo is None:
        return NotThere()
    address = asked_from(asked).address
    essays = await undo_withdrawal(around_of(asked), batch.seen, at, address)
    back = f"/batches/{batch.id}/feedback"
    essay = identifier(asked.first("back"))
    back += f"?essay={essay}" if essay else "/give"
    return Redirect(back, Done("feedback_given", {"n": len(essays)}) if essays else None)


async def pages_now(asked: Asked, batch: Batch, which: str) -> list[tuple[UUID, PupilsPage]]:
    """The pages that pupils have, by place; or those that are ready, as they would be given."""
    around = around_of(asked)
    lines = await pupil_lines(around, batch.id)
    if which == "ready":
        ready = [line for line in lines if line.feedback.ready]
        return [(one.essay, one.page) for one in await pages_to_give(around, batch.seen, ready)]
    gifts = await feedback.given(around.database("feedback"), batch.id, around.school)
    here = [line.file.id for line in lines if line.file.id in gifts]
    return [(essay, gifts[essay].page) for essay in here]


async def print_all(asked: Asked) -> Answer:
    """A page for each pupil, to be printed."""
    batch = await handed_out(asked)
    if not isinstance(batch, Batch):
        return batch
    which = "ready" if asked.query("which") == "ready" else "given"
    pages = await pages_now(asked, batch, which)
    told = [told_page(page, asked.words) for _, page in pages]
    return Page("feedback/print.html", {"batch": batch, "pages": told, "which": which})


FEEDBACK_GIVING_PAGES = (
    PageRoute(
        method="GET",
        path="/batches/{batch}/feedback/give",
        who="teacher",
        what="How many would be given their feedback, and how",
        view=ask,
    ),
    PageRoute(
        method="POST",
        path="/batches/{batch}/feedback/give",
        who="teacher",
        what="Give all that are ready",
        view=give,
    ),
    PageRoute(
        method="POST",
        path="/batches/{batch}/feedback/withdraw",
        who="teacher",
        what="Take back what one pupil has, or all of them",
        view=withdraw,
    ),
    PageRoute(
        method="POST",
        path="/batches/{batch}/feedback/give-back",
        who="teacher",
        what="Undo that",
        view=give_back,
    ),
    PageRoute(
        method="GET",
        path="/batches/{batch}/feedback/print",
        who="teacher",
        what="A page for each pupil, to be printed",
        view=print_all,
    ),
)
