"""The page on which a result is taken away, in a browser: by keyboard, live, in both themes."""

import asyncio
import os
import signal
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from uuid import UUID

import pytest
from playwright.async_api import Page, async_playwright, expect
from tests.gateway.exports.classroom import NAMES, Classroom, classroom, decide
from tests.gateway.web.conftest import KARIN
from tests.gateway.web.test_exports_to_platforms import GRADEBOOK
from tests.gateway.web.test_in_a_browser import CHROMIUM, objections
from tests.gateway.web.test_upload_page import SLOWLY_MS
from tests.services.identity import persons

from huleedu.gateway.api.server import Listening, listen, serve
from huleedu.gateway.web.application import pages
from huleedu.gateway.web.pages import SignedIn, Web
from huleedu.gateway.web.table import PAGES
from huleedu.kit.database import Viewer
from huleedu.wiring.program import House


@pytest.fixture
async def owner(house: House, signed_in: dict[str, SignedIn]) -> UUID:
    people = house.viewers("identity").of(Viewer(None))
    person = await persons.somebody(people, "karin@lund.example", now=house.clock())
    signed_in["owner"] = replace(KARIN, person=person)
    return person


@pytest.fixture
async def site(web: Web) -> AsyncIterator[str]:
    """The pages, served."""
    at = listen("127.0.0.1", 0)
    assert isinstance(at, Listening)
    ready = asyncio.Event()
    server = asyncio.create_task(serve(pages(web, PAGES), at, ready.set, stopping=web.live.stop))
    await ready.wait()
    yield at.url
    os.kill(os.getpid(), signal.SIGTERM)
    async with asyncio.timeout(60):
        await server


@asynccontextmanager
async def opened(site: str, room: Classroom) -> AsyncGenerator[Page]:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(
            executable_path=os.environ.get("HULEEDU_CHROMIUM", CHROMIUM),
            args=["--no-sandbox", "--disable-gpu"],
        )
        context = await chromium.new_context(viewport={"width": 1100, "height": 900})
        await context.add_cookies([{"name": "who", "value": "owner", "url": site}])
        page = await context.new_page()
        page.set_default_timeout(SLOWLY_MS)
        await page.goto(f"{site}/batches/{room.batch}/exports")
        yield page
        await chromium.close()


async def fit(page: Page) -> None:
    """Nothing is against the page in either theme, and nothing sticks out at 320 px."""
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme)  # pyright: ignore[reportArgumentType]
        assert await objections(page) == [], scheme
    await page.set_viewport_size({"width": 320, "height": 800})
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320
    await page.set_viewport_size({"width": 1100, "height": 900})


async def test_a_file_is_made_while_one_looks_and_the_focus_stays_where_it_was(
    site: str, owner: UUID, house: House
) -> None:
    services = ["gateway", "files", "lifecycle", "batches", "classes", "results"]
    room = await classroom(house, owner, names=NAMES[:3], services=services)
    async with opened(site, room) as page:
        await fit(page)
        await page.locator('button[value="csv"]').focus()
        await page.keyboard.press("Enter")
        await expect(page.locator("#kept .tag")).to_have_text("being made", timeout=SLOWLY_MS)
        await expect(page.locator("#kept").get_by_text("Look again")).to_be_visible()
        await fit(page)
        field = page.locator('button[value="xlsx"]')
        await field.focus()
        await house.start(["exports"])
        link = page.locator("#kept a.button")
        await expect(link).to_be_visible(timeout=SLOWLY_MS)
        await expect(field).to_be_focused(timeout=SLOWLY_MS)
        await fit(page)
        await link.focus()
        async with page.expect_download() as coming:
            await page.keyboard.press("Enter")
        download = await coming.value
        assert download.suggested_filename == "Min sommar - table.csv"


async def test_a_platforms_file_is_given_its_column_chosen_and_a_wrong_one_told(
    site: str, owner: UUID, house: House
) -> None:
    room = await classroom(house, owner, names=NAMES[:4])
    await decide(house, room, {NAMES[0]: "F", NAMES[3]: "F"})
    async with opened(site, room) as page:
        await fit(page)
        form = page.locator("form.given", has=page.locator("#file-canvas"))
        file = {"name": "grades.csv", "mimeType": "text/csv", "buffer": b"nothing"}
        await page.set_input_files("#file-canvas", [file])  # pyright: ignore[reportArgumentType]
        await form.locator("button").click()
        await expect(page.locator("#problems")).to_be_focused(timeout=SLOWLY_MS)
        await fit(page)
        file = {**file, "buffer": GRADEBOOK.encode()}
        await page.set_input_files("#file-canvas", [file])  # pyright: ignore[reportArgumentType]
        await form.locator("button").click()
        await page.get_by_label("Column").select_option("Quiz (2)")
        await fit(page)
        await page.get_by_role("button", name="Fill in the grades").click()
        await expect(page.locator("#kept a.button")).to_be_visible(timeout=SLOWLY_MS)
        await page.get_by_text("One pupil's grade is not in it").click()
        await expect(page.locator("#kept details[open]")).to_contain_text(NAMES[3])
        await fit(page)
