"""From the first link to every essay with its pupil, on the whole program, in a real browser.

Every page on the way is looked at as it stands there: by axe in both themes, on a narrow screen,
with letters of twice the size, and with the spacing that a reader may want (WCAG 1.4.4, 1.4.10 and
1.4.12). With PICTURES=FOLDER each is photographed, too.
"""

import asyncio
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.async_api import (
    BrowserContext,
    Page,
    Request,
    Response,
    ViewportSize,
    async_playwright,
    expect,
)
from pyotp.totp import TOTP
from tests.gateway.web.test_in_a_browser import CHROMIUM, objections

from huleedu import sample
from huleedu.bench.visitors import served
from huleedu.engines.postgres import server

SLOWLY_MS = 60_000
NARROW = ViewportSize(width=320, height=720)
WIDE = ViewportSize(width=1280, height=800)
PASSWORD = "three small boats at dawn"
SPACED = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important;"
    " word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }"
)
STYLE_THAT = """css => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = css ? [sheet] : [];
}"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass
class Looking:
    """Somebody who looks closely at every page."""

    page: Page
    home: str
    language: str
    wrong: list[str] = field(default_factory=list[str])
    heard: list[str] = field(default_factory=list[str])
    asked: set[str] = field(default_factory=set[str])

    async def look(self, name: str) -> None:
        """At the page as it stands now."""
        await self.page.wait_for_load_state()
        for theme in ("light", "dark"):
            await self.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            if self.language == "en":  # axe reads what a page is made of, not its words
                found = await objections(self.page)
                self.wrong += [f"{name}, {theme}: {rule} {where}" for rule, where in found]
            await self._photograph(f"{name}-{theme}")
        await self.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        await self.page.set_viewport_size(NARROW)
        await self._fits(f"{name}, narrow")
        await self._photograph(f"{name}-narrow")
        await self.page.evaluate(STYLE_THAT, SPACED)
        await self._fits(f"{name}, narrow and spaced")
        await self.page.set_viewport_size(WIDE)
        await self.page.evaluate(STYLE_THAT, "html { font-size: 200% !important; }")
        await self._fits(f"{name}, large letters")
        await self.page.evaluate(STYLE_THAT, "")

    async def _fits(self, what: str) -> None:
        if await self.page.evaluate(SIDEWAYS) > 0:
            self.wrong.append(f"{what}: the page scrolls sideways")

    async def _photograph(self, name: str) -> None:
        if folder := os.environ.get("PICTURES"):
            await self.page.screenshot(
                path=Path(folder) / f"{name}.png", full_page="report" not in name
            )

    def hear(self, kind: str, said: str) -> None:
        """What the browser's console tells, but that a page itself was refused."""
        if kind in ("error", "warning") and not said.startswith("Failed to load resource"):
            self.heard.append(f"{kind}: {said}")

    def see(self, answer: Response) -> None:
        """Whatever a page needs has to be there."""
        if answer.status >= 400 and not answer.request.is_navigation_request():
            self.heard.append(f"{answer.status}: {answer.url}")


@asynccontextmanager
async def looking(home: str, language: Literal["en-GB", "sv-SE"]) -> AsyncGenerator[Looking]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = await browser.new_context(locale=language, viewport=WIDE)
        context.set_default_timeout(SLOWLY_MS)
        yield await _looking_in(context, home, language[:2])
        await browser.close()


async def _looking_in(context: BrowserContext, home: str, language: str) -> Looking:
    page = await context.new_page()
    found = Looking(page, home, language)
    page.on("console", lambda message: found.hear(message.type, message.text))
    page.on("response", found.see)
    page.on("pageerror", lambda error: found.hear("error", str(error)))

    def note(request: Request) -> None:
        found.asked.add(urlsplit(request.url).netloc)

    context.on("request", note)
    return found


async def begun(eva: Looking, first: str) -> None:
    """The school is made, and its first administrator is in."""
    page = eva.page
    await page.goto(eva.home + first)
    await eva.look("start")
    await page.fill("#school_name", "Ekskolan")
    await page.fill("#name", "Eva Ek")
    await page.fill("#email", "eva@ekskolan.example")
    await page.fill("#password", "password1234")
    await page.click("main form.stacked button:not([type=button])")
    await page.wait_for_selector("[data-focus]")
    await eva.look("start-wrong")
    await page.fill("#password", PASSWORD)
    await page.click("main form.stacked button:not([type=button])")
    secret = await page.locator("code.secret").inner_text()
    await eva.look("second-factor")
    await page.fill("input[name=code]", TOTP(secret.replace(" ", "")).now())
    await page.click("form:has(input[name=code]) button:not([type=button])")
    await page.wait_for_selector("ol.codes")
    await eva.look("recovery-codes")


async def with_a_class(eva: Looking, made: sample.SampleClass) -> None:
    """A class, whose list was taken in from a file."""
    page = eva.page
    await page.goto(f"{eva.home}/classes")
    await eva.look("classes-empty")
    await page.fill("input[name=name]", "9B")
    await page.click("main form:has(input[name=name]) button")
    await page.wait_for_url("**/classes/*")
    await eva.look("class-empty")
    await page.goto(f"{page.url}/import")
    await eva.look("import")
    await page.set_input_files("input[type=file]", made.roster)
    await page.click("form:has(input[type=file]) button:not([type=button])")
    await page.wait_for_url("**/import/*")
    await eva.look("import-preview")
    await page.locator("main button:not(.quiet):not([type=button])").last.click()
    await page.wait_for_url(lambda url: "/import" not in url)
    await eva.look("class")


@pytest.mark.timeout(600)
@pytest.mark.parametrize("language", ["en-GB", "sv-SE"])
async def test_every_page_on_the_way_is_for_everybody(
    language: Literal["en-GB", "sv-SE"], tmp_path: Path
) -> None:
    made = sample.copy_to(tmp_path / "class")
    try:
        async with served(tmp_path / "home") as program, looking(program.url, language) as eva:
            await begun(eva, program.first)
            await eva.page.goto(eva.home)
            await eva.look("home-empty")
            await with_a_class(eva, made)
            await with_a_batch(eva, made)
            for path in PLAIN:
                await eva.page.goto(eva.home + path)
                await eva.look(path.strip("/").replace("/", "-"))
            await left(eva)
    finally:
        server.stop(tmp_path / "home", now=True)
    assert eva.wrong == []
    assert eva.heard == []
    assert eva.asked == {urlsplit(eva.home).netloc}


PLAIN = (
    "/account",
    "/school/people",
    "/school/settings",
    "/school/audit",
    "/help",
    "/help/first-class",
    "/help/accessibility",
    "/help/privacy",
    "/nowhere",
)


async def with_a_batch(eva: Looking, made: sample.SampleClass) -> None:
    """A batch of the class: files with a problem among them, then its pupils and its report."""
    page = eva.page
    await page.goto(f"{eva.home}/batches/new")
    await eva.look("new-batch")
    await page.click("main form.stacked button:not([type=button])")
    await eva.look("new-batch-wrong")
    await page.fill("#title", "A challenge")
    await page.select_option("#class", index=1)
    await page.click("main form.stacked button:not([type=button])")
    await page.wait_for_url(lambda url: "/new" not in url)
    await eva.look("files-empty")
    await page.click("details:has(form[action$='/end-intake']) summary")
    await eva.look("files-asked")
    batch = page.url
    await page.set_input_files("#choose", sorted(made.essays.iterdir()))
    await expect(page.locator("#files-rows tr")).to_have_count(len(made.files), timeout=SLOWLY_MS)
    await page.wait_for_selector("[data-pause]", state="hidden")
    await expect(page.locator(".tag", has_text="…")).to_have_count(0, timeout=SLOWLY_MS)
    await page.reload()
    await eva.look("files")
    await page.goto(f"{batch}/pupils")
    await eva.look("pupils")
    await page.goto(batch)
    await page.click("details:has(form[action$='/end-intake']) summary")
    await page.click("form[action$='/end-intake'] button")
    async with asyncio.timeout(SLOWLY_MS / 1000):
        while await page.locator("form[action$='/end-intake']").count():
            await page.reload()
    await page.goto(f"{batch}/report")
    await eva.look("report-soon")
    await page.goto(eva.home)
    await eva.look("home")


async def left(eva: Looking) -> None:
    """Signed out, and what strangers see."""
    page = eva.page
    await page.goto(eva.home)
    await page.click("details.menu summary")
    await page.click('form[action="/sign-out"] button')
    await page.wait_for_url("**/signed-out")
    await eva.look("signed-out")
    for path in ("/sign-in", "/reset", "/invitation?link=never", "/start"):
        await page.goto(eva.home + path)
        await eva.look("out-" + path.strip("/").partition("?")[0])
