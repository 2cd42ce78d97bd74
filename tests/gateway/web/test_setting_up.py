"""A second factor is set up before anything else, and invitations are accepted."""

from tests.gateway.web.visiting import (
    GOOD,
    begun,
    code_of,
    grown_stale,
    invited,
    secret_in,
    visiting,
)

from huleedu.gateway.web.setting_up import picture
from huleedu.wiring.program import House
from huleedu.wiring.web import first_path


async def test_without_a_second_factor_no_page_is_reached(house: House) -> None:
    first = await first_path(house)
    assert first
    async with visiting(house) as client:
        await client.get(first)
        told = {"school_name": "E", "name": "K", "email": "k@e.example", "password": GOOD}
        page = await client.post("/start", data=told)
        assert "Choose a second factor" in page.text
        secret = secret_in(page.text)
        for path in ("/account", "/school/people", "/school/settings", "/school/audit"):
            page = await client.get(path)
            assert "Choose a second factor" in page.text, path
            assert secret_in(page.text) == secret, "the same picture"
        changed = await client.post("/school/settings", data={"school_name": "X"})
        assert changed.status_code == 401
        wrong = await client.post("/sign-in/set-up", data={"code": "12345"})
        assert wrong.status_code == 422
        assert "<title>Error: " in wrong.text
        told = {"code": code_of(secret, house.clock()), "next": "/account"}
        codes = await client.post("/sign-in/set-up", data=told)
        assert codes.text.count("<li><code>") == 10
        assert (await client.get("/school/people")).status_code == 200


async def test_the_picture_needs_no_style(house: House) -> None:
    svg = picture("otpauth://totp/x?secret=ABC")
    assert svg.startswith("<svg ")
    assert "style=" not in svg
    assert "<script" not in svg


async def test_what_is_no_link_is_said(house: House) -> None:
    async with visiting(house) as client:
        page = await client.get("/invitation")
        assert page.status_code == 410
        assert "There is no such link" in page.text
        page = await client.get("/reset/new")
        assert page.status_code == 410
        assert "Forgot it?" in page.text
        for path in ("/sign-in/set-up", "/sign-in/set-up/passkey"):
            page = await client.post(path, data={"code": "123456"})
            assert "/sign-in" in str(page.url)
        assert (await client.post("/sign-in/set-up/passkey/question")).status_code == 404


async def test_a_factor_is_set_up_by_who_is_fresh(house: House) -> None:
    async with visiting(house) as admin, visiting(house) as client:
        await begun(house, admin)
        await invited(house, admin, client)
        page = await client.get("/account/factor")
        secret = secret_in(page.text)
        await grown_stale(house)
        page = await client.get("/account/factor")
        assert "Show once more who you are" in page.text
        told = {"code": code_of(secret, house.clock()), "next": "/account"}
        page = await client.post("/sign-in/set-up", data=told)
        assert "Show once more who you are" in page.text
        assert (await client.post("/sign-in/set-up/passkey/question")).status_code == 403
