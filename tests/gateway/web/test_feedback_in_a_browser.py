"""Feedback in a real browser: by keyboard, offline, beside a colleague, in both themes."""

import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from uuid import UUID

import httpx
from playwright.async_api import Page, async_playwright, expect
from tests.gateway.feedback.a_class import BATCH, a_class
from tests.gateway.web.conftest import KARIN
from tests.gateway.web.listening import listening
from tests.gateway.web.test_feedback import Browser, sends
from tests.gateway.web.test_in_a_browser import CHROMIUM, objections

from huleedu.gateway.web.pages import Web
from huleedu.services.feedback import api as feedback
from huleedu.wiring.program import House

AT = f"/batches/{BATCH}/feedback"
FACT = "You have misspelt 1 word that you spell right elsewhere."
SAVED = re.compile(r"^saved \d\d:\d\d$")


@asynccontextmanager
async def page_of_karin(web: Web, theme: str = "light") -> AsyncGenerator[tuple[Page, str]]:
    """A browser in which Karin is signed in, and where the pages are."""
    async with listening(web) as home, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = await browser.new_context(
            locale="en-GB", color_scheme="dark" if theme == "dark" else "light"
        )
        context.set_default_timeout(60_000)
        await context.add_cookies([{"name": "who", "value": "karin", "url": home}])
        try:
            yield await context.new_page(), home
        finally:
            await browser.close()


async def words_of(house: House, essay: UUID) -> str:
    return (await feedback.one(house.database("feedback"), KARIN.school, essay)).words


async def test_a_class_is_written_to_by_keyboard_alone(web: Web, house: House) -> None:
    essays = await a_class(house, KARIN.person)
    async with page_of_karin(web) as (page, home):
        await page.goto(f"{home}{AT}?essay={essays[0]}")
        await page.focus("#words")
        await page.keyboard.type("Well begun.")
        await page.focus(f'button[value="{FACT}"]')
        await page.keyboard.press("Enter")
        await expect(page.locator("#words")).to_have_value(f"Well begun. {FACT}")
        await expect(page.locator("#saved")).to_have_text(SAVED)
        await expect(page.locator("#pupils-page")).to_contain_text(f"Well begun. {FACT}")
        await page.keyboard.press("Control+Enter")
        await expect(page.locator("#pupil")).to_have_text("Bo Lo")
        await expect(page.locator("#words")).to_be_focused()
        await page.keyboard.type("Go on.")
        await page.keyboard.press("Alt+ArrowDown")
        await expect(page.locator("#pupil")).to_have_text("Cia Ny")
        await page.keyboard.press("Alt+ArrowUp")
        await expect(page.locator("#words")).to_have_value("Go on.")
        await expect(page.locator("h1")).to_have_text("2 of 3 have feedback, 1 is ready")
    assert await words_of(house, essays[0]) == f"Well begun. {FACT}"


async def test_without_a_connection_nothing_that_was_typed_is_lost(web: Web, house: House) -> None:
    essays = await a_class(house, KARIN.person)
    async with page_of_karin(web) as (page, home):
        await page.goto(f"{home}{AT}?essay={essays[0]}")
        await page.context.set_offline(True)
        await page.fill("#words", "Typed on a train.")
        await expect(page.locator("#saved")).to_contain_text("Not saved")
        for leaving in ("Control+Enter", "Alt+ArrowDown"):
            await page.keyboard.press(leaving)
            await expect(page.locator("#words")).to_have_value("Typed on a train.")
        assert await words_of(house, essays[0]) == ""
        await page.context.set_offline(False)
        await expect(page.locator("#saved")).to_have_text(SAVED)
        assert await words_of(house, essays[0]) == "Typed on a train."
        await page.keyboard.press("Control+Enter")
        await expect(page.locator("#pupil")).to_have_text("Bo Lo")
        stored = await page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
        assert stored == "[{},{}]"


async def test_a_colleague_who_writes_meanwhile_is_told_of_and_nothing_is_lost(
    web: Web, house: House, browser: Browser
) -> None:
    essays = await a_class(house, KARIN.person)
    async with page_of_karin(web) as (page, home):
        await page.goto(f"{home}{AT}?essay={essays[0]}")
        elsewhere: httpx.AsyncClient = browser("karin")
        await sends(elsewhere, essays[0], "Theirs.")
        await page.fill("#words", "Mine.")
        await expect(page.locator("#saved")).to_contain_text("Somebody else changed this")
        await page.click("button[value=save]")
        await expect(page.locator(".problem")).to_contain_text("Theirs.")
        await expect(page.locator("#words")).to_have_value("Mine.")
        assert await objections(page) == []
        await page.click("button[name=seen]")
        await expect(page.locator(".problem")).to_have_count(0)
    assert await words_of(house, essays[0]) == "Mine."


async def test_axe_objects_to_nothing_in_either_theme(
    web: Web, house: House, browser: Browser
) -> None:
    essays = await a_class(house, KARIN.person)
    client = browser("karin")
    await sends(client, essays[0], "Good.", do="ready")
    await sends(client, essays[1], "Good.", do="ready")
    for theme in ("light", "dark"):
        async with page_of_karin(web, theme) as (page, home):
            for path in (f"?essay={essays[1]}", "/give", "/print?which=ready"):
                await page.goto(f"{home}{AT}{path}")
                assert await objections(page) == [], (theme, path)
                await page.set_viewport_size({"width": 320, "height": 640})
                wider = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
                assert wider <= 0, (theme, path)
                await page.set_viewport_size({"width": 1366, "height": 768})


async def test_what_others_do_shows_by_itself_and_leaves_what_is_typed_alone(
    web: Web, house: House, browser: Browser
) -> None:
    essays = await a_class(house, KARIN.person)
    async with page_of_karin(web) as (page, home):
        await page.goto(f"{home}{AT}?essay={essays[0]}")
        await page.fill("#words", "Mine, half")
        await page.focus("#words")
        await sends(browser("karin"), essays[1], "Theirs.", do="ready")
        await expect(page.locator("#class-list li").nth(1)).to_contain_text("ready")
        await expect(page.locator("h1")).to_contain_text("1 is ready")
        await expect(page.locator("#words")).to_have_value("Mine, half")
        await expect(page.locator("#words")).to_be_focused()
        await expect(page.locator("#saved")).to_have_text(SAVED)
