"""The port to what sends mail: whether a mail went out, or why it is not known to have."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

MailFault = Literal["away", "address", "refused", "login", "tls"]
"""Why a mail was not taken: the server is away or too slow, knows no such address, refuses the
mail, does not let us in, or speaks no TLS that can be trusted. Each has its sentence."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A plain text for one address."""

    to: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class MailSent:
    """The server has taken it, and answers for it."""


@dataclass(frozen=True, slots=True)
class MailNotSent:
    """It was not taken; with "away" it may have been, and nobody was told."""

    fault: MailFault


MailAnswer = MailSent | MailNotSent


class Mailer(Protocol):
    """Sends mails; never waits for longer than it was set to, whatever the server does."""

    async def send(self, mails: Sequence[Mail]) -> Sequence[MailAnswer]:
        """Send these; an answer for each, in their order."""
        ...
