"""A hundred rows at a time: none is lost between two pages, and a search goes through all."""

import re
from collections.abc import Callable

import httpx
from tests.gateway.web.test_class_import import OURS, made, seen, shown

Browser = Callable[..., httpx.AsyncClient]
NAMES = [f"Elev Nummer{n:03}" for n in range(250)]


async def a_long_class(karin: httpx.AsyncClient) -> str:
    where = await made(karin)
    there, page = await shown(karin, where, "\n".join(NAMES))
    assert page.count("<li>Elev") == 100
    assert "and 150 more" in page
    assert (await karin.post(there, data=seen(page))).headers["location"] == where
    return where


def named(page: str) -> list[str]:
    return re.findall(r'pupils/[0-9a-f-]{36}">([^<]+)</a>', page)


async def test_every_pupil_stands_on_one_page_and_any_is_found(browser: Browser) -> None:
    karin = browser("karin", **OURS)
    where = await a_long_class(karin)
    first = (await karin.get(where)).text
    assert "1–100 of 250" in first
    second = (await karin.get(f"{where}?from=100")).text
    third = (await karin.get(f"{where}?from=200")).text
    assert f'href="{where}?from=200"' in second
    assert "More rows" not in third
    assert [*named(first), *named(second), *named(third)] == NAMES
    assert named((await karin.get(f"{where}?from=99999")).text) == named(third)
    for odd in ("-1", "x", "²", "9" * 40):
        assert named((await karin.get(where, params={"from": odd})).text) == named(first)
    found = (await karin.get(where, params={"search": "nummer24 ELEV"})).text
    assert named(found) == NAMES[240:]
    assert "1–10 of 10" in found
    assert "Show all 250" in found
    nobody = (await karin.get(where, params={"search": 'Ö"<'})).text
    assert "Nothing is found by “Ö&#34;&lt;”." in nobody


async def test_who_removes_a_pupil_stays_where_they_were(browser: Browser) -> None:
    karin = browser("karin", **OURS)
    where = await a_long_class(karin)
    page = (await karin.get(f"{where}?search=Nummer&from=100")).text
    [remove, *_] = re.findall(r'action="([^"]+/remove[^"]*)"', page)
    answer = await karin.post(remove.replace("&amp;", "&"))
    assert answer.headers["location"] == f"{where}?search=Nummer&from=100"
    page = (await karin.get(answer.headers["location"])).text
    assert named(page)[0] == NAMES[101]
    [back] = re.findall(r'action="([^"]+/back[^"]*)"', page)
    answer = await karin.post(back.replace("&amp;", "&"))
    assert answer.headers["location"] == f"{where}?search=Nummer&from=100"
    assert named((await karin.get(answer.headers["location"])).text)[0] == NAMES[100]


async def test_two_pupils_are_made_one_however_long_the_class(browser: Browser) -> None:
    karin = browser("karin", **OURS)
    where = await a_long_class(karin)
    [pupil, *_] = re.findall(rf'href="({where}/pupils/[^"]+)"', (await karin.get(where)).text)
    page = (await karin.get(pupil)).text
    assert page.count("<option") == 100
    page = (await karin.get(pupil, params={"search": "Nummer249"})).text
    [other] = re.findall(r'<option value="([^"]+)">Elev Nummer249<', page)
    await karin.post(pupil, data={"same_as": other})
    assert "Elev Nummer249" not in (await karin.get(where, params={"search": "249"})).text


async def test_what_was_typed_stays_when_it_is_wrong(browser: Browser) -> None:
    karin = browser("karin", **OURS)
    where = await made(karin)
    page = await karin.post(f"{where}/pupils", data={"pupil": " ", "called": "Lillan"})
    assert page.status_code == 422
    assert 'value="Lillan"' in page.text
    page = await karin.post(where, data={"name": "", "year": "2027/28", "revision": "1"})
    assert 'value="2027/28"' in page.text


async def test_of_many_rows_that_are_wrong_a_hundred_are_mended_at_a_time(
    browser: Browser,
) -> None:
    karin = browser("karin", **OURS)
    where = await made(karin)
    rows = "\n".join(f"{name};wrong" for name in NAMES)
    there, page = await shown(karin, where, f"Namn;E-post\n{rows}")
    assert page.count('value="wrong"') == 100
    assert "150 more rows follow" in page
    cells = dict.fromkeys(re.findall(r'name="(cell-\d+-\d+)" value="wrong"', page), "")
    await karin.post(there, data={"do": "look", "column": ["full", "email"], **cells})
    page = (await karin.get(there)).text
    assert page.count('value="wrong"') == 100
    assert "50 more rows follow" in page
    assert "Take in 100 pupils" in page
