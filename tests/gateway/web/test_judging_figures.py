"""How judging stands is told as it is, and told anew when it is otherwise."""

import re
from collections.abc import Callable

import httpx
import pytest
from tests.gateway.web.judged import (
    AT,
    BATCH,
    essays_in,
    judged,
    opened,
)
from tests.gateway.web.test_events import reading

from huleedu.gateway.web.pages import Web
from huleedu.wiring.program import House

Browser = Callable[..., httpx.AsyncClient]


@pytest.fixture
async def karin(house: House, browser: Browser) -> httpx.AsyncClient:
    """Karin, with six essays that can be judged."""
    await essays_in(house, range(1, 7))
    return browser("karin")


async def test_the_open_page_tells_how_far_and_who(karin: httpx.AsyncClient, house: House) -> None:
    await opened(karin)
    await judged(house, "Ali Berg", 2)
    page = (await karin.get(AT)).text
    assert "2 of 12 judgements" in page
    assert '<td class="n">2 of 6</td>' in page
    assert "30 s" in page
    assert "100\u00a0%" in page
    assert "not opened" in page


async def test_nobody_has_begun_after_two_days(
    karin: httpx.AsyncClient, house: House, web: Web
) -> None:
    await opened(karin)
    assert "Nobody has begun" not in (await karin.get(AT)).text
    async with house.database("judging").session() as sql:
        await sql.execute("update judging set opened_at = opened_at - interval '49 hours'")
    page = (await karin.get(AT)).text
    assert "Nobody has begun, and two days have passed." in page
    assert "The essays of “A challenge” wait for you" in page


async def test_the_figures_are_told_whole_as_they_change_and_only_then(
    karin: httpx.AsyncClient, house: House, web: Web
) -> None:
    await opened(karin)
    page = (await karin.get(AT)).text
    [revision] = re.findall(r"events\?after=(\d+)&amp;page=judging", page)
    async with reading(web, f"{revision}&page=judging", "karin", batch=BATCH) as reader:
        await reader.until(": still here")
        assert "id: " not in reader.text, "the page shows that already"
        await judged(house, "Ali Berg", 1)
        await reader.until("1 of 12 judgements")
    assert 'hx-target="#judging-figures"' in reader.text
    told = re.findall(r"id: (\d+)", reader.text)
    assert revision not in told
    [now] = re.findall(r"events\?after=(\d+)&amp;page=judging", (await karin.get(AT)).text)
    assert told[-1] == now, "whoever comes back with it is told nothing"
