"""Feedback goes out as PDFs, and by links: told once, with an end, where a school allows them."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from tests.gateway.feedback.a_class import BATCH, PEOPLE
from tests.gateway.web.test_feedback import AT, sends
from tests.gateway.web.test_feedback_giving import essays, karin, person

from huleedu.gateway.web.feedback_links import end_of
from huleedu.kit import extras
from huleedu.wiring.program import House

__all__ = ["essays", "karin", "person"]

ALLOW = "update school set pupil_links = $1"


async def allow(house: House, *, links: bool = True) -> None:
    """Every school lets pupils have links, or none does."""
    async with house.database("identity").session() as sql:
        await sql.execute(ALLOW, links)


async def all_given(karin: httpx.AsyncClient, essays: Sequence[UUID]) -> None:
    for essay, name in zip(essays, PEOPLE, strict=False):
        await sends(karin, essay, f"Dear {name}.", do="ready")
    await karin.post(f"{AT}/give")


async def links_made(house: House, karin: httpx.AsyncClient, days: int = 30) -> list[str]:
    """The links, as the page tells them once."""
    until = (house.clock() + timedelta(days=days)).date().isoformat()
    page = await karin.post(f"{AT}/links", data={"until": until})
    assert page.status_code == 200, page.text
    assert page.headers["cache-control"] == "no-store"
    return re.findall(r'<code class="secret">([^<]+)</code>', page.text)


async def test_a_pdf_a_pupil_comes_in_an_archive_and_that_is_noted(
    karin: httpx.AsyncClient, essays: list[UUID], house: House
) -> None:
    assert (await karin.get(f"{AT}/pdf")).status_code == 404, "nothing is given"
    await all_given(karin, essays)
    assert "Fetch 3 PDFs in one .zip" in (await karin.get(f"{AT}/give")).text
    made = await karin.get(f"{AT}/pdf")
    assert made.headers["content-type"] == "application/zip"
    assert made.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''A%20challenge%20-%20Feedback.zip"
    )
    with zipfile.ZipFile(io.BytesIO(made.content)) as packed:
        assert packed.namelist() == [f"{name}.pdf" for name in PEOPLE]
        assert packed.read(f"{PEOPLE[0]}.pdf").startswith(b"%PDF-")
    async with house.database("identity").session() as sql:
        noted = await sql.fetchval("select facts->>'count' from audit where what = $1", FETCHED)
    assert noted == "3"


FETCHED = "feedback_fetched"


async def test_without_the_extra_the_page_prints_and_says_how_to_have_pdfs(
    karin: httpx.AsyncClient, essays: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    await all_given(karin, essays)
    monkeypatch.setitem(extras.MODULES, "pdf", ("no_such_module",))
    page = (await karin.get(f"{AT}/give")).text
    assert "/feedback/pdf" not in page
    assert "--extra pdf" in page
    assert (await karin.get(f"{AT}/pdf")).status_code == 403
    assert "Dear Anna Åberg." in (await karin.get(f"{AT}/print")).text


async def test_links_are_off_unless_the_school_allows_them(
    karin: httpx.AsyncClient, essays: list[UUID], house: House
) -> None:
    await all_given(karin, essays)
    assert "Links for pupils are off" in (await karin.get(f"{AT}/give")).text
    refused = await karin.post(f"{AT}/links", data={"until": "2030-01-01"})
    assert refused.status_code == 403
    await allow(house)
    page = (await karin.get(f"{AT}/give")).text
    assert 'name="until" type="date"' in page
    assert "Links for pupils are off" not in page


async def codes(house: House, karin: httpx.AsyncClient) -> list[str]:
    until = (house.clock() + timedelta(days=3)).date().isoformat()
    page = (await karin.post(f"{AT}/links", data={"until": until})).text
    assert page.count('aria-label="A code to scan with a phone: the link of Anna Åberg"') == 1
    return re.findall(r'<path class="qrline"[^>]+>', page.partition('<dl class="slips">')[2])


async def test_links_are_told_once_and_counted(
    karin: httpx.AsyncClient, essays: list[UUID], house: House
) -> None:
    await allow(house)
    await all_given(karin, essays[:2])
    links = await links_made(house, karin)
    assert len(set(links)) == 2, "only who has something"
    assert all(re.fullmatch(r"http://127\.0\.0\.1:8080/mine#[\w-]{43}", link) for link in links)
    assert len(set(await codes(house, karin))) == 2, "each link can be scanned"
    links = await links_made(house, karin)
    page = (await karin.get(f"{AT}/give")).text
    assert "2 links work. None was opened yet." in page
    assert not any(link.partition("#")[2] in page for link in links)
    ended = await karin.post(f"{AT}/links/end")
    assert ended.status_code == 303
    page = (await karin.get(f"{AT}/give")).text
    assert "2 links were ended." in page
    assert "links work" not in page


async def test_an_end_is_a_day_to_come_and_not_too_far_away(house: House) -> None:
    now = house.clock()
    for days, right in ((-1, False), (0, True), (1, True), (365, True), (400, False)):
        day = (now.astimezone() + timedelta(days=days)).date().isoformat()
        assert (end_of(day, now) is not None) == right, days
    for wrong in ("", "x", "2026-13-01", "9999-12-31"):
        assert end_of(wrong, now) is None


async def test_a_wrong_day_makes_no_links(
    karin: httpx.AsyncClient, essays: list[UUID], house: House
) -> None:
    await allow(house)
    await all_given(karin, essays)
    answer = await karin.post(f"{AT}/links", data={"until": "2020-01-01"})
    assert answer.headers["location"] == f"/batches/{BATCH}/feedback/give"
    assert "Choose a day that is still to come" in (await karin.get(f"{AT}/give")).text
