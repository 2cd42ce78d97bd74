"""Every state of the judge's page: for everybody, in both themes, on a phone, in both languages.

With PICTURES=FOLDER each is photographed, too.
"""

import os
from pathlib import Path
from uuid import UUID

from playwright.async_api import ViewportSize, expect
from tests.gateway.api.asking import BATCH, NOBODY, enrol, open_batch
from tests.gateway.web.judging_site import WIDE, Judge, browser, judge_in, site_of
from tests.gateway.web.test_in_a_browser import objections
from tests.gateway.web.test_whole_way import SIDEWAYS, SPACED, STYLE_THAT

from huleedu.services.judging.domain.desk import Rules, Script
from huleedu.services.judging.domain.practice import PracticePair
from huleedu.wiring.judging import judgings_of
from huleedu.wiring.program import House

PHONE = ViewportSize(width=390, height=844)
NARROW = ViewportSize(width=320, height=568)
SMALLEST = """Math.min(...[...document.querySelectorAll("button, select, label:has(input)")]
    .filter((each) => each.checkVisibility())
    .map((each) => Math.round(each.getBoundingClientRect().height)))"""
COVERED = """() => {
    const answers = document.getElementById("answers").getBoundingClientRect();
    return innerHeight - answers.bottom;
}"""
HOSTILE = '<img src=x onerror="window.struck=1"><script>window.struck=1</script>{{7*7}} &amp; “q”'
TARGET_PX = 44


async def looked_at(judge: Judge, name: str) -> None:
    """By axe in both themes, narrow, and with large targets."""
    for theme in ("light", "dark"):
        await judge.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        judge.wrong += [f"{name}, {theme}: {found}" for found in await objections(judge.page)]
        await photographed(judge, f"{name}-{theme}")
    await judge.page.emulate_media(color_scheme="light", reduced_motion="reduce")
    if (height := await judge.page.evaluate(SMALLEST)) < TARGET_PX:
        judge.wrong.append(f"{name}: something to press is {height} px high")
    await judge.page.set_viewport_size(NARROW)
    if await judge.page.evaluate(SIDEWAYS) > 0:
        judge.wrong.append(f"{name}: the page scrolls sideways")
    await photographed(judge, f"{name}-narrow")
    await judge.page.set_viewport_size(WIDE)


async def photographed(judge: Judge, name: str) -> None:
    if folder := os.environ.get("PICTURES"):
        await judge.page.screenshot(path=Path(folder) / f"judge-{name}.png")


async def open_texts(house: House, texts: list[str], rules: Rules | None = None) -> None:
    addresses = await house.contents.keep([each.encode() for each in texts])
    scripts = [
        Script(essay=UUID(int=number), name=f"{number}.docx", text=address, measures={})
        for number, address in enumerate(addresses)
    ]
    await judgings_of(house).open(BATCH, scripts, "Class 9B", rules)


async def test_while_judging(house: House) -> None:
    await open_batch(house)
    key = await enrol(house, "Åsa", quota=2)
    async with site_of(house) as site, browser() as chromium:
        asa = await judge_in(chromium)
        page = asa.page
        await page.goto(site.link(key))
        await expect(page.locator("#begin")).to_be_visible()
        await looked_at(asa, "welcome")
        await page.click("#begin")
        await asa.ready()
        await asa.ahead()
        await looked_at(asa, "pair")
        for css in (SPACED, "html { font-size: 200% !important; }"):
            await page.evaluate(STYLE_THAT, css)
            if await page.evaluate(SIDEWAYS) > 0:
                asa.wrong.append(f"the page scrolls sideways with {css}")
            await photographed(asa, f"styled-{len(css)}")
        await page.evaluate(STYLE_THAT, "")
        await page.keyboard.press("c")
        await page.keyboard.type("The second one never says why.")
        await page.check("input[name=about][value=second]")
        await expect(page.locator("#comment-told")).to_contain_text("saved")
        await looked_at(asa, "comment")
        await page.reload()
        await asa.ready()
        assert await page.input_value("#comment-text") == "The second one never says why."
        assert await page.is_checked("input[name=about][value=second]")
        for act in ("settings", "help", "mine"):
            await page.click(f"[data-do={act}]")
            await looked_at(asa, act)
            await page.keyboard.press("Escape")
        await page.keyboard.press("w")
        await looked_at(asa, "wide")
        await page.keyboard.press("w")
        await page.keyboard.press("w")
        await page.keyboard.press("f")
        await expect(page.locator("#why")).to_be_visible()
        await asa.ahead()
        await looked_at(asa, "why")
        await page.click("[data-why=worrying]")
        await looked_at(asa, "why-which")
        await page.click("[data-which=second]")
        await expect(page.locator("#status")).to_contain_text("told at once")
        for _ in range(2):
            await asa.ready()
            await page.keyboard.press("ArrowLeft")
        await expect(page.locator("#panel-title")).to_have_text(
            "Thank you! You have judged 2 pairs."
        )
        await looked_at(asa, "quota")
        await page.click("#take-on")
        await asa.progress("2 of 12 done")
        async with house.database("judging").session() as sql:
            flagged = await sql.fetchrow(
                "select comment, problem = second as second from pair where state = 'flagged'"
            )
        assert flagged
        assert flagged["comment"].startswith("worrying")
        assert flagged["second"]
    assert asa.wrong == []


async def test_when_there_is_nothing_to_judge(house: House) -> None:
    await open_batch(house, rules=Rules(judgements=1))
    asa_key, bo_key = await enrol(house, "Åsa"), await enrol(house, "Bo")
    other = UUID(int=8)
    await open_batch(house, batch=other)
    all_but_one = [UUID(int=other.int * 10_000 + number) for number in range(5)]
    parent_key = await enrol(house, "a parent", batch=other, barred=all_but_one)
    async with site_of(house) as site, browser() as chromium:
        asa, bo, parent = [await judge_in(chromium) for _ in range(3)]
        await asa.begin(site.link(asa_key))
        await asa.ready()
        await bo.page.goto(site.link(bo_key))
        await expect(bo.page.locator("#panel-title")).to_contain_text("with other judges")
        await looked_at(bo, "no-pair-now")
        await parent.page.goto(site.link(parent_key))
        await expect(parent.page.locator("#panel-title")).to_contain_text("no pair left for you")
        await looked_at(parent, "no-pair-left")
        await judgings_of(house).close(BATCH)
        await bo.page.click("[data-do=again]")
        await expect(bo.page.locator("#panel-title")).to_have_text("Judging is closed")
        await looked_at(bo, "closed")
        await asa.page.keyboard.press("ArrowLeft")
        await expect(asa.page.locator("#panel-title")).to_have_text("Judging is closed")
        await judgings_of(house).revoke(BATCH, "Bo")
        await bo.page.click("[data-do=again]")
        await expect(bo.page.locator("#panel-title")).to_have_text("This link has ended")
        await looked_at(bo, "ended")
        for link, told in (
            (site.link(NOBODY), "This link does not open anything"),
            (site.link("").rstrip("#"), "Open the link that you were sent"),
        ):
            await parent.page.goto("about:blank")
            await parent.page.goto(link)
            await expect(parent.page.locator("#panel-title")).to_have_text(told)
            assert "9B" not in await parent.page.content()
            await looked_at(parent, told.split()[-1])
    assert asa.wrong + bo.wrong + parent.wrong == []


async def test_by_touch_on_a_phone_in_swedish(house: House) -> None:
    long = "\n\n".join(f"Stycke {n}: " + "ord " * 60 for n in range(20))
    await open_texts(house, [f"Text {n}. {long}" for n in range(4)])
    key = await enrol(house, "Åsa", quota=2)
    async with site_of(house) as site, browser() as chromium:
        asa = await judge_in(chromium, "sv-SE", PHONE, touch=True)
        page = asa.page
        await page.goto(site.link(key))
        await page.tap("#begin")
        await asa.ready()
        assert await page.inner_text("#question") != Rules().criterion, "in the page's language"
        await page.evaluate("document.getElementById('first').scrollTop = 300")
        await page.tap("#tab-second")
        await expect(page.locator("#second")).to_be_visible()
        await expect(page.locator("#first")).to_be_hidden()
        await page.evaluate("document.getElementById('second').scrollTop = 200")
        await page.tap("#tab-first")
        tops = "['first', 'second'].map((id) => document.getElementById(id).scrollTop)"
        assert await page.evaluate(tops) == [300, 200]
        assert await page.evaluate(COVERED) >= 0, "the answers are seen, whatever is scrolled"
        await photographed(asa, "phone")
        await page.tap("[data-answer='-1']")
        await asa.progress("1 av 2 klara")
        await asa.ready()
        assert await page.evaluate(tops) == [0, 0]
        await page.tap("#undo")
        await asa.progress("0 av 2 klara")
        await asa.ready()
        await page.tap("[data-answer='1']")
        await asa.progress("1 av 2 klara")
        await asa.ready()
        await page.tap("[data-answer='0']")
        await expect(page.locator("#panel-title")).to_have_text("Tack! Du har bedömt 2 par.")
    assert asa.wrong == []


async def test_texts_are_shown_as_they_are_however_long_or_hostile(house: House) -> None:
    long = "ord " * 20_000
    await open_texts(house, [HOSTILE, long])
    key = await enrol(house, "Åsa")
    async with site_of(house) as site, browser() as chromium:
        asa = await judge_in(chromium)
        await asa.begin(site.link(key))
        await asa.ready()
        assert sorted(await asa.texts()) == sorted([HOSTILE, long.strip()])
        assert await asa.page.evaluate("window.struck") is None
        assert await asa.page.locator(".words img").count() == 0
        assert await asa.page.evaluate(COVERED) >= 0
    assert asa.wrong == []


async def test_without_javascript_a_sentence_says_what_is_needed(house: House) -> None:
    async with site_of(house) as site, browser() as chromium:
        context = await chromium.new_context(java_script_enabled=False)
        page = await context.new_page()
        await page.goto(site.link("any"))
        assert "Judging needs JavaScript" in await page.inner_text("body")


async def test_pairs_are_tried_first_and_count_nowhere(house: House) -> None:
    named = "She gives a reason."
    addresses = await house.contents.keep([named.encode(), b"It is so."])
    pair = PracticePair(first=addresses[0], second=addresses[1], expected=2, why="It has a reason.")
    other = PracticePair(first=addresses[1], second=addresses[0], expected=-1)
    rules = Rules(practice=(pair, other))
    await open_batch(house, rules=rules)
    key = await enrol(house, "Åsa", quota=3)
    async with site_of(house) as site, browser() as chromium:
        asa = await judge_in(chromium)
        page = asa.page
        await page.goto(site.link(key))
        await expect(page.locator("#practise")).to_have_text("Try 2 pairs first")
        await looked_at(asa, "welcome-practice")
        await page.click("#practise")
        await asa.progress("Practice 1 of 2")
        await page.keyboard.press("u")
        await page.keyboard.press("f")
        await page.keyboard.press("ArrowLeft")
        await expect(page.locator("#status")).to_have_text("As expected. It has a reason.")
        await asa.focused("try-on")
        await page.keyboard.press("ArrowRight")
        await looked_at(asa, "practice")
        await page.keyboard.press("Enter")
        await asa.progress("Practice 2 of 2")
        await page.keyboard.press("ArrowLeft")
        await expect(page.locator("#status")).to_have_text("The expected answer was: Right better.")
        await page.keyboard.press("Enter")
        await asa.progress("0 of 3 done")
        assert "Essay" in (await asa.texts())[0]
        async with house.database("judging").session() as sql:
            states = await sql.fetch("select distinct state from pair")
        assert [row["state"] for row in states] == ["out"]
    assert asa.wrong == []
