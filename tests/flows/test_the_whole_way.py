"""From the first link to a pupil's PDF, on the whole program, in real browsers.

Once by keys alone, in English, with essays of one's own; once by touch on a phone, in Swedish, with
the sample class. Whoever goes there gets from page to page by what stands on the pages.
"""

import io
import re
import zipfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from playwright.async_api import (
    Browser,
    ConsoleMessage,
    Download,
    ViewportSize,
    async_playwright,
    expect,
)
from pyotp.totp import TOTP
from pypdf import PdfReader
from tests.flows.hands import SLOWLY_MS, Hands, Keyboard, Touch
from tests.gateway.web.test_in_a_browser import CHROMIUM

from huleedu.bench.visitors import served
from huleedu.engines.postgres import server
from huleedu.gateway import words as catalogues
from huleedu.gateway.words.choice import Language
from huleedu.gateway.words.words import words

PASSWORD = "three small boats at dawn"
PHONE, DESK = ViewportSize(width=390, height=844), ViewportSize(width=1280, height=800)
PUPILS = ("Anna Åberg", "Bo Ek", "Cilla Öst", "Dan Ask")
GOOD = "Because the sea was calm, the keeper wrote letters home, and he lit his lamp at dusk. "
WEAK = "The keeper lit his lamp. It was dark. "
NUMBER = re.compile(r"\bnumber (\d)\b")
"""In each of our own texts, by which judges know it: a lower one is better."""
WHOLE = "main form.stacked button:not([type=button])"


@dataclass(frozen=True)
class Way:
    """How somebody goes the whole way."""

    hands: type[Hands]
    language: Language
    other: Language
    locale: str
    size: ViewportSize


BY_KEYS = Way(Keyboard, "en", "sv", "en-GB", DESK)
BY_TOUCH = Way(Touch, "sv", "en", "sv-SE", PHONE)


def sentences(language: Language) -> set[str]:
    """All of several words that pages say as they stand, in this language."""
    told = words(language)
    codes = {
        message.id if isinstance(message.id, str) else message.id[0]
        for name in (f"{language}.po", f"web.{language}.po")
        for message in read_po(io.BytesIO((files(catalogues) / name).read_bytes()))
        if message.id
    }
    return {said for code in codes if " " in (said := told.sentence(code)) and "{" not in said}


@dataclass
class Going:
    """One person's way: their hands, and the sentences that are not theirs."""

    hands: Hands
    foreign: set[str]

    async def look(self) -> None:
        """No sentence of the page is in the other language."""
        told = await self.hands.page.locator("body").inner_text()
        lines = {line.strip() for line in told.splitlines()}
        self.hands.wrong += [f"in another language: {line}" for line in lines & self.foreign]


@asynccontextmanager
async def somebody(browser: Browser, way: Way) -> AsyncGenerator[Going]:
    """A browser of one's own, in which nothing may go wrong."""
    touch = way.hands is Touch
    context = await browser.new_context(
        locale=way.locale,
        viewport=way.size,
        has_touch=touch,
        is_mobile=touch,
        reduced_motion="reduce",
    )
    context.set_default_timeout(SLOWLY_MS)
    page = await context.new_page()
    hands = way.hands(page)
    page.on("pageerror", lambda error: hands.wrong.append(str(error)))

    def hear(told: ConsoleMessage) -> None:
        if told.type == "error":
            hands.wrong.append(told.text)

    page.on("console", hear)
    yield Going(hands, sentences(way.other) - sentences(way.language))
    await context.close()


async def come_in(eva: Going, first: str) -> None:
    """The first administrator makes the school."""
    hands, page = eva.hands, eva.hands.page
    await page.goto(first)
    await hands.write("#school_name", "Ekskolan")
    await hands.write("#name", "Eva Ek")
    await hands.write("#email", "eva@ekskolan.example")
    await hands.write("#password", PASSWORD)
    await eva.look()
    await hands.go(WHOLE)
    secret = await page.locator("code.secret").inner_text()
    await hands.write("input[name=code]", TOTP(secret.replace(" ", "")).now())
    await eva.look()
    await hands.go("form:has(input[name=code]) button:not([type=button])")
    await hands.go("ol.codes ~ p a.button")
    await eva.look()


async def own_essays(eva: Going, folder: Path) -> None:
    """A batch of four texts, and how it is judged."""
    hands, page = eva.hands, eva.hands.page
    essays: list[Path] = []
    for number, pupil in enumerate(PUPILS):
        essays.append(folder / f"{pupil}.txt")
        text = f"This is number {number}.\n" + GOOD * (9 - 2 * number) + WEAK * (2 + 2 * number)
        essays[-1].write_text(text, encoding="utf-8")
    await hands.go("a[href='/batches/new']")
    await hands.write("#title", "The lighthouse")
    await hands.go(WHOLE)
    await page.wait_for_selector("#choose", state="attached")
    await hands.bring("#choose", essays)
    await expect(page.locator("#files-rows tr")).to_have_count(len(essays))
    await expect(page.locator("[data-pause]")).to_be_hidden()
    await eva.look()
    await hands.unfold("#end")
    await hands.go("#end button")
    await there(eva, "ol.steps a[href$='/judging']")
    await hands.go("ol.steps a[href$='/judging']")
    await there(eva, "#judges")
    await eva.look()
    await hands.write("#judges", "Åsa Öberg\nBo Lind")
    await hands.write("#per_essay", "6")
    await hands.unfold("#anchors")
    await hands.choose("#scale", "A-F")
    for row, (pupil, grade) in enumerate(((PUPILS[0], "A"), (PUPILS[3], "E"))):
        essay = page.locator("[name=anchor_essay]").nth(row)
        value = await essay.locator("option", has_text=pupil).get_attribute("value")
        await hands.choose(essay, value or "")
        await page.keyboard.press("Tab")
        await page.keyboard.type(grade)
    await hands.go("#means button")


async def sample_class(eva: Going) -> None:
    """The sample class, and two judges more."""
    hands = eva.hands
    await hands.go("form[action='/sample'] button")
    await there(eva, "ol.steps a[href$='/judging']")
    await eva.look()
    await hands.go("ol.steps a[href$='/judging']")
    await there(eva, "#add-judges")
    await eva.look()
    await hands.unfold("#add-judges")
    await hands.write("#add-judges textarea", "Åsa Öberg\nBo Lind")
    await hands.write("#add-judges [name=quota]", "2")
    await hands.go("#add-judges button")


async def there(eva: Going, what: str) -> None:
    """Until a page that tells no news of itself has it."""
    page = eva.hands.page
    while not await page.locator(what).count():
        await page.reload()


async def judge(going: Going, link: str) -> None:
    """A judge with this link decides until there is thanks."""
    hands, page = going.hands, going.hands.page
    await page.goto(link)
    await page.wait_for_selector("#begin:visible")
    await going.look()
    await hands.press("#begin")
    while True:
        pair = page.locator('[data-answer="1"]:enabled:visible')
        await expect(pair.or_(page.locator("#after:visible"))).to_have_count(1)
        if not await pair.count():
            break
        told = await page.locator(".words").all_text_contents()
        better = 1 if number_in(told[0]) <= number_in(told[1]) else -1
        standing = await page.inner_text("#progress")
        await answered(hands, better)
        await expect(page.locator("#progress")).not_to_have_text(standing)
    await going.look()


def number_in(text: str) -> int:
    found = NUMBER.search(text)
    return int(found[1]) if found else -len(text)


async def answered(hands: Hands, better: int) -> None:
    if isinstance(hands, Keyboard):
        await hands.page.keyboard.press("ArrowLeft" if better > 0 else "ArrowRight")
    else:
        await hands.press("#tab-second")
        await hands.press("#tab-first")
        await hands.press(f'[data-answer="{better}"]')


async def judged(eva: Going, browser: Browser, way: Way) -> None:
    """Two judges in browsers of their own go to their ends."""
    page = eva.hands.page
    await eva.look()
    links = await page.locator("section.handed code.secret").all_inner_texts()
    assert len(links) == 2
    for link in links:
        async with somebody(browser, way) as going:
            await judge(going, link)
        eva.hands.wrong += going.hands.wrong
    await eva.hands.go("main > p > a.button[href$='/judging']")
    await eva.look()


async def decided(eva: Going) -> None:
    """A grade that is not the likeliest, with its reason."""
    hands, page = eva.hands, eva.hands.page
    await hands.go(".trail a[href^='/batches/']")
    await there(eva, "ol.steps a[href$='/results']")
    await hands.go("ol.steps a[href$='/results']")
    await there(eva, "#ruler-h")
    await eva.look()
    select = page.locator("table.results select[name=grade]").first
    await hands.choose(select, "F")
    if isinstance(hands, Keyboard):
        await page.keyboard.press("Enter")
    reason = page.locator("table.results input.reason")
    await expect(reason).to_be_focused()
    await page.keyboard.type("off the task")
    await page.keyboard.press("Enter")
    await expect(page.locator("table.results tbody tr").first).to_contain_text("off the task")
    await eva.look()


async def given(eva: Going) -> Download:
    """Feedback to two pupils, written, made ready and given: their pages as files."""
    hands, page = eva.hands, eva.hands.page
    await hands.go("main a[href$='/feedback']")
    for said in ("Well begun.", "Say why."):
        name = await page.inner_text("#pupil")
        await eva.look()
        await hands.write("#words", f"{said} {name}!")
        await hands.press(".takes button[name=take]")
        await expect(page.locator("#words")).not_to_have_value(f"{said} {name}!")
        await hands.go("button[name=do][value=ready]")
        await expect(page.locator("#pupil")).not_to_have_text(name)
    await hands.go("main a[href$='/give']")
    await eva.look()
    await hands.go("form[action$='/give'] button")
    await eva.look()
    return await hands.fetch("a[href$='/pdf']")


async def papers(download: Download) -> dict[str, str]:
    """What stands in each pupil's PDF, by the file's name."""
    archive = zipfile.ZipFile(await download.path())
    return {
        name: "\n".join(
            page.extract_text() for page in PdfReader(io.BytesIO(archive.read(name))).pages
        )
        for name in archive.namelist()
    }


@pytest.mark.timeout(300)
@pytest.mark.parametrize("way", [BY_KEYS, BY_TOUCH], ids=["by-keys", "by-touch"])
async def test_from_the_first_link_to_a_pupils_pdf(way: Way, tmp_path: Path) -> None:
    expect.set_options(timeout=SLOWLY_MS)
    try:
        async with served(tmp_path / "home") as program, async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox"]
            )
            async with somebody(browser, way) as eva:
                await come_in(eva, program.url + program.first)
                if way is BY_KEYS:
                    await own_essays(eva, tmp_path)
                else:
                    await sample_class(eva)
                await judged(eva, browser, way)
                await decided(eva)
                names = await pupils(eva)
                found = await papers(await given(eva))
            await browser.close()
    finally:
        server.stop(tmp_path / "home", now=True)
    assert eva.hands.wrong == []
    assert len(found) == 2
    for name, told in found.items():
        own = Path(name).stem
        assert f"{own}!" in " ".join(told.split()), told
        assert [each for each in names if each in told] == [own]


async def pupils(eva: Going) -> list[str]:
    """All whose essays stand in the results."""
    told = await eva.hands.page.locator("table.results tbody th a").all_inner_texts()
    assert len(told) > 2
    return told
