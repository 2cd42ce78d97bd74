"""An essay is kept as an anchor from its page, used in another class, and dropped again."""

from base64 import urlsafe_b64decode
from collections.abc import Callable
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest
from tests.gateway.web.judged import AT, BATCH, essay, essays_in
from tests.gateway.web.judged_batch import BATCH as FIRST
from tests.gateway.web.judged_batch import BERTIL, judged_batch

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.services.judging.api.library import anchors_of
from huleedu.wiring.judging import judgings_of
from huleedu.wiring.program import House

PAGE = f"/batches/{FIRST}/essays/{BERTIL}"
SAME_TEXT = """
update script set text = (select text from essay where batch = $1 and id = $2) where essay = $3
"""


def done(answer: httpx.Response) -> Any:
    assert answer.status_code == 303, answer.text
    return msgspec.json.decode(urlsafe_b64decode(answer.cookies["done"]))


@pytest.fixture
async def karin(house: House, browser: Callable[..., httpx.AsyncClient]) -> httpx.AsyncClient:
    """Karin, with a class that is judged, and another that is to be."""
    await judged_batch(house)
    await essays_in(house, range(1, 7))
    return browser("karin")


async def test_an_essay_is_kept_and_dropped_again(karin: httpx.AsyncClient, house: House) -> None:
    assert "Keep as an anchor" in (await karin.get(PAGE)).text
    assert done(await karin.post(f"{PAGE}/anchor", data={"name": " "}))["code"] == "anchor_no_name"
    await karin.post(f"{PAGE}/grade", data={"grade": "B", "seen": "0", "reason": "clear"})
    told = done(await karin.post(f"{PAGE}/anchor", data={"name": "A  walk"}))
    assert (told["code"], told["facts"]["name"]) == ("anchor_kept_graded", "A walk")
    [kept] = await anchors_of(house.database("judging"), OWN_SCHOOL)
    assert (kept.name, kept.grade, kept.by_name) == ("A walk", "B", "Karin Lind")
    answer = await karin.post(told["undo"]["action"])
    assert done(answer)["code"] == "anchor_removed"
    assert await anchors_of(house.database("judging"), OWN_SCHOOL) == []
    assert (await karin.post(told["undo"]["action"])).status_code == 404


async def test_an_anchor_is_offered_where_its_text_is_handed_in_again(
    karin: httpx.AsyncClient, house: House
) -> None:
    assert "anchor in this class" not in (await karin.get(AT)).text
    async with house.database("judging").transaction() as sql:  # the same text in both classes
        await sql.execute(SAME_TEXT, BATCH, essay(3), BERTIL)
    await karin.post(f"{PAGE}/anchor", data={"name": "A walk"})
    form = (await karin.get(AT)).text
    assert "Use the school’s only anchor in this class" in form
    assert "Known from earlier classes: A walk." in form
    opened = {"judges": "Ali Berg", "share": "evenly", "judged_by": "whole", "steps": "3"}
    await karin.post(f"{AT}/open", data={**opened, "stop": "judgements", "library": "on"})
    rules = await judgings_of(house).rules(BATCH)
    assert [*getattr(rules, "places", {})] == [essay(3)]
    assert getattr(rules, "metric", None) == UUID(int=FIRST.int)
