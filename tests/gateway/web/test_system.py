"""Operators see how the installation is and its schools, and no person and no text."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

import httpx
from tests.gateway.web.conftest import KARIN as WHO
from tests.gateway.web.visiting import KARIN, begun, invited, link_in, visiting

from huleedu.contracts.gateway import RegisterBatch
from huleedu.contracts.people import OWN_SCHOOL
from huleedu.gateway.web.application import pages
from huleedu.gateway.web.installation import Letter, PartSeen, SchoolSize, Silent
from huleedu.gateway.web.pages import SignedIn, Web
from huleedu.gateway.web.table import PAGES
from huleedu.kit.database import Database
from huleedu.wiring.batches import batches_of
from huleedu.wiring.program import House

SECRET = "Anna Åberg wrote about her dog"
GIVEN_UP = """
insert into bus.dead (consumer, id, type, order_key, batch, said_at, correlation, body, attempt,
                      error)
select 'results', id, 'gateway.end_intake.v1', 'k', id, now(), id,
       jsonb_build_object('type', 'gateway.end_intake.v1', 'batch', id, 'note', $2::text), 7,
       'ValueError: ' || $2
from unnest($1::uuid[]) as given (id)
"""
NORTH = {"school_name": "Norra skolan", "language": "sv"}


async def give_up(house: House, *messages: UUID) -> None:
    async with house.database("bus").session() as sql:
        await sql.execute(GIVEN_UP, list(messages), SECRET)


def school_in(page: str, act: str) -> str:
    """The address of the act of the one school that it is offered for."""
    [path] = re.findall(rf'action="(/system/schools/[0-9a-f-]+/{act})"', page)
    return path


async def test_every_part_is_told(house: House) -> None:
    async with visiting(house) as admin:
        await begun(house, admin)
        page = await admin.get("/system")
        assert page.status_code == 200
        told = re.findall(r'<li data-part="(\w+)">', page.text)
        assert set(told) == {
            *("version", "clock", "database", "disk", "dictionaries", "models", "mail")
        }
        assert "does not answer" not in page.text
        assert "tables are those of this version" in page.text
        assert '<a href="/system">' in page.text


async def test_nobody_else_has_a_way_there(house: House) -> None:
    async with visiting(house) as admin, visiting(house) as client:
        await begun(house, admin)
        await invited(house, admin, client)
        assert (await client.get("/system")).status_code == 403
        assert '<a href="/system">' not in (await client.get("/")).text


async def test_messages_given_up_are_told_without_what_they_hold_and_tried_again(
    house: House,
) -> None:
    one, other = uuid4(), uuid4()
    async with visiting(house) as admin:
        await begun(house, admin)
        assert "None. A message" in (await admin.get("/system")).text
        await give_up(house, one, other)
        page = await admin.get("/system")
        assert "2 messages were given up" in page.text
        assert page.text.count("gateway.end_intake.v1</code>") == 2
        assert "things need you here" in page.text or "One thing needs you here" in page.text
        for word in (*SECRET.split(), "ValueError"):
            assert not re.search(rf"\b{word}\b", page.text), word
        told = {"message": str(one), "consumer": "results"}
        again = await admin.post("/system/messages", data=told)
        assert "One message is delivered again" in again.text
        assert "One message was given up" in again.text
        twice = await admin.post("/system/messages", data=told)
        assert "Nothing was done" in twice.text
        both = await admin.post("/system/messages", data={"all": "on"})
        assert "One message is delivered again" in both.text
        assert await house.bus.dead() == []
        assert (await admin.post("/system/messages", data={"message": "x"})).status_code == 404
        audit = await admin.get("/school/audit")
        assert "tried messages again that were given up" in audit.text


async def test_a_school_is_made_begun_paused_and_goes_on(house: House) -> None:
    async with visiting(house) as admin, visiting(house) as eva:
        await begun(house, admin)
        made = await admin.post("/system/schools", data=NORTH)
        link = link_in(made.text)
        assert link.startswith("/start?link=")
        assert "Hand this link to the first administrator of Norra skolan" in made.text
        assert 'class="secret"' not in (await admin.get("/system")).text, "it is told once"
        twice = await admin.post("/system/schools", data=NORTH)
        assert twice.status_code == 422
        assert "There is a school of this name already" in twice.text
        anew = await admin.post(school_in(made.text, "link"))
        assert (await eva.get(link)).status_code == 410, "a newer link ends it"
        start = await eva.get(link_in(anew.text))
        assert 'value="Norra skolan"' in start.text
        told = {
            "name": "Eva Ek",
            "email": "eva@norra.example",
            "password": "five green hats at noon",
        }
        came = await eva.post("/start", data={**NORTH, **told})
        assert "/sign-in/set-up" in str(came.url)
        page = await admin.get("/system")
        assert "Eva" not in page.text
        paused = await admin.post(school_in(page.text, "pause"))
        assert "Norra skolan is paused" in paused.text
        closed = await eva.get("/account")
        assert "Norra skolan is paused just now" in closed.text
        told_so = await eva.post(
            "/sign-in", data={"email": told["email"], "password": told["password"]}
        )
        assert "Norra skolan is paused just now" in told_so.text
        goes_on = await admin.post(school_in(paused.text, "go-on"))
        assert "Norra skolan goes on" in goes_on.text
        assert "is paused" not in (await eva.get("/sign-in/set-up")).text
        never = uuid4()
        for act in ("link", "pause", "go-on"):
            assert (await admin.post(f"/system/schools/{never}/{act}")).status_code == 404
            assert (await admin.post(f"/system/schools/x/{act}")).status_code == 404
        own = await admin.post(f"/system/schools/{OWN_SCHOOL}/pause")
        assert own.status_code == 403
        assert "your own school" in own.text


async def test_sizes_are_told_and_no_name_of_anybody(house: House) -> None:
    await house.start(["gateway", "batches", "lifecycle", "results"])
    async with visiting(house) as admin, visiting(house) as client:
        await begun(house, admin)
        await invited(house, admin, client)
        await client.post("/classes", data={"name": "Blåmesarna", "year": "2026"})
        commands = batches_of(house).commands
        await commands.send(RegisterBatch(batch=uuid4(), title="A challenge", slots=3))
        await house.catch_up()
        page = (await admin.get("/system")).text
        row = page.partition('<tr><th scope="row">Ekskolan')[2].partition("</tr>")[0]
        assert re.findall(r'<td class="n">([^<]+)</td>', row)[:4] == ["2", "1", "1", "0"]
        for name in ("Ali", "Blåmesarna", "A challenge", KARIN):
            assert name not in page, name


@dataclass
class Away:
    """An installation of which nothing answers."""

    schools: Database

    async def parts(self) -> Sequence[PartSeen]:
        return [PartSeen("disk", "silent", [])]

    async def given_up(self) -> Sequence[Letter] | Silent:
        return Silent()

    async def try_again(self, letters: Sequence[tuple[UUID, str]]) -> int | Silent:
        return Silent()

    async def sizes(self) -> Mapping[UUID, SchoolSize] | Silent:
        return Silent()


async def test_what_does_not_answer_is_told(
    house: House, web: Web, signed_in: dict[str, SignedIn]
) -> None:
    signed_in["operator"] = replace(WHO, rights=frozenset({"operator"}))
    nothing = replace(web, installation=Away(house.database("identity")))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=pages(nothing, PAGES)),
        base_url="http://127.0.0.1:8080",
        cookies={"who": "operator"},
        headers={"Sec-Fetch-Site": "same-origin"},
    ) as client:
        page = await client.get("/system")
        assert page.status_code == 200
        assert "2 things need you here" in page.text, "the disk, and the messages"
        assert "does not answer" in page.text
        assert "it is not known whether any was given up" in page.text
        assert "How much each school has is not known" in page.text
        one = {"message": str(uuid4()), "consumer": "results"}
        told = await client.post("/system/messages", data=one, follow_redirects=True)
        assert "trying again does no harm" in told.text
