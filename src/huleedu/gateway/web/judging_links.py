"""Hand out judges' links: each is told once, to copy, to scan, or to send."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from huleedu.gateway.web.batch import Batch
from huleedu.gateway.web.coming import site_of
from huleedu.gateway.web.mailing import mailed
from huleedu.gateway.web.pages import Asked, Page
from huleedu.gateway.web.setting_up import picture
from huleedu.kit.mail import Mail
from huleedu.kit.spreadsheet import guarded

PICTURES_MAX = 40
"""A page of more codes to scan would be heavy, and nobody shows so many at once."""


@dataclass(frozen=True, slots=True)
class LinkTold:
    """A judge whose key is told now, and never again."""

    name: str
    email: str
    key: str


@dataclass(frozen=True, slots=True)
class LinkLine:
    """The same, as the page shows it."""

    name: str
    email: str
    link: str
    text: str
    """What may be sent with it."""
    mail: str
    """An address that begins a mail of it."""
    picture: Markup


async def links_page(
    asked: Asked, batch: Batch, links: Sequence[LinkTold], refused: Sequence[str] = ()
) -> Page:
    """The page that tells links.

    Args:
        refused: why somebody cannot judge under their name, in words.
    """
    lines = [_line(asked, batch, one, drawn=len(links) <= PICTURES_MAX) for one in links]
    subject = asked.words.say("judging.mail.subject", title=batch.title)
    mails = [Mail(line.email, subject, line.text) for line in lines if line.email]
    sent = await mailed(asked, mails)
    names = {
        "batch": batch,
        "links": lines,
        "refused": refused,
        "sent": sent,
        "table": _table(lines),
    }
    return Page("judging/links.html", names)


def _table(lines: Sequence[LinkLine]) -> str:
    """A line for each judge, as a spreadsheet takes it: name, address, link."""
    cells = [(guarded(line.name), guarded(line.email), line.link) for line in lines]
    return "\n".join("\t".join(row) for row in cells)


def _line(asked: Asked, batch: Batch, told: LinkTold, *, drawn: bool) -> LinkLine:
    link = f"{site_of(asked).origin}/judge#{told.key}"
    who = asked.signed_in.name
    text = asked.words.say(
        "judging.mail.text", name=told.name, title=batch.title, link=link, who=who
    )
    subject = asked.words.say("judging.mail.subject", title=batch.title)
    return LinkLine(
        name=told.name,
        email=told.email,
        link=link,
        text=text,
        mail=f"mailto:{quote(told.email)}?subject={quote(subject)}&body={quote(text)}",
        picture=picture(link) if drawn else Markup(),
    )
