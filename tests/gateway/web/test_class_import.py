"""P4: a class list is shown as what it would change, and taken in as it was shown."""

import re
from collections.abc import Callable

import httpx
from tests.gateway.web.test_classes import OURS, made

Browser = Callable[..., httpx.AsyncClient]


async def shown(karin: httpx.AsyncClient, where: str, text: str) -> tuple[str, str]:
    """The preview's address and page."""
    answer = await karin.post(f"{where}/import", data={"pasted": text})
    assert answer.status_code == 303
    there = answer.headers["location"]
    return there, (await karin.get(there)).text


def seen(page: str) -> dict[str, str]:
    found = re.search(r'name="seen" value="([^"]+)"', page)
    assert found
    return {"do": "take-in", "seen": found[1]}


async def test_a_pasted_list_is_taken_in_after_it_was_shown(browser: Browser) -> None:
    karin = browser("karin", **OURS)
    where = await made(karin)
    there, page = await shown(karin, where, "Namn;E-post\nAnna Ek;a@x.se\nBo Lo;nowhere")
    assert "One is new" in page
    assert "this is no e-mail address" in page
    data = {"do": "look", "column": ["full", "email"], "cell-2-1": "bo@x.se"}
    await karin.post(there, data=data)
    page = (await karin.get(there)).text
    assert "Take in 2 pupils" in page
    assert (await karin.post(there, data=seen(page))).headers["location"] == where
    assert "bo@x.se" in (await karin.get(where)).text
    assert (await karin.get(there)).status_code == 404


async def test_a_file_is_read_and_columns_can_mean_something_else(browser: Browser) -> None:
    karin = browser("karin", **OURS)
    where = await made(karin)
    sent = {"list": ("klass.csv", "Ek;Åsa;9A\nLo;Bo;9B".encode("cp1252"), "text/csv")}
    answer = await karin.post(f"{where}/import", files=sent)
    there = answer.headers["location"]
    page = (await karin.get(there)).text
    assert "There is more than one class in the list" in page
    await karin.post(there, data={"column": ["last", "first", "group"], "only": ["9A"]})
    page = (await karin.get(there)).text
    assert "Åsa Ek" in page
    assert "Take in one pupil" in page


async def test_rows_and_columns_that_are_not_taken_are_shown(browser: Browser) -> None:
    karin = browser("karin", **OURS)
    where = await made(karin)
    text = "Klasslista 9A\n\nFörnamn;Efternamn 1;Efternamn 2;Ogift\nMaja;Lund;Ek;Ö\nAntal: 1"
    _, page = await shown(karin, where, text)
    assert "Maja Lund Ek" in page
    assert "Row 2: this looks like a title or a sum" in page
    assert "Ogift" in page
    assert page.count('name="column"') == 4
    assert "Take in one pupil" in page


async def test_a_class_that_changed_meanwhile_is_shown_again(browser: Browser) -> None:
    karin = browser("karin", **OURS)
    where = await made(karin)
    there, page = await shown(karin, where, "Anna Ek\nBo Lo")
    await karin.post(f"{where}/pupils", data={"pupil": "Cia Mo"})
    late = await karin.post(there, data=seen(page))
    assert late.status_code == 409
    assert "nothing was taken in" in late.text
    assert "Remove Cia Mo" in late.text
    await karin.post(there, data={"do": "throw-away"})
    assert "9B has one pupil" in (await karin.get(where)).text


async def test_what_is_no_list_is_told_and_what_was_pasted_stays(browser: Browser) -> None:
    karin = browser("karin", **OURS)
    where = await made(karin)
    answer = await karin.post(f"{where}/import", data={"pasted": ";;"})
    assert answer.status_code == 422
    assert "Error: " in answer.text
    assert ";;" in answer.text
