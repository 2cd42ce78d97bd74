"""The page in a real browser: every essay, nothing from outside, at any width, in any light."""

import io
from html import unescape
from typing import Literal

import msgspec
import pytest
from playwright.sync_api import Page
from pypdf import PdfReader
from tests.gateway.report.browsing import LOOKS, Open, Scheme, objections
from tests.gateway.report.conftest import EN

from huleedu.contracts.reason import Reason
from huleedu.gateway.report.exports import report_html
from huleedu.gateway.report.sanitised import sanitised
from huleedu.services.results.api import (
    BatchReport,
    EssayReport,
    FileLine,
    Misspelling,
    NotMeasured,
)


@pytest.mark.parametrize("width", [1366, 390, 320])
def test_the_page_never_scrolls_sideways(visit: Open, report: BatchReport, width: int) -> None:
    page = visit(report, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [1366, 390])
def test_hostile_texts_neither_run_nor_widen_the_page(
    visit: Open, hostile: BatchReport, width: int
) -> None:
    page = visit(hostile, width=width)
    assert page.evaluate("window.broken") is None
    assert page.locator(".page :is(img, b, i, u, script)").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") == width
    text = sanitised(hostile).essays[0].text.replace("\r\n", "\n")
    assert page.locator("#e1 .text").text_content() == text


def test_axe_finds_nothing_to_object_to(visit: Open, report: BatchReport) -> None:
    assert objections(visit(report)) == []


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1366, "dark"), (390, "dark")])
def test_axe_objects_to_no_colour_and_no_size(
    visit: Open, report: BatchReport, scheme: Scheme, width: int
) -> None:
    page = visit(report, width=width, scheme=scheme)
    assert objections(page, LOOKS) == []


def test_the_words_of_an_essay_stand_on_the_page_unchanged(
    visit: Open, report: BatchReport
) -> None:
    page = visit(report)
    texts = page.locator(".text").evaluate_all("all => all.map((one) => one.textContent)")
    assert texts == [essay.text for essay in report.essays]


def test_each_misspelling_is_marked_and_listed_with_its_suggestions(
    visit: Open, report: BatchReport
) -> None:
    page = visit(report)
    for essay in report.essays:
        article = page.locator(f"#e{essay.slot}")
        marked = article.locator("mark").all_text_contents()
        assert marked == [found.word for found in essay.misspellings]
        listed = " ".join(article.locator(".words li").all_text_contents())
        for found in essay.misspellings:
            assert f"{found.word} " in listed
            assert ", ".join(found.suggestions) in listed


def test_each_link_of_the_page_leads_somewhere(visit: Open, hostile: BatchReport) -> None:
    page = visit(hostile)
    lost = page.evaluate(
        "[...document.links].map((a) => a.hash.slice(1)).filter((id) =>"
        " !document.getElementById(id))"
    )
    assert lost == []
    twice = page.evaluate(
        "[...document.querySelectorAll('[id]')].map((one) => one.id)"
        ".filter((id, at, all) => all.indexOf(id) !== at)"
    )
    assert twice == []


@pytest.mark.parametrize("how", ["hover", "focus"])
def test_a_marked_word_shows_its_suggestions(visit: Open, report: BatchReport, how: str) -> None:
    page = visit(report)
    word = page.locator("#e2 mark a").first
    shown = "one => getComputedStyle(one, '::after').content"
    assert word.evaluate(shown) == "none"
    if how == "hover":
        word.hover()
    else:
        page.locator("#e2 header a").focus()
        page.keyboard.press("Tab")
    best = report.essays[1].misspellings[0].suggestions
    assert word.evaluate(f"one => {{ const f = {shown}; return f(one) }}") == (
        f'"{" · ".join(best)}"'
    )


def _column(page: Page, at: int) -> list[str]:
    return page.locator(f".overview tbody tr > :nth-child({at})").all_text_contents()


def test_a_heading_sorts_the_overview_up_and_then_down(visit: Open, report: BatchReport) -> None:
    page = visit(report)
    words = page.get_by_role("button", name="Words", exact=True)
    words.click()
    up = [int(number) for number in _column(page, 5)]
    assert up == sorted(up)
    assert page.locator("th[aria-sort=ascending]").count() == 1
    words.press("Enter")
    assert [int(number) for number in _column(page, 5)] == sorted(up, reverse=True)
    page.get_by_role("button", name="Place no.").click()
    assert _column(page, 1) == [str(slot) for slot in range(1, 31)]
    assert page.locator("th[aria-sort]").count() == 1


def test_an_essay_without_a_number_sorts_last_both_ways(visit: Open, report: BatchReport) -> None:
    first, *others = report.essays
    without = {**first.measures, "words": NotMeasured("it has no words")}
    bare = msgspec.structs.replace(first, measures=without)
    page = visit(msgspec.structs.replace(report, essays=(bare, *others)))
    button = page.get_by_role("button", name="Words", exact=True)
    for _ in range(2):
        button.click()
        assert _column(page, 5)[-1] == "–"
    assert "it has no words" in page.locator("#e1 .values").inner_text()


def test_an_essay_tells_what_its_file_its_steps_and_its_author_left_open(
    visit: Open, report: BatchReport
) -> None:
    essay = msgspec.structs.replace(
        report.essays[0], warnings=("It could be by Anna or Bo.",), failures={"spelling": "died"}
    )
    left_out = Reason("left_out", {"kind": "header", "n": 3})
    line = msgspec.structs.replace(report.files[0], notes=("Changes were tracked.", left_out))
    changed = msgspec.structs.replace(
        report, essays=(essay, *report.essays[1:]), files=(line, *report.files[1:])
    )
    page = visit(changed)
    notes = page.locator("#e1 .notes li").all_inner_texts()
    assert notes == ["Spelling failed: died", "Changes were tracked.", "It could be by Anna or Bo."]
    assert EN.explain(left_out) in page.locator("#e1 header").inner_text()


def test_without_scripts_the_page_says_as_much(visit: Open, report: BatchReport) -> None:
    page = visit(report, scripts=False)
    assert page.locator(".overview tbody tr").count() == 30
    assert page.locator("article.essay").count() == 30
    assert page.locator("article.essay:visible").count() == 30
    assert page.get_by_role("button").count() == 0


def test_every_file_without_a_slot_is_named_with_its_reason(
    visit: Open, report: BatchReport
) -> None:
    page = visit(report)
    said = page.locator(".troubles").inner_text()
    lacking = [line for line in report.files if line.state != "assigned"]
    assert page.locator(".troubles bdi").all_text_contents() == [line.name for line in lacking]
    assert all(EN.explain(line.reason) in said for line in lacking)
    assert "Assess again with more places" in said


def test_paper_has_a_white_ground_even_from_a_dark_screen(visit: Open, report: BatchReport) -> None:
    page = visit(report, scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(31, 35, 43)"
    assert page.locator(".words:visible").count() > 10


def test_on_paper_each_page_of_the_overview_has_its_headings_and_each_essay_its_page(
    visit: Open, report: BatchReport
) -> None:
    paper = PdfReader(io.BytesIO(visit(report).pdf(prefer_css_page_size=True)))
    pages = [page.extract_text() for page in paper.pages]
    assert "Pelle Jönsson" in pages[1]
    assert "Misspellings" in pages[1].split("Pelle Jönsson", maxsplit=1)[0]
    (anna,) = [page for page in pages if "familly" in page]
    assert "Anna Åberg" in anna
    assert "Ali Håkansson" not in anna
    assert "Björn Åkesson" not in anna
    assert "family," in anna


def test_the_text_tells_its_language(visit: Open, report: BatchReport) -> None:
    first, second, *others = report.essays
    swedish = msgspec.structs.replace(first, language="sv")
    unknown = msgspec.structs.replace(second, language="")
    page = visit(msgspec.structs.replace(report, essays=(swedish, unknown, *others)))
    assert page.locator("#e1 .text").get_attribute("lang") == "sv"
    assert page.locator("#e2 .text").get_attribute("lang") is None
    assert page.locator("#e3 .text").get_attribute("lang") == "en"


@pytest.mark.parametrize("state", ["failed", "waiting"])
def test_an_unfinished_batch_says_so_before_anything_else(
    visit: Open, report: BatchReport, state: Literal["failed", "waiting"]
) -> None:
    bare = msgspec.structs.replace(
        report,
        state=state,
        state_note="No essay could be read: <all> of them were scans.",
        finished_at=None,
        essays=(),
        files=(FileLine(name="a.pdf", state="waiting"),),
    )
    page = visit(bare, width=390)
    assert "<all> of them" in page.get_by_role("status").inner_text()
    assert "No essay has a place" in page.locator("#overview").inner_text()
    assert objections(page) == []


def test_three_hundred_essays_still_make_a_small_page(report: BatchReport) -> None:
    long = " ".join(essay.text for essay in report.essays[:4])
    essays = tuple(
        EssayReport(
            id=str(slot),
            slot=slot,
            file=f"{slot}.txt",
            text=long,
            language="en",
            misspellings=tuple(
                Misspelling(start=at, end=at + 5, word=long[at : at + 5], suggestions=("a", "b"))
                for at in range(0, 600, 20)
            ),
            measures=report.essays[slot % 30].measures,
        )
        for slot in range(1, 301)
    )
    page = report_html(msgspec.structs.replace(report, essays=essays, slots=300), EN)
    assert len(page.encode()) < 5_000_000


def test_nothing_of_a_text_is_taken_for_markup(hostile: BatchReport) -> None:
    page = report_html(hostile, EN)
    assert page.count("<script>") == 1
    assert "49" not in unescape(page[page.index('id="e1"') : page.index('id="e2"')])[:300]
    assert "\x00" not in page
    page.encode()
