"""After a whole way nothing of what is secret or private lies where it should not.

Looked at are the program's log with everything in it, the addresses that the browser asked for,
and what it keeps: stores, caches and cookies that scripts can read.
"""

import asyncio
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from playwright.async_api import BrowserContext, Page, async_playwright, expect
from pyotp.totp import TOTP
from tests.gateway.web.test_in_a_browser import CHROMIUM

from huleedu.bench.assess import PROGRAM, environment
from huleedu.engines.postgres import server

SLOWLY_MS = 30_000
PASSWORD, PUPIL = "three small boats at dawn", "Åsa-Märta Lindqvist"
SENTENCE = "The lighthouse keeper counted the waves all night"
KEPT = """async () => {
    const bases = await indexedDB.databases();
    const names = await caches.keys();
    const held = [];
    for (const name of names) {
        const cache = await caches.open(name);
        for (const each of await cache.keys()) held.push(each.url);
    }
    const stores = [{...localStorage}, {...sessionStorage}];
    return JSON.stringify([...stores, bases, names, held, document.cookie]);
}"""


@dataclass
class Visit:
    """What came to light on the way."""

    addresses: list[str] = field(default_factory=list[str])
    secrets: set[str] = field(default_factory=set[str])
    kept: str = ""


@asynccontextmanager
async def serving(home: Path, log: Path) -> AsyncGenerator[str]:
    """The program with a log of everything; where it begins."""
    with log.open("wb") as told:
        process = await asyncio.create_subprocess_exec(
            *(*PROGRAM, "serve", "--port", "0"),
            env={**environment(home), "HULEEDU_LANG": "en", "HULEEDU_LOG": "debug"},
            stdout=asyncio.subprocess.PIPE,
            stderr=told,
        )
        assert process.stdout
        try:
            first = b""
            while b"/start" not in first:
                first = await process.stdout.readline()
                assert first, "it ended before it served"
            found = re.search(r"http://\S+/start\S+", first.decode())
            assert found
            yield found[0]
        finally:
            process.terminate()
            await process.wait()


async def on_the_way(context: BrowserContext, first: str, folder: Path, seen: Visit) -> Page:
    """A school, a class with a pupil, a batch with that pupil's essay, a token; and back."""
    page = await context.new_page()
    page.set_default_timeout(SLOWLY_MS)
    page.on("request", lambda request: seen.addresses.append(unquote(request.url)))
    home = first.partition("/start")[0]
    await page.goto(first)
    for name, told in {
        "school_name": "Ekskolan",
        "name": "Eva Ek",
        "email": "eva@ekskolan.example",
        "password": PASSWORD,
    }.items():
        await page.fill(f"#{name}", told)
    await page.click("main form button:not([type=button])")
    secret = (await page.text_content("code.secret") or "").replace(" ", "")
    await page.fill("input[name=code]", TOTP(secret).now())
    await page.click("main form:has(input[name=code]) button")
    await page.wait_for_load_state()
    codes = re.findall(r"[0-9A-Za-z]{4,5}-[0-9A-Za-z]{4,5}(?:-[0-9A-Za-z]+)*", await page.content())
    seen.secrets |= {secret, PASSWORD, *codes}
    await page.goto(f"{home}/classes")
    await page.fill("input[name=name]", "9B")
    await page.click("main form:has(input[name=name]) button")
    await page.wait_for_url("**/classes/*")
    await page.fill("#pupil", PUPIL)
    await page.click("form:has(#pupil) button")
    await page.wait_for_load_state()
    await page.goto(f"{home}/batches/new")
    await page.fill("#title", "A challenge")
    await page.select_option("#class", index=1)
    await page.click("main form.stacked button:not([type=button])")
    await page.wait_for_url(lambda url: "/new" not in url)
    essay = folder / f"{PUPIL}.txt"
    essay.write_text(f"{PUPIL}\n\n" + f"{SENTENCE}. " * 12, encoding="utf-8")
    await page.set_input_files("#choose", essay)
    await expect(page.locator("#files-rows td.n", has_text="98")).to_have_count(
        1, timeout=SLOWLY_MS
    )
    await page.goto(page.url.rstrip("/") + "/pupils")
    return page


async def test_nothing_private_is_left_behind(tmp_path: Path) -> None:
    log, seen = tmp_path / "log", Visit()
    try:
        async with serving(tmp_path / "home", log) as first, async_playwright() as playwright:
            seen.secrets.add(first.partition("link=")[2])
            browser = await playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
            )
            context = await browser.new_context(locale="en-GB")
            page = await on_the_way(context, first, tmp_path, seen)
            seen.kept = await page.evaluate(KEPT)
            seen.secrets |= {
                one.get("value", "") for one in await context.cookies() if one.get("httpOnly")
            }
            await browser.close()
    finally:
        server.stop(tmp_path / "home", now=True)
    told = log.read_text(encoding="utf-8")
    assert told, "the log holds something"
    assert len(seen.secrets) >= 4, "link, password, code app, session"
    private = {PUPIL, "Märta", SENTENCE, "lighthouse", "eva@ekskolan.example"}
    places = {"log": told, "store": seen.kept, "address": "\n".join(seen.addresses[1:])}
    found = [
        (place, each)
        for place, text in places.items()
        for each in private | {each for each in seen.secrets if len(each) > 8}
        if each.casefold() in text.casefold()
    ]
    assert found == []
