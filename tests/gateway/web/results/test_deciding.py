"""Grades are decided with or without a script; nothing is overwritten in silence; all is undone."""

import re
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import httpx
import pytest
from tests.gateway.web.conftest import KARIN
from tests.gateway.web.results.judged_class import (
    BATCH,
    essay_of,
    judged,
    rank_again,
    ranking_of,
    viewer,
)
from tests.services.results.hearing import hear

from huleedu.contracts.batches import BatchShared
from huleedu.gateway.web.pages import SignedIn
from huleedu.services.results.api import grades
from huleedu.services.results.api.grades import DecidedGrade
from huleedu.wiring.program import House

Browser = Callable[..., httpx.AsyncClient]
AT = f"/batches/{BATCH}/results"
PART = {"hx-request": "true"}
LIKELIEST = {each.essay: each.known_grade or each.grade for each in ranking_of().essays}
[CERTAIN, *_] = [UUID(e.essay) for e in ranking_of().essays if not e.borderline]


def cell(essay: UUID) -> str:
    return f"/batches/{BATCH}/grades/{essay}"


def hidden(page: str, essay: UUID) -> dict[str, str]:
    """What the form of an essay's cell sends besides what is chosen."""
    form = re.search(
        rf'<form method="post" action="{re.escape(cell(essay))}".*?</form>', page, re.DOTALL
    )
    assert form
    found = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[0])
    return {name: value.replace("&amp;", "&") for name, value in found}


async def decided(house: House) -> dict[UUID, DecidedGrade]:
    return await grades.decided(house.viewers("results").of(viewer()), BATCH, KARIN.school)


def done(answer: httpx.Response) -> dict[str, str]:
    return {"cookie": f"who=karin; {answer.headers['set-cookie'].partition(';')[0]}"}


async def test_a_form_decides_and_the_next_page_tells_it_with_its_undo(
    browser: Browser, house: House
) -> None:
    await judged(house)
    client, essay = browser("karin"), CERTAIN
    page = (await client.get(AT, params={"which": "undecided"})).text
    likeliest = LIKELIEST[str(essay)]
    sent = {**hidden(page, essay), "grade": likeliest}
    await client.post(cell(essay), data=sent)
    answer = await client.post(cell(essay), data=sent)  # sent again it is done once
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{AT}?which=undecided&ranking=1#e-{essay}"
    assert [(e, d.grade) for e, d in (await decided(house)).items()] == [(essay, likeliest)]
    again = (await client.get(AT, headers=done(answer))).text
    assert f"has the grade {likeliest}" in again
    act = re.search(
        r'action="[^"]+/results/undo">\s*<input type="hidden" name="act" value="([^"]+)"', again
    )
    assert act
    back = await client.post(f"{AT}/undo", data={"act": act[1], "essay": str(essay), "back": ""})
    assert back.headers["location"] == f"{AT}#e-{essay}"
    assert await decided(house) == {}


async def test_the_same_form_with_another_grade_is_another_decision(
    browser: Browser, house: House
) -> None:
    await judged(house)
    client, essay = browser("karin"), CERTAIN
    sent = hidden((await client.get(AT)).text, essay)
    await client.post(cell(essay), data={**sent, "grade": LIKELIEST[str(essay)]})
    answer = await client.post(cell(essay), data={**sent, "grade": "–", "reason": "ill"})
    assert answer.status_code == 422, "somebody decided since it was seen, though it was oneself"
    assert "Karin Lind changed this to" in answer.text


async def test_another_grade_is_asked_about_and_what_was_typed_stays(
    browser: Browser, house: House
) -> None:
    await judged(house)
    client, essay = browser("karin"), CERTAIN
    page = (await client.get(AT)).text
    sent = {**hidden(page, essay), "grade": "D"}
    answer = await client.post(cell(essay), data=sent)
    assert answer.status_code == 422
    assert "<title>Error:" in answer.text
    assert f"The likeliest is {LIKELIEST[str(essay)]}. Why D?" in answer.text
    assert "<option selected>D" in answer.text
    assert await decided(house) == {}
    long = await client.post(cell(essay), data={**sent, "reason": "why " * 200})
    assert "Say it in 500 signs at most" in long.text
    assert "why why why" in long.text
    await client.post(cell(essay), data={**sent, "later": "yes"})
    [(_, told)] = (await decided(house)).items()
    assert (told.grade, told.reason, told.likeliest) == ("D", "later", LIKELIEST[str(essay)])
    assert "reason comes later" in (await client.get(AT)).text
    page = (await client.get(AT)).text
    await client.post(cell(essay), data={**hidden(page, essay), "grade": "D", "reason": "the end"})
    assert (await decided(house))[essay].reason == "the end"


async def test_a_script_is_given_the_cell_alone(browser: Browser, house: House) -> None:
    await judged(house)
    client, essay = browser("karin"), CERTAIN
    sent = hidden((await client.get(AT)).text, essay)
    asked = await client.post(cell(essay), data={**sent, "grade": "D"}, headers=PART)
    assert asked.status_code == 200
    assert asked.text.strip().startswith(
        f'<div class="decides" id="grade-{essay}" data-asks="reason"'
    )
    kept = await client.post(
        cell(essay), data={**sent, "grade": "D", "reason": "the end"}, headers=PART
    )
    assert "<html" not in kept.text
    assert "Karin Lind" in kept.text
    assert "Undo" in kept.text
    act = re.search(r'name="act" value="([^"]+)"', kept.text)
    assert act
    undone = await client.post(
        f"{AT}/undo", data={"act": act[1], "essay": str(essay), "back": ""}, headers=PART
    )
    assert 'data-asks="nothing"' in undone.text
    assert await decided(house) == {}
    left = await client.get(cell(essay), params={"back": ""}, headers=PART)
    assert 'data-asks="nothing"' in left.text


async def test_of_two_teachers_each_hears_of_the_other_and_chooses(
    browser: Browser, house: House, signed_in: dict[str, SignedIn]
) -> None:
    await judged(house)
    signed_in["ali"] = replace(KARIN, person=uuid4(), name="Ali Berg")
    share = BatchShared(batch=BATCH, person=signed_in["ali"].person, may="work")
    await hear(house.database("results"), share)
    karin, ali, essay = browser("karin"), browser("ali"), CERTAIN
    hers, his = hidden((await karin.get(AT)).text, essay), hidden((await ali.get(AT)).text, essay)
    await karin.post(cell(essay), data={**hers, "grade": LIKELIEST[str(essay)]})
    told = await ali.post(
        cell(essay), data={**his, "grade": "D", "reason": "I read it"}, headers=PART
    )
    assert f"Karin Lind changed this to {LIKELIEST[str(essay)]}," in told.text
    assert "Yours: D." in told.text
    assert (await decided(house))[essay].by_name == "Karin Lind"
    await ali.post(cell(essay), data=hidden(told.text, essay), headers=PART)
    assert ((await decided(house))[essay].grade, (await decided(house))[essay].reason) == (
        "D",
        "I read it",
    )
    history = await grades.history(
        house.viewers("results").of(viewer()), BATCH, KARIN.school, essay
    )
    assert [one.by_name for one in history] == ["Ali Berg", "Karin Lind"]


async def test_all_clear_ones_are_decided_at_once_and_taken_back_at_once(
    browser: Browser, house: House
) -> None:
    await judged(house)
    client = browser("karin")
    asked = (await client.get(f"{AT}/clear?ranking=1")).text
    ticked = re.findall(r'name="essay" value="([^"]+)" checked', asked)
    assert len(ticked) == 7
    assert "Decide 7 clear grades?" in asked
    act = re.search(r'name="act" value="([^"]+)"', asked)
    assert act
    assert await decided(house) == {}, "nothing is decided by looking"
    sent = {"act": act[1], "back": "ranking=1", "essay": ticked[1:]}
    for _ in range(2):
        answer = await client.post(f"{AT}/clear", data=sent)
        assert "6 grades are decided." in (await client.get(AT, headers=done(answer))).text
    found = await decided(house)
    assert {str(e): d.grade for e, d in found.items()} == {e: LIKELIEST[e] for e in ticked[1:]}
    assert len({d.act for d in found.values()}) == 1
    back = await client.post(f"{AT}/undo", data={"act": act[1], "back": "ranking=1"})
    assert "6 grades are as they were before" in (await client.get(AT, headers=done(back))).text
    assert await decided(house) == {}
    nothing = await client.post(f"{AT}/undo", data={"act": act[1], "back": ""})
    assert nothing.status_code == 303


async def test_what_is_not_clear_any_more_is_left_and_said(browser: Browser, house: House) -> None:
    await judged(house)
    client = browser("karin")
    asked = (await client.get(f"{AT}/clear?ranking=1")).text
    ticked = re.findall(r'name="essay" value="([^"]+)" checked', asked)
    await client.post(cell(UUID(ticked[0])), data={"grade": LIKELIEST[ticked[0]]})
    act = str(uuid4())
    answer = await client.post(
        f"{AT}/clear", data={"act": act, "back": "ranking=1", "essay": ticked}
    )
    page = (await client.get(AT, headers=done(answer))).text
    assert "6 grades are decided; 1 were left alone" in page
    found = await decided(house)
    assert found[UUID(ticked[0])].act != UUID(act)


async def test_by_a_newer_ranking_another_grade_is_not_decided_unseen(
    browser: Browser, house: House
) -> None:
    await judged(house)
    client = browser("karin")
    newer = ranking_of("judged", 30, seed=9)
    await rank_again(house, newer, 2)
    likeliest = {e.essay: e.known_grade or e.grade for e in newer.essays}
    asked = (await client.get(f"{AT}/clear?ranking=1")).text
    ticked = re.findall(r'name="essay" value="([^"]+)" checked', asked)
    sent = {"act": str(uuid4()), "back": "ranking=1", "essay": ticked}
    await client.post(f"{AT}/clear", data=sent)
    same = {essay for essay in ticked if likeliest[essay] == LIKELIEST[essay]}
    assert {str(essay) for essay in await decided(house)} == same


@pytest.mark.parametrize("grade", ["G", "<b>", "A" * 300])
async def test_what_is_no_grade_is_not_decided(browser: Browser, house: House, grade: str) -> None:
    await judged(house)
    answer = await browser("karin").post(cell(CERTAIN), data={"grade": grade, "reason": "x"})
    assert answer.status_code == 422
    assert "This is no grade of the scale" in answer.text
    assert "<b>" not in answer.text
    assert (await browser("karin").post(cell(uuid4()), data={"grade": "A"})).status_code == 404
    assert await decided(house) == {}


async def test_undecided_again_is_a_decision_too(browser: Browser, house: House) -> None:
    await judged(house)
    client = browser("karin")
    await client.post(cell(CERTAIN), data={"grade": LIKELIEST[str(CERTAIN)]})
    answer = await client.post(cell(CERTAIN), data={"grade": ""})
    assert "has no decided grade any more" in (await client.get(AT, headers=done(answer))).text
    assert await decided(house) == {}
    assert essay_of(0)
