"""One essay, and essays to talk about, in a real browser: by keyboard, by touch, and live."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace

from playwright.async_api import BrowserContext, Page, expect
from tests.gateway.web.conftest import KARIN
from tests.gateway.web.judged_batch import ANNA, BATCH, BERTIL, CECILIA, judged_batch
from tests.gateway.web.listening import listening
from tests.gateway.web.test_in_a_browser import browsing, objections

from huleedu.gateway.web.pages import SignedIn
from huleedu.services.results.api.talk import Speaker, put
from huleedu.wiring.program import House
from huleedu.wiring.web import web_of

ESSAY, TALK = f"/batches/{BATCH}/essays/{BERTIL}", f"/batches/{BATCH}/talk"


@asynccontextmanager
async def opened(house: House) -> AsyncGenerator[tuple[str, BrowserContext]]:
    """The pages of Karin's judged batch: their address, and her browser; nothing may go wrong."""
    await judged_batch(house)
    await house.start(["gateway"])

    async def who(_request: object) -> SignedIn:
        return KARIN

    wrong: list[str] = []
    async with listening(replace(web_of(house, "en"), who=who)) as home, browsing() as context:
        context.on("weberror", lambda error: wrong.append(str(error.error)))
        context.on(
            "console",
            lambda told: wrong.append(told.text) if told.type == "error" else None,
        )
        yield home, context
    assert wrong == []


async def focused(page: Page, what: str) -> None:
    """Until what has this id has the focus."""
    await expect(page.locator(f"#{what}")).to_be_focused()


async def done(page: Page) -> None:
    """Until it is said that it was done, and the page hears keys again."""
    await page.wait_for_selector("#done")
    await page.wait_for_load_state()


async def undo(page: Page) -> None:
    """By its key, until the page that comes of it hears keys."""
    async with page.expect_navigation():
        await page.keyboard.press("u")


async def test_an_essay_by_keyboard(house: House) -> None:
    async with opened(house) as (home, context):
        page = await context.new_page()
        await page.goto(home + ESSAY)
        await page.keyboard.press("j")
        await page.wait_for_url(f"**/essays/{CECILIA}")
        await page.keyboard.press("k")
        await page.wait_for_url(f"**/essays/{BERTIL}")
        await page.keyboard.press("d")
        await focused(page, "grade")
        await page.select_option("#grade", "B")
        await page.fill("#reason", "later")
        await page.keyboard.press("Enter")
        await done(page)
        assert await page.inner_text("#essay-decided .grade") == "B"
        await page.locator("#main").focus()
        await undo(page)
        await page.wait_for_selector("#essay-decided .grade", state="detached")
        await page.keyboard.press("t")
        await page.wait_for_url(f"**/talk#essay-{BERTIL}")
        await page.goto(f"{home}/batches/{BATCH}/essays/{ANNA}")
        await page.keyboard.press("t")
        await page.fill("#line", "Her parents ask")
        await page.keyboard.press("Enter")
        await done(page)
        assert "Her parents ask" in await page.inner_text("#essay-place")
        assert await page.get_attribute('[data-key="e"]', "href") == (
            f"/batches/{BATCH}/feedback?essay={ANNA}"
        )


async def test_a_word_is_allowed_from_its_place_and_that_is_undone(house: House) -> None:
    async with opened(house) as (home, context):
        page = await context.new_page()
        await page.goto(home + ESSAY)
        await page.locator("button.misspelt", has_text="Wroxham").focus()
        await page.keyboard.press("Enter")
        pop = page.locator("[popover]:popover-open")
        await expect(pop).to_contain_text("In every text of this batch")
        assert await objections(page) == []
        await page.keyboard.press("Escape")
        await expect(pop).to_have_count(0)
        await page.locator("button.misspelt", has_text="Wroxham").click()
        await pop.locator("text=Not a misspelling").click()
        await done(page)
        assert await page.locator("button.misspelt", has_text="Wroxham").count() == 0
        await undo(page)
        await page.wait_for_selector("button.misspelt:has-text('Wroxham')")


async def test_a_note_is_kept_while_one_types_and_what_changes_takes_nothing(house: House) -> None:
    async with opened(house) as (home, context):
        page = await context.new_page()
        await page.goto(home + ESSAY)
        await page.fill("#note", "Ask her about the")
        await expect(page.locator("form[data-draft] [role=status]")).to_contain_text("saved")
        await page.fill("#reason", "half a reason")
        other = await context.new_page()
        await other.goto(home + ESSAY)
        assert await other.input_value("#note") == "Ask her about the"
        await other.locator("button.misspelt", has_text="Wroxham").click()
        await other.locator("[popover]:popover-open >> text=Not a misspelling").click()
        await done(other)
        await page.wait_for_selector("button.misspelt:has-text('Wroxham')", state="detached")
        assert await page.input_value("#note") == "Ask her about the"
        assert await page.input_value("#reason") == "half a reason"
        await focused(page, "reason")


async def test_a_meeting_by_keyboard_while_a_colleague_works_too(house: House) -> None:
    async with opened(house) as (home, context):
        database, by = house.database("results"), Speaker(None, "Ali Berg")
        await put(database, BATCH, ANNA, by, "", house.clock())
        page = await context.new_page()
        await page.goto(home + TALK)
        await page.keyboard.press("j")
        await expect(page.locator("a:focus")).to_have_text("Anna Åberg")
        await page.keyboard.press("k")
        await expect(page.locator("a:focus")).to_have_text("Bertil Öberg")
        await page.keyboard.press("o")
        await focused(page, f"outcome-{BERTIL}")
        await page.select_option(f"#outcome-{BERTIL}", "stays")
        await page.fill(f"#line-{BERTIL}", "As it is")
        await put(database, BATCH, CECILIA, by, "", house.clock())
        await expect(page.locator("#talk-news")).to_contain_text("The list has changed")
        assert await page.inner_text("h1") == "3 essays to talk about"
        assert await page.input_value(f"#line-{BERTIL}") == "As it is"
        await focused(page, f"line-{BERTIL}")
        await page.keyboard.press("Enter")
        await done(page)
        assert await page.inner_text("h1") == "2 essays to talk about"
        await undo(page)
        await page.wait_for_selector(f"#outcome-{BERTIL}")
        assert await page.inner_text("h1") == "3 essays to talk about"


async def test_every_state_is_for_everybody_in_both_themes_and_on_a_phone(house: House) -> None:
    async with opened(house) as (home, context):
        page = await context.new_page()
        for theme in ("light", "dark"):
            await page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            for path in (ESSAY, TALK, f"{TALK}/print", f"/batches/{BATCH}/essays/{ANNA}"):
                await page.goto(home + path)
                for details in await page.locator("main details").all():
                    await details.evaluate("each => { each.open = true; }")
                assert await objections(page) == [], (theme, path)
        await page.set_viewport_size({"width": 320, "height": 700})
        for path in (ESSAY, TALK, f"{TALK}/print"):
            await page.goto(home + path)
            wide = await page.evaluate("document.documentElement.scrollWidth")
            assert wide <= 320, path
        await page.goto(home + TALK)
        await page.select_option(f"#outcome-{BERTIL}", "look_again")
        await expect(page.locator(f"#more-{BERTIL}")).to_be_visible()
        await page.select_option(f"#outcome-{BERTIL}", "text")
        await expect(page.locator(f"#more-{BERTIL}")).to_be_hidden()
        await page.locator(f"#essay-{BERTIL} form button").click()
        await page.wait_for_selector(".empty")
        assert await objections(page) == []
