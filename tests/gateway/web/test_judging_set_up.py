"""Judging is set up in a minute: good answers stand there, and what is typed stays."""

from collections.abc import Callable

import httpx
import pytest
from tests.gateway.web.judged import (
    AT,
    FORM,
    essays_in,
)

from huleedu.wiring.program import House

Browser = Callable[..., httpx.AsyncClient]


@pytest.fixture
async def karin(house: House, browser: Browser) -> httpx.AsyncClient:
    """Karin, with six essays that can be judged."""
    await essays_in(house, range(1, 7))
    return browser("karin")


async def test_the_form_has_good_answers_and_says_what_they_mean(karin: httpx.AsyncClient) -> None:
    page = (await karin.get(AT)).text
    assert "6 essays are ready to be judged" in page
    assert 'value="10"' in page
    assert 'value="3" checked' in page
    assert "That is 15 judgements, of about 3 min each." in page
    assert "essay 1.txt</option>" in page


async def test_what_is_typed_is_kept_and_told_what_it_means(karin: httpx.AsyncClient) -> None:
    said = await karin.post(f"{AT}/draft", data={**FORM, "practice_why": "well"})
    saved, means = said.text.split("\n")
    assert saved.startswith("saved ")
    assert means == (
        "That is 12 judgements, of about 3 min each. 2 judges make 6 each: about 20 min for each."
    )
    page = (await karin.get(AT)).text
    assert "Maja Ek</textarea>" in page
    assert means in page


async def test_too_few_essays_are_said(house: House, browser: Browser) -> None:
    await essays_in(house, [1])
    page = (await browser("karin").get(AT)).text
    assert "1 essay is in: two are needed to judge" in page
    assert "Open judging" not in page
