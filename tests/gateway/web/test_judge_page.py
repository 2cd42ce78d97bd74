"""Judges judge: by keyboard alone, by touch, offline and back, on two devices, in real browsers."""

from playwright.async_api import expect
from tests.gateway.api.asking import enrol, open_batch
from tests.gateway.web.judging_site import STORED, browser, judge_in, site_of

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
        assert await asa.focused() == "panel-title"
        await asa.page.keyboard.press("Tab")
        await asa.page.keyboard.press("Enter")
        await bo.begin(site.link(keys[1]))
        await asa.progress("0 of 4 done, about")
        assert await asa.focused() == "question"
        await asa.page.keyboard.press("Shift+ArrowLeft")
        await asa.progress("1 of 4 done")
        assert await asa.focused() == "question"
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
        await bo.ready()
        await bo.page.keyboard.press("f")
        await expect(bo.page.locator("#status")).to_have_text("Not judged")
        stored = await asa.page.evaluate(STORED)
        assert asa.wrong == bo.wrong == []
        assert keys[0] not in stored
    assert await decided(house) == [
        ("Åsa", 2, ""),
        ("Åsa", -1, "= is u and f? →"),
        ("Åsa", -2, ""),
        ("Åsa", 1, ""),
    ]
