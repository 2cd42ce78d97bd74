"""What stands on a terminal when a batch is done: a line an essay, within 80 columns."""

import io

import msgspec
import pytest
from rich.console import Console
from rich.table import Table
from tests.gateway.report.conftest import EN, judged_ranking, sample_report

from huleedu.app.show import closing_table, ranked_table
from huleedu.gateway.report.summary import summary
from huleedu.services.results.api import BatchReport, PupilFound

REPORT = sample_report()
LONG = "Wolfeschlegelsteinhausenbergerdorff, Hubert Blaine"


@pytest.fixture
def report() -> BatchReport:
    return REPORT


@pytest.fixture(scope="module")
def judged() -> BatchReport:
    return msgspec.structs.replace(REPORT, ranking=judged_ranking(REPORT))


def printed(table: Table) -> list[str]:
    out = io.StringIO()
    Console(file=out, width=80).print(table)
    return out.getvalue().splitlines()


def with_a_long_name(report: BatchReport) -> BatchReport:
    first, *others = report.essays
    pupil = PupilFound(name=LONG, found_in="header")
    return msgspec.structs.replace(
        report, essays=(msgspec.structs.replace(first, pupil=pupil), *others)
    )


def test_without_judging_each_essay_has_a_line_that_fits(report: BatchReport) -> None:
    told = summary(with_a_long_name(report), EN)
    lines = printed(closing_table(told, EN))
    assert max(map(len, lines)) <= 80
    shown = [line.split()[0] for line in lines if line.strip()[:1].isdigit()]
    assert shown == [str(row.slot) for row in told.rows]
    assert any("Wolfeschlegel" in line and "…" in line for line in lines)


def test_a_judged_class_is_shown_best_first_with_its_likeliest_grades(judged: BatchReport) -> None:
    told = summary(with_a_long_name(judged), EN)
    lines = printed(ranked_table(told, EN))
    assert max(map(len, lines)) <= 80
    heading = next(line for line in lines if "Place" in line)
    assert heading.split()[-1] == "Misspellings"
    assert judged.ranking is not None
    shown = [line.split()[0] for line in lines if line.strip()[:1].isdigit()]
    assert shown == [row.place for row in told.ranked]
    assert [int(place.rstrip("=")) for place in shown] == sorted(
        essay.place for essay in judged.ranking.essays
    )


def test_an_anchor_is_shown_with_its_known_grade_and_others_with_a_chance(
    judged: BatchReport,
) -> None:
    assert judged.ranking is not None
    told = {row.name: row.grade for row in summary(judged, EN).ranked}
    known = [each for each in judged.ranking.essays if each.known_grade]
    assert sum("known" in grade for grade in told.values()) == len(known) > 0
    assert any(grade.endswith("\u00a0%)") for grade in told.values())
