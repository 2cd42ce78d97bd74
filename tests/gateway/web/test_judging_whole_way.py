"""From a batch to judged pairs on the whole program: links from a page, judges in two browsers.

Afterwards no key, no text and no name stands in what the program logged, or in any address.
"""

import asyncio
import re
import subprocess
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

import pytest
from playwright.async_api import expect
from tests.gateway.web.judging_site import STORED, browser, judge_in

from huleedu.bench.assess import PROGRAM, environment
from huleedu.bench.visitors import Served, Visitor, begin, visitor
from huleedu.engines.postgres import server

SENTENCE = "The lighthouse keeper number"
ESSAYS = {
    f"Anna Hemlig {n}.txt": f"{SENTENCE} {n} lit his lamp. " * 12 for n in ("one", "two", "three")
}
LINK = re.compile(r'<code class="secret"[^>]*>(https?://[^<]+/judge#([^<]+))</code>')


@asynccontextmanager
async def logged(home: Path, log: Path) -> AsyncGenerator[Served]:
    """The whole program as a teacher starts it, telling all that it does to this file."""
    with log.open("wb") as file:
        process = await asyncio.create_subprocess_exec(
            *(*PROGRAM, "serve", "--port", "0"),
            env={**environment(home), "HULEEDU_LANG": "en", "HULEEDU_LOG": "debug"},
            stdout=subprocess.PIPE,
            stderr=file,
        )
        try:
            assert process.stdout
            told = ""
            while "/start" not in told:
                line = await process.stdout.readline()
                assert line, "the program ended before it served"
                told += line.decode()
            found = re.search(r"(http://[^/\s]+)(/start\S+)", told)
            assert found, told
            yield Served(found[1], found[2], process.pid)
        finally:
            process.terminate()
            await process.wait()


async def opened(eva: Visitor, batch: UUID) -> list[tuple[str, str]]:
    """Open judging for two judges: their links, and the keys in them."""
    await eva.drop(batch, {name: text.encode() for name, text in ESSAYS.items()})
    await eva.send(f"/batches/{batch}/end-intake")
    async with asyncio.timeout(60):
        while "not enough" in (page := await eva.page(f"/batches/{batch}/judging")) or (
            'name="judges"' not in page
        ):
            await asyncio.sleep(0.1)
    page = await eva.send(
        f"/batches/{batch}/judging/open",
        judges="Åsa\nBo",
        judged_by="whole",
        steps="3",
        per_essay="2",
        share="each",
        quota="2",
        stop="by_hand",
    )
    assert not eva.seen.errors, eva.seen.errors
    found = LINK.findall(page)
    assert len(found) == 2, page
    return found


@pytest.mark.timeout(300)
async def test_from_a_batch_to_judged_pairs(tmp_path: Path) -> None:
    log = tmp_path / "log"
    try:
        async with logged(tmp_path / "home", log) as program, visitor(program) as eva:
            await begin(eva, program)
            batch = await eva.new_batch("The lighthouse")
            links = await opened(eva, batch)
            async with browser() as chromium:
                judges = [await judge_in(chromium) for _ in links]
                for judge, (link, key) in zip(judges, links, strict=True):
                    await judge.page.goto(link)
                    await expect(judge.page.locator("#panel-what")).to_contain_text("Eva Ek asks")
                    await judge.page.click("#begin")
                    for answer in ("ArrowLeft", "ArrowRight"):
                        await judge.ready()
                        assert SENTENCE in (await judge.texts())[0]
                        await judge.page.keyboard.press(answer)
                    await expect(judge.page.locator("#panel-title")).to_contain_text("Thank you!")
                    stored = await judge.page.evaluate(STORED)
                    assert SENTENCE not in stored
                    assert key not in stored
                    assert not [url for url in judge.asked[1:] if key in url]
                    assert judge.wrong == []
            page = await eva.page(f"/batches/{batch}/judging")
            assert "Åsa" in page
            assert "4 of" in page or "4 judgements" in page
    finally:
        server.stop(tmp_path / "home", now=True)
    told = log.read_text(encoding="utf-8", errors="replace")
    assert "route=/judge/{judging}/next" in told
    for secret in (*(key for _, key in links), SENTENCE, "Hemlig", "Åsa", "Eva Ek"):
        assert secret not in told, f"{secret} is in the log"
