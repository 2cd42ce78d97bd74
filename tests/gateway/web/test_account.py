"""One's own account is seen and changed by oneself, and how one signs in while fresh."""

import re
from datetime import timedelta

from tests.gateway.web.visiting import (
    GOOD,
    begun,
    code_of,
    grown_stale,
    invited,
    secret_in,
    visiting,
)

from huleedu.wiring.program import House

NEW = "another one entirely"


async def test_name_language_and_keys_are_changed(house: House) -> None:
    async with visiting(house) as client:
        await begun(house, client)
        page = await client.post("/account", data={"name": "Karin L", "language": "sv"})
        assert "Ditt konto är ändrat" in page.text or "Your account is changed" in page.text
        assert 'data-keys="off"' in page.text
        assert "data-text" not in page.text
        told = {"name": "Karin L", "language": "sv", "text_size": "larger"}
        page = await client.post("/account", data=told)
        assert 'data-text="larger"' in page.text.partition(">")[2].partition(">")[0]
        assert 'data-text="larger"' in (await client.get("/school/people")).text
        wrong = await client.post("/account", data={"name": " ", "language": "en"})
        assert wrong.status_code == 422


async def test_password_and_address_are_changed(house: House) -> None:
    async with visiting(house) as admin, visiting(house) as client:
        await begun(house, admin)
        await invited(house, admin, client)
        wrong = await client.post("/account/password", data={"old": "x", "password": NEW})
        assert wrong.status_code == 422
        assert '<a href="#old">' in wrong.text
        common = await client.post("/account/password", data={"old": GOOD, "password": "a" * 12})
        assert '<a href="#password">' in common.text
        done = await client.post("/account/password", data={"old": GOOD, "password": NEW})
        assert "The password is changed" in done.text
        taken = await client.post("/account/email", data={"email": "karin@ekskolan.example"})
        assert taken.status_code == 422
        done = await client.post("/account/email", data={"email": "ali.b@ekskolan.example"})
        assert "the new address" in done.text
        assert "ali.b@ekskolan.example" in done.text


async def test_what_is_not_fresh_is_led_to_sign_in_again(house: House) -> None:
    async with visiting(house) as client:
        await begun(house, client)
        await grown_stale(house)
        page = await client.get("/account")
        assert 'action="/account/password"' not in page.text
        assert "again=1" in page.text
        for path in ("password", "email", "app/remove", "recovery-codes", "tokens"):
            told = {"email": "x@y.example", "password": NEW, "old": GOOD, "token_name": "x"}
            asked = await client.post(f"/account/{path}", data=told)
            assert "Show once more who you are" in asked.text, path


async def test_factors_are_kept_and_taken_away(house: House) -> None:
    async with visiting(house) as admin, visiting(house) as client:
        await begun(house, admin)
        kept = await admin.post("/account/app/remove")
        assert kept.status_code == 409
        assert '<a href="#factors">' in kept.text
        codes = await admin.post("/account/recovery-codes")
        assert codes.text.count("<li><code>") == 10
        await invited(house, admin, client)
        secret = secret_in((await client.get("/account/factor")).text)
        told = {"code": code_of(secret, house.clock()), "next": "/account"}
        await client.post("/sign-in/set-up", data=told)
        gone = await client.post("/account/app/remove")
        assert "The code app is taken away" in gone.text


async def test_sessions_are_ended(house: House) -> None:
    async with visiting(house) as admin, visiting(house) as client, visiting(house) as phone:
        await begun(house, admin)
        await invited(house, admin, client)
        await phone.post("/sign-in", data={"email": "ali@ekskolan.example", "password": GOOD})
        page = await client.get("/account")
        assert "You are signed in at 2 places" in page.text
        [path] = re.findall(r'action="(/account/sessions/[0-9a-f-]+/end)"', page.text)
        ended = await client.post(path)
        assert "You are signed in at 1 place<" in ended.text
        assert "/sign-in" in str((await phone.get("/account")).url)
        assert (await client.post("/account/sessions/end")).status_code == 200
        assert (await client.post("/account/sessions/nonsense/end")).status_code == 404


async def test_a_token_is_told_once_and_ended(house: House) -> None:
    async with visiting(house) as client:
        await begun(house, client)
        wrong = await client.post("/account/tokens", data={"token_name": " ", "ends_on": "soon"})
        assert wrong.status_code == 422
        for field in ("token_name", "rights", "ends_on"):
            assert f'<a href="#{field}">' in wrong.text
        tomorrow = (house.clock() + timedelta(days=2)).date().isoformat()
        told = {"token_name": "Sync", "rights": ["read", "admin"], "ends_on": tomorrow}
        made = await client.post("/account/tokens", data=told)
        found = re.search(r'<code class="secret">([^<]{43})</code>', made.text)
        assert found
        page = await client.get("/account")
        assert found[1] not in page.text
        [path] = re.findall(r'action="(/account/tokens/[0-9a-f-]+/end)"', page.text)
        ended = await client.post(path)
        assert "no longer works" in ended.text
        assert "Sync" not in ended.text
