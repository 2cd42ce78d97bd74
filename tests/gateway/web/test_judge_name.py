"""Whoever has a link without a name is asked for theirs, and may leave it out."""

from playwright.async_api import expect
from tests.gateway.api.asking import BATCH, enrol, open_batch
from tests.gateway.web.judging_site import browser, judge_in, site_of

from huleedu.services.judging.api.naming import Invited, invite
from huleedu.services.judging.api.steering import Overview, Steering
from huleedu.wiring.program import House


async def invited(house: House) -> str:
    database = house.database("judging")
    made = await invite(database, BATCH, lambda n: f"Judge {n}", house.clock(), quota=4)
    assert isinstance(made, Invited)
    return made.key


async def names(house: House) -> list[tuple[str, bool]]:
    found = await Steering(house.database("judging"), house.clock).overview(BATCH)
    assert isinstance(found, Overview)
    return [(one.name, one.unnamed) for one in found.judges]


async def test_their_name_is_asked_for_and_kept(house: House) -> None:
    await open_batch(house)
    await enrol(house, "Bo Ek")
    key = await invited(house)
    async with site_of(house) as site, browser() as chromium:
        asa = await judge_in(chromium)
        page = asa.page
        await page.goto(site.link(key))
        await expect(page.locator("#panel-title")).to_have_text("Which of two texts is better?")
        await page.get_by_label("Your name").fill("BO EK")
        await page.keyboard.press("Enter")
        await expect(page.locator("#name-wrong")).to_contain_text("called that already")
        await expect(page.get_by_label("Your name")).to_be_focused()
        assert await names(house) == [("Bo Ek", False), ("Judge 1", True)]
        await page.get_by_label("Your name").fill("Åsa Lind")
        await page.click("#begin")
        await asa.ahead()
        assert await names(house) == [("Bo Ek", False), ("Åsa Lind", False)]
        await page.keyboard.press("ArrowLeft")
        await asa.progress("1 of 4")
        await asa.ahead()
        await page.reload()
        await asa.progress("1 of 4")
    assert asa.wrong == []


async def test_who_tells_none_goes_on_and_is_asked_again(house: House) -> None:
    await open_batch(house)
    key = await invited(house)
    async with site_of(house) as site, browser() as chromium:
        judge = await judge_in(chromium, "sv-SE")
        await judge.begin(site.link(key))
        await judge.ahead()
        await judge.page.keyboard.press("ArrowLeft")
        await judge.progress("1 av 4")
        await judge.ahead()
        await judge.page.reload()
        await expect(judge.page.get_by_label("Ditt namn")).to_be_visible()
        assert await names(house) == [("Judge 1", True)]
    assert judge.wrong == []
