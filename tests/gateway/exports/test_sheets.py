"""Tables and workbooks hold what was decided, run nothing, and are the same of the same facts."""

import csv
import io

import pytest
from openpyxl import load_workbook
from tests.gateway.exports.reports import BEGINNINGS, EVIL, report_of

from huleedu.gateway.exports import sheets
from huleedu.gateway.exports.facts import ExportFacts
from huleedu.gateway.exports.profiles import ProfileCode
from huleedu.gateway.exports.writing import write
from huleedu.services.results.api import BatchReport

PUPILS = {1: "Anna Åberg", 2: "Bo Ek"}
HOSTILE = dict(enumerate(EVIL, 1))


def made(profile: ProfileCode, report: BatchReport) -> bytes:
    out = io.BytesIO()
    write(ExportFacts(profile=profile, language="sv", report=report), out)
    return out.getvalue()


def rows_of(content: bytes, separator: str) -> list[dict[str, str]]:
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))


def test_excel_in_swedish_gets_semicolons_decimal_commas_and_a_mark() -> None:
    content = made("csv-sv", report_of(PUPILS))
    assert content.startswith(b"\xef\xbb\xbffile;state;")
    first, _ = rows_of(content, ";")
    assert (first["pupil"], first["lix"], first["words"]) == ("Anna Åberg", "12,5", "3")
    plain, _ = rows_of(made("csv", report_of(PUPILS)), ",")
    assert (plain["pupil"], plain["lix"]) == ("Anna Åberg", "12.5")


@pytest.mark.parametrize("profile", ["csv", "csv-sv"])
def test_only_what_was_decided_stands_in_a_grade_column(profile: ProfileCode) -> None:
    separator = ";" if profile == "csv-sv" else ","
    first, second = rows_of(made(profile, report_of(PUPILS, {2: "B"})), separator)
    assert (first["decided_grade"], second["decided_grade"]) == ("", "B")
    none, _ = rows_of(made(profile, report_of(PUPILS)), separator)
    assert not any("grade" in column for column in none)


def test_the_workbook_has_decided_grades_beside_the_pupils() -> None:
    book = load_workbook(io.BytesIO(made("xlsx", report_of(PUPILS, {1: "–", 2: "B"}))))
    heads, *rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert heads[4] == "Beslutat betyg"
    assert [row[4] for row in rows] == ["–", "B"]
    assert [row[6] for row in rows] == [1, 1], "how many misspellings"
    assert rows[0][8] == 12.5


@pytest.mark.parametrize("profile", ["csv", "csv-sv"])
def test_no_cell_of_a_table_begins_as_a_formula_does(profile: ProfileCode) -> None:
    content = made(profile, report_of(HOSTILE, dict(HOSTILE), title="=1")).decode("utf-8-sig")
    separator = ";" if profile == "csv-sv" else ","
    rows = list(csv.reader(io.StringIO(content, newline=""), delimiter=separator))
    cells = [cell for row in rows for cell in row]
    assert any("SUM(A1)" in cell for cell in cells)
    assert not [cell for cell in cells if cell.lstrip(" ").startswith(BEGINNINGS)]


def test_a_workbook_stores_every_text_as_a_text() -> None:
    content = made("xlsx", report_of(HOSTILE, dict(HOSTILE), title="=1"))
    cells = [
        cell
        for sheet in load_workbook(io.BytesIO(content)).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    ]
    assert {"=1+1", "@SUM(A1)"} <= {str(cell.value) for cell in cells}
    assert {cell.data_type for cell in cells} == {"s"}


def test_a_large_batch_is_an_archive_of_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    many = report_of({n: f"Pupil {n}" for n in range(1, 8)})
    assert made("page", many).startswith(b"<!doctype html>")
    monkeypatch.setattr(sheets, "ONE_PAGE_MAX", 3)
    monkeypatch.setattr("huleedu.gateway.report.pages.ONE_PAGE_MAX", 3)
    assert made("page", many).startswith(b"PK")
