"""A pupil sees what was given to them by their link, and nothing of anybody else."""

import re
from collections.abc import Callable
from uuid import UUID

import httpx
import pytest
from playwright.async_api import expect
from tests.gateway.feedback.a_class import a_class
from tests.gateway.web.test_feedback import AT, sends
from tests.gateway.web.test_feedback_giving import essays, karin, person
from tests.gateway.web.test_feedback_in_a_browser import page_of_karin
from tests.gateway.web.test_feedback_links import all_given, allow, links_made
from tests.gateway.web.test_in_a_browser import objections

from huleedu.gateway.web.pages import Web
from huleedu.kit.alphabet import alphabetical
from huleedu.wiring.program import House

__all__ = ["essays", "karin", "person"]

Browser = Callable[..., httpx.AsyncClient]
NAMES = [f"{given}{n} Sur{n}name" for n, given in enumerate(("Abbe", "Bosse", "Cilla") * 10)]


@pytest.fixture
def pupil(browser: Browser) -> httpx.AsyncClient:
    return browser()


def key_of(link: str) -> str:
    return link.partition("#")[2]


async def comes(pupil: httpx.AsyncClient, link: str) -> httpx.Response:
    """The pupil comes by the link, as the page's script does it."""
    came = await pupil.post("/mine", data={"key": key_of(link)})
    assert came.status_code == 303, came.text
    assert came.headers["location"] == "/mine"
    return await pupil.get("/mine")


async def test_a_pupil_sees_their_own_of_thirty_and_not_a_word_of_others(
    house: House, browser: Browser, person: UUID
) -> None:
    await allow(house)
    essays = await a_class(house, person, NAMES)
    karin = browser("karin")
    for essay, name in zip(essays, NAMES, strict=True):
        await sends(karin, essay, f"Secret for {name.split()[0]}.", do="ready")
    await karin.post(f"{AT}/give")
    links = await links_made(house, karin)
    assert len(links) == len(NAMES)
    in_order = sorted(NAMES, key=alphabetical)
    for at in (0, 13, 29):
        pupil = browser()
        page = (await comes(pupil, links[at])).text
        assert f"Secret for {in_order[at].split()[0]}." in page
        told = page + str((await pupil.get("/mine/pdf")).headers)
        found = {name for name in NAMES if any(re.search(rf"\b{p}\b", told) for p in name.split())}
        assert found == {in_order[at]}
        for path in (AT, f"{AT}/print", "/"):
            assert (await pupil.get(path)).status_code == 303, "to sign in"


async def test_the_key_is_exchanged_for_a_cookie_of_its_own(
    karin: httpx.AsyncClient, essays: list[UUID], house: House, pupil: httpx.AsyncClient
) -> None:
    await allow(house)
    await all_given(karin, essays)
    link = (await links_made(house, karin))[0]
    came = await pupil.post("/mine", data={"key": link})
    [cookie] = came.headers.get_list("set-cookie")
    assert "HttpOnly" in cookie
    assert key_of(link) not in cookie, "the cookie is no key"
    page = await pupil.get("/mine")
    assert "Anna Åberg, this is your feedback" in page.text
    assert key_of(link) not in page.text
    assert page.headers["cache-control"] == "no-store"
    made = await pupil.get("/mine/pdf")
    assert made.content.startswith(b"%PDF-")
    assert "Anna%20%C3%85berg.pdf" in made.headers["content-disposition"]
    await pupil.post("/mine/leave")
    assert "Open your feedback by the link" in (await pupil.get("/mine")).text
    assert (await pupil.get("/mine/pdf")).status_code == 404


async def test_what_is_taken_back_ended_or_not_allowed_is_not_shown(
    karin: httpx.AsyncClient, essays: list[UUID], house: House, pupil: httpx.AsyncClient
) -> None:
    await allow(house)
    await all_given(karin, essays)
    link = (await links_made(house, karin))[0]
    assert "Dear Anna" in (await comes(pupil, link)).text
    await allow(house, links=False)
    assert (await pupil.get("/mine")).status_code == 404
    await allow(house)
    await karin.post(f"{AT}/withdraw", data={"essay": str(essays[0])})
    page = await pupil.get("/mine")
    assert "Your teacher has taken the feedback back" in page.text
    assert "Dear Anna" not in page.text
    await sends(karin, essays[0], "Better, Anna.", do="ready")
    await karin.post(f"{AT}/give")
    assert "Better, Anna." in (await pupil.get("/mine")).text
    await karin.post(f"{AT}/links/end")
    gone = await pupil.get("/mine")
    assert gone.status_code == 404
    assert "This link opens nothing" in gone.text
    assert (await pupil.post("/mine", data={"key": key_of(link)})).status_code == 404


async def test_who_comes_with_nothing_is_told_what_to_do(pupil: httpx.AsyncClient) -> None:
    page = await pupil.get("/mine")
    assert page.status_code == 200
    assert "paste it here" in page.text
    for wrong in ("", "x", "x" * 3_000):
        assert (await pupil.post("/mine", data={"key": wrong})).status_code == 404


async def test_in_a_browser_the_key_leaves_the_address_bar(
    karin: httpx.AsyncClient, essays: list[UUID], house: House, web: Web
) -> None:
    await allow(house)
    await all_given(karin, essays)
    first, second, _ = await links_made(house, karin)
    async with page_of_karin(web) as (page, home):
        await page.context.clear_cookies()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        for link, name in ((first, "Anna Åberg"), (second, "Bo Lo")):
            await page.goto(f"{home}/mine#{key_of(link)}")
            await expect(page.locator("h1")).to_have_text(f"{name}, this is your feedback")
            assert page.url == f"{home}/mine"
            assert await objections(page) == []
        assert not any(key_of(first) in url or key_of(second) in url for url in asked)
        assert not any(not url.startswith(home) for url in asked)
        await page.set_viewport_size({"width": 320, "height": 640})
        wider = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0
