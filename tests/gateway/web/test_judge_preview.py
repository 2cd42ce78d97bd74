"""Who may see a batch sees judging as its judges do; nothing is handed out, and nothing counts."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import httpx
from playwright.async_api import expect
from starlette.requests import Request
from tests.gateway.web.conftest import KARIN, SCHOOL
from tests.gateway.web.judging_site import browser as browsing
from tests.gateway.web.judging_site import judge_in, site_of
from tests.services.results.hearing import BATCH, REGISTERED, hear

from huleedu.gateway.web.pages import SignedIn
from huleedu.wiring.program import House

Browser = Callable[..., httpx.AsyncClient]
AT = f"/batches/{BATCH}/judging/preview"
ESSAY = """
insert into essay (batch, id, school, slot, name, text, pupil) values ($1, $2, $3, $4, $5, $6, $7)
"""


async def essays(house: House, count: int) -> None:
    """Essays of Karin's batch as judging knows them before it is opened."""
    await house.start(["judging", "results"])
    await hear(house.database("results"), REGISTERED)
    texts = [f"Anna Åberg, 9B\n\nEssay {n} tells of the sea.".encode() for n in range(count)]
    addresses = await house.contents.keep(texts)
    async with house.database("judging").session() as sql:
        for n, address in enumerate(addresses):
            row = (BATCH, UUID(int=n + 1), SCHOOL, n, f"{n}.docx", address, "Anna Åberg")
            await sql.execute(ESSAY, *row)


async def test_pairs_come_without_names_and_nothing_is_handed_out(
    browser: Browser, house: House
) -> None:
    await essays(house, 4)
    client = browser("eva")
    begun = (await client.get(f"{AT}/session")).json()
    assert (begun["judge"], begun["essays"], begun["decided"]) == ("Karin Lind", 4, 0)
    shown = [(await client.get(f"{AT}/next?turn={turn}")).json() for turn in range(6)]
    assert len({(each["first"], each["second"]) for each in shown}) > 1
    for each in shown:
        assert each["type"] == "pair_to_judge"
        assert each["first"] != each["second"]
        assert "tells of the sea" in each["first"]
        assert "Åberg" not in each["first"] + each["second"]
    again = (await client.get(f"{AT}/next?turn=3")).json()
    assert again["first"] == shown[3]["first"]
    for odd in ("", "?turn=", "?turn=-1", "?turn=x", "?turn=99999999999999999999"):
        assert (await client.get(f"{AT}/next{odd}")).status_code == 200
    async with house.database("judging").session() as sql:
        assert await sql.fetchval("select count(*) from pair") == 0


async def test_one_essay_is_no_pair(browser: Browser, house: House) -> None:
    await essays(house, 1)
    assert (await browser("eva").get(f"{AT}/next?turn=1")).json() == {"type": "no_pair_left"}


async def test_the_page_works_like_a_judges_and_says_that_nothing_counts(house: House) -> None:
    await essays(house, 4)

    async def who(_request: Request) -> SignedIn:
        return replace(KARIN, rights=frozenset({"administrator"}))

    async with site_of(house, who) as site, browsing() as chromium:
        karin = await judge_in(chromium)
        page = karin.page
        await page.goto(f"http://localhost:{site.port}{AT}")
        await page.click("#begin")
        await expect(page.locator("aside")).to_contain_text("Nothing that you answer here counts")
        await karin.ready()
        await karin.ahead()
        first = await karin.texts()
        await page.keyboard.press("ArrowLeft")
        await karin.progress("1 of 20 done")
        await karin.ahead()
        await page.keyboard.press("u")
        await karin.progress("0 of 20 done")
        assert await karin.texts() == first
        await page.keyboard.press("f")
        await expect(page.locator("#why")).to_be_visible()
        assert karin.wrong == []
    async with house.database("judging").session() as sql:
        assert await sql.fetchval("select count(*) from pair") == 0
