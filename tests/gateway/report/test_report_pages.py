"""The report of a large batch in a real browser: an index, and a page for each essay."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from msgspec import structs
from playwright.sync_api import Browser, Page
from tests.gateway.report.browsing import objections
from tests.gateway.report.conftest import EN

from huleedu.gateway.report.exports import report_pages
from huleedu.gateway.report.many import ONE_PAGE_MAX, PAGES
from huleedu.gateway.report.pages import ROWS_MAX
from huleedu.services.results.api import BatchReport

ESSAYS = ROWS_MAX + 10
SOME_ROWS = 30


def times(report: BatchReport, essays: int) -> BatchReport:
    """A batch of so many essays: those of the report, again and again."""
    some = report.essays
    many = [
        structs.replace(some[at % len(some)], id=f"{some[at % len(some)].id}-{at}", slot=at + 1)
        for at in range(essays)
    ]
    return structs.replace(report, essays=tuple(many), slots=essays)


@pytest.fixture(scope="module")
def folder(hostile: BatchReport, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a large batch whose first essay is hostile, as it lies on disk."""
    folder = tmp_path_factory.mktemp("report of Åsa")
    (folder / PAGES).mkdir()
    for name, pieces in report_pages(times(hostile, ESSAYS), EN):
        (folder / name).write_text("".join(pieces), encoding="utf-8")
    return folder


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that stays silent and asks for nothing but files."""
    noise: list[str] = []
    with browser.new_page(viewport={"width": 1366, "height": 768}) as page:
        page.on("console", lambda message: noise.append(message.text))
        page.on("pageerror", lambda error: noise.append(str(error)))
        page.on("request", lambda request: noise.append(request.url))
        yield page
    assert [one for one in noise if not one.startswith("file:")] == []


KINDS = ("report.html", f"{PAGES}/essay-1.html", f"{PAGES}/overview-{ROWS_MAX + 1}.html")


def test_a_batch_that_fits_has_one_page(report: BatchReport) -> None:
    assert [name for name, _ in report_pages(times(report, ONE_PAGE_MAX), EN)] == ["report.html"]
    names = [name for name, _ in report_pages(times(report, ONE_PAGE_MAX + 1), EN)]
    assert names[-1] == "report.html"
    assert sum("essay-" in name for name in names) == ONE_PAGE_MAX + 1


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_to_object_to(page: Page, folder: Path, kind: str) -> None:
    page.goto((folder / kind).as_uri())
    # rows are made alike, so a few stand for all, the hostile ones among them
    page.evaluate(
        f"document.querySelectorAll('tbody tr:nth-child(n+{SOME_ROWS})').forEach(r => r.remove())"
    )
    assert objections(page, preload=False) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", [1366, 320])
def test_no_page_scrolls_sideways_or_runs_what_pupils_wrote(
    page: Page, folder: Path, kind: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    page.goto((folder / kind).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate("window.broken") is None
    # the styles apply
    assert page.evaluate("getComputedStyle(document.querySelector('.page')).maxWidth") != "none"


@pytest.mark.parametrize("kind", [*KINDS, f"{PAGES}/essay-{ESSAYS}.html"])
def test_each_link_leads_to_a_place_that_is_there(page: Page, folder: Path, kind: str) -> None:
    page.goto((folder / kind).as_uri())
    links: list[str] = page.evaluate("[...document.links].map((link) => link.href)")
    wanted: dict[Path, set[str]] = {}
    for link in links:
        parts = urlsplit(link)
        wanted.setdefault(Path(unquote(parts.path)), set()).add(unquote(parts.fragment))
    for file, places in wanted.items():
        assert file.is_file(), file
        text = file.read_text(encoding="utf-8")
        assert [place for place in places if place and f'id="{place}"' not in text] == []


def test_one_walks_from_the_index_to_an_essay_on_to_the_next_and_back(
    page: Page, folder: Path, hostile: BatchReport
) -> None:
    page.goto((folder / "report.html").as_uri())
    assert page.locator(".overview tbody tr").count() == ROWS_MAX
    page.locator(".overview tbody tr").nth(1).get_by_role("link").click()
    assert page.locator(".text").text_content() == hostile.essays[1].text
    page.get_by_role("link", name="The next essay").click()
    assert page.locator(".text").text_content() == hostile.essays[2].text
    page.get_by_role("link", name="All results").click()
    page.get_by_role("navigation", name="Parts of the overview").get_by_role("link").click()
    assert page.locator(".overview tbody tr").count() == ESSAYS - ROWS_MAX
