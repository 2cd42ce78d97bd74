"""The page of results in a browser: by keys, by pointer, without scripts, by two at once."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Literal
from uuid import UUID, uuid4

import httpx
import pytest
from playwright.async_api import Browser, Page, async_playwright, expect
from tests.gateway.web.conftest import KARIN
from tests.gateway.web.listening import listening
from tests.gateway.web.results.judged_class import (
    BATCH,
    Sort,
    essay_of,
    judged,
    rank_again,
    ranking_of,
    viewer,
)
from tests.gateway.web.test_in_a_browser import CHROMIUM, objections
from tests.gateway.web.test_upload_page import SLOWLY_MS
from tests.services.results.hearing import hear

from huleedu.contracts.batches import BatchShared
from huleedu.gateway.web.pages import SignedIn, Web
from huleedu.services.results.api import grades
from huleedu.services.results.api.grades import DecidedGrade
from huleedu.wiring.program import House

AT = f"/batches/{BATCH}/results"
LIKELIEST = {UUID(each.essay): each.known_grade or each.grade for each in ranking_of().essays}
FIRST = UUID(min(ranking_of().essays, key=lambda each: each.place).essay)
CERTAIN = next(UUID(e.essay) for e in ranking_of().essays if not e.borderline)


@pytest.fixture
async def site(web: Web, house: House, signed_in: dict[str, SignedIn]) -> AsyncIterator[str]:
    """The pages, served; Ali works on Karin's batch, too."""
    await judged(house)
    signed_in["ali"] = replace(KARIN, person=uuid4(), name="Ali Berg")
    share = BatchShared(batch=BATCH, person=signed_in["ali"].person, may="work")
    await hear(house.database("results"), share)
    async with listening(web) as address:
        yield address


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        yield await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])


@asynccontextmanager
async def visiting(
    chromium: Browser,
    site: str,
    who: str = "karin",
    *,
    at: str = AT,
    width: int = 1280,
    scheme: Literal["light", "dark"] = "light",
    locale: str = "en-GB",
    scripts: bool = True,
) -> AsyncGenerator[Page]:
    """A page of somebody's, whose console must stay silent."""
    noise: list[str] = []
    context = await chromium.new_context(
        locale=locale,
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
        java_script_enabled=scripts,
    )
    await context.add_cookies([{"name": "who", "value": who, "url": site}])
    page = await context.new_page()
    page.set_default_timeout(SLOWLY_MS)
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.on("console", lambda message: noise.append(message.text))
    await page.goto(f"{site}{at}")
    yield page
    await context.close()
    assert [told for told in noise if "422" not in told] == []


async def decided(house: House) -> dict[UUID, DecidedGrade]:
    return await grades.decided(house.viewers("results").of(viewer()), BATCH, KARIN.school)


async def test_by_keys_alone_from_the_first_row_to_a_grade_with_its_reason(
    chromium: Browser, site: str, house: House
) -> None:
    async with visiting(chromium, site) as page:
        await page.keyboard.press("ArrowDown")
        row = page.locator(f"#e-{FIRST}")
        await expect(row.locator("th a")).to_be_focused()
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("ArrowUp")
        await expect(row.locator("th a")).to_be_focused()
        await page.keyboard.press("d")
        select = page.locator(f"#g-{FIRST}")
        await expect(select).to_be_focused()
        await page.keyboard.press("D")  # the first option that begins so
        await expect(select).to_have_value("D")
        assert await decided(house) == {}, "nothing is decided while somebody chooses by keys"
        await page.keyboard.press("Enter")
        reason = page.locator(f"#r-{FIRST}")
        await expect(reason).to_be_focused(timeout=SLOWLY_MS)
        await expect(row).to_contain_text(f"The likeliest is {LIKELIEST[FIRST]}. Why D?")
        await page.keyboard.type("off the task")
        await page.keyboard.press("Enter")
        await expect(row).to_contain_text("off the task", timeout=SLOWLY_MS)
        await expect(row).to_contain_text("Karin Lind")
        told = (await decided(house))[FIRST]
        assert (told.grade, told.reason) == ("D", "off the task")
        await page.keyboard.press("?")
        await expect(page.locator("#keys dl")).to_contain_text("Decided grade")
        await page.keyboard.press("Escape")
        await row.locator("th a").focus()
        assert (await row.locator("th a").get_attribute("href")) == (
            f"/batches/{BATCH}/essays/{FIRST}"
        )


async def test_a_grade_that_is_chosen_with_a_pointer_is_decided_at_once_and_undone(
    chromium: Browser, site: str, house: House
) -> None:
    async with visiting(chromium, site) as page:
        await page.locator(f"#g-{CERTAIN}").select_option(LIKELIEST[CERTAIN])
        cell = page.locator(f"#grade-{CERTAIN}")
        await expect(cell).to_contain_text("Karin Lind", timeout=SLOWLY_MS)
        await expect(page.locator("#results-deciding")).to_contain_text(
            "1 of 30 grades is decided", timeout=SLOWLY_MS
        )
        await expect(page.locator("#live")).to_have_text(
            "1 of 30 grades is decided.", timeout=SLOWLY_MS
        )
        assert {e: d.grade for e, d in (await decided(house)).items()} == {
            CERTAIN: LIKELIEST[CERTAIN]
        }
        await cell.get_by_role("button", name="Undo").click()
        await expect(cell).to_have_attribute("data-asks", "nothing")
        await expect(page.locator(f"#g-{CERTAIN}")).to_have_value("", timeout=SLOWLY_MS)
        assert await decided(house) == {}


async def test_of_two_teachers_each_sees_the_other_and_nothing_chosen_is_lost(
    chromium: Browser, site: str, house: House, browser: Callable[..., httpx.AsyncClient]
) -> None:
    ali = browser("ali", **{"sec-fetch-site": "same-origin"})
    async with visiting(chromium, site) as page:
        other = essay_of(5)
        await page.locator(f"#g-{CERTAIN}").focus()
        await page.keyboard.press("D")
        for essay, grade in ((CERTAIN, LIKELIEST[CERTAIN]), (other, LIKELIEST[other])):
            told = await ali.post(
                f"/batches/{BATCH}/grades/{essay}", data={"grade": grade, "reason": "x"}
            )
            assert told.status_code == 303
        await expect(page.locator(f"#grade-{other}")).to_contain_text("Ali Berg", timeout=SLOWLY_MS)
        await expect(page.locator(f"#g-{CERTAIN}")).to_have_value("D")  # it is not taken away
        await expect(page.locator(f"#g-{CERTAIN}")).to_be_focused()
        await page.keyboard.press("Enter")
        cell = page.locator(f"#grade-{CERTAIN}")
        await expect(cell).to_contain_text(
            f"Ali Berg changed this to {LIKELIEST[CERTAIN]},", timeout=SLOWLY_MS
        )
        await expect(cell).to_contain_text("Yours: D.")
        assert (await decided(house))[CERTAIN].by_name == "Ali Berg"
        await cell.get_by_role("link", name="Keep theirs").click()
        await expect(page.locator(f"#g-{CERTAIN}")).to_have_value(
            LIKELIEST[CERTAIN], timeout=SLOWLY_MS
        )
        assert len(await decided(house)) == 2


async def test_news_are_told_and_no_row_moves_until_they_are_asked_for(
    chromium: Browser, site: str, house: House
) -> None:
    async with visiting(chromium, site) as page:
        names = await page.locator("tbody[data-rows] th, .results tbody th").all_inner_texts()
        await page.locator(f"#e-{FIRST} th a").focus()
        await rank_again(house, ranking_of("judged", 30, seed=9), 2)
        news = page.locator("#results-news")
        await expect(news).to_contain_text("1 new judgement has come.", timeout=SLOWLY_MS)
        assert await page.locator(".results tbody th").all_inner_texts() == names
        await expect(page.locator(f"#e-{FIRST} th a")).to_be_focused()
        await news.get_by_role("link").click()
        await expect(page.locator("#results-news")).to_have_text("", timeout=SLOWLY_MS)
        assert await page.locator(".results tbody th").all_inner_texts() != names


async def test_without_scripts_rows_are_sorted_filtered_decided_and_undone(
    chromium: Browser, site: str, house: House
) -> None:
    async with visiting(chromium, site, scripts=False) as page:
        await page.get_by_role("link", name="Essay", exact=True).click()
        await page.wait_for_load_state()
        names = await page.locator(".results tbody th").all_inner_texts()
        assert names == sorted(names, key=str.casefold)
        await page.get_by_role("link", name="Borderline 20").click()
        await expect(page.locator(".results tbody tr")).to_have_count(20)
        await page.get_by_role("link", name="All 30").click()
        await page.locator(f"#g-{CERTAIN}").select_option("D")
        await page.locator(f"#grade-{CERTAIN} button[data-decide]").click()
        await expect(page).to_have_title("Error: 30 essays ranked, 20 are borderline · HuleEdu")
        await page.locator(f"#r-{CERTAIN}").fill("the end")
        await page.locator(f"#grade-{CERTAIN} button[data-decide]").click()
        assert (await decided(house))[CERTAIN].reason == "the end"
        await page.locator("#done").get_by_role("button", name="Undo").click()
        assert await decided(house) == {}
        await page.get_by_role("link", name="Decide all clear ones (7)").click()
        await page.get_by_role("button", name="Decide the ticked grades").click()
        assert len(await decided(house)) == 7
        await page.locator("#done").get_by_role("button", name="Undo").click()
        assert await decided(house) == {}


@pytest.mark.parametrize("kind", ["judged", "without_anchors", "counted", "few", None])
async def test_nothing_stands_in_anybodys_way_in_any_state_and_theme(
    chromium: Browser, web: Web, house: House, kind: Sort | None
) -> None:
    await judged(house, kind)
    cell = f"/batches/{BATCH}/grades/{CERTAIN}"
    looks: tuple[tuple[Literal["light", "dark"], int, str], ...] = (
        ("light", 1280, "en-GB"),
        ("dark", 320, "sv-SE"),
    )
    async with listening(web) as site:
        for scheme, width, locale in looks:
            async with visiting(chromium, site, width=width, scheme=scheme, locale=locale) as page:
                assert await objections(page) == []
                if kind == "judged":
                    await page.locator(f"#g-{CERTAIN}").select_option("D")
                    await expect(page.locator(f"#r-{CERTAIN}")).to_be_focused(timeout=SLOWLY_MS)
                    assert await objections(page) == [], cell
                    await page.goto(f"{site}{AT}/clear")
                    assert await objections(page) == []
                wide = await page.evaluate("document.documentElement.scrollWidth")
                assert wide <= width, "the page never scrolls sideways"
