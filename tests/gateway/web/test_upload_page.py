"""The page of a batch's files in a browser: sending, breaking off, going on, and live rows."""

import asyncio
import os
import signal
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from playwright.async_api import Dialog, Page, Request, Route, async_playwright, expect
from tests.services.results.hearing import BATCH, REGISTERED, hear

from huleedu.contracts.gateway import FilesOffered, OfferedFile
from huleedu.contracts.lifecycle import EssayRefused
from huleedu.contracts.reason import Reason
from huleedu.gateway.api.server import Listening, listen, serve
from huleedu.gateway.web.application import pages
from huleedu.gateway.web.pages import Web
from huleedu.gateway.web.table import PAGES
from huleedu.wiring.program import House

LARGE_BYTES = 2_500_000
SLOWLY_MS = 60_000


@pytest.fixture
async def site(web: Web, house: House) -> AsyncIterator[str]:
    """The pages, served; what is offered reaches the results."""
    await hear(house.database("results"), REGISTERED)
    await house.start(["results"])
    at = listen("127.0.0.1", 0)
    assert isinstance(at, Listening)
    ready = asyncio.Event()
    server = asyncio.create_task(serve(pages(web, PAGES), at, ready.set, stopping=web.live.stop))
    await ready.wait()
    yield at.url
    os.kill(os.getpid(), signal.SIGTERM)
    async with asyncio.timeout(60):
        await server


async def _accept(dialog: Dialog) -> None:
    await dialog.accept()


@asynccontextmanager
async def visiting(site: str) -> AsyncGenerator[Page]:
    """A browser on the batch's page, whose console must stay silent."""
    program = os.environ.get("HULEEDU_CHROMIUM", "/usr/bin/chromium")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    noise: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=quiet)
        context = await browser.new_context()
        await context.add_cookies([{"name": "who", "value": "eva", "url": site}])
        page = await context.new_page()
        page.set_default_timeout(SLOWLY_MS)
        page.on("pageerror", lambda error: noise.append(str(error)))
        page.on("dialog", _accept)
        await page.goto(f"{site}/batches/{BATCH}")
        yield page
        await browser.close()
    assert not noise


@pytest.fixture
def essays(tmp_path: Path) -> list[Path]:
    """Three small files and a large one."""
    found = [tmp_path / f"{name}.txt" for name in ("Anna", "Bo", "Cai")]
    for path in found:
        path.write_text(f"{path.stem} writes of the sea. " * 20, encoding="utf-8")
    large = tmp_path / "Dan.pdf"
    large.write_bytes(b"%PDF-1.7" + os.urandom(LARGE_BYTES))
    return [*found, large]


async def rows(page: Page, state: str, count: int) -> None:
    shown = page.locator("#files-rows tr", has_text=state)
    await expect(shown).to_have_count(count, timeout=SLOWLY_MS)


async def test_files_that_are_chosen_have_their_rows_at_once_and_live_ones_soon(
    site: str, essays: list[Path]
) -> None:
    async with visiting(site) as page:
        await page.set_input_files("#choose", essays)
        await rows(page, "Being read", 4)
        await expect(page.locator("#sending [data-told]")).to_contain_text("4 of 4 sent")
        names = await page.locator("#files-rows th").all_inner_texts()
        assert [name.split(".")[0] for name in names] == ["Anna", "Bo", "Cai", "Dan"]
        assert await page.locator("#files-rows tr").count() == 4, "each has one row"
        await page.set_input_files("#choose", essays)  # the same again: nothing is sent
        await expect(page.locator("#sending [data-told]")).to_contain_text("4 of 4 sent")
        assert await page.locator("#files-rows tr").count() == 4


async def test_a_connection_that_breaks_off_goes_on_by_itself(
    site: str, essays: list[Path], house: House
) -> None:
    async with visiting(site) as page:
        broken = 0

        async def breaks(route: Route, request: Request) -> None:
            nonlocal broken
            if request.method == "PATCH" and broken < 3:
                broken += 1
                await route.abort("connectionreset")
            else:
                await route.continue_()

        await page.route("**/uploads/*", breaks)
        await page.set_input_files("#choose", essays)
        await rows(page, "Being read", 4)
    assert broken == 3
    async with house.database("gateway").session() as sql:
        assert (
            await sql.fetchval(
                "select count(*) from outbox where type like 'gateway.files_offered%'"
            )
            == 4
        )


async def test_after_a_reload_the_list_stands_and_choosing_again_goes_on(
    site: str, essays: list[Path]
) -> None:
    async with visiting(site) as page:
        pieces = 0

        async def stops(route: Route, request: Request) -> None:
            nonlocal pieces
            pieces += request.method == "PATCH"
            if pieces > 1:
                await route.abort("connectionreset")
            else:
                await route.continue_()

        await page.route("**/uploads/*", stops)
        await page.set_input_files("#choose", essays[3:])
        await expect(page.locator("#sending [data-told]")).to_contain_text("1 of 2.5 MB")
        await page.unroute("**/uploads/*")
        await page.reload()
        row = page.locator("#files-rows tr")
        await expect(row).to_contain_text("This browser no longer has the file")
        await expect(row).to_contain_text("of 2 MB")
        sent: list[int] = []

        def note(request: Request) -> None:
            if request.method == "PATCH":
                sent.append(int(request.headers["upload-offset"]))

        page.on("request", note)
        await page.set_input_files("#choose", essays[3:])
        await rows(page, "Being read", 1)
    assert min(sent) >= 1_000_000, "what had come was not sent again"


async def test_a_pause_keeps_what_was_not_sent(site: str, essays: list[Path]) -> None:
    async with visiting(site) as page:

        async def slow(route: Route, request: Request) -> None:
            if request.method == "PATCH":
                await page.locator("[data-pause]").click()
            await route.continue_()

        await page.route("**/uploads/*", slow, times=1)
        await page.set_input_files("#choose", essays[3:])
        await expect(page.locator("[data-pause]")).to_have_text("Go on")
        await rows(page, "Paused", 1)
        await page.locator("[data-pause]").click()
        await rows(page, "Being read", 1)


async def test_a_row_that_changes_keeps_the_focus_and_its_place(site: str, house: House) -> None:
    results = house.database("results")
    files = tuple(
        OfferedFile(essay=UUID(int=n), name=f"{n}.txt", size_bytes=4, content="ef" * 32)
        for n in (1, 2, 3)
    )
    await hear(results, FilesOffered(batch=BATCH, files=files))
    async with visiting(site) as page:
        await rows(page, "Being read", 3)
        await page.locator(f"#name-{UUID(int=2)} span").first.focus()
        refused = EssayRefused(
            batch=BATCH, essay=UUID(int=2), code="damaged", reason=Reason("damaged")
        )
        await hear(results, refused)
        await rows(page, "Not taken", 1)
        await expect(page.locator("h1")).to_contain_text("1 needs you")
        names = await page.locator("#files-rows th").all_inner_texts()
        assert [name.split(".")[0] for name in names] == ["1", "2", "3"]
        await expect(page.locator(f"#file-{UUID(int=2)} :focus")).to_have_count(1)


@pytest.mark.parametrize("how", ["refused", "cut"])
async def test_a_page_whose_first_connections_fail_is_live_all_the_same(
    how: str, site: str, house: House
) -> None:
    results, asked = house.database("results"), 0
    essay = UUID(int=1)
    offered = OfferedFile(essay=essay, name="1.txt", size_bytes=4, content="ef" * 32)
    await hear(results, FilesOffered(batch=BATCH, files=(offered,)))

    async def fail(route: Route) -> None:
        nonlocal asked
        asked += 1
        await (route.fulfill(status=503) if how == "refused" else route.abort())

    async with visiting(site) as page:
        await page.route("**/events?*", fail, times=2)
        await page.reload()
        await rows(page, "Being read", 1)
        why = Reason("damaged")
        await hear(results, EssayRefused(batch=BATCH, essay=essay, code="damaged", reason=why))
        await rows(page, "Not taken", 1)
    assert asked == 2


async def test_what_could_not_be_sent_is_counted_where_one_looks_first(
    site: str, essays: list[Path]
) -> None:
    async def refuses(route: Route) -> None:
        await route.fulfill(status=400)

    async with visiting(site) as page:
        await page.route("**/uploads/*", refuses)
        await page.set_input_files("#choose", essays[-1])
        await expect(page.locator("h1")).to_contain_text(", 1 could not be sent")
        await page.unroute("**/uploads/*")
        await page.click("[data-again]")
        await expect(page.locator("h1")).not_to_contain_text("could not be sent")


async def test_a_connection_that_is_gone_for_ten_seconds_loses_nothing_and_doubles_nothing(
    site: str, essays: list[Path], house: House
) -> None:
    async with visiting(site) as page:
        await page.clock.install()
        offsets: list[int] = []

        async def cuts(route: Route, request: Request) -> None:
            if request.method == "PATCH":
                offset = int(request.headers["upload-offset"])
                if offset and not offsets:
                    await page.context.set_offline(True)
                    offsets.append(offset)
            await route.continue_()

        await page.route("**/uploads/*", cuts)
        await page.set_input_files("#choose", essays)
        bar = page.locator("#offline")
        await expect(bar).to_contain_text("What you did is kept and will be sent")
        await expect(bar).to_be_visible()
        for _ in range(10):
            await page.clock.fast_forward(1_000)
        await expect(page.locator("#files-rows tr")).to_have_count(4)
        await expect(page.locator("#files-rows tr", has_text="Dan.pdf")).to_contain_text("Sending")
        await page.unroute("**/uploads/*")

        def note(request: Request) -> None:
            if request.method == "PATCH":
                offsets.append(int(request.headers["upload-offset"]))

        page.on("request", note)
        await page.context.set_offline(False)
        await expect(bar).to_be_hidden()
        await rows(page, "Being read", 4)
        await expect(page.locator("#sending [data-told]")).to_contain_text("4 of 4 sent")
        names = await page.locator("#files-rows th").all_inner_texts()
        assert [name.split(".")[0] for name in names] == ["Anna", "Bo", "Cai", "Dan"]
    assert offsets.count(offsets[0]) <= 2, "one piece is sent again, if at all"
    async with house.database("gateway").session() as sql:
        bodies = await sql.fetch("select body from outbox where type like 'gateway.files_offered%'")
    told = [msgspec.json.decode(row["body"], type=FilesOffered).files for row in bodies]
    assert sorted(file.name for files in told for file in files) == [
        path.name for path in essays
    ], "each is offered once"


HEARD = """
window.heard = [];
addEventListener("DOMContentLoaded", () => {
  const live = document.getElementById("live");
  new MutationObserver(() => window.heard.push(live.textContent))
    .observe(live, { childList: true, characterData: true, subtree: true });
});
"""


async def test_the_status_line_tells_each_change_once_however_often_it_comes(
    site: str, house: House
) -> None:
    results = house.database("results")
    files = tuple(
        OfferedFile(essay=UUID(int=n), name=f"{n}.txt", size_bytes=4, content="ef" * 32)
        for n in (1, 2)
    )
    await hear(results, FilesOffered(batch=BATCH, files=files))
    async with visiting(site) as page:
        await page.add_init_script(HEARD)
        await page.clock.install()
        for n, told in ((1, "1 needs you"), (2, "2 need you")):
            why = Reason("damaged")
            await page.goto(f"{site}/batches/{BATCH}")  # the stream begins behind what is shown
            await rows(page, "Being read", 3 - n)
            refused = EssayRefused(batch=BATCH, essay=UUID(int=n), code="damaged", reason=why)
            await hear(results, refused)
            await rows(page, "Not taken", n)
            for _ in range(3):  # what came is told again by a stream that begins before it
                at = await page.locator("[hx-sse\\:connect]").get_attribute("hx-sse:connect")
                await page.evaluate(AGAIN, at)
            await page.clock.fast_forward(6_000)
            live = page.locator("#live")
            await expect(live).to_contain_text(told)
            await page.clock.fast_forward(6_000)
            heard = await page.evaluate("window.heard")
            assert [each for each in heard if told in each] == heard
            assert len(heard) == 1, heard


AGAIN = """at => htmx.ajax("GET", at, { source: document.querySelector("[hx-sse\\\\:connect]") })"""
