"""What a report says in words: the result in one sentence, the closing table, the middle."""

import statistics

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.gateway.report.conftest import EN

from huleedu.gateway.report import summary
from huleedu.services.results.api import (
    BatchReport,
    FileLine,
    MeasureInfo,
    NotMeasured,
)

NUMBERS = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40)


def test_the_sample_class_in_one_sentence(report: BatchReport) -> None:
    assert (
        summary.sentence(report, EN)
        == "30 essays have a place, 3 files were refused and 1 file was left over."
    )


def test_a_sentence_names_free_slots_and_waiting_files(report: BatchReport) -> None:
    few = msgspec.structs.replace(
        report,
        essays=report.essays[:1],
        slots=3,
        files=(FileLine(name="a", state="waiting"), FileLine(name="b", state="waiting")),
    )
    assert (
        summary.sentence(few, EN)
        == "1 essay has a place, 2 files are still waiting and 2 places are free."
    )


def test_a_sentence_of_an_empty_batch_begins_with_a_capital(report: BatchReport) -> None:
    none = msgspec.structs.replace(report, essays=(), files=(), slots=1)
    assert summary.sentence(none, EN) == "No essay has a place and 1 place is free."


def test_the_closing_table_has_each_essay_and_each_trouble(report: BatchReport) -> None:
    told = summary.summary(report, EN)
    assert [row.slot for row in told.rows] == list(range(1, 31))
    assert told.columns[0] == "Words"
    assert {len(row.numbers) for row in told.rows} == {len(told.columns)}
    assert [(t.file, t.state) for t in told.troubles][-1] == ("Zoë Östlund.txt", "left over")
    assert all(trouble.reason for trouble in told.troubles)


def test_the_closing_table_has_no_line_ends_or_control_characters(hostile: BatchReport) -> None:
    said = str(msgspec.json.encode(summary.summary(hostile, EN)), "utf-8")
    assert not set("\x00\x07\x1b\u202e") & set(said)
    assert "\\n" not in said
    assert "\\u001b" not in said


def test_without_the_chief_measures_the_first_six_are_shown(report: BatchReport) -> None:
    other = tuple(MeasureInfo(key=f"k{n}") for n in range(9))
    assert summary.chief_measures(msgspec.structs.replace(report, measures=other)) == [*other[:6]]


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(3, 0, "3"), (2.449, 1, "2.4"), (-0.04, 1, "0.0"), (None, 1, "–"), (NotMeasured("x"), 1, "–")],
)
def test_a_number_is_shown_as_a_teacher_reads_it(
    value: float | NotMeasured | None, decimals: int, text: str
) -> None:
    info = MeasureInfo(key="k", decimals=decimals)
    assert summary.shown(value, info, EN) == text


@given(NUMBERS)
def test_the_middle_of_a_class_is_its_median_and_the_quarters_lie_in_order(
    numbers: list[float],
) -> None:
    of = summary.quartiles(sorted(numbers))
    assert of.middle == pytest.approx(statistics.median(numbers))
    assert of.lowest == min(numbers)
    assert of.highest == max(numbers)
    slack = 1e-6
    assert of.lowest - slack <= of.lower <= of.middle + slack
    assert of.middle - slack <= of.upper <= of.highest + slack


def test_the_summary_ends_with_the_ranking_in_a_line_or_two(judged: BatchReport) -> None:
    assert judged.ranking is not None
    first, second = summary.summary(judged, EN).ranking
    assert first.startswith("Ranked from 160 judgements by 3 people and 1 language model: reli")
    assert f"±{judged.ranking.typical_error:.1f}, typically" in first
    assert "30 more judgements would narrow" in second
    assert "are borderline" in second
    counted = msgspec.structs.replace(judged.ranking, for_grading=False)
    told = summary.summary(msgspec.structs.replace(judged, ranking=counted), EN).ranking
    assert "not for grading" in told[1]


def test_without_a_ranking_the_summary_says_nothing_of_one(report: BatchReport) -> None:
    assert summary.summary(report, EN).ranking == ()
