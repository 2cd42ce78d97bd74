"""Every page of what comes after the files is for everybody: all of the table are looked at.

A page that is new in the table has to be added here, or stand among those that others look at.
"""

from collections.abc import AsyncIterator

import httpx
import pytest
from tests.gateway.web import judged, judged_batch
from tests.gateway.web.conftest import KARIN
from tests.gateway.web.judged_batch import ANNA
from tests.gateway.web.listening import listening
from tests.gateway.web.looking import looking

from huleedu.gateway.web.application import pages
from huleedu.gateway.web.pages import PageRoute, Web
from huleedu.gateway.web.table import PAGES
from huleedu.wiring.program import House

TO_SET_UP, DONE = f"/batches/{judged.BATCH}", f"/batches/{judged_batch.BATCH}"
LOOKED_AT = {
    "/batches/{batch}/judging": (f"{TO_SET_UP}/judging", f"{DONE}/judging"),
    "/batches/{batch}/results": (f"{DONE}/results", f"{TO_SET_UP}/results"),
    "/batches/{batch}/results/clear": (f"{DONE}/results/clear",),
    "/batches/{batch}/grades/{essay}": (f"{DONE}/grades/{ANNA}",),
    "/batches/{batch}/essays/{essay}": (f"{DONE}/essays/{ANNA}",),
    "/batches/{batch}/talk": (f"{DONE}/talk", f"{TO_SET_UP}/talk"),
    "/batches/{batch}/talk/print": (f"{DONE}/talk/print",),
    "/batches/{batch}/feedback": (f"{DONE}/feedback", f"{DONE}/feedback?essay={ANNA}"),
    "/batches/{batch}/feedback/give": (f"{DONE}/feedback/give",),
    "/batches/{batch}/feedback/print": (f"{DONE}/feedback/print",),
    "/batches/{batch}/exports": (f"{DONE}/exports",),
    "/batches/{batch}/shares": (f"{DONE}/shares",),
    "/batches/{batch}/remarks": (f"{DONE}/remarks",),
    "/batches/{batch}": (DONE,),
    "/batches/{batch}/pupils": (f"{DONE}/pupils",),
    "/mine": ("/mine",),
}
"""By the addresses of the table: where it is looked at, in a state each."""
IN_ITS_OWN_TEST = {
    "/batches/{batch}/judging/judges/{judge}": "test_a_judging_from_its_links_to_its_end",
    "/judge": "test_judge_states",
    "/judge/{judging}": "test_judge_states",
    "/batches/{batch}/judging/preview": "test_judge_preview",
    "/batches/{batch}/reveal": "test_names",
    "/batches/{batch}/report": "gateway/report/test_report_pages",
    "/batches/{batch}/report.html": "gateway/report/test_report_pages",
    "/batches/{batch}/report/{page}": "gateway/report/test_report_pages",
    "/batches/{batch}/files/{file}": "leads to the page of its essay",
}
NO_PAGES = {
    "/batches/{batch}/results/drawing.svg",
    "/batches/{batch}/feedback/pdf",
    "/mine/pdf",
    "/batches/{batch}/judging/preview/session",
    "/batches/{batch}/judging/preview/next",
}
BEFORE = ("/batches/{batch}", "/mine", "/judge")
"""Other pages are looked at on the way there: tests/gateway/web/test_whole_way.py."""

PARTS = 5
"""So that they may be looked at side by side."""


@pytest.fixture
async def site(web: Web, house: House) -> AsyncIterator[str]:
    """The pages, served; a batch of Karin's is judged, and one can be."""
    await judged_batch.judged_batch(house)
    await judged.essays_in(house, range(1, 7))
    async with listening(web) as address:
        yield address


def test_no_page_is_forgotten() -> None:
    table = {
        route.path
        for route in PAGES
        if isinstance(route, PageRoute) and route.method == "GET" and route.path.startswith(BEFORE)
    }
    assert table == {*LOOKED_AT, *IN_ITS_OWN_TEST, *NO_PAGES}


@pytest.mark.parametrize("part", range(PARTS))
async def test_a_page_is_for_everybody(part: int, site: str) -> None:
    async with looking(site, "karin") as look:
        for path in [path for states in LOOKED_AT.values() for path in states][part::PARTS]:
            await look.at(path)


async def test_a_judging_from_its_links_to_its_end(site: str, house: House) -> None:
    at = f"{TO_SET_UP}/judging"
    async with looking(site, "karin") as look:
        page = look.page
        await page.goto(at)
        await page.fill("#per_essay", "none")
        await page.click("#means button")
        await look.now("set up wrongly")
        await page.fill("#per_essay", "4")
        await page.fill("#judges", "Åsa Öberg\nA judge with a name that is as long as any can be")
        await page.click("#means button")
        await page.wait_for_selector("section.handed")
        await look.now("links")
        await judged.judged(house, "Åsa Öberg", 3)
        await look.at(at)
        [judge, *_] = (await judged.overview(house)).judges
        await look.at(f"{at}/judges/{judge.id}")
        await page.goto(at)
        await page.click("form[action$='/close'] button")
        await page.wait_for_selector("#done")
        await look.now("closed")


async def test_feedback_that_is_ready_and_given(site: str, web: Web) -> None:
    at = f"{DONE}/feedback"
    async with looking(site, "karin") as look, ready(web) as karin:
        told = {"essay": str(ANNA), "words": "Well begun.", "seen": "0", "do": "ready"}
        assert (await karin.post(at, data=told)).status_code == 303
        await look.at(f"{at}/give")
        await look.at(f"{at}/print?which=ready")
        assert (await karin.post(f"{at}/give")).status_code == 303
        await look.at(f"{at}/give")
        await look.at(f"{at}?essay={ANNA}")
        await look.at(f"{at}/print")


def ready(web: Web) -> httpx.AsyncClient:
    """Karin, as her browser sends forms."""
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app=pages(web, PAGES)),
        base_url="http://127.0.0.1:8080",
        cookies={"who": KARIN.name.split()[0].lower()},
        headers={"sec-fetch-site": "same-origin"},
    )
