"""Links are told once, to copy, to scan, and to send."""

import re
from collections.abc import Callable

import httpx
import pytest
from tests.gateway.web.judged import (
    AT,
    BATCH,
    FORM,
    essays_in,
    keys,
    overview,
)

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.services.judging.api.desk import Enrolment, KeyHolder
from huleedu.wiring.judging import desk_of
from huleedu.wiring.program import House

Browser = Callable[..., httpx.AsyncClient]


@pytest.fixture
async def karin(house: House, browser: Browser) -> httpx.AsyncClient:
    """Karin, with six essays that can be judged."""
    await essays_in(house, range(1, 7))
    return browser("karin")


async def test_open_judging_tells_each_link_once_and_shares_the_work(
    karin: httpx.AsyncClient, house: House
) -> None:
    first = await karin.post(f"{AT}/open", data=FORM)
    assert "Hand out these 2 links now" in first.text
    assert first.text.count("<svg") == 2, "each can be scanned"
    assert "mailto:ali%40ek.example?subject=" in first.text
    for name, email, key in zip(
        ("Ali Berg", "Maja Ek"), ("ali@ek.example", ""), keys(first.text), strict=True
    ):
        assert re.search(rf"{name}\t{email}\thttps?://[^\s<]+/judge#{re.escape(key)}", first.text)
    found = await overview(house)
    assert [(one.name, one.email, one.quota) for one in found.judges] == [
        ("Ali Berg", "ali@ek.example", 6),
        ("Maja Ek", "", 6),
    ]
    assert (found.rules.steps, found.rules.judgements, found.asked_by) == (3, 12, "Karin Lind")
    desk = desk_of(house)
    whose = [await desk.whose(key) for key in keys(first.text)]
    assert whose == [
        KeyHolder(Enrolment(BATCH, "Ali Berg"), OWN_SCHOOL),
        KeyHolder(Enrolment(BATCH, "Maja Ek"), OWN_SCHOOL),
    ]
    again = await karin.post(f"{AT}/open", data=FORM)
    assert again.headers["location"] == AT, "nobody new, and no link can be shown again"
    assert "/judge#" not in (await karin.get(AT)).text
