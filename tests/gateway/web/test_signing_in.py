"""Coming in and going, as a browser sees it."""

import json

import pytest
from tests.gateway.web.visiting import (
    GOOD,
    KARIN,
    begun,
    code_of,
    invited,
    link_in,
    visiting,
)
from tests.services.identity.authenticator import Authenticator

from huleedu.wiring.program import House

NEW = "another one entirely"
ALI = {"email": "ali@ekskolan.example", "password": GOOD}


async def test_a_password_and_a_code_sign_in_and_lead_where_one_wanted_to_go(
    house: House,
) -> None:
    async with visiting(house) as first, visiting(house) as client:
        secret = await begun(house, first)
        wanted = await client.get("/account")
        assert "/sign-in?next=/account" in str(wanted.url)
        second = await client.post(
            "/sign-in", data={"email": KARIN, "password": GOOD, "next": "/account"}
        )
        assert str(second.url).endswith("/sign-in/second?next=/account")
        wrong = await client.post("/sign-in/second", data={"code": "000000x", "next": "/account"})
        assert wrong.status_code == 422
        assert "<title>Error: " in wrong.text
        told = {"code": code_of(secret, house.clock(), 1), "next": "/account"}
        page = await client.post("/sign-in/second", data=told)
        assert "Karin Lind, this is your account" in page.text
        again = await client.get("/sign-in?next=/account")
        assert str(again.url).endswith("/account"), "who is signed in goes on"


async def test_the_cookies_are_for_this_site_alone(house: House) -> None:
    async with visiting(house) as admin, visiting(house) as client:
        await begun(house, admin)
        await invited(house, admin, client)
        await client.post("/sign-out")
        client.follow_redirects = False
        came = await client.post("/sign-in", data=ALI)
        cookies = came.headers.get_list("set-cookie")
        assert came.status_code == 303
        assert any(cookie.startswith("__Host-huleedu=") for cookie in cookies)
        for cookie in cookies:
            told = set(cookie.split("; "))
            assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= told
            assert not any(part.startswith("Domain") for part in told)


@pytest.mark.parametrize(
    "to", ["//evil.example", "/\\evil.example", "\\\\evil", "https://evil.example", "javascript:x"]
)
async def test_nobody_is_led_elsewhere_after_signing_in(house: House, to: str) -> None:
    async with visiting(house) as admin, visiting(house) as client:
        await begun(house, admin)
        await invited(house, admin, client)
        await client.post("/sign-out")
        client.follow_redirects = False
        came = await client.post("/sign-in", data={**ALI, "next": to})
        assert came.headers["location"] == "/"


async def test_wrong_is_told_in_one_sentence_and_many_tries_wait(house: House) -> None:
    async with visiting(house) as client:
        await begun(house, client)
        await client.post("/sign-out")
        pages = [
            await client.post("/sign-in", data={"email": email, "password": "wrong"})
            for email in (KARIN, "nobody@ekskolan.example")
        ]
        assert {page.status_code for page in pages} == {422}
        texts = {
            page.text.replace(KARIN, "").replace("nobody@ekskolan.example", "") for page in pages
        }
        assert len(texts) == 1, "the same page, whoever it is"
        for _ in range(10):
            page = await client.post("/sign-in", data={"email": "x@y.example", "password": "z"})
        page = await client.post("/sign-in", data={"email": "x@y.example", "password": "z"})
        assert page.status_code == 429
        assert 20 < int(page.headers["retry-after"]) <= 30
        assert f"Wait {page.headers['retry-after']} seconds" in page.text


async def test_signing_out_clears_what_the_browser_kept(house: House) -> None:
    async with visiting(house) as client:
        await begun(house, client)
        client.follow_redirects = False
        gone = await client.post("/sign-out")
        assert gone.headers["clear-site-data"] == '"cache", "storage"'
        assert "__Host-huleedu=; Max-Age=0" in gone.headers["set-cookie"]
        page = await client.get("/account")
        assert page.headers["location"] == "/sign-in?next=/account"


async def test_asking_for_a_password_tells_nobody_who_has_an_account(house: House) -> None:
    async with visiting(house) as client:
        await begun(house, client)
        await client.post("/sign-out")
        pages = [
            await client.post("/reset", data={"email": email})
            for email in (KARIN, "nobody@ekskolan.example")
        ]
        assert pages[0].text == pages[1].text
        assert pages[0].status_code == 200


async def test_a_link_gives_a_new_password(house: House) -> None:
    async with visiting(house) as admin, visiting(house) as client:
        await begun(house, admin)
        await invited(house, admin, client)
        await client.post("/reset", data={"email": ALI["email"]})
        people = await admin.get("/school/people")
        assert "asks for a new password" in people.text
        at = people.text.index(">Ali Berg</a>")
        person = people.text[people.text.rindex('href="', 0, at) + 6 : at - 1]
        page = await admin.post(f"{person}/reset")
        link = link_in(page.text)
        form = await client.get(link)
        assert str(form.url).endswith("/reset/new")
        wrong = await client.post("/reset/new", data={"password": "kort"})
        assert wrong.status_code == 422
        done = await client.post("/reset/new", data={"password": NEW})
        assert "/sign-in" in str(done.url)
        assert (await client.get(link)).status_code == 410
        old = await client.post("/sign-in", data=ALI)
        assert old.status_code == 422
        await client.post("/sign-in", data={**ALI, "password": NEW})
        assert (await client.get("/account")).status_code == 200


async def test_a_passkey_signs_in_alone(house: House) -> None:
    mine = Authenticator("skola.example", "https://skola.example")
    async with visiting(house) as client, visiting(house) as other:
        await begun(house, client)
        asked = await client.post("/sign-in/set-up/passkey/question")
        made = await client.post(
            "/sign-in/set-up/passkey",
            data={"answer": mine.make(asked.text), "name": "phone", "next": "/account"},
        )
        assert "phone" in made.text
        question = await other.post("/sign-in/passkey/question")
        assert question.headers["content-type"] == "application/json"
        assert json.loads(question.text)["rpId"] == "skola.example"
        wrong = await other.post("/sign-in/passkey", data={"answer": "{}", "next": "/account"})
        assert wrong.status_code == 422
        came = await other.post(
            "/sign-in/passkey", data={"answer": mine.use(question.text), "next": "/account"}
        )
        assert "Karin Lind, this is your account" in came.text
