"""Feedback is given when somebody has said how many, printed a page a pupil, and taken back."""

import re
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import httpx
import pytest
from tests.gateway.feedback.a_class import BATCH, PEOPLE, a_class
from tests.gateway.web.conftest import KARIN
from tests.gateway.web.test_feedback import AT, sends
from tests.services.identity import persons

from huleedu.gateway.web.pages import SignedIn
from huleedu.kit.database import Viewer
from huleedu.wiring.program import House

Browser = Callable[..., httpx.AsyncClient]


@pytest.fixture
async def person(house: House, signed_in: dict[str, SignedIn]) -> UUID:
    """Somebody of whom the audit can tell."""
    people = house.viewers("identity").of(Viewer(None))
    person = await persons.somebody(people, "karin@lund.example", now=house.clock())
    signed_in["karin"] = replace(KARIN, person=person)
    return person


@pytest.fixture
async def essays(house: House, person: UUID) -> list[UUID]:
    return await a_class(house, person)


@pytest.fixture
def karin(essays: list[UUID], browser: Browser) -> httpx.AsyncClient:
    return browser("karin")


async def test_it_is_asked_first_how_many_and_who_is_left_out(
    karin: httpx.AsyncClient, essays: list[UUID]
) -> None:
    assert "Nothing is ready to be given yet" in (await karin.get(f"{AT}/give")).text
    for essay in essays[:2]:
        await sends(karin, essay, "Good.", do="ready")
    page = (await karin.get(f"{AT}/give")).text
    assert "Give 2 pupils their feedback?" in page
    assert "1 pupil is left out" in page
    answer = await karin.post(f"{AT}/give")
    assert answer.headers["location"] == f"{AT}/give"
    after = (await karin.get(f"{AT}/give")).text
    assert "The feedback of 2 pupils is given." in after
    assert "2 pupils have their feedback" in after
    assert "given" in (await karin.get(AT)).text


async def test_what_was_changed_after_it_was_given_is_to_be_given_again(
    karin: httpx.AsyncClient, essays: list[UUID]
) -> None:
    await sends(karin, essays[0], "Good.", do="ready")
    await karin.post(f"{AT}/give")
    await sends(karin, essays[0], "Better.")
    page = (await karin.get(f"{AT}?essay={essays[0]}")).text
    assert "You changed this after giving it: give again." in page
    printed = (await karin.get(f"{AT}/print")).text
    assert "Good." in printed
    assert "Better." not in printed
    await sends(karin, essays[0], "Better.", do="ready")
    assert "Anna Åberg (once more)" in (await karin.get(f"{AT}/give")).text


async def test_it_is_taken_back_at_once_and_that_is_undone(
    karin: httpx.AsyncClient, essays: list[UUID]
) -> None:
    for essay in essays:
        await sends(karin, essay, "Good.", do="ready")
    await karin.post(f"{AT}/give")
    await karin.post(f"{AT}/withdraw", data={"essay": "all"})
    page = (await karin.get(f"{AT}/give")).text
    assert "The feedback of 3 pupils was taken back." in page
    [at] = re.findall(r'name="at" value="([^"]+)"', page)
    await karin.post(f"{AT}/give-back", data={"at": at, "back": ""})
    assert "3 pupils have their feedback" in (await karin.get(f"{AT}/give")).text
    one = await karin.post(f"{AT}/withdraw", data={"essay": str(essays[1])})
    assert one.headers["location"] == f"{AT}?essay={essays[1]}"
    assert "2 pupils have their feedback" in (await karin.get(f"{AT}/give")).text
    for wrong in ({}, {"essay": "x"}):
        assert (await karin.post(f"{AT}/withdraw", data=wrong)).status_code == 404
    for wrong in ("", "x", "2026-11-30"):
        assert (await karin.post(f"{AT}/give-back", data={"at": wrong})).status_code == 404


async def test_a_page_a_pupil_is_printed_as_it_was_given_or_is_ready(
    karin: httpx.AsyncClient, essays: list[UUID]
) -> None:
    for essay, name in zip(essays, PEOPLE, strict=True):
        await sends(karin, essay, f"Dear {name.split()[0]}.", do="ready")
    assert "There is no page to print" in (await karin.get(f"{AT}/print")).text
    ready = (await karin.get(f"{AT}/print?which=ready")).text
    pages = re.findall(r'<article class="card handed">(.*?)</article>', ready, re.DOTALL)
    assert len(pages) == len(PEOPLE)
    for page, name in zip(pages, PEOPLE, strict=True):
        assert {each for each in PEOPLE if each in page} == {name}
        assert f"Dear {name.split()[0]}." in page


async def test_in_a_blind_batch_one_writes_to_codes_and_gives_nothing(
    house: House, browser: Browser, person: UUID
) -> None:
    essays = await a_class(house, person, blind=True)
    karin = browser("karin")
    await sends(karin, essays[0], "Good.", do="ready")
    page = (await karin.get(AT)).text
    assert not {part for name in PEOPLE for part in name.split() if f">{part}" in page}
    assert f'href="/batches/{BATCH}/reveal"' in page
    for path in ("give", "print"):
        refused = await karin.get(f"{AT}/{path}")
        assert refused.status_code == 403
        assert "nobody can be handed theirs" in refused.text
    assert (await karin.post(f"{AT}/give")).status_code == 403
