"""P4: a class is made, its pupils are added, changed and removed, and nobody else sees it."""

import re
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import httpx
import pytest
from tests.gateway.web.conftest import KARIN

from huleedu.gateway.web.pages import SignedIn

Browser = Callable[..., httpx.AsyncClient]
OURS = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def signed_in() -> dict[str, SignedIn]:
    other = replace(KARIN, person=UUID(int=13))
    return {
        "karin": KARIN,
        "colleague": other,
        "elsewhere": replace(KARIN, school=UUID(int=2)),
        "eva": replace(other, rights=frozenset({"administrator", "teacher"})),
    }


async def made(karin: httpx.AsyncClient) -> str:
    """Returns the new class's address."""
    answer = await karin.post("/classes", data={"name": "9B", "year": "2026/27"})
    assert answer.status_code == 303
    return answer.headers["location"]


async def test_a_class_begins_empty_and_says_what_to_do(browser: Browser) -> None:
    karin = browser("karin", **OURS)
    assert "Here your classes will stand" in (await karin.get("/classes")).text
    where = await made(karin)
    assert "You have one class" in (await karin.get("/classes")).text
    assert "This class has no pupils yet" in (await karin.get(where)).text
    wrong = await karin.post("/classes", data={"name": " ", "year": "2026"})
    assert wrong.status_code == 422
    assert "Error: " in wrong.text
    assert 'value="2026"' in wrong.text


async def test_pupils_are_added_changed_merged_and_removed_with_undo(browser: Browser) -> None:
    karin = browser("karin", **OURS)
    where = await made(karin)
    for name in ("Anna Ek", "Ana Ek"):
        await karin.post(f"{where}/pupils", data={"pupil": name, "called": ""})
    page = (await karin.get(where)).text
    assert "9B has 2 pupils" in page
    ana, anna = re.findall(rf'href="({where}/pupils/[^"]+)"', page)
    await karin.post(ana, data={"pupil": "Anna Maria Ek", "email": "a@x.se", "ids": "17 18"})
    assert 'value="17 18"' in (await karin.get(ana)).text
    await karin.post(ana, data={"same_as": anna.rpartition("/")[2]})
    page = (await karin.get(where)).text
    assert "9B has one pupil" in page
    assert "Anna Maria Ek" in page
    await karin.post(f"{ana}/remove")
    assert "This class has no pupils yet" in (await karin.get(where)).text
    await karin.post(f"{ana}/back")
    assert "9B has one pupil" in (await karin.get(where)).text


async def test_another_teacher_sees_none_of_it_and_an_administrator_does(browser: Browser) -> None:
    where = await made(browser("karin", **OURS))
    for who in ("colleague", "elsewhere"):
        other = browser(who, **OURS)
        assert (await other.get(where)).status_code == 404
        assert (await other.post(f"{where}/pupils", data={"pupil": "X"})).status_code == 404
        assert "You have no classes yet" in (await other.get("/classes")).text
    assert (await browser("eva").get(where)).status_code == 200


async def test_a_change_of_what_somebody_else_changed_is_told(browser: Browser) -> None:
    karin = browser("karin", **OURS)
    where = await made(karin)
    first = await karin.post(where, data={"name": "9C", "revision": "1"})
    assert first.status_code == 303
    late = await karin.post(where, data={"name": "9D", "revision": "1"})
    assert late.status_code == 409
    assert "it is called 9C now" in late.text
    await karin.post(f"{where}/away", data={})
    assert "One class is put away" in (await karin.get("/classes")).text
