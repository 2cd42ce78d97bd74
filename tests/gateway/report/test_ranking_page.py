"""The ranking in the page: first among the results, in a teacher's words, safe and sanitised."""

import io

import pytest
from msgspec import structs
from pypdf import PdfReader
from tests.gateway.report.browsing import LOOKS, Open, Scheme, objections
from tests.gateway.report.conftest import EN

from huleedu.gateway.report.exports import report_html
from huleedu.gateway.report.ranking_words import closing, why_not_known
from huleedu.services.judging.domain.ranking.reliability import TooLittle
from huleedu.services.results.api import BatchReport, RankedEssay, RankingPicture


def ranking_of(report: BatchReport) -> RankingPicture:
    """The ranking, which is there."""
    assert report.ranking is not None
    return report.ranking


def changed(report: BatchReport, **fields: object) -> BatchReport:
    """The same with another ranking."""
    return structs.replace(report, ranking=structs.replace(ranking_of(report), **fields))


def test_the_ranking_stands_first_among_the_results(visit: Open, judged: BatchReport) -> None:
    page = visit(judged)
    parts = page.locator("section.part").evaluate_all("all => all.map((one) => one.id)")
    assert parts[:4] == ["ranking", "judges", "files", "overview"]


def test_without_a_ranking_nothing_speaks_of_one(report: BatchReport) -> None:
    page = report_html(report, EN)
    for word in ("ranking", "Ranking", 'class="placed', ".sure"):
        assert word not in page


@pytest.mark.parametrize(("width", "scheme", "rules"), [(1366, "light", ()), (390, "dark", LOOKS)])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    visit: Open, judged: BatchReport, width: int, scheme: Scheme, rules: tuple[str, ...]
) -> None:
    page = visit(judged, width=width, scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert objections(page, rules) == []


def test_every_place_stands_with_its_interval_its_grade_and_a_link(
    visit: Open, judged: BatchReport
) -> None:
    page = visit(judged)
    slots = {essay.id: essay.slot for essay in judged.essays}
    rows = page.locator(".places tbody tr")
    assert rows.count() == len(judged.essays)
    assert "Decided grade" not in page.locator(".places thead").inner_text()
    for at, each in list(enumerate(ranking_of(judged).essays))[::7]:
        row = rows.nth(at)
        assert f"{each.low}–{each.high}" in row.inner_text()
        assert row.locator("th a").get_attribute("href") == f"#e{slots[each.essay]}"
        assert row.locator(".grade strong").inner_text() == (each.known_grade or each.grade_said)
        assert row.locator(".interval path").count() == bool(each.known_grade)
        assert row.locator(".edges rect").count() == len(ranking_of(judged).boundaries)


def test_borderline_essays_are_listed_with_their_chances(visit: Open, judged: BatchReport) -> None:
    page = visit(judged)
    names = page.locator("#borderline ~ .columns li a").all_inner_texts()
    essays = {essay.id: essay for essay in judged.essays}
    wanted = [essays[each.essay] for each in ranking_of(judged).essays if each.borderline]
    assert names == [essay.pupil.name if essay.pupil else essay.file for essay in wanted]
    assert wanted


def test_an_essay_tells_its_place_and_what_decided_it(visit: Open, judged: BatchReport) -> None:
    page = visit(judged)
    each = ranking_of(judged).essays[4]
    slot = next(essay.slot for essay in judged.essays if essay.id == each.essay)
    told = page.locator(f"#e{slot} .placed")
    assert f"Place 5 of 30 (90\u00a0%: {each.low} to {each.high})" in told.inner_text()
    decided = told.locator("li").all_inner_texts()
    assert len(decided) == len(each.deciding) == 3
    assert each.deciding[0].result in decided[0]
    assert each.deciding[0].judge in decided[0]


def test_a_decided_grade_stands_beside_the_chances_and_is_told_apart(
    visit: Open, judged: BatchReport
) -> None:
    heads = ".places thead"
    one, *_ = ranking_of(judged).essays
    slot = next(essay.slot for essay in judged.essays if essay.id == one.essay)
    page = visit(structs.replace(judged, decided_grades={one.essay: "F"}))
    told = page.locator(heads).first.inner_text()
    assert "Likeliest grade" in told
    assert "Decided grade" in told
    rows = page.locator(".places tbody tr")
    assert rows.nth(0).locator("td").last.inner_text() == "F"
    assert rows.nth(1).locator("td").last.inner_text() == "not decided"
    assert "decided grade F" in page.locator(f"#e{slot} .placed").inner_text()


def test_how_sure_it_is_stands_in_words(visit: Open, judged: BatchReport) -> None:
    ranking = ranking_of(judged)
    said = visit(judged).locator("#ranking").inner_text()
    assert f"{ranking.reliability:.2f} reliability" in said
    assert (
        f"30 more judgements would narrow the typical error from ±{ranking.typical_error:.1f} to "
        f"±{ranking.error_then:.1f} places" in said
    )
    assert "3 people and 1 language model" in said


@pytest.mark.parametrize("why", list(TooLittle))
def test_what_is_not_known_yet_has_no_number(
    visit: Open, judged: BatchReport, why: TooLittle
) -> None:
    unknown = changed(
        judged,
        reliability=None,
        reliability_low=None,
        reliability_high=None,
        not_known_yet=why.value,
    )
    said = visit(unknown).locator("#ranking .sure").inner_text()
    assert "reliability not known yet" in said
    too_little = why_not_known(why, EN)
    assert f"Do not act upon the order yet: {too_little}." in said
    assert too_little in closing(ranking_of(unknown), EN)[0]
    assert "None" not in said


def test_an_anchor_that_has_drifted_is_told_with_both_places(
    visit: Open, judged: BatchReport
) -> None:
    [first, *rest] = ranking_of(judged).essays
    first = structs.replace(first, known_grade="", known_place=7.5, found_place=4.25)
    said = visit(changed(judged, essays=(first, *rest))).locator("#ranking").inner_text()
    assert "by the judgements and the other anchors it stands elsewhere" in said
    assert "(at 4.25 logits, not at 7.50)." in said


def test_judges_are_told_of(visit: Open, judged: BatchReport) -> None:
    said = visit(judged).locator("#judges").inner_text()
    for name in ranking_of(judged).judges:
        assert name in said
    for heading in ("How often judges agree", "People against models", "surprising"):
        assert heading in said
    assert "took less time than reading both texts at 1,000 words a minute" in said


def test_a_ranking_that_only_counts_says_so_and_has_no_grades(
    visit: Open, judged: BatchReport
) -> None:
    bare = tuple(
        RankedEssay(
            essay=each.essay,
            place=each.place,
            low=each.low,
            high=each.high,
            ability=each.ability,
            error=each.error,
            judgements=each.judgements,
        )
        for each in ranking_of(judged).essays
    )
    note = "Nobody has read the essays, and this is not for grading."
    alone = changed(
        judged, note=(note,), for_grading=False, grades=(), boundaries=(), essays=bare, panel=()
    )
    page = visit(alone)
    assert note in page.locator("#ranking .state").inner_text()
    assert page.locator(".placed .tag").all_inner_texts() == ["not for grading"] * 30
    assert page.locator(".grade").count() == 0


def test_bands_are_said_to_be_no_grades(visit: Open, judged: BatchReport) -> None:
    ranking = ranking_of(judged)
    essays = tuple(
        structs.replace(
            each, grade="", grade_said="", borderline=False, known_grade="", band="high"
        )
        for each in ranking.essays
    )
    cut = (("low", 0.5), ("high", 0.5))
    page = visit(changed(judged, grades=(), boundaries=(), bands=cut, essays=essays))
    assert "not a grade" in page.locator("#ranking").inner_text()
    assert page.locator(".places .grade strong").all_inner_texts() == ["high"] * 30


def test_hostile_names_neither_run_nor_widen_the_ranking(
    visit: Open, hostile: BatchReport, judged: BatchReport
) -> None:
    ranking = ranking_of(judged)
    nasty = "<img src=x onerror=window.broken=1>\u202egnp\x07" + "W" * 90
    panel = tuple(structs.replace(line, name=nasty) for line in ranking.panel)
    ranking = structs.replace(ranking, panel=panel, judges=(nasty,), note=(f"</style>{nasty}",))
    page = visit(structs.replace(hostile, ranking=ranking), width=390)
    assert page.evaluate("window.broken") is None
    assert page.locator(".page :is(img, b, i, u, script)").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_each_link_of_the_ranking_leads_somewhere(visit: Open, judged: BatchReport) -> None:
    lost = visit(judged).evaluate(
        "[...document.links].map((a) => a.hash.slice(1)).filter((id) =>"
        " !document.getElementById(id))"
    )
    assert lost == []


def test_the_ranking_prints_with_its_heading_on_each_page(visit: Open, judged: BatchReport) -> None:
    paper = PdfReader(io.BytesIO(visit(judged, scheme="dark").pdf(prefer_css_page_size=True)))
    pages = [page.extract_text() for page in paper.pages[:5]]
    heads = [text for text in pages if "Place" in text and "Pupil" in text and "Likeliest" in text]
    assert len(heads) >= 2
