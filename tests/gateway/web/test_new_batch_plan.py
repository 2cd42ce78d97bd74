"""How a new batch is to be judged is kept with it, as far as the school allows it."""

from uuid import UUID

import pytest
from tests.gateway.web.conftest import KARIN, SCHOOL
from tests.gateway.web.test_new_batch import Browser, mine
from tests.services.identity.domain.test_language_models import ALLOWED

from huleedu.gateway.web.pages import Web
from huleedu.kit.database import Viewer
from huleedu.services.identity.store import language_models
from huleedu.services.judging.api.plans import plan_of
from huleedu.wiring.program import House


@pytest.fixture(autouse=True)
async def at_work(house: House, web: Web) -> None:
    """The services that make a batch known are at work, once the gateway is."""
    await house.start(["batches", "lifecycle", "results", "judging"])


async def test_language_models_are_offered_where_the_school_allows_them(
    browser: Browser, house: House
) -> None:
    client = browser("karin")
    form = {"title": "9B", "llm": "on"}
    assert 'name="llm"' not in (await client.get("/batches/new")).text
    await client.post("/batches/new", data={**form, "once": str(UUID(int=1))})
    await allow_language_models(house)
    assert 'name="llm"' in (await client.get("/batches/new")).text
    both = await client.post("/batches/new", data={**form, "secret": "on"})
    assert both.status_code == 422
    assert "no language model sees a secret batch" in both.text
    await client.post("/batches/new", data={**form, "once": str(UUID(int=2))})
    await client.post(
        "/batches/new", data={"title": "9B", "secret": "on", "once": str(UUID(int=3))}
    )
    seen = {each.id for each in await mine(house)}
    judging = house.viewers("judging").of(Viewer(SCHOOL, KARIN.person))
    plans = [await plan_of(judging, batch) for batch in seen]
    assert sorted((plan.llm, plan.secret) for plan in plans) == [
        (False, False),
        (False, True),
        (True, False),
    ]


async def allow_language_models(house: House) -> None:
    async with house.database("identity").transaction() as sql:
        await language_models.allow(sql, SCHOOL, ALLOWED)


async def test_essays_whose_grade_is_known_are_told_at_once(browser: Browser, house: House) -> None:
    client = browser("karin")
    form = {"title": "9B", "scale": "A-F", "known": "now"}
    typed = "Anna, Ek.docx, c\n\nBo Lo.txt;F\n"
    await client.post("/batches/new", data={**form, "anchors": typed})
    [batch] = await mine(house)
    plan = await plan_of(house.viewers("judging").of(Viewer(SCHOOL, KARIN.person)), batch.id)
    assert plan.anchors == {"Anna, Ek.docx": "C", "Bo Lo.txt": "F"}
    for wrong in ("Anna.docx, G", "Anna.docx", "Anna.docx,A\nAnna.docx,B", ""):
        refused = await client.post("/batches/new", data={**form, "anchors": wrong})
        assert refused.status_code == 422, wrong
        assert '<a href="#anchors">' in refused.text
