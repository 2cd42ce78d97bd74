"""The pupil's own page, by a link whose key never stands in an address that is sent.

The key comes behind `#`, which browsers keep to themselves; a script sends it once in a form, and
what comes back is a cookie for this page alone. What was taken back, or whose link or school's
leave for links has ended, is not shown.
"""

from uuid import UUID

from huleedu.gateway.feedback.pdf import file_stem, pdfs_can_be_made, pdfs_of
from huleedu.gateway.feedback.telling import told_page
from huleedu.gateway.web.coming import MANNER, forget
from huleedu.gateway.web.feedback_links import PDF, attachment
from huleedu.gateway.web.pages import (
    Answer,
    Asked,
    Bytes,
    NotThere,
    Page,
    PageRoute,
    Redirect,
)
from huleedu.kit.database import Viewer
from huleedu.services.feedback import api as feedback
from huleedu.services.feedback.api import LinkGone, NotGivenNow, SeenByPupil
from huleedu.services.identity import api as identity

MINE = "__Host-huleedu-mine"
KEY_MAX = 200


async def _seen(asked: Asked) -> SeenByPupil | NotGivenNow | LinkGone | None:
    """What whoever comes with a cookie sees; None: they come with none."""
    secret = asked.request.cookies.get(MINE, "")
    if not secret:
        return None
    database = asked.web.databases("feedback").of(Viewer(None))
    seen = await feedback.seen_by_pupil(database, secret, asked.web.clock())
    if not isinstance(seen, LinkGone) and not await _allowed(asked, seen.school):
        return LinkGone()
    return seen


async def _allowed(asked: Asked, school: UUID) -> bool:
    people = asked.web.databases("identity").of(Viewer(school))
    return (await identity.school_choices(people, school)).pupil_links


async def mine(asked: Asked) -> Answer:
    """What was given to the pupil, or why nothing is seen, and what to do."""
    match await _seen(asked):
        case SeenByPupil(page=page, given_at=given_at):
            names = {
                "page": told_page(page, asked.words),
                "given_at": given_at,
                "has_pdf": pdfs_can_be_made(),
            }
            return Page("feedback/mine.html", names)
        case NotGivenNow():
            return _nothing("withdrawn", 200)
        case LinkGone():
            return _nothing("gone", 404)
        case None:
            return _nothing("no_key", 200)


def _nothing(why: str, status: int) -> Page:
    return Page("feedback/not_mine.html", {"why": why}, status)


async def come(asked: Asked) -> Answer:
    """Exchange the key for a cookie; somebody without scripts pastes the whole link."""
    key = asked.first("key").rpartition("#")[2].strip()[:KEY_MAX]
    database = asked.web.databases("feedback").of(Viewer(None))
    secret = await feedback.come_by(database, key, asked.web.clock())
    if isinstance(secret, LinkGone):
        return _nothing("gone", 404)
    return Redirect("/mine", cookies=[f"{MINE}={secret}; {MANNER}"])


async def leave(asked: Asked) -> Answer:
    """Nobody sees it on this device any more, unless they come by the link."""
    return Redirect("/mine", cookies=[forget(MINE)])


async def pdf(asked: Asked) -> Answer:
    """The same as a PDF."""
    seen = await _seen(asked)
    if not isinstance(seen, SeenByPupil) or not pdfs_can_be_made():
        return NotThere()
    async with asked.web.typesetting:
        [made] = await pdfs_of([seen.page], asked.words)
    return Bytes(made, PDF, attachment(f"{file_stem(seen.page.name)}.pdf"))


MINE_PAGES = (
    PageRoute(
        method="GET",
        path="/mine",
        who="anybody",
        what="What was given to the pupil who came by a link",
        view=mine,
    ),
    PageRoute(
        method="POST",
        path="/mine",
        who="anybody",
        what="Exchange a link's key for a cookie",
        view=come,
        bytes_max=4_096,
    ),
    PageRoute(
        method="POST",
        path="/mine/leave",
        who="anybody",
        what="Close the page on this device",
        view=leave,
        bytes_max=4_096,
    ),
    PageRoute(
        method="GET",
        path="/mine/pdf",
        who="anybody",
        what="What was given to the pupil, as a PDF",
        view=pdf,
    ),
)
