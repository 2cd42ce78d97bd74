"""One judge in a real browser, among those of the benchmark: how long until a text is there."""

import asyncio
import importlib
import importlib.util
import shutil
import time
from typing import Any

PLAYWRIGHT = "playwright.async_api"
READY = 'body[data-state=ahead] [data-answer="1"]:enabled'
"""A pair is there to be answered, and the one after it, too."""
TEXTS = "[...document.querySelectorAll('.words')].map(one => one.textContent).join()"
MAY_ANSWER = """document.querySelector('[data-answer="1"]:enabled') !== null"""
WAIT_MS = 60_000


def has_browser() -> bool:
    """Is what drives a browser installed? It comes with the development tools."""
    return importlib.util.find_spec("playwright") is not None


async def judge_in_browser(link: str, decisions: int, pause_s: float) -> list[float]:
    """Judge by this link with keys; milliseconds from each to the next pair that may be answered.

    Raises whatever the browser cannot do.
    """
    drive: Any = importlib.import_module(PLAYWRIGHT)
    took: list[float] = []
    async with drive.async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = await browser.new_page()
        page.set_default_timeout(WAIT_MS)
        await page.goto(link)
        await page.click("#begin")
        await page.wait_for_selector(READY)
        for number in range(decisions):
            await asyncio.sleep(pause_s)
            await page.wait_for_selector(READY)
            texts = await page.evaluate(TEXTS)
            began = time.perf_counter()
            await page.keyboard.press("ArrowLeft" if number % 2 else "ArrowRight")
            await page.wait_for_function(f"texts => {TEXTS} !== texts && {MAY_ANSWER}", arg=texts)
            took.append(1000 * (time.perf_counter() - began))
        await browser.close()
    return took
