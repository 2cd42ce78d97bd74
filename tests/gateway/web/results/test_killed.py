"""A grade is decided while the server is killed: it is there once, and the pages say so."""

import re

import httpx
import pytest
from tests.gateway.web.lost_answers import AUDIT, environment_of, lose_answer, serving
from tests.gateway.web.results.judged_class import BATCH, judged
from tests.gateway.web.results.test_deciding import AT, CERTAIN, LIKELIEST, cell, hidden

from huleedu.engines.postgres.database import Address
from huleedu.wiring.program import House

NOT_YET = f"select from results.batch where id = '{BATCH}' for update"
"""Whoever decides waits here, and nothing is decided yet."""


async def rows(house: House) -> list[tuple[str, str, int]]:
    """Each decision that was ever made: essay, grade and number."""
    async with house.database("results").session() as sql:
        found = await sql.fetch("select essay, grade, number from grade order by essay, number")
    return [(str(row["essay"]), row["grade"], row["number"]) for row in found]


async def noted(house: House) -> list[tuple[str, str]]:
    """What the audit tells, of which essay."""
    async with house.database("identity").session() as sql:
        found = await sql.fetch("select what, about from audit where what ~ '^grade' order by id")
    return [(row["what"], str(row["about"])) for row in found]


async def told(browser: httpx.AsyncClient, answer: httpx.Response) -> str:
    """The page that an answer leads to, with what it says was done."""
    assert answer.status_code == 303, answer.text
    cookie = answer.headers.get("set-cookie", "").partition(";")[0]
    page = await browser.get(answer.headers["location"], headers={"cookie": cookie})
    return page.text


def undo_in(page: str) -> dict[str, str]:
    form = re.search(r'<form[^>]*action="[^"]*/results/undo".*?</form>', page, re.DOTALL)
    assert form, "the page offers to undo it"
    found = re.findall(r'name="(\w+)" value="([^"]*)"', form[0])
    return {name: value.replace("&amp;", "&") for name, value in found}


@pytest.mark.parametrize(("held", "kept"), [(NOT_YET, False), (AUDIT, True)])
async def test_one_grade_and_its_undo(
    address: Address, house: House, held: str, *, kept: bool
) -> None:
    """Killed before anything is kept, or after it is and nobody was told."""
    await judged(house)
    essay, likeliest = str(CERTAIN), LIKELIEST[str(CERTAIN)]
    decided, undone = [(essay, likeliest, 1)], [(essay, likeliest, 1), (essay, "", 2)]
    environment = environment_of(address)
    async with serving(environment) as at:
        form = {**hidden((await at.browser.get(AT)).text, CERTAIN), "grade": likeliest}
        await lose_answer(address, at, cell(CERTAIN), form, held)
    assert await rows(house) == (decided if kept else [])
    async with serving(environment) as at:
        page = await told(at.browser, await at.browser.post(cell(CERTAIN), data=form))
        assert f"has the grade {likeliest}" in page
        assert await rows(house) == decided
        assert await noted(house) == [("grade_decided", essay)]
        undo = undo_in(page)
        await lose_answer(address, at, f"{AT}/undo", undo, held)
    assert await rows(house) == (undone if kept else decided)
    async with serving(environment) as at:
        page = await told(at.browser, await at.browser.post(f"{AT}/undo", data=undo))
        assert "as it was before" in page or "as they were before" in page
        assert await rows(house) == undone
        assert await noted(house) == [("grade_decided", essay), ("grade_taken_back", essay)]


@pytest.mark.parametrize(("held", "kept"), [(NOT_YET, False), (AUDIT, True)])
async def test_all_that_are_clear_and_their_undo(
    address: Address, house: House, held: str, *, kept: bool
) -> None:
    """All of them or none, whenever it was killed."""
    await judged(house)
    environment = environment_of(address)
    async with serving(environment) as at:
        page = (await at.browser.get(f"{AT}/clear")).text
        form = dict(re.findall(r'type="hidden" name="(act|back)" value="([^"]*)"', page))
        clear = sorted(re.findall(r'name="essay" value="([^"]+)"', page))
        assert len(clear) > 1
        await lose_answer(address, at, f"{AT}/clear", {**form, "essay": clear}, held)
    assert [row[0] for row in await rows(house)] == (clear if kept else [])
    async with serving(environment) as at:
        sent = await at.browser.post(f"{AT}/clear", data={**form, "essay": clear})
        page = await told(at.browser, sent)
        assert f"{len(clear)} grades are decided" in page
        assert await rows(house) == [(essay, LIKELIEST[essay], 1) for essay in clear]
        undo = undo_in(page)
        await lose_answer(address, at, f"{AT}/undo", undo, held)
    assert len(await rows(house)) == (2 if kept else 1) * len(clear)
    async with serving(environment) as at:
        page = await told(at.browser, await at.browser.post(f"{AT}/undo", data=undo))
        assert "as it was before" in page or "as they were before" in page
    assert [row[1:] for row in await rows(house)] == [
        each for essay in clear for each in ((LIKELIEST[essay], 1), ("", 2))
    ]
    assert sorted(await noted(house)) == sorted(
        (what, essay) for essay in clear for what in ("grade_decided", "grade_taken_back")
    )
