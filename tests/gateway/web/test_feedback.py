"""P13: words for each pupil, kept while one types, beside others who do the same."""

import re
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import httpx
import pytest
from tests.app.models.server import Server
from tests.gateway.drafting.conftest import WORDS, allow, answer
from tests.gateway.feedback.a_class import BATCH, PEOPLE, a_class
from tests.gateway.web.conftest import KARIN
from tests.services.identity import persons
from tests.services.results.hearing import hear

from huleedu.contracts.batches import BatchShared
from huleedu.gateway.web.pages import SignedIn
from huleedu.gateway.web.soon import soon
from huleedu.kit.database import Viewer
from huleedu.wiring.program import House

Browser = Callable[..., httpx.AsyncClient]
AT = f"/batches/{BATCH}/feedback"
ALI = replace(KARIN, person=UUID(int=13), name="Ali Berg")


@pytest.fixture
async def essays(house: House) -> list[UUID]:
    return await a_class(house, KARIN.person)


@pytest.fixture
def karin(essays: list[UUID], browser: Browser) -> httpx.AsyncClient:
    return browser("karin")


def seen_in(page: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', page)
    assert found, page
    return found[1]


async def sends(
    client: httpx.AsyncClient, essay: UUID, words: str, *, seen: str = "", **more: str
) -> httpx.Response:
    """Send the form as it stands there, with other words."""
    seen = seen or seen_in((await client.get(f"{AT}?essay={essay}")).text)
    form = {"essay": str(essay), "seen": seen, "words": words, "do": "save", **more}
    return await client.post(AT, data={**form, "shows": ["misspellings", "program"]})


async def test_the_class_stands_beside_one_pupil_and_their_essay(
    karin: httpx.AsyncClient, essays: list[UUID]
) -> None:
    page = (await karin.get(AT)).text
    assert "None of the 3 pupils has feedback yet" in page
    assert all(name in page for name in PEOPLE)
    assert "What Anna Åberg reads" in page, "the first who has none"
    assert "Afriad" in page
    other = (await karin.get(f"{AT}?essay={essays[1]}")).text
    assert "What Bo Lo reads" in other
    for wrong in (uuid4(), "x"):
        assert (await karin.get(f"{AT}?essay={wrong}")).status_code == 404


async def test_facts_are_offered_in_plain_words_and_taken_over_by_a_click(
    karin: httpx.AsyncClient, essays: list[UUID]
) -> None:
    fact = "You have misspelt 1 word that you spell right elsewhere."
    page = (await karin.get(f"{AT}?essay={essays[0]}")).text
    assert f'name="take" value="{fact}"' in page
    assert (await sends(karin, essays[0], "Good.", take=fact)).status_code == 303
    after = (await karin.get(f"{AT}?essay={essays[0]}")).text
    assert f"Good. {fact}</textarea>" in after


async def test_ready_goes_on_to_the_next_pupil(
    karin: httpx.AsyncClient, essays: list[UUID]
) -> None:
    answer = await sends(karin, essays[0], "Good.", do="ready")
    assert answer.headers["location"] == f"{AT}?essay={essays[1]}#words"
    last = await sends(karin, essays[2], "Good.", do="ready")
    assert last.headers["location"] == f"{AT}?essay={essays[2]}#words"
    page = (await karin.get(AT)).text
    assert "2 of 3 have feedback, 2 are ready" in page
    nothing = await sends(karin, essays[1], " ", do="ready")
    assert nothing.status_code == 422
    assert "Nothing is written yet" in nothing.text


async def test_nothing_of_it_is_markup(karin: httpx.AsyncClient, essays: list[UUID]) -> None:
    await sends(karin, essays[0], "</textarea><script>x</script>")
    page = (await karin.get(f"{AT}?essay={essays[0]}")).text
    assert "<script>x" not in page
    assert page.count("&lt;/textarea&gt;&lt;script&gt;x&lt;/script&gt;") == 2, "field and preview"


async def test_two_at_once_see_both_and_choose(
    karin: httpx.AsyncClient,
    essays: list[UUID],
    browser: Browser,
    house: House,
    signed_in: dict[str, SignedIn],
) -> None:
    signed_in["ali"] = ALI
    await hear(house.database("results"), BatchShared(batch=BATCH, person=ALI.person, may="work"))
    ali = browser("ali")
    old = seen_in((await ali.get(f"{AT}?essay={essays[0]}")).text)
    await sends(karin, essays[0], "Karin's words.")
    both = await sends(ali, essays[0], "Ali's words.", seen=old)
    assert both.status_code == 409
    assert "Karin&#39;s words." in both.text
    assert "Ali&#39;s words.</textarea>" in both.text
    assert 'name="seen" value="1">Take mine' in both.text
    assert "Karin&#39;s words." in (await karin.get(f"{AT}?essay={essays[0]}")).text
    assert (await sends(ali, essays[0], "Ali's words.", seen="1")).status_code == 303
    assert "Ali&#39;s words." in (await karin.get(f"{AT}?essay={essays[0]}")).text


async def test_what_is_typed_is_kept_and_when_is_said(
    karin: httpx.AsyncClient, essays: list[UUID]
) -> None:
    form = {"essay": str(essays[0]), "seen": "0", "words": "Half a sen"}
    told = await karin.post(f"{AT}/keep", data=form)
    assert told.status_code == 200
    assert told.json()["seen"] == 1
    assert re.fullmatch(r"saved \d\d:\d\d", told.json()["saved"])
    assert "Half a sen" in told.json()["page"]
    assert "draft" in told.json()["state"]
    again = await karin.post(f"{AT}/keep", data={**form, "words": "Other"})
    assert (again.status_code, again.json()) == (409, {"type": "ChangedMeanwhile"})
    long = await karin.post(f"{AT}/keep", data={**form, "words": "x" * 20_001, "seen": "1"})
    assert long.status_code == 422
    assert "Half a sen</textarea>" in (await karin.get(f"{AT}?essay={essays[0]}")).text


async def test_phrases_are_kept_forgotten_and_come_back(
    karin: httpx.AsyncClient, essays: list[UUID]
) -> None:
    await sends(karin, essays[0], "Mine.", do="keep_phrase", phrase="Read it aloud.")
    page = (await karin.get(f"{AT}?essay={essays[1]}")).text
    assert 'name="take" value="Read it aloud."' in page
    [phrase] = re.findall(r'action="(/phrases/[^"]+)"', page)
    fields = {"batch": str(BATCH), "essay": str(essays[1])}
    back = await karin.post(phrase, data=fields)
    assert back.headers["location"] == f"{AT}?essay={essays[1]}"
    assert 'value="Read it aloud."' not in (await karin.get(AT)).text.partition('id="done"')[0]
    assert phrase not in (await karin.get(f"{AT}?essay={essays[0]}")).text
    await karin.post(phrase, data={**fields, "words": "Read it aloud."})
    assert 'name="take" value="Read it aloud."' in (await karin.get(AT)).text


async def test_who_may_only_look_changes_nothing(
    essays: list[UUID], browser: Browser, house: House, signed_in: dict[str, SignedIn]
) -> None:
    signed_in["ali"] = ALI
    await hear(house.database("results"), BatchShared(batch=BATCH, person=ALI.person, may="look"))
    ali = browser("ali")
    page = (await ali.get(AT)).text
    assert "<textarea" not in page
    assert "Its owner can let you work on it" in page
    form = {"essay": str(essays[0]), "seen": "0", "words": "x"}
    for path in (AT, f"{AT}/keep", f"{AT}/give", f"{AT}/withdraw"):
        assert (await ali.post(path, data=form)).status_code == 403, path


async def test_a_class_without_essays_says_so(house: House, browser: Browser) -> None:
    await a_class(house, KARIN.person, ())
    page = (await browser("karin").get(AT)).text
    assert "There is nobody to write to yet" in page


async def test_a_program_drafts_where_the_school_allows_it(
    essays: list[UUID], browser: Browser, house: House, signed_in: dict[str, SignedIn]
) -> None:
    person = await persons.somebody(house.viewers("identity").of(Viewer(None)), now=house.clock())
    signed_in["ali"] = replace(ALI, person=person)
    await hear(house.database("results"), BatchShared(batch=BATCH, person=person, may="work"))
    ali = browser("ali")
    assert "Have a program draft" not in (await ali.get(AT)).text
    assert (await ali.post(f"{AT}/draft")).status_code == 403
    model = Server()
    model.talk = lambda _: answer()
    await allow(house, KARIN.school, model.url)
    page = (await ali.get(AT)).text
    assert "Have a program draft for the 3 pupils who have nothing yet" in page
    assert "Nordic Words (Finland)" in page
    answered = await ali.post(f"{AT}/draft")
    assert answered.status_code == 303
    page = (await ali.get(AT)).text
    assert "3 drafts are being written by a program." in page
    await house.start(["drafting"])

    async def shows() -> bool:
        return WORDS in (await ali.get(f"{AT}?essay={essays[2]}")).text

    for _ in range(10):
        if await soon(shows):
            break
    page = (await ali.get(f"{AT}?essay={essays[2]}")).text
    assert "A program wrote this draft." in page
    assert "a program" in page
    model.close()
