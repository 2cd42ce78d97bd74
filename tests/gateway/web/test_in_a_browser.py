"""Passkeys, keys and reading aids of the pages about coming in, in a real browser."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import BrowserContext, Page, async_playwright
from tests.gateway.web.listening import listening
from tests.gateway.web.visiting import GOOD, KARIN

from huleedu.wiring.program import House
from huleedu.wiring.web import first_path, web_of

CHROMIUM = "/usr/bin/chromium"


@asynccontextmanager
async def served(house: House) -> AsyncGenerator[str]:
    """The pages on a port of this machine: their address."""
    await house.start(["gateway"])
    async with listening(web_of(house, "en")) as address:
        yield address


@asynccontextmanager
async def browsing() -> AsyncGenerator[BrowserContext]:
    """A browser in English, with nothing in it."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = await browser.new_context(locale="en-GB")
        context.set_default_timeout(60_000)
        yield context
        await browser.close()


async def with_authenticator(context: BrowserContext) -> Page:
    """A page whose browser has an authenticator that always says yes."""
    page = await context.new_page()
    session: Any = await context.new_cdp_session(page)  # its answers have no types
    await session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    await session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


async def objections(page: Page) -> list[tuple[str, str]]:
    """What axe finds against the page."""
    found = await Axe().run(page, options={"resultTypes": ["violations"]})
    return [(rule["id"], rule["nodes"][0]["html"]) for rule in found.response["violations"]]


async def test_a_newcomer_with_a_passkey_comes_in_and_comes_back(house: House) -> None:
    async with served(house) as home, browsing() as context:
        page = await with_authenticator(context)
        said: list[str] = []
        page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: said.append(str(error)))
        await page.goto(f"{home}{await first_path(house)}")
        assert await objections(page) == []
        await page.fill("#school_name", "Ekskolan")
        await page.fill("#name", "Karin Lind")
        await page.fill("#email", KARIN)
        await page.fill("#password", "kort")
        assert await page.inner_text("#password + [role=status]") == (
            "A password has at least 12 characters."
        )
        await page.fill("#password", GOOD)
        assert await page.inner_text("#password + [role=status]") == ""
        await page.click("text=Show it")
        assert await page.get_attribute("#password", "type") == "text"
        await page.click("main form.stacked button:not([type=button])")
        await page.wait_for_selector(".qr svg")
        assert await objections(page) == []
        await page.fill("#passkey-name", "My laptop")
        await page.click("form[data-passkey] button")
        await page.wait_for_selector("ol.codes")
        assert await objections(page) == []
        for path in ("/account", "/school/people", "/school/settings", "/school/audit"):
            await page.goto(home + path)
            assert await objections(page) == [], path
        await page.click("details.menu summary")
        await page.click('form[action="/sign-out"] button')
        await page.wait_for_url("**/signed-out")
        await page.goto(f"{home}/sign-in?next=/account")
        assert await objections(page) == []
        await page.click("form[data-passkey] button")
        await page.wait_for_selector("#factors")
        assert "My laptop" in await page.inner_text("main")
        advice = ("verbose: ", "info: ")  # of the browser's own, such as what it has cleared
        assert [each for each in said if not each.startswith(advice)] == []
