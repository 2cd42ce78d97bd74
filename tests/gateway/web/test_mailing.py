"""Links go out by mail where a server is set; what did not go out is said, and the link shown."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from tests.engines.mail.server import Fault, Server, receiving
from tests.engines.mail.test_smtp import mailer
from tests.gateway.web.judged import AT, FORM, essays_in, keys
from tests.gateway.web.visiting import GOOD, KARIN, begun, code_of, invited, link_in, visiting

from huleedu.gateway.web.application import pages
from huleedu.gateway.web.pages import Web
from huleedu.gateway.web.table import PAGES
from huleedu.kit.mail import Mail, MailAnswer, MailSent
from huleedu.wiring.program import House

EVA = {"email": "eva@ekskolan.example", "rights": "teacher"}
NEW = "four larger boats at dusk"


def link_of(server: Server) -> str:
    """The link in the last mail, without its host."""
    found = re.search(r"https://skola\.example(\S+)", server.taken[-1].get_content())
    assert found
    return found[1]


async def test_an_invitation_is_mailed_and_its_link_shown(house: House, tmp_path: Path) -> None:
    async with receiving(tmp_path) as server, visiting(house, mailer(server)) as admin:
        await begun(house, admin)
        page = await admin.post("/school/invitations", data=EVA)
        [mail] = server.taken
        assert (mail["To"], mail["Subject"]) == (EVA["email"], "You are invited to Ekskolan")
        assert "The link is mailed to eva@ekskolan.example" in page.text
        assert link_in(page.text) == link_of(server)
        assert "Karin Lind invites you" in mail.get_content()
    async with visiting(house) as client:
        assert "You are invited to Ekskolan" in (await client.get(link_of(server))).text


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("silent", "did not answer in time"),
        ("full", "did not take the mail"),
        ("no tls", "no safe connection"),
    ],
)
async def test_a_mail_that_did_not_go_out_is_said_and_the_link_is_there(
    house: House, tmp_path: Path, fault: Fault, said: str
) -> None:
    # the time of a silent server is used up in any case; the others have time to answer in
    within_s = 0.3 if fault == "silent" else 10.0
    async with (
        receiving(tmp_path, fault) as server,
        visiting(house, mailer(server, within_s=within_s)) as admin,
    ):
        await begun(house, admin)
        page = await admin.post("/school/invitations", data=EVA)
        assert said in page.text
        assert server.taken == []
        assert "/invitation?link=" in link_in(page.text)


async def test_who_forgot_their_password_gets_a_link_and_nobody_else_does(
    house: House, tmp_path: Path
) -> None:
    async with receiving(tmp_path) as server, visiting(house, mailer(server)) as client:
        secret = await begun(house, client)
        await client.post("/sign-out")
        assert "You get a link by mail" in (await client.get("/reset")).text
        nobody = await _asked(client, "nobody@ekskolan.example")
        somebody = await _asked(client, KARIN)
        assert somebody.text == nobody.text, "nobody learns who has an account"
        while not server.taken:
            await asyncio.sleep(0.01)
        [mail] = server.taken
        assert mail["To"] == KARIN
        assert "link=" not in somebody.text
        page = await client.get(link_of(server))
        assert page.status_code == 200
        done = await client.post("/reset/new", data={"password": NEW})
        assert done.status_code == 200
        old = await client.post("/sign-in", data={"email": KARIN, "password": GOOD})
        assert old.status_code == 422
        second = await client.post("/sign-in", data={"email": KARIN, "password": NEW})
        assert "/sign-in/second" in str(second.url), "the second factor is asked for all the same"
        code = code_of(secret, house.clock(), 1)
        assert (await client.post("/sign-in/second", data={"code": code})).status_code == 200


async def _asked(client: httpx.AsyncClient, email: str) -> httpx.Response:
    answer = await client.post("/reset", data={"email": email})
    assert "Look into your mail" in answer.text
    return answer


async def test_a_link_for_a_new_password_is_mailed_by_an_administrator(
    house: House, tmp_path: Path
) -> None:
    async with (
        receiving(tmp_path) as server,
        visiting(house, mailer(server)) as admin,
        visiting(house) as client,
    ):
        await begun(house, admin)
        await invited(house, admin, client)
        people = (await admin.get("/school/people")).text
        [path] = re.findall(r'<a href="(/school/people/[0-9a-f-]+)">Ali Berg</a>', people)
        page = await admin.post(f"{path}/reset")
        assert server.taken[-1]["To"] == "ali@ekskolan.example"
        assert "The link is mailed to ali@ekskolan.example" in page.text
        assert link_in(page.text) == link_of(server)


class Counting:
    """Takes every mail."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []

    async def send(self, mails: Sequence[Mail]) -> Sequence[MailAnswer]:
        self.mails += mails
        return [MailSent() for _ in mails]


async def test_a_link_that_is_asked_for_again_and_again_waits(house: House) -> None:
    counting = Counting()
    async with visiting(house, counting) as client:
        await begun(house, client)
        answers = [await client.post("/reset", data={"email": KARIN}) for _ in range(30)]
        taken = sum(answer.status_code == 200 for answer in answers)
        assert any(answer.status_code == 429 for answer in answers), "nobody's mailbox is filled"
        while len(counting.mails) < taken:
            await asyncio.sleep(0.01)
        assert len(counting.mails) == taken


async def test_judges_whose_address_is_known_get_their_link(house: House, web: Web) -> None:
    await essays_in(house, range(1, 7))
    counting = Counting()
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=pages(replace(web, mailer=counting), PAGES)),
        base_url="http://127.0.0.1:8080",
        cookies={"who": "karin"},
    ) as karin:
        page = await karin.post(f"{AT}/open", data=FORM)
    [mail] = counting.mails
    assert mail.to == "ali@ek.example"
    assert "The link is mailed to ali@ek.example" in page.text
    ali, maja = keys(page.text)
    assert f"/judge#{ali}" in mail.text
    assert maja not in mail.text
