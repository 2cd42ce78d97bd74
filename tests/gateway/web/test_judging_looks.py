"""What judges look at again stands on the judging page: how far it is, and an end to it."""

import re
from collections.abc import Callable
from uuid import uuid4

import httpx
import pytest
from tests.gateway.web.conftest import KARIN
from tests.gateway.web.judged import AT, BATCH, essay, essays_in, judged, opened
from tests.gateway.web.test_events import reading

from huleedu.contracts.judging import Kind
from huleedu.gateway.web.pages import Web
from huleedu.services.judging.api import look_again
from huleedu.services.judging.api.judgings import Judgings
from huleedu.wiring.program import House

Browser = Callable[..., httpx.AsyncClient]


@pytest.fixture
async def karin(house: House, browser: Browser) -> httpx.AsyncClient:
    """Karin, whose six essays are judged; Ali has seen all of them."""
    await essays_in(house, range(1, 7))
    karin = browser("karin")
    await opened(karin)
    await judged(house, "Ali Berg", 6)
    return karin


async def asked_for(house: House, number: int, more: int) -> None:
    by = (KARIN.person, "Karin Lind")
    database = house.database("judging")
    await look_again.ask(database, BATCH, essay(number), more, by, house.clock(), once=uuid4())


async def test_it_tells_how_far_it_is_and_who_can_judge_it(
    karin: httpx.AsyncClient, house: House
) -> None:
    assert "Looked at again" not in (await karin.get(AT)).text
    await asked_for(house, 1, 2)
    page = (await karin.get(AT)).text
    assert "essay 1.txt</bdi></a> 0 of 2 more judgements have come" in page
    assert "asked for by Karin Lind" in page
    assert "can give them: Maja Ek" in page
    await judged(house, "Maja Ek", 1)
    page = (await karin.get(AT)).text
    assert "1 of 2 more judgements have come" in page
    await judged(house, "Maja Ek", 1)
    assert "Looked at again" not in (await karin.get(AT)).text, "it is over"


async def test_nobody_who_can_judge_it_is_said(karin: httpx.AsyncClient, house: House) -> None:
    await Judgings(house.database("judging"), house.clock).revoke(BATCH, "Maja Ek")
    await asked_for(house, 1, 2)
    page = (await karin.get(AT)).text
    assert "Nobody who judges here may give them" in page
    judgings = Judgings(house.database("judging"), house.clock)
    await judgings.enrol(BATCH, "Cia Dal", Kind.PERSON)
    assert "can give them: Cia Dal" in (await karin.get(AT)).text


async def test_it_is_withdrawn_there_and_told_live(
    karin: httpx.AsyncClient, house: House, web: Web
) -> None:
    page = (await karin.get(AT)).text
    [revision] = re.findall(r"events\?after=(\d+)&amp;page=judging", page)
    async with reading(web, f"{revision}&page=judging", "karin", batch=BATCH) as reader:
        await reader.until(": still here")
        await asked_for(house, 2, 3)
        await reader.until("0 of 3 more judgements")
        page = (await karin.get(AT)).text
        [withdraw] = re.findall(rf'action="({AT}/looks/[^"]+)"', page)
        answer = await karin.post(withdraw)
        assert answer.headers["location"] == AT
        await reader.until('<section id="judging-looks"></section>')
    assert "Looked at again" not in (await karin.get(AT)).text
    assert (await karin.post(f"{AT}/looks/nothing/withdraw")).status_code == 404
