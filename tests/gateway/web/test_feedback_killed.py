"""Feedback is given and taken back while the server is killed: once, and the pages say so."""

import re
from datetime import UTC, datetime
from uuid import UUID

import httpx
import pytest
from tests.gateway.feedback.a_class import BATCH, PEOPLE, a_class
from tests.gateway.web.conftest import KARIN
from tests.gateway.web.lost_answers import AUDIT, environment_of, lose_answer, serving
from tests.gateway.web.test_feedback import AT

from huleedu.engines.postgres.database import Address
from huleedu.services.feedback import api as feedback
from huleedu.services.feedback.api import InBatch, Wanted, Written
from huleedu.wiring.program import House

NOT_YET = "lock table feedback.given in access exclusive mode"
"""Whoever gives or takes back waits here, and nothing is done yet."""
NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


async def all_ready(house: House) -> list[UUID]:
    """A class of which all feedback is ready."""
    essays = await a_class(house, KARIN.person)
    database, of = house.database("feedback"), InBatch(KARIN.school, BATCH)
    wanted = Wanted(words="Good.", shows=feedback.USUALLY, ready=True)
    for essay in essays:
        done = await feedback.write(database, of, essay, wanted, seen=0, who=KARIN.person, now=NOW)
        assert isinstance(done, Written)
    return essays


async def gifts(house: House) -> list[tuple[UUID, bool]]:
    """Every page that was ever given, and whether its pupil has it."""
    async with house.database("feedback").session() as sql:
        rows = await sql.fetch("select essay, ended_at from given order by given_at, essay")
    return [(UUID(int=row["essay"].int), row["ended_at"] is None) for row in rows]


async def noted(house: House) -> list[tuple[str, str]]:
    async with house.database("identity").session() as sql:
        rows = await sql.fetch(
            "select what, facts->>'count' as n from audit where what ~ '^feedback' order by id"
        )
    return [(row["what"], row["n"]) for row in rows]


async def told(browser: httpx.AsyncClient, answer: httpx.Response) -> str:
    assert answer.status_code == 303, answer.text
    cookie = answer.headers.get("set-cookie", "").partition(";")[0]
    return (await browser.get(answer.headers["location"], headers={"cookie": cookie})).text


@pytest.mark.parametrize(("held", "kept"), [(NOT_YET, False), (AUDIT, True)])
async def test_all_are_given_taken_back_and_given_back_once(
    address: Address, house: House, held: str, *, kept: bool
) -> None:
    """Killed before anything is kept, or after it is and nobody was told."""
    essays, everybody = await all_ready(house), str(len(PEOPLE))
    has, had = [(essay, True) for essay in essays], [(essay, False) for essay in essays]
    environment, take_back = environment_of(address), {"essay": "all"}
    async with serving(environment) as at:
        await lose_answer(address, at, f"{AT}/give", {}, held)
    if kept:
        assert await gifts(house) == has
        assert await noted(house) == []
    async with serving(environment) as at:
        page = await told(at.browser, await at.browser.post(f"{AT}/give"))
        assert f"{everybody} pupils have their feedback" in page
        assert await gifts(house) == has
        assert await noted(house) == [("feedback_given", everybody)]
        await lose_answer(address, at, f"{AT}/withdraw", take_back, held)
    assert await gifts(house) == (had if kept else has)
    async with serving(environment) as at:
        page = await told(at.browser, await at.browser.post(f"{AT}/withdraw", data=take_back))
        assert f"The feedback of {everybody} pupils was taken back" in page
        assert await gifts(house) == had
        [moment] = re.findall(r'name="at" value="([^"]+)"', page)
        undo = {"at": moment, "back": ""}
        await lose_answer(address, at, f"{AT}/give-back", undo, held)
    assert await gifts(house) == (has if kept else had)
    async with serving(environment) as at:
        page = await told(at.browser, await at.browser.post(f"{AT}/give-back", data=undo))
        assert f"{everybody} pupils have their feedback" in page
    assert await gifts(house) == has
    assert await noted(house) == [
        ("feedback_given", everybody),
        ("feedback_withdrawn", everybody),
        ("feedback_given", everybody),
    ]
