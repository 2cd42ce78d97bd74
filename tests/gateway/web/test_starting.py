"""The first link makes a school, once, and says so when it does not."""

from tests.gateway.web.visiting import GOOD, KARIN, begun, visiting

from huleedu.wiring.program import House
from huleedu.wiring.web import first_path


async def test_a_newcomer_begins_and_is_signed_in(house: House) -> None:
    async with visiting(house) as client:
        await begun(house, client)
        page = await client.get("/account")
        assert page.status_code == 200
        assert "Karin Lind, this is your account" in page.text
        assert "Ekskolan" in page.text
    assert await first_path(house) is None


async def test_the_link_leaves_the_address_bar(house: House) -> None:
    first = await first_path(house)
    assert first
    async with visiting(house) as client:
        page = await client.get(first)
        assert str(page.url).endswith("/start")
        assert "link" not in str(page.url)
        cookie = page.history[0].headers["set-cookie"]
        assert cookie.startswith("__Host-huleedu-start=")
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))


async def test_what_is_wrong_stands_above_the_field_and_in_a_summary(house: House) -> None:
    first = await first_path(house)
    assert first
    async with visiting(house) as client:
        await client.get(first)
        told = {"school_name": "Ek<skolan>", "name": "", "email": "karin", "password": "kort"}
        page = await client.post("/start", data={**told, "language": "sv"})
        assert page.status_code == 422
        assert "<title>Error: " in page.text
        for field in ("name", "email", "password"):
            assert f'<a href="#{field}">' in page.text
            assert f'id="{field}-wrong"' in page.text
        assert 'value="Ek&lt;skolan&gt;"' in page.text, "what was typed stays"
        assert "kort" not in page.text, "but for the password"
        assert '<option value="sv" selected>' in page.text


async def test_a_link_that_does_not_work_says_what_to_do(house: House) -> None:
    async with visiting(house) as client:
        page = await client.get("/start")
        assert page.status_code == 410
        assert "huleedu serve" in page.text
        await begun(house, client)
    async with visiting(house) as other:
        page = await other.get("/start?link=made-up")
        assert page.status_code == 410
        told = {"school_name": "X", "name": "X", "email": KARIN, "password": GOOD}
        assert (await other.post("/start", data=told)).status_code == 410
