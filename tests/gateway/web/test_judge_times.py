"""What the judge's page says when time passes: slow answers, quick ones, pairs held long."""

import asyncio
from itertools import groupby

from playwright.async_api import Dialog, Route, expect
from tests.gateway.api.asking import BATCH, enrol, open_batch
from tests.gateway.web.judging_site import browser, judge_in, site_of

from huleedu.wiring.judging import judgings_of
from huleedu.wiring.program import House

MINUTE_MS = 60_000
QUICK = "These were quick. Take the time that you need."


async def test_what_is_not_saved_is_told_and_closing_warns(house: House) -> None:
    await open_batch(house)
    key = await enrol(house, "Åsa")
    async with site_of(house) as site, browser() as chromium:
        asa = await judge_in(chromium)
        page, go_on = asa.page, asyncio.Event()
        await page.clock.install()
        await asa.begin(site.link(key))
        await asa.ahead()

        async def hold(route: Route) -> None:
            await go_on.wait()
            await route.continue_()

        await page.route("**/decision", hold)
        await page.keyboard.press("ArrowLeft")
        await expect(page.locator("#status")).to_have_text("Left better")
        await page.clock.fast_forward(3_000)
        await expect(page.locator("#status")).to_have_text("Saving…")
        await page.keyboard.press("ArrowRight")
        await expect(page.locator("#status")).to_contain_text("Two answers are not saved yet")
        warned: list[str] = []

        async def stay(dialog: Dialog) -> None:
            warned.append(dialog.type)
            await dialog.dismiss()

        page.on("dialog", stay)
        await page.close(run_before_unload=True)
        async with asyncio.timeout(60):
            while not warned:
                await asyncio.sleep(0.01)
        go_on.set()
        await asa.ahead()
        await expect(page.locator("#status")).to_have_text("")
        assert warned == ["beforeunload"]
        await page.close(run_before_unload=True)
        assert warned == ["beforeunload"], "nothing is lost any more"
    assert asa.wrong == []


async def test_the_time_left_is_estimated_from_reading_until_enough_was_judged(
    house: House,
) -> None:
    await open_batch(house)
    key = await enrol(house, "Åsa", quota=12)
    async with site_of(house) as site, browser() as chromium:
        asa = await judge_in(chromium)
        await asa.begin(site.link(key))
        told: list[str] = []
        for done in range(6):
            await asa.ahead()
            await asa.progress(f"{done} of 12")
            told.append((await asa.page.locator("#progress").inner_text()).split(", ")[1])
            await asa.page.keyboard.press("ArrowLeft")
        # two short texts take half a minute; one quick answer, or four, say nothing yet
        assert told == [
            *(f"about {n} minutes left" for n in (6, 6, 5, 5, 4)),
            "about 1 minute left",
        ]


async def test_quick_answers_are_noted_once_in_a_while_and_nothing_is_blocked(
    house: House,
) -> None:
    await open_batch(house)
    key = await enrol(house, "Åsa")
    async with site_of(house) as site, browser() as chromium:
        asa = await judge_in(chromium)
        await asa.begin(site.link(key))
        for _ in range(12):
            await asa.ahead()
            await asa.page.keyboard.press("ArrowLeft")
        await asa.ahead()
        await asa.progress("12 done")
        heard = [words for words, _ in groupby(await asa.heard())]
        assert heard == ["Left better", QUICK, "Left better"]


async def test_a_pair_that_is_held_long_stays_theirs(house: House) -> None:
    await open_batch(house)
    key = await enrol(house, "Åsa")
    async with site_of(house) as site, browser() as chromium:
        asa = await judge_in(chromium)
        await asa.page.clock.install()
        await asa.begin(site.link(key))
        await asa.ahead()
        shown = await asa.texts()
        await asa.page.clock.fast_forward(20 * MINUTE_MS)
        await expect(asa.page.locator("#status")).to_contain_text("They stay yours")
        assert await asa.texts() == shown
        await asa.ahead()
        await asa.page.keyboard.press("ArrowLeft")
        await asa.progress("1 done")
        await asa.ahead()


async def test_the_page_looks_again_by_itself_and_takes_no_focus_away(house: House) -> None:
    await open_batch(house)
    key = await enrol(house, "Åsa")
    judgings = judgings_of(house)
    async with site_of(house) as site, browser() as chromium:
        asa = await judge_in(chromium)
        page = asa.page
        await page.clock.install()
        await asa.begin(site.link(key))
        await asa.ahead()
        await page.keyboard.press("ArrowLeft")
        await asa.ahead()
        await judgings.close(BATCH)
        await page.reload()
        await expect(page.locator("#panel-title")).to_have_text("Judging is closed")
        await page.focus("#after [data-do=mine]")
        for turn in range(2):
            async with page.expect_response("**/next"):
                await page.clock.fast_forward(MINUTE_MS)
            held = await page.evaluate("document.activeElement.dataset.do")
            assert held == "mine", turn
        await judgings.reopen(BATCH)
        await page.clock.fast_forward(MINUTE_MS)
        await asa.progress("1 done")
        await asa.ready()
