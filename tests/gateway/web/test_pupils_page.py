"""The page of a batch's pupils in a browser: what others decide shows, and takes nothing away."""

import asyncio
import os
import re
import signal
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import async_playwright, expect
from tests.gateway.web.test_classes import OURS
from tests.gateway.web.test_pupils import BATCH, Browser, batches, signed_in
from tests.gateway.web.test_upload_page import SLOWLY_MS

from huleedu.gateway.api.server import Listening, listen, serve
from huleedu.gateway.web.application import pages
from huleedu.gateway.web.pages import Web
from huleedu.gateway.web.table import PAGES
from huleedu.wiring.program import House

__all__ = ["batches", "signed_in"]


@pytest.fixture
async def site(web: Web, batches: House) -> AsyncIterator[str]:
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


async def test_what_others_decide_shows_and_what_is_open_typed_and_focused_stays(
    site: str, browser: Browser
) -> None:
    karin, where = browser("karin", **OURS), f"/batches/{BATCH}/pupils"
    told = (await karin.get(where)).text
    [first, *_] = re.findall(r'name="essay" value="([^"]+)"', told)
    [sure] = re.findall(r'id="essay-([0-9a-f-]+)"><span>Bo Ek.txt', told)
    async with async_playwright() as playwright:
        program = os.environ.get("HULEEDU_CHROMIUM", "/usr/bin/chromium")
        chromium = await playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        context = await chromium.new_context()
        await context.add_cookies([{"name": "who", "value": "karin", "url": site}])
        page = await context.new_page()
        page.set_default_timeout(SLOWLY_MS)
        await page.goto(f"{site}{where}#essay-{sure}")
        field = page.locator(f"#named-{sure}")
        await expect(field).to_be_focused(timeout=SLOWLY_MS)  # it was unfolded to be found
        await page.keyboard.type("An")
        await karin.post(where, data={"essay": first, "pupil": "Anna Ny"})
        await expect(page.locator("h1")).to_contain_text("2 of 3 are sure", timeout=SLOWLY_MS)
        await expect(page.locator("#sure")).to_have_attribute("open", "", timeout=SLOWLY_MS)
        await expect(field).to_be_focused(timeout=SLOWLY_MS)
        await expect(field).to_have_value("An")
        await chromium.close()
