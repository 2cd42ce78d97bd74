"""Going to the school's service and coming back, as a browser does."""

import re
from html import unescape

import httpx
from tests.engines.oidc.provider import CLIENT, SECRET, Provider, providing
from tests.gateway.web.visiting import ORIGIN, begun, grown_stale, invited, visiting

from huleedu.wiring.program import House


def address_in(page: httpx.Response) -> str:
    found = re.search(r'<a class="button" href="([^"]+)" rel="noreferrer">', page.text)
    assert found, page.text
    assert page.headers["refresh"] == f"0; url={unescape(found[1])}"
    return unescape(found[1])


async def is_set(client: httpx.AsyncClient, provider: Provider) -> httpx.Response:
    return await client.post(
        "/school/service",
        data={
            "name": "Skolinloggning",
            "issuer": provider.issuer,
            "client_id": CLIENT,
            "client_secret": SECRET,
        },
    )


async def test_it_is_set_tried_and_used(house: House) -> None:
    async with (
        providing(house.clock()) as provider,
        visiting(house) as admin,
        visiting(house) as client,
    ):
        await begun(house, admin)
        await invited(house, admin, client)
        page = await is_set(admin, provider)
        assert "was not tried" in page.text
        assert SECRET not in page.text
        assert f"{ORIGIN}/sign-in/service/back" in page.text
        there = await client.post("/account/service/connect")
        code, state = provider.authorize(address_in(there))
        back = await client.get(f"/sign-in/service/back?code={code}&state={state}")
        assert "you may sign in by your school" in back.text
        assert "It is connected with your account" in back.text
        await client.post("/sign-out")
        offered = await client.get("/sign-in?next=/account")
        assert "Sign in with Skolinloggning" in offered.text
        [school] = re.findall(r'name="school" value="([0-9a-f-]+)"', offered.text)
        there = await client.post("/sign-in/service", data={"school": school, "next": "/account"})
        code, state = provider.authorize(address_in(there))
        wrong = await client.get(f"/sign-in/service/back?code={code}&state=another")
        assert wrong.status_code == 502
        page = await client.get(f"/sign-in/service/back?code={code}&state={state}")
        assert str(page.url).endswith("/account")
        assert "Ali Berg, this is your account" in page.text
        replayed = await client.get(f"/sign-in/service/back?code={code}&state={state}")
        assert replayed.status_code == 502
        gone = await client.post("/account/service/disconnect")
        assert "no longer sign in by" in gone.text


async def test_what_came_is_of_the_browser_that_asked(house: House) -> None:
    async with (
        providing(house.clock()) as provider,
        visiting(house) as admin,
        visiting(house) as stranger,
    ):
        await begun(house, admin)
        await is_set(admin, provider)
        there = await admin.post("/account/service/connect")
        code, state = provider.authorize(address_in(there))
        page = await stranger.get(f"/sign-in/service/back?code={code}&state={state}")
        assert page.status_code == 502
        assert "not begun in this browser" in page.text


async def test_faults_are_told_in_words(house: House) -> None:
    async with providing(house.clock()) as provider, visiting(house) as admin:
        await begun(house, admin)
        provider.fault = "other issuer"
        page = await is_set(admin, provider)
        assert page.status_code == 422
        assert '<a href="#issuer">' in page.text
        assert 'value="Skolinloggning"' in page.text
        provider.fault = ""
        await is_set(admin, provider)
        there = await admin.post("/account/service/connect")
        code, state = provider.authorize(address_in(there))
        provider.fault = "nonce"
        page = await admin.get(f"/sign-in/service/back?code={code}&state={state}")
        assert page.status_code == 502
        assert "another question than ours" in page.text
        there = await admin.post("/account/service/connect")
        _, state = provider.authorize(address_in(there))
        page = await admin.get(f"/sign-in/service/back?error=access_denied&state={state}")
        assert "The service refused" in page.text
        await grown_stale(house)
        page = await admin.get("/school/service")
        assert "again=1" in page.text
        assert 'action="/school/service/remove"' not in page.text
        for path in ("/school/service", "/school/service/remove", "/account/service/connect"):
            page = await admin.post(
                path, data={"name": "x", "client_id": "x", "client_secret": "x"}
            )
            assert "Show once more who you are" in page.text
