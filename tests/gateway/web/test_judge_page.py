"""Judges judge: by keyboard alone, offline and back, past a killed server, on two devices."""

import asyncio
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from playwright.async_api import Route, expect
from tests.databases import url_of
from tests.gateway.api.asking import enrol, open_batch
from tests.gateway.web.judging_site import STORED, browser, judge_in, site_of
from tests.gateway.web.test_killed import ROOT

from huleedu.engines.postgres.database import Address
from huleedu.wiring.program import House


async def decided(house: House) -> list[tuple[str, int, str]]:
    """Judge, answer and comment of each decision, in the order in which they were given."""
    async with house.database("judging").session() as sql:
        rows = await sql.fetch(
            "select judge, answer, comment from pair where state = 'decided' order by ended_at"
        )
    return [(row["judge"], row["answer"], row["comment"]) for row in rows]


async def test_two_judges_by_keyboard_alone(house: House) -> None:
    await open_batch(house)
    keys = [await enrol(house, "Åsa", quota=4), await enrol(house, "Bo")]
    async with site_of(house) as site, browser() as chromium:
        asa, bo = [await judge_in(chromium) for _ in keys]
        await asa.page.goto(site.link(keys[0]))
        await expect(asa.page.locator("#panel-title")).to_have_text(
            "Åsa, which of two texts is better?"
        )
        assert keys[0] not in asa.page.url
        await asa.focused("panel-title")
        await asa.page.keyboard.press("Tab")
        await asa.page.keyboard.press("Enter")
        await bo.begin(site.link(keys[1]))
        await asa.progress("0 of 4 done, about")
        await asa.focused("question")
        await asa.page.keyboard.press("Shift+ArrowLeft")
        await asa.progress("1 of 4 done")
        await asa.focused("question")
        await asa.ready()
        await asa.page.keyboard.press("c")
        await asa.page.keyboard.type("= is u and f? →")
        await asa.page.keyboard.press("ArrowLeft")
        await expect(asa.page.locator("#comment-told")).to_contain_text("saved")
        await asa.progress("1 of 4 done")
        await asa.page.keyboard.press("Escape")
        await asa.page.keyboard.press("=")
        await asa.progress("2 of 4 done")
        await asa.ready()
        await asa.page.keyboard.press("u")
        await asa.progress("1 of 4 done")
        await expect(asa.page.locator("#status")).to_have_text(
            "Taken back. You had answered: Equal."
        )
        await expect(asa.page.locator("#comment-text")).to_have_value("= is u and f? →")
        for answer in ("ArrowRight", "Shift+ArrowRight", "ArrowLeft"):
            await asa.ready()
            await asa.page.keyboard.press(answer)
        await expect(asa.page.locator("#panel-title")).to_have_text(
            "Thank you! You have judged 4 pairs."
        )
        await bo.ahead()
        left = await bo.texts()
        await bo.page.keyboard.press("f")
        await expect(bo.page.locator("#status")).to_have_text("Not judged")
        await bo.ahead()
        assert await bo.texts() != left
        await bo.page.keyboard.press("u")
        await expect(bo.page.locator("#status")).to_have_text("Taken back.")
        await bo.ahead()
        assert await bo.texts() == left
        await expect(bo.page.locator("#why")).to_be_hidden()
        stored = await asa.page.evaluate(STORED)
        assert asa.wrong == bo.wrong == []
        assert keys[0] not in stored
        hosts = {urlsplit(url).netloc for url in asa.asked}
        assert hosts == {f"localhost:{site.port}"}
        assert not [url for url in asa.asked[1:] if keys[0] in url or "Essay" in url]
    assert await decided(house) == [
        ("Åsa", 2, ""),
        ("Åsa", -1, "= is u and f? →"),
        ("Åsa", -2, ""),
        ("Åsa", 1, ""),
    ]


async def test_keys_that_are_off_do_nothing_and_arrows_go_on(house: House) -> None:
    await open_batch(house)
    key = await enrol(house, "Åsa")
    async with site_of(house) as site, browser() as chromium:
        asa = await judge_in(chromium)
        await asa.begin(site.link(key))
        await asa.ready()
        await asa.page.click("[data-do=settings]")
        await asa.page.uncheck("input[name=keys]")
        await asa.page.click("#settings [data-size='1']")
        await asa.page.keyboard.press("Escape")
        for nothing in ("=", "u", "f", "c", "w", "?"):
            await asa.page.keyboard.press(nothing)
        assert await asa.page.locator("dialog[open]").count() == 0
        await asa.progress("0 done")
        await asa.page.keyboard.press("ArrowRight")
        await asa.progress("1 done")
        await asa.page.reload()
        await asa.ready()
        assert await asa.page.get_attribute("body", "data-keys") == "off"
        assert await asa.page.get_attribute("html", "data-size") == "2"
        await asa.page.keyboard.down("ArrowRight")
        await asa.page.keyboard.down("ArrowRight")
        await asa.page.keyboard.up("ArrowRight")
        await asa.progress("2 done")
        await asa.ready()
        assert len(await decided(house)) == 2, "a key that is held down answers once"


async def test_offline_two_answers_are_kept_and_nothing_comes_twice(house: House) -> None:
    await open_batch(house)
    key = await enrol(house, "Åsa")
    async with site_of(house) as site, browser() as chromium:
        asa = await judge_in(chromium)
        await asa.begin(site.link(key))
        await asa.ready()
        await asa.ahead()
        await asa.page.context.set_offline(True)
        first = await asa.texts()
        await asa.page.keyboard.press("ArrowLeft")
        await expect(asa.page.locator("#offline")).to_be_visible()
        assert await asa.texts() != first, "the next pair was there before"
        await asa.progress("1 done")
        await asa.page.keyboard.press("ArrowRight")
        await expect(asa.page.locator("#answers button").first).to_be_disabled()
        await asa.page.keyboard.press("ArrowRight")
        await asa.progress("2 done")
        stored = await asa.page.evaluate(STORED)
        assert "Essay" not in stored
        assert await decided(house) == []
        await asa.page.context.set_offline(False)
        await expect(asa.page.locator("#offline")).to_be_hidden()
        await asa.ready()
        assert [each[1] for each in await decided(house)] == [1, -1]
        await asa.progress("2 done")
        heard = await asa.heard()
    assert heard[0] == "Left better"
    assert "No connection. Your answers are kept on this page and will be sent." in heard


async def test_an_answer_that_got_lost_on_its_way_back_counts_once(house: House) -> None:
    await open_batch(house)
    key = await enrol(house, "Åsa")
    async with site_of(house) as site, browser() as chromium:
        asa = await judge_in(chromium)
        await asa.begin(site.link(key))
        await asa.ready()
        await asa.ahead()
        lost: list[str] = []

        async def lose(route: Route) -> None:
            if len(lost) < 1:
                await route.fetch()
                lost.append(route.request.url)
                await route.abort()
            else:
                await route.continue_()

        await asa.page.route("**/decision", lose)
        await asa.page.keyboard.press("ArrowLeft")
        await asa.ahead()
        await asa.page.route("**/undo", lose)
        lost.clear()
        await asa.page.keyboard.press("u")
        await asa.progress("0 done")
        await asa.ready()
        assert lost
        assert await decided(house) == []


async def test_a_mistake_of_ours_is_no_lost_connection_and_is_tried_again(house: House) -> None:
    await open_batch(house)
    key = await enrol(house, "Åsa")
    async with site_of(house) as site, browser() as chromium:
        asa = await judge_in(chromium)
        await asa.begin(site.link(key))
        await asa.ahead()

        async def fail(route: Route) -> None:
            await route.fulfill(status=500, body="<p>A page</p>", content_type="text/html")

        await asa.page.route("**/decision", fail, times=1)
        await asa.page.keyboard.press("ArrowLeft")
        await expect(asa.page.locator("#offline")).to_contain_text("went wrong on our side")
        await asa.ahead()
        await expect(asa.page.locator("#offline")).to_be_hidden()
        assert [each[1] for each in await decided(house)] == [1]


@asynccontextmanager
async def serving(
    address: Address, port: int = 0
) -> AsyncGenerator[tuple[int, asyncio.subprocess.Process]]:
    """Another process that serves the pages: its port, and itself. It is killed at the end."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.gateway.web.server_process"),
        cwd=ROOT,
        env={**os.environ, "HULEEDU_DATABASE_URL": url_of(address), "PORT": f"{port}"},
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout
        url = (await process.stdout.readline()).decode().strip()
        assert url, "it did not start"
        yield int(url.rpartition(":")[2]), process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def test_the_server_is_killed_while_somebody_judges(address: Address, house: House) -> None:
    await open_batch(house)
    key = await enrol(house, "Åsa")
    async with browser() as chromium:
        asa = await judge_in(chromium)
        async with serving(address) as (port, process):
            await asa.begin(f"http://127.0.0.1:{port}/judge#{key}")
            await asa.ready()
            await asa.page.keyboard.press("ArrowLeft")
            await asa.ahead()
            process.kill()
            await process.wait()
            await asa.page.keyboard.press("ArrowRight")
            await expect(asa.page.locator("#offline")).to_be_visible()
            await asa.progress("2 done")
        async with serving(address, port):
            await expect(asa.page.locator("#offline")).to_be_hidden()
            await asa.ready()
            await asa.page.keyboard.press("=")
            await asa.progress("3 done")
            await asa.ahead()
            assert [each[1] for each in await decided(house)] == [1, -1, 0]


async def test_one_link_on_two_devices(house: House) -> None:
    await open_batch(house)
    key = await enrol(house, "Åsa")
    async with site_of(house) as site, browser() as chromium:
        laptop, phone = [await judge_in(chromium) for _ in range(2)]
        for device in (laptop, phone):
            await device.begin(site.link(key))
            await device.ready()
        assert await laptop.texts() == await phone.texts()
        await laptop.page.keyboard.press("ArrowLeft")
        await laptop.ahead()
        await phone.page.keyboard.press("ArrowRight")
        await expect(phone.page.locator("#status")).to_contain_text("answered already")
        await phone.progress("1 done")
        await phone.ahead()
        await phone.page.keyboard.press("=")
        await phone.ahead()
        await laptop.page.keyboard.press("u")
        await expect(laptop.page.locator("#status")).to_contain_text("nothing was taken back")
        await laptop.progress("2 done")
        assert [each[1] for each in await decided(house)] == [1, 0]
        assert laptop.wrong == phone.wrong == []


async def test_earlier_decisions_are_changed_in_the_list(house: House) -> None:
    await open_batch(house)
    key = await enrol(house, "Åsa")
    async with site_of(house) as site, browser() as chromium:
        asa = await judge_in(chromium)
        await asa.begin(site.link(key))
        for _ in range(2):
            await asa.ready()
            await asa.page.keyboard.press("ArrowLeft")
            await asa.ahead()
        await asa.page.click("[data-do=mine]")
        await expect(asa.page.locator("#mine-list li")).to_have_count(2)
        await asa.page.select_option("#mine-list li:last-child select", "-2")
        await expect(asa.page.locator("#mine-told")).to_have_text("Changed")
        await asa.page.keyboard.press("Escape")
        assert sorted(each[1] for each in await decided(house)) == [-2, 1]
