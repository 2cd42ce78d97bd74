"""A mail goes out over what was set, and whatever a server does is said within the time."""

import asyncio
import ssl
from pathlib import Path

import pytest
from tests.engines.mail.server import PASSWORD, USER, Fault, Server, receiving

from huleedu.engines.mail.smtp import MailServer, SmtpMailer
from huleedu.kit.mail import Mail, MailNotSent, MailSent

EVA = Mail(
    "eva@skolan.example", "Inbjudan åt dig", "Hej Eva!\n.\nVälkommen: https://x.example/?a=b"
)
NOBODY = Mail("nobody@skolan.example", "Till ingen", "Hej!")


def mailer(server: Server, **more: object) -> SmtpMailer:
    trust = server.trust
    assert trust
    told: dict[str, object] = {
        "host": "localhost",
        "port": server.port,
        "sender": "HuleEdu <huleedu@skolan.example>",
        "trust": lambda: trust,
        **more,
    }
    return SmtpMailer(MailServer(**told))  # type: ignore[arg-type]


@pytest.mark.parametrize("tls", ["starttls", "tls", "none"])
async def test_a_mail_arrives_as_it_was_written(tmp_path: Path, tls: str) -> None:
    async with receiving(tmp_path, at_once=tls == "tls") as server:
        assert await mailer(server, tls=tls).send([EVA, NOBODY]) == (MailSent(), MailSent())
    first = server.taken[0]
    assert (first["To"], first["Subject"]) == (EVA.to, EVA.subject)
    assert first["From"] == "HuleEdu <huleedu@skolan.example>"
    assert first["Auto-Submitted"] == "auto-generated"
    assert first.get_content().replace("\r\n", "\n").rstrip("\n") == EVA.text
    assert len(server.taken) == 2
    assert sum("EHLO" in line for line in server.said) <= 2, "one connection for both"


async def test_nothing_is_told_before_the_connection_is_safe(tmp_path: Path) -> None:
    async with receiving(tmp_path) as server:
        server.wants_login = True
        sent = await mailer(server, user=USER, password=PASSWORD).send([EVA])
    assert sent == (MailSent(),)
    plain = [line for line in server.said if line.startswith("plain")]
    assert [line.split()[1].upper() for line in plain] == ["EHLO", "STARTTLS"]


async def test_a_server_without_tls_or_of_somebody_else_gets_nothing(tmp_path: Path) -> None:
    async with receiving(tmp_path, "no tls") as server:
        assert await mailer(server).send([EVA]) == (MailNotSent("tls"),)
    assert not any("MAIL" in line for line in server.said)
    async with receiving(tmp_path) as server:
        stranger = await mailer(server, trust=ssl.create_default_context).send([EVA])
        assert stranger == (MailNotSent("tls"),)
        other_name = await mailer(server, host="127.0.0.1").send([EVA])
        assert other_name == (MailNotSent("tls"),)
    assert server.taken == []


async def test_who_is_not_let_in_is_told_so(tmp_path: Path) -> None:
    async with receiving(tmp_path) as server:
        server.wants_login = True
        wrong = await mailer(server, user=USER, password="another").send([EVA])
        assert wrong == (MailNotSent("login"),)
        assert await mailer(server).send([EVA]) == (MailNotSent("refused"),)


async def test_an_address_of_nobody_keeps_no_other_mail_back(tmp_path: Path) -> None:
    async with receiving(tmp_path, "no such address") as server:
        answers = await mailer(server).send([NOBODY, EVA, Mail("a@b.example\nBcc: x@y", "s", "t")])
    assert answers == (MailNotSent("address"), MailSent(), MailNotSent("address"))
    assert [mail["To"] for mail in server.taken] == [EVA.to]


@pytest.mark.parametrize(
    ("fault", "told"), [("full", "refused"), ("hangs up", "away")], ids=["full", "hangs up"]
)
async def test_a_mail_that_is_not_taken_is_not_sent(
    tmp_path: Path, fault: Fault, told: str
) -> None:
    async with receiving(tmp_path, fault) as server:
        assert [answer.fault for answer in await _refused(server)] == [told]


async def _refused(server: Server) -> list[MailNotSent]:
    answers = await mailer(server).send([EVA])
    return [answer for answer in answers if isinstance(answer, MailNotSent)]


@pytest.mark.parametrize("fault", ["silent", "slow", "dribbles"])
async def test_a_slow_server_holds_nobody_up(tmp_path: Path, fault: Fault) -> None:
    turns = 0

    async def turn() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0.01)

    async with receiving(tmp_path, fault) as server:
        beside = asyncio.create_task(turn())
        answers = await mailer(server, within_s=0.3).send([EVA, NOBODY])
        beside.cancel()
    assert answers == (MailNotSent("away"), MailNotSent("away"))
    assert turns, "the loop went on"


async def test_nobody_there_is_away(tmp_path: Path) -> None:
    async with receiving(tmp_path) as server:
        pass
    assert await mailer(server).send([EVA]) == (MailNotSent("away"),)
    assert await mailer(server).send([]) == ()
