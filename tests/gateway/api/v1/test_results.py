"""Results over the API: how they stand, the ranking in one order, judges, and the drawing."""

from typing import Any

import msgspec
import pytest
from tests.gateway.api.v1.conftest import Opened, TeachersProgram
from tests.gateway.web.results.judged_class import (
    BATCH,
    NAMES,
    Sort,
    messages,
    rank_again,
    ranking_of,
)
from tests.services.results.hearing import hear

from huleedu.contracts.batches import BatchRegistered
from huleedu.wiring.program import House

AT = f"/batches/{BATCH}/results"


async def a_class(
    program: Opened, house: House, kind: Sort | None = "judged", *, blind: bool = False
) -> TeachersProgram:
    one = await program()
    told = messages(blind=blind)
    assert isinstance(told[0], BatchRegistered)
    told[0] = msgspec.structs.replace(told[0], owner=one.person)
    await hear(house.database("results"), *told)
    if kind:
        await rank_again(house, ranking_of(kind))
    return one


async def test_how_a_judged_class_stands(program: Opened, house: House) -> None:
    ali = await a_class(program, house)
    told = (await ali.get(AT)).json()
    assert told["sentence"] == "30 essays ranked, 20 are borderline"
    assert (told["ranking"], told["newest"], told["for_grading"]) == (1, 1, True)
    assert (told["essays"], told["ranked"], told["borderline"], told["clear"]) == (30, 30, 20, 7)
    assert told["judged_by"] == {"person": 3, "model": 1}
    assert told["grades"] == ["F", "E", "D", "C", "B", "A"]
    assert told["decided"] == 0, "a probability is no grade"
    assert told["look_again"]["borderline"] == 20


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (None, {"ranking": None, "for_grading": False, "ranked": 0, "grades": []}),
        ("counted", {"for_grading": False, "ranked": 30, "clear": 0, "borderline": 0}),
        ("few", {"reliability": None, "for_grading": True}),
        ("without_anchors", {"grades": [], "clear": 0, "for_grading": True}),
    ],
)
async def test_each_state_is_told(
    program: Opened, house: House, kind: Sort | None, told: dict[str, Any]
) -> None:
    ali = await a_class(program, house, kind)
    found = (await ali.get(AT)).json()
    assert {name: found[name] for name in told} == told
    ranking = (await ali.get(f"{AT}/ranking")).json()
    assert len(ranking["items"]) == 30
    scores = [each["score"] for each in ranking["items"]]
    if kind == "without_anchors":
        assert sum(scores) / 30 == pytest.approx(100)
    else:  # nobody has read them, or too few judgements link them
        assert scores == [None] * 30
    if not found["for_grading"]:
        assert not any(each["likeliest"] or each["chances"] for each in ranking["items"])
    assert (await ali.get(f"{AT}/judges")).status_code == 200
    drawing = await ali.get(f"{AT}/drawing.svg")
    assert drawing.headers["content-type"].startswith("image/svg+xml")


async def test_all_parts_of_a_ranking_are_of_one_order(program: Opened, house: House) -> None:
    ali = await a_class(program, house)
    first = (await ali.get(f"{AT}/ranking", limit=20)).json()
    await rank_again(house, ranking_of("judged", 30, seed=9), 2)
    number, after = first["ranking"], first["next"]
    rest = (await ali.get(f"{AT}/ranking", limit=20, after=after, ranking=number)).json()
    items = first["items"] + rest["items"]
    assert [each["place"] for each in items] == sorted(each["place"] for each in items)
    assert {each["name"] for each in items} == set(NAMES)
    assert {each["essay"]: each["place"] for each in items} == {
        each.essay: each.place for each in ranking_of().essays
    }
    told = (await ali.get(AT)).json()
    assert (told["ranking"], told["newest"]) == (2, 2)
    assert all(each["low"] <= each["place"] <= each["high"] for each in items)


async def test_judges_are_told_with_their_words(program: Opened, house: House) -> None:
    ali = await a_class(program, house)
    told = (await ali.get(f"{AT}/judges")).json()
    assert [each["kind"] for each in told["items"]] == ["person", "person", "person", "model"]
    assert sum(each["judgements"] for each in told["items"]) == 420
    assert all(each["agreement"] and each["side"] for each in told["items"])
    assert told["people_and_models"]


async def test_a_blind_batch_tells_codes(program: Opened, house: House) -> None:
    ali = await a_class(program, house, blind=True)
    for path in ("", "/ranking", "/judges", "/drawing.svg"):
        text = (await ali.get(f"{AT}{path}")).text
        assert not [name for full in NAMES for name in full.split() if name in text], path
