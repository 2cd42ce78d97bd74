"""Send mail by SMTP, in a thread of its own: whoever waits for a page waits for no server.

All mails of a call go over one connection and have one time together. When it is over, the
connection is cut; what was not taken by then counts as not sent.
"""

import asyncio
import smtplib
import ssl
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid
from typing import Literal

from huleedu.kit.mail import Mail, MailAnswer, MailNotSent, MailSent

THREADS = 2
GRACE_S = 0.5
"""A thread whose own time is over says so within this, before its connection is cut."""

Tls = Literal["starttls", "tls", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mail is handed in, as whom, and how long that may take.

    Args:
        trust: makes what the server's certificate is checked by.
    """

    host: str
    port: int
    sender: str
    tls: Tls = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    within_s: float = 10.0
    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context


class SmtpMailer:
    """See `kit.mail.Mailer`; any number at once."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="mail")

    async def send(self, mails: Sequence[Mail]) -> Sequence[MailAnswer]:
        """See `Mailer`."""
        if not mails:
            return ()
        call = _Call(self._server, mails)
        work = asyncio.get_running_loop().run_in_executor(self._threads, call.run)
        try:
            async with asyncio.timeout(self._server.within_s + GRACE_S):
                await asyncio.shield(work)
        except TimeoutError:
            call.hang_up()
        return tuple(call.answers)


class _Call:
    """One connection that hands in some mails; `answers` fills as the server takes them."""

    def __init__(self, server: MailServer, mails: Sequence[Mail]) -> None:
        self._server = server
        self._mails = mails
        self._over = False
        self._smtp: smtplib.SMTP | None = None
        self.answers: list[MailAnswer] = [MailNotSent("away")] * len(mails)

    def run(self) -> None:
        """Hand all in; what goes wrong with the connection is said of each that is left."""
        if self._over:
            return  # no thread was free in time
        try:
            with self._connected() as smtp:
                self._smtp = smtp
                self._let_in(smtp)
                for at, mail in enumerate(self._mails):
                    if self._over:
                        return
                    self.answers[at] = self._handed_in(smtp, mail)
        except smtplib.SMTPAuthenticationError:
            self._all("login")
        except (smtplib.SMTPNotSupportedError, ssl.SSLError):
            self._all("tls")
        except smtplib.SMTPResponseException:
            self._all("refused")
        except (smtplib.SMTPException, OSError):
            self._all("away")

    def _all(self, fault: Literal["away", "refused", "login", "tls"]) -> None:
        """Said of those that the server has not answered for."""
        for at, answer in enumerate(self.answers):
            if answer == MailNotSent("away") and not self._over:
                self.answers[at] = MailNotSent(fault)

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        name = server.sender.rpartition("@")[2].rstrip(">") or "localhost"
        if server.tls == "tls":
            return smtplib.SMTP_SSL(
                server.host, server.port, name, timeout=server.within_s, context=server.trust()
            )
        return smtplib.SMTP(server.host, server.port, name, timeout=server.within_s)

    def _let_in(self, smtp: smtplib.SMTP) -> None:
        """Nothing is said before the connection is as safe as it was set to be."""
        if self._server.tls == "starttls":
            smtp.starttls(context=self._server.trust())
        if self._server.user:
            try:
                smtp.login(self._server.user, self._server.password)
            except smtplib.SMTPNotSupportedError as error:
                raise smtplib.SMTPAuthenticationError(503, b"no login there") from error

    def _handed_in(self, smtp: smtplib.SMTP, mail: Mail) -> MailAnswer:
        try:
            smtp.send_message(_written(mail, self._server.sender))
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError, ValueError):
            return MailNotSent("address")
        except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError):
            return MailNotSent("refused")
        return MailSent()

    def hang_up(self) -> None:
        """Cut the connection, so that its thread ends."""
        self._over = True
        smtp = self._smtp
        if smtp is not None and smtp.sock is not None:
            with suppress(OSError):
                smtp.sock.close()


def _written(mail: Mail, sender: str) -> EmailMessage:
    """A mail that no holiday notice answers; raises ValueError for an address of two lines."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].rstrip(">") or None)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    return message
