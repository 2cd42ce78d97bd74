"""P12: what is to be talked about, the hardest first, and what comes of it."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import httpx
import pytest
from tests.gateway.web.conftest import KARIN
from tests.gateway.web.judged_batch import ANNA, BATCH, BERTIL, DAVID, judged_batch
from tests.gateway.web.test_essay_page import done, undo
from tests.services.results.hearing import hear

from huleedu.contracts.batches import BatchShared
from huleedu.gateway.web.pages import SignedIn
from huleedu.services.judging.api.look_again import of_essay
from huleedu.services.results.api.talk import said_of
from huleedu.wiring.program import House

ALI = UUID(int=13)
AT = f"/batches/{BATCH}/talk"


@pytest.fixture
async def karin(house: House, browser: Callable[..., httpx.AsyncClient]) -> httpx.AsyncClient:
    """Whose batch it is."""
    await judged_batch(house)
    return browser("karin")


async def close(client: httpx.AsyncClient, essay: UUID, **told: str) -> httpx.Response:
    return await client.post(f"{AT}/{essay}/outcome", data=told)


async def test_the_hardest_stands_first_with_what_disagrees_most(karin: httpx.AsyncClient) -> None:
    await karin.post(AT, data={"essay": str(ANNA), "line": "Her parents ask"})
    page = (await karin.get(AT)).text
    assert "2 essays to talk about</span>" in page
    assert page.index(f'id="essay-{BERTIL}"') < page.index(f'id="essay-{ANNA}"')
    for told in (
        "Judges disagree 1:2",
        "Borderline: B or C",
        "Åsa flagged it: something is wrong with the text",
        "Karin Lind put it here</span> Her parents ask",
        "better than",
        "worse than",
        'data-key="o"',
    ):
        assert told in page, told


async def test_it_is_closed_with_an_outcome_and_that_is_undone(
    karin: httpx.AsyncClient, house: House
) -> None:
    answer = await close(karin, BERTIL, outcome="stays", line="As it is", present="Karin, Ali")
    assert done(answer)["code"] == "talk_closed.stays"
    page = (await karin.get(AT)).text
    assert "Nothing needs talking about</span>" in page
    assert "comes here by itself when judges disagree" in page
    assert "One has been talked about" in page
    assert "there: Karin, Ali" in page
    life = (await karin.get(f"/batches/{BATCH}/essays/{BERTIL}")).text
    assert "Talked about: stays as it is" in life
    assert "As it is · there: Karin, Ali" in life
    await undo(karin, answer)
    assert "One essay to talk about</span>" in (await karin.get(AT)).text
    assert [one.kind for one in await said_of(house.database("results"), BATCH)] == [
        "closed",
        "undone",
    ]


async def test_a_look_again_asks_for_judges_and_its_undoing_asks_no_more(
    karin: httpx.AsyncClient, house: House
) -> None:
    answer = await close(karin, BERTIL, outcome="look_again", more="2")
    [look] = await of_essay(house.database("judging"), BATCH, BERTIL)
    assert (look.more, look.over) == (2, False)
    assert "Nothing needs talking about</span>" in (await karin.get(AT)).text
    await undo(karin, answer)
    [look] = await of_essay(house.database("judging"), BATCH, BERTIL)
    assert look.over
    assert "One essay to talk about</span>" in (await karin.get(AT)).text


async def test_two_at_once_and_what_is_not_there(
    karin: httpx.AsyncClient,
    house: House,
    signed_in: dict[str, SignedIn],
    browser: Callable[..., httpx.AsyncClient],
) -> None:

    await hear(house.database("results"), BatchShared(batch=BATCH, person=ALI, may="work"))
    signed_in["ali"] = replace(KARIN, person=ALI, name="Ali Berg")
    ali = browser("ali")
    await close(ali, BERTIL, outcome="text")
    late = await close(karin, BERTIL, outcome="stays")
    assert done(late) == {
        "code": "talk_closed_meanwhile",
        "facts": {"name": "Bertil Öberg", "by": "Ali Berg"},
        "undo": None,
    }
    assert done(await close(karin, ANNA, outcome="stays"))["code"] == "talk_not_there"
    assert done(await close(karin, DAVID))["code"] == "talk_outcome_missing"
    assert (await close(karin, uuid4(), outcome="stays")).status_code == 404
    assert (await karin.post(AT, data={"essay": str(uuid4())})).status_code == 404
    assert (await karin.post(AT, data={"essay": "x"})).status_code == 404


async def test_it_is_put_there_once_and_taken_off_again(karin: httpx.AsyncClient) -> None:
    once = {"essay": str(ANNA), "from": "essay", "once": str(uuid4())}
    answer = await karin.post(AT, data=once)
    assert answer.headers["location"] == f"/batches/{BATCH}/essays/{ANNA}"
    assert done(await karin.post(AT, data=once))["code"] == "talk_there_before"
    back = await undo(karin, answer)
    assert back.headers["location"] == f"/batches/{BATCH}/essays/{ANNA}"
    assert f'id="essay-{ANNA}"' not in (await karin.get(AT)).text
    nothing = await karin.post(f"{AT}/{ANNA}/undo")
    assert done(nothing)["code"] == "talk_nothing_to_undo"


async def test_on_paper_each_has_its_text_its_facts_and_room_for_notes(
    karin: httpx.AsyncClient,
) -> None:
    page = (await karin.get(f"{AT}/print")).text
    assert page.count('<article class="paper"') == 1
    assert "Place 2 of 4" in page
    assert "☐ Stays as it is" in page
    assert '<div class="lines"' in page


async def test_swedish_is_swedish(karin: httpx.AsyncClient) -> None:
    karin.headers["Accept-Language"] = "sv"
    page = (await karin.get(AT)).text
    assert "En text att tala om" in page
    assert "Bedömarna är oense 1:2" in page
    assert "bättre än" in page
