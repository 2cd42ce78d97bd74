"""An administrator's program: who is there, who is invited, who is what."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from tests.gateway.api.standins import StandIn
from tests.gateway.api.v1.conftest import Opened, TeachersProgram
from tests.services.identity import persons

from huleedu.contracts.judging import Recorded
from huleedu.gateway.api.application import api
from huleedu.gateway.api.v1.application import bytes_max_of, routes
from huleedu.kit.database import Viewer
from huleedu.kit.mail import Mail, MailAnswer, MailNotSent, MailSent
from huleedu.services.identity import api as identity
from huleedu.wiring.program import House
from huleedu.wiring.web import web_of

ALL = ("read", "write", "admin")


@pytest.fixture
async def eva(program: Opened) -> TeachersProgram:
    """An administrator's program."""
    return await program("eva@lund.example", ALL, of=("administrator",))


async def person(eva: TeachersProgram, id_: object) -> tuple[dict[str, Any], str]:
    answer = await eva.get(f"/people/{id_}")
    return answer.json(), answer.headers["etag"]


async def test_somebody_is_invited_by_a_link_that_is_told_once(eva: TeachersProgram) -> None:
    once, new = str(uuid4()), {"email": "Bo@lund.example", "rights": ["teacher"]}
    invited = (await eva.post("/people", new, once)).json()
    assert (invited["type"], invited["email"]) == ("invited", "Bo@lund.example")
    assert (invited["mailed"], "hand" in invited["sentence"]) == ("mail_not_set_up", True)
    assert len(invited["secret"]) > 20
    assert (await eva.post("/people", new, once)).json()["secret"] is None
    for wrong, field in (
        ({"email": "eva@lund.example"}, "email"),
        ({"email": "nowhere"}, "email"),
        ({"rights": ["operator"]}, "rights"),
    ):
        refused = await eva.post("/people", {**new, **wrong})
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["field"] == field


async def test_what_somebody_may_is_changed_as_it_was_seen(
    eva: TeachersProgram, program: Opened
) -> None:
    ali = await program()
    listed = (await eva.get("/people")).json()["items"]
    assert {each["email"] for each in listed} == {"ali@lund.example", "eva@lund.example"}
    _, seen = await person(eva, ali.person)
    more = {"rights": ["administrator", "teacher"]}
    changed = await eva.patch(f"/people/{ali.person}", more, seen)
    assert changed.json()["rights"] == more["rights"]
    assert changed.headers["etag"] == (await person(eva, ali.person))[1]
    stale = await eva.patch(f"/people/{ali.person}", {"rights": ["teacher"]}, seen)
    assert stale.status_code == 412
    assert stale.json()["now"]["rights"] == more["rights"]


async def test_the_last_administrator_stays(eva: TeachersProgram) -> None:
    _, seen = await person(eva, eva.person)
    for answer in (
        await eva.patch(f"/people/{eva.person}", {"rights": ["teacher"]}, seen),
        await eva.delete(f"/people/{eva.person}", seen),
    ):
        assert answer.status_code == 409
        assert answer.json()["type"].endswith("last_administrator")
    assert (await eva.get("/people")).status_code == 200


async def test_who_is_removed_has_no_token_any_more(eva: TeachersProgram, program: Opened) -> None:
    ali = await program()
    assert (await eva.delete(f"/people/{ali.person}/sessions")).json()["type"] == "sessions_ended"
    assert (await ali.get("/me")).status_code == 200, "a token is no session"
    _, seen = await person(eva, ali.person)
    assert (await eva.delete(f"/people/{ali.person}", '"old"')).status_code == 412
    gone = await eva.delete(f"/people/{ali.person}", seen)
    assert gone.json() == {"type": "person_removed", "person": str(ali.person)}
    assert (await ali.get("/me")).status_code == 401
    assert (await eva.get(f"/people/{ali.person}")).status_code == 404
    assert (await eva.delete(f"/people/{ali.person}/sessions")).status_code == 404


async def test_what_is_somebodys_is_handed_on_by_an_administrator(
    eva: TeachersProgram, program: Opened
) -> None:
    ali, bo = await program(), await program("bo@lund.example")
    made = (await ali.post("/classes", {"name": "9B", "year": "2026"})).json()
    at = f"/people/{ali.person}/hand-on"
    for nobody in (str(uuid4()), str(ali.person), str(eva.person)):
        assert (await eva.post(at, {"to": nobody})).status_code == 422, "they teach nothing here"
    assert (await eva.post(f"/people/{uuid4()}/hand-on", {"to": None})).status_code == 404
    assert (await bo.post(at, {"to": str(bo.person)})).status_code == 403
    handed = (await eva.post(at, {"to": str(bo.person)})).json()
    assert handed == {
        "type": "handed_on",
        "person": str(ali.person),
        "to": str(bo.person),
        "batches": [],
        "classes": [made["id"]],
    }
    assert (await bo.get(f"/classes/{made['id']}")).status_code == 200
    assert (await ali.get(f"/classes/{made['id']}")).status_code == 404
    _, seen = await person(eva, bo.person)
    assert (await eva.delete(f"/people/{bo.person}", seen)).status_code == 200
    assert (await eva.get(f"/classes/{made['id']}")).status_code in (200, 403)


class Postman:
    """Takes every mail, or none."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.answer: MailAnswer = MailSent()

    async def send(self, mails: Sequence[Mail]) -> Sequence[MailAnswer]:
        self.mails += mails
        return [self.answer for _ in mails]


@pytest.fixture
def postman() -> Postman:
    return Postman()


@pytest.fixture
async def mailing(house: House, postman: Postman) -> AsyncIterator[httpx.AsyncClient]:
    """An administrator's program where mail is set up."""
    site = "https://huleedu.lund.example"
    web = replace(web_of(house, "en", origins=(site,), secure=True), mailer=postman)
    people, now = house.viewers("identity").of(Viewer(None)), house.clock()
    await persons.somebody(people, "eva@lund.example", rights=("administrator",), now=now)
    begun = await persons.signed_in(people, "eva@lund.example", now=now)
    came = await identity.session_of(people, begun.token, now)
    if isinstance(came, identity.MustEnrol):
        _, enrolled = await persons.with_app(people, came, now)
        came = await identity.session_of(people, enrolled.token, now)
    assert isinstance(came, identity.SignedIn)
    ends_on = (now + timedelta(days=30)).date()
    made = await identity.make_token(people, came, "a program", ALL, ends_on, now)
    assert isinstance(made, identity.TokenMade)
    app = api(StandIn(Recorded), routes(web), bytes_max_of(web.batches.limits.size_bytes_max))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app),
        base_url="http://localhost",
        headers={"Authorization": f"Bearer {made.secret}"},
    ) as http:
        yield http


async def test_an_invitation_is_mailed_once_and_it_is_said_what_came_of_that(
    mailing: httpx.AsyncClient, postman: Postman
) -> None:
    once = {"Idempotency-Key": str(uuid4())}
    new = {"email": "bo@lund.example", "rights": ["teacher"]}
    invited = (await mailing.post("/api/v1/people", json=new, headers=once)).json()
    again = (await mailing.post("/api/v1/people", json=new, headers=once)).json()
    assert (invited["mailed"], again["mailed"]) == ("sent", "sent")
    [mail] = postman.mails
    assert mail.to == "bo@lund.example"
    assert f"https://huleedu.lund.example/invitation?link={invited['secret']}" in mail.text
    postman.answer = MailNotSent("address")
    other = {"Idempotency-Key": str(uuid4())}
    told = (await mailing.post("/api/v1/people", json=new, headers=other)).json()
    assert told["mailed"] == "not_sent"
    assert "knows no address bo@lund.example" in told["sentence"]
    assert told["secret"], "it may be handed on"
