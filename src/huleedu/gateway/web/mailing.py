"""Send links by mail where a server is set, and say of each whether it went out.

The link is shown all the same: a mail may be late, or lost after its server has taken it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from huleedu.gateway.web.pages import Asked, SignedIn
from huleedu.gateway.words.words import Words
from huleedu.kit.mail import Mail, MailNotSent


@dataclass(frozen=True, slots=True)
class MailTold:
    """What became of a mail, in words; `wrong`: it is not known to have gone out."""

    text: str
    wrong: bool


async def mailed(asked: Asked, mails: Sequence[Mail]) -> list[MailTold]:
    """Send these and tell of each; nothing is told where no server is set."""
    mailer, said = asked.web.mailer, asked.words.say
    if mailer is None:
        return []
    return [
        MailTold(said(f"mail.not_sent.{answer.fault}", to=mail.to), wrong=True)
        if isinstance(answer, MailNotSent)
        else MailTold(said("mail.sent", to=mail.to), wrong=False)
        for mail, answer in zip(mails, await mailer.send(mails), strict=True)
    ]


def invitation_mail(who: SignedIn, words: Words, to: str, link: str) -> Mail:
    """What somebody reads whom this person invites."""
    facts = {"name": who.name, "school": who.school_name, "link": link}
    return _mail(words, to, "invitation", facts)


def reset_mail(asked: Asked, to: str, school: str, link: str) -> Mail:
    """What somebody reads who is to choose a new password."""
    return _mail(asked.words, to, "reset", {"school": school, "link": link})


def _mail(words: Words, to: str, kind: str, facts: dict[str, str]) -> Mail:
    said = words.say
    paragraphs = (said(f"mail.{kind}.{part}", **facts) for part in ("what", "link", "how_long"))
    return Mail(to, said(f"mail.{kind}.subject", **facts), "\n\n".join(paragraphs) + "\n")
