"""Who is invited makes their account by a password, a passkey, or the school's service."""

from playwright.async_api import expect
from tests.engines.oidc.provider import providing
from tests.gateway.web.test_in_a_browser import browsing, objections, served, with_authenticator
from tests.gateway.web.test_services import address_in, is_set
from tests.gateway.web.visiting import GOOD, begun, link_in, visiting
from tests.services.identity.authenticator import Authenticator

from huleedu.wiring.program import House

EVA = {"email": "eva@ekskolan.example", "rights": ["teacher", "administrator"]}


async def test_an_invitation_makes_an_account_of_what_was_offered(house: House) -> None:
    async with visiting(house) as admin, visiting(house) as client:
        await begun(house, admin)
        told = {"email": "eva@ekskolan.example", "rights": ["teacher", "administrator"]}
        page = await admin.post("/school/invitations", data=told)
        link = link_in(page.text)
        shown = await client.get(link)
        assert str(shown.url).endswith("/invitation")
        assert "You are invited to Ekskolan" in shown.text
        assert "administrator, teacher" in " ".join(shown.text.split())
        wrong = await client.post("/invitation", data={"name": "Eva", "password": "kort"})
        assert wrong.status_code == 422
        assert 'value="Eva"' in wrong.text
        came = await client.post("/invitation", data={"name": "Eva", "password": GOOD})
        assert "Choose a second factor" in came.text
        assert (await client.get(link)).status_code == 410
        assert "This link has been used" in (await client.get(link)).text


async def test_a_passkey_makes_the_account_and_shows_its_recovery_codes_once(
    house: House,
) -> None:
    mine = Authenticator("skola.example", "https://skola.example")
    async with visiting(house) as admin, visiting(house) as client, visiting(house) as other:
        await begun(house, admin)
        link = link_in((await admin.post("/school/invitations", data=EVA)).text)
        assert (await other.post("/invitation/passkey/question")).status_code == 404
        assert (await other.post("/invitation/passkey")).status_code == 410
        await client.get(link)
        question = await client.post("/invitation/passkey/question")
        assert question.headers["content-type"] == "application/json"
        answer = mine.make(question.text)
        wrong = await client.post("/invitation/passkey", data={"name": "Eva", "answer": "{}"})
        assert wrong.status_code == 422
        assert "took too long" in wrong.text
        nameless = await client.post("/invitation/passkey", data={"answer": answer})
        assert nameless.status_code == 422
        made = await client.post("/invitation/passkey", data={"name": "Eva", "answer": answer})
        assert made.text.count("<li><code>") == 10
        assert (await client.get("/school/people")).status_code == 200, "no factor is missing"
        assert (await client.get(link)).status_code == 410


async def test_the_schools_service_makes_the_account(house: House) -> None:
    async with (
        providing(house.clock()) as provider,
        visiting(house) as admin,
        visiting(house) as client,
    ):
        await begun(house, admin)
        link = link_in((await admin.post("/school/invitations", data=EVA)).text)
        await is_set(admin, provider)
        assert "Skolinloggning" not in (await client.get(link)).text, "nobody has tried it"
        assert (await client.post("/invitation/service", data={"name": "Eva"})).status_code == 404
        code, state = provider.authorize(address_in(await admin.post("/account/service/connect")))
        await admin.get(f"/sign-in/service/back?code={code}&state={state}")
        assert "Sign in with Skolinloggning" in (await client.get("/invitation")).text
        nameless = await client.post("/invitation/service", data={"name": ""})
        assert nameless.status_code == 422
        there = await client.post("/invitation/service", data={"name": "Eva"})
        code, state = provider.authorize(address_in(there))
        taken = await client.get(f"/sign-in/service/back?code={code}&state={state}")
        assert taken.status_code == 502
        assert "has an account here already" in taken.text
        provider.subject = "eva-1"
        there = await client.post("/invitation/service", data={"name": "Eva"})
        code, state = provider.authorize(address_in(there))
        came = await client.get(f"/sign-in/service/back?code={code}&state={state}")
        assert "Choose a second factor" in came.text, "an administrator needs one"
        assert (await client.get(link)).status_code == 410


async def test_a_passkey_in_a_browser(house: House) -> None:
    async with visiting(house) as admin:
        await begun(house, admin)
        link = link_in((await admin.post("/school/invitations", data=EVA)).text)
    async with served(house) as home, browsing() as context:
        page = await with_authenticator(context)
        await page.goto(home + link)
        assert await objections(page) == []
        button = page.get_by_role("button", name="Make my account with a passkey")
        await button.click()
        await expect(page.locator("#name")).to_be_focused()  # it is missing
        await page.fill("#name", "Eva Ek")
        await button.click()
        await expect(page.locator("ol.codes")).to_be_visible()
        await page.goto(f"{home}/account")
        await expect(page.locator("h1")).to_contain_text("Eva Ek")
