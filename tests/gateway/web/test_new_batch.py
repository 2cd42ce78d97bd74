"""Four questions: what is wrong is said, what was typed stays, and one form makes one batch."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from tests.gateway.web.conftest import KARIN, SCHOOL

from huleedu.gateway.web.pages import Web
from huleedu.kit.database import Viewer
from huleedu.services.judging.api.plans import Plan, plan_of
from huleedu.services.results import api as results
from huleedu.services.results.api import BatchSeen
from huleedu.wiring.program import House

Browser = Callable[..., httpx.AsyncClient]


@pytest.fixture(autouse=True)
async def at_work(house: House, web: Web) -> None:
    """The services that make a batch known are at work, once the gateway is."""
    await house.start(["batches", "lifecycle", "results"])


ONCE = "00000000000040008000000000000042"


async def mine(house: House) -> list[BatchSeen]:
    await house.catch_up()
    seen = house.viewers("results").of(Viewer(SCHOOL, KARIN.person))
    return await results.batches_of(seen, KARIN.person)


async def test_a_title_is_enough(browser: Browser, house: House) -> None:
    client = browser("karin")
    answers = [
        await client.post("/batches/new", data={"title": " En  utmaning ", "once": ONCE})
        for _ in range(2)
    ]
    assert {answer.status_code for answer in answers} == {303}
    [batch] = await mine(house)
    assert {answer.headers["location"] for answer in answers} == {f"/batches/{batch.id}"}
    assert (batch.title, batch.open, batch.language) == ("En utmaning", True, "auto")
    assert (batch.owner, batch.due) == (KARIN.person, None)


async def test_the_same_form_of_another_is_another_batch(
    browser: Browser, house: House, web: Web
) -> None:
    answer = await browser("karin").post("/batches/new", data={"title": "Mine", "once": ONCE})
    assert answer.headers["location"] != f"/batches/{UUID(ONCE)}"


async def test_all_questions_are_taken(browser: Browser, house: House, web: Web) -> None:
    day = (web.clock() + timedelta(days=3)).astimezone().date()
    form = {"title": "9B", "language": "sv", "many": "number", "slots": "30"}
    await browser("karin").post("/batches/new", data={**form, "due": day.isoformat()})
    [batch] = await mine(house)
    assert (batch.language, batch.slots, batch.open) == ("sv", 30, False)
    assert batch.due
    assert batch.due.astimezone().date() == day


@pytest.mark.parametrize(
    ("form", "field", "sentence"),
    [
        ({"title": "  "}, "title", "Give the batch a title"),
        ({"title": "x" * 201}, "title", "longer than 200"),
        ({"title": "x", "many": "number"}, "slots", "a whole one from 1 to 5,000"),
        ({"title": "x", "many": "number", "slots": "0"}, "slots", "a whole one"),
        ({"title": "x", "many": "number", "slots": "²"}, "slots", "a whole one"),
        ({"title": "x", "due": "tomorrow"}, "due", "year-month-day"),
        ({"title": "x", "due": "2001-01-01"}, "due", "over"),
    ],
)
async def test_what_is_wrong_is_said_and_what_was_typed_stays(
    browser: Browser, house: House, form: dict[str, str], field: str, sentence: str
) -> None:
    answer = await browser("karin").post("/batches/new", data={"language": "sv", **form})
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    assert answer.text.count(sentence) == 2, "above the field, and in the summary"
    assert f'<a href="#{field}">' in answer.text
    assert 'value="sv" checked' in answer.text
    assert not await mine(house)


async def test_what_was_begun_is_there_again(browser: Browser, house: House) -> None:
    client = browser("karin")
    said = await client.post("/batches/new/draft", data={"title": "Half a ti", "odd": "x"})
    assert said.text.startswith("saved ")
    assert 'value="Half a ti"' in (await client.get("/batches/new")).text
    await client.post("/batches/new", data={"title": "FullModel"})
    assert 'value="Half a ti"' not in (await client.get("/batches/new")).text


async def test_a_batch_is_made_again_with_its_answers(browser: Browser, house: House) -> None:
    client = browser("karin")
    await client.post(
        "/batches/new",
        data={"title": "9B", "language": "sv", "many": "number", "slots": "7"},
    )
    [batch] = await mine(house)
    page = (await client.get(f"/batches/new?again={batch.id}")).text
    assert 'value="9B"' in page
    assert 'value="7"' in page
    assert 'value="sv" checked' in page
    other = await client.get(f"/batches/new?again={UUID(int=5)}")
    assert other.status_code == 200


async def test_a_class_is_chosen_and_its_pupils_are_known(browser: Browser, house: House) -> None:
    client = browser("karin")
    made = await client.post("/classes", data={"name": "9B", "year": "2026"})
    class_ = made.headers["location"].rpartition("/")[2]
    await client.post(f"/classes/{class_}/pupils", data={"name": "Anna Åberg"})
    assert f'<option value="{class_}">9B (2026)</option>' in (await client.get("/batches/new")).text
    await client.post("/batches/new", data={"title": "A challenge", "class": class_})
    [batch] = await mine(house)
    assert batch.class_ == UUID(class_)
    gone = await client.post("/batches/new", data={"title": "x", "class": str(UUID(int=9))})
    assert gone.status_code == 422
    assert "not there any more" in gone.text


async def test_what_is_judged_is_planned_and_asked_for_again(
    browser: Browser, house: House
) -> None:
    client = browser("karin")
    await house.start(["judging"])
    form = {"title": "9B", "judged_by": "own", "criterion": "Which is funnier?", "blind": "on"}
    await client.post("/batches/new", data={**form, "scale": "own", "grades": "IG, G,VG"})
    [batch] = await mine(house)
    assert batch.blind
    plan = await plan_of(house.viewers("judging").of(Viewer(SCHOOL, KARIN.person)), batch.id)
    assert plan == Plan(criterion="Which is funnier?", scale="IG,G,VG")
    far = house.viewers("judging").of(Viewer(UUID(int=9), KARIN.person))
    assert await plan_of(far, batch.id) == Plan()
    again = (await client.get(f"/batches/new?again={batch.id}")).text
    for part in (">Which is funnier?</textarea>", 'value="IG,G,VG"', 'value="own" selected'):
        assert part in again
    assert 'id="blind" name="blind" value="on" checked' in again


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"judged_by": "own"}, "criterion"),
        ({"judged_by": "own", "criterion": "x" * 2001}, "criterion"),
        ({"scale": "own"}, "grades"),
        ({"scale": "own", "grades": "A"}, "grades"),
        ({"scale": "own", "grades": "A, A"}, "grades"),
    ],
)
async def test_a_plan_that_cannot_be_followed_is_said(
    browser: Browser, form: dict[str, str], field: str
) -> None:
    answer = await browser("karin").post("/batches/new", data={"title": "x", **form})
    assert answer.status_code == 422
    assert f'<a href="#{field}">' in answer.text
    assert '<details class="more" open>' in answer.text
