"""The table, the workbook and the data: complete, sanitised everywhere, and never run."""

import csv
import io
from datetime import UTC, datetime
from tempfile import TemporaryFile

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from tests.gateway.report.conftest import EN

from huleedu.gateway.report.data import FORMAT, Document, read
from huleedu.gateway.report.exports import results_csv, results_json, results_xlsx
from huleedu.gateway.report.many import Many
from huleedu.gateway.report.sanitised import one_line, sanitised
from huleedu.kit.spreadsheet import FORMULA_STARTS
from huleedu.services.results.api import (
    BatchReport,
    EssayReport,
    FileLine,
    MeasureInfo,
    Misspelling,
    NotMeasured,
    PupilFound,
)

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=20)


def rows_of(content: bytes) -> list[dict[str, str]]:
    """A results.csv as a spreadsheet reads it."""
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def one_essay(text: str, name: str, number: float = 1.5) -> BatchReport:
    """A report of one essay with the same text in every place that takes one."""
    essay = EssayReport(
        id="1",
        slot=1,
        file=name,
        text=text,
        pupil=PupilFound(name=name, found_in="header"),
        misspellings=(Misspelling(start=0, end=1, word=name, suggestions=(name, text)),),
        measures={"a": number, name or "b": NotMeasured(text)},
        failures={name: text},
        warnings=(text,),
    )
    return BatchReport(
        batch=name,
        title=text,
        created_at=datetime(2026, 1, 2, tzinfo=UTC),
        slots=1,
        state="assessed",
        program="HuleEdu",
        files=(FileLine(name=name, state="assigned", slot=1, essay="1", notes=(text,)),),
        essays=(essay,),
        measures=(
            MeasureInfo(key="a", decimals=1),
            MeasureInfo(key=name or "b", unit=text),
        ),
    )


def test_the_table_has_a_row_for_each_file_in_the_order_offered(report: BatchReport) -> None:
    rows = rows_of(results_csv(report, EN))
    assert [row["file"] for row in rows] == [line.name for line in report.files]
    assert {row["state"] for row in rows} == {"assigned", "refused", "left_over"}
    by_name = {row["file"]: row for row in rows}
    assert by_name["Anna Åberg.txt"]["pupil"] == "Anna Åberg"
    assert by_name["Anna Åberg.txt"]["words"] == "126"
    assert by_name["IMG 2041.pdf"]["code"] == "no_text_layer"
    assert "more places" in by_name["Zoë Östlund.txt"]["reason"]


def test_a_measure_without_a_number_is_an_empty_cell_with_its_reason(report: BatchReport) -> None:
    essay = msgspec.structs.replace(
        report.essays[0], measures={"words": 3, "lix": NotMeasured("too short")}
    )
    changed = msgspec.structs.replace(report, essays=(essay, *report.essays[1:]))
    row = rows_of(results_csv(changed, EN))[0]
    assert (row["words"], row["lix"], row["not_measured"]) == ("3", "", "lix: too short")


@pytest.mark.parametrize(
    "text",
    [*(start + "1" for start in FORMULA_STARTS), "@SUM(A1)", "\t=1", " =1", "-"],
)
def test_no_cell_of_the_table_runs_as_a_formula(text: str) -> None:
    content = results_csv(one_essay("x" + text, text), EN)
    cells = [c for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for c in row]
    assert f"'{text}" in cells
    assert not [cell for cell in cells if cell.lstrip().startswith(FORMULA_STARTS)]


def test_a_negative_number_of_the_table_stays_a_number() -> None:
    assert rows_of(results_csv(one_essay("x", "x", -2.5), EN))[0]["a"] == "-2.5"


def _sheet(content: bytes, name: str) -> Worksheet:
    sheet = load_workbook(io.BytesIO(content))[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_the_workbook_has_its_sheets_with_head_and_filters(report: BatchReport) -> None:
    content = results_xlsx(report, EN)
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Essays", "Misspellings", "Remarks", "Files", "Measures"]
    sizes = {sheet.title: sheet.max_row for sheet in book.worksheets}
    marked = sum(len(essay.misspellings) for essay in report.essays)
    rows = {"Essays": 31, "Misspellings": marked + 1, "Remarks": 1, "Files": 35, "Measures": 9}
    assert sizes == rows
    for sheet in book.worksheets:
        assert sheet.freeze_panes in {"A2", "C2"}
        assert sheet.auto_filter.ref == sheet.dimensions


def test_numbers_of_the_workbook_are_numbers(report: BatchReport) -> None:
    sheet = _sheet(results_xlsx(report, EN), "Essays")
    heads = [cell.value for cell in sheet[1]]
    second = dict(zip(heads, sheet[3], strict=True))
    assert second["Pupil"].value == "Anna Åberg"
    assert second["Words"].value == 126
    assert second["Long words (%)"].data_type == "n"
    assert second["Long words (%)"].number_format == "0.0"


def test_no_cell_of_the_workbook_is_a_formula_or_an_error(hostile: BatchReport) -> None:
    book = load_workbook(io.BytesIO(results_xlsx(hostile, EN)))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert "#N/A" in [cell.value for cell in cells]
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)


def test_a_text_longer_than_a_cell_is_cut_not_refused() -> None:
    content = results_xlsx(one_essay("x", "n" * 40_000), EN)
    assert len(str(_sheet(content, "Files")["B2"].value)) == 32_767


def test_the_data_say_their_format_and_come_back_the_same(report: BatchReport) -> None:
    content = results_json(report)
    assert msgspec.json.decode(content)["format"] == FORMAT
    assert read(content) == report


def test_data_of_another_format_are_refused(report: BatchReport) -> None:
    other = results_json(report).replace(FORMAT.encode(), b"huleedu-results/1")
    with pytest.raises(msgspec.ValidationError, match="huleedu-results/1"):
        read(other)


def test_hostile_texts_come_through_the_data(hostile: BatchReport) -> None:
    assert read(results_json(hostile)) == sanitised(hostile)


@given(text=ANY_TEXT, name=ANY_TEXT)
def test_any_text_gives_a_table_a_workbook_and_data(text: str, name: str) -> None:
    report = one_essay("x" + text, name)
    assert len(rows_of(results_csv(report, EN))) == 1
    assert _sheet(results_xlsx(report, EN), "Essays").max_row == 2
    assert read(results_json(report)) == sanitised(report)


@given(text=ANY_TEXT)
def test_what_is_made_readable_keeps_its_length(text: str) -> None:
    report = one_essay("x" + text, "n")
    assert len(sanitised(report).essays[0].text) == len(text) + 1
    assert sanitised(sanitised(report)) == sanitised(report)


@given(text=ANY_TEXT)
def test_a_name_on_one_line_has_no_line_end_and_turns_nothing(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1
    assert not set(one_line(text)) & set("\u202a\u202b\u202d\u202e\u2066\u2067\x00\x1b")


def test_a_place_outside_of_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        EssayReport(
            id="1",
            slot=1,
            file="a",
            text="abc",
            misspellings=(Misspelling(start=1, end=4, word="bcd"),),
        )


def test_a_measure_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        EssayReport(id="1", slot=1, file="a", text="abc", measures={"lix": float("nan")})


def test_the_table_tells_place_grade_and_the_chance_of_each(judged: BatchReport) -> None:
    assert judged.ranking is not None
    rows = {row["essay"]: row for row in rows_of(results_csv(judged, EN))}
    for each in judged.ranking.essays:
        row = rows[each.essay]
        assert (row["place"], row["place_low"]) == (str(each.place), str(each.low))
        assert row["judgements"] == str(each.judgements)
        assert (row["likeliest_grade"], row["likeliest_grade_or_beyond"]) == (
            each.known_grade or each.grade,
            each.known_grade or each.grade_said,
        )
        assert row["borderline"] == ("yes" if each.borderline else "no")
        assert row["known_grade"] == each.known_grade
        chances = [float(row[f"chance_{grade}"]) for grade in "FEDCBA"]
        assert sum(chances) == pytest.approx(1, abs=0.01)
    refused = [row for row in rows_of(results_csv(judged, EN)) if row["state"] == "refused"]
    assert {(row["place"], row["likeliest_grade"], row["chance_A"]) for row in refused} == {
        ("", "", "")
    }


def test_the_table_tells_bands_where_there_are_no_grades(judged: BatchReport) -> None:
    assert judged.ranking is not None
    cut = (("=low", 0.5), ("high", 0.5))
    essays = tuple(
        msgspec.structs.replace(each, band="=low", chances={"=low": 0.75, "high": 0.25})
        for each in judged.ranking.essays
    )
    ranking = msgspec.structs.replace(judged.ranking, grades=(), bands=cut, essays=essays)
    row = rows_of(results_csv(msgspec.structs.replace(judged, ranking=ranking), EN))[0]
    assert row["band"] == "'=low"
    assert (row["chance_=low"], row["chance_high"]) == ("0.75", "0.25")
    assert "likeliest_grade" not in row


def test_the_workbook_has_the_ranking_and_its_judges(judged: BatchReport) -> None:
    assert judged.ranking is not None
    panel = (
        msgspec.structs.replace(judged.ranking.panel[0], name="=cmd|' /C calc'!A0"),
        *judged.ranking.panel[1:],
    )
    ranking = msgspec.structs.replace(judged.ranking, panel=panel)
    report = msgspec.structs.replace(judged, ranking=ranking)
    book = load_workbook(io.BytesIO(results_xlsx(report, EN)))
    assert book.sheetnames[:3] == ["Essays", "Ranking", "Judges"]
    sheet = book["Ranking"]
    head = [cell.value for cell in sheet[1]]
    assert head[-6:] == [f"Chance of {grade}" for grade in "FEDCBA"]
    best = dict(zip(head, (cell.value for cell in sheet[2]), strict=True))
    assert best["Place"] == 1
    assert best["Likeliest grade"] == judged.ranking.essays[0].grade_said
    judges = book["Judges"]
    assert judges.max_row == 5
    assert judges["A2"].value == "=cmd|' /C calc'!A0"
    assert judges["A2"].data_type == "s"


def test_the_data_hold_the_whole_ranking_and_read_back(judged: BatchReport) -> None:
    assert read(results_json(judged)) == judged


def test_data_in_pieces_are_what_one_piece_would_be(
    hostile: BatchReport, judged: BatchReport
) -> None:
    for report in (hostile, judged, msgspec.structs.replace(judged, files=(), essays=())):
        whole = msgspec.json.encode(Document(FORMAT, sanitised(report)))
        assert results_json(report) == msgspec.json.format(whole, indent=2) + b"\n"


def test_essays_that_are_kept_in_a_file_are_exported_as_if_they_were_not(
    hostile: BatchReport, judged: BatchReport
) -> None:
    for report in (hostile, judged):
        with TemporaryFile() as file:
            kept = Many(file)
            for essay in sorted(report.essays, key=lambda essay: essay.slot):
                kept.keep([essay])
            many = msgspec.structs.replace(report, essays=kept)
            few = msgspec.structs.replace(report, essays=tuple(kept))
            assert len(kept) == len(report.essays)
            assert kept[-1] == kept[len(kept) - 1] == kept[-1:][0]
            assert results_json(many) == results_json(few)
            assert results_csv(many, EN) == results_csv(few, EN)
            sheets = (load_workbook(io.BytesIO(results_xlsx(each, EN))) for each in (many, few))
            one, other = ({s.title: [*s.values] for s in book.worksheets} for book in sheets)
            assert one == other
