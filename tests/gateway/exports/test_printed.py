"""The printed result has a line for each essay, and nothing that was written is markup."""

import io
from typing import Any

import pypdfium2
from pypdf import PdfReader
from tests.gateway.exports.reports import report_of
from tests.gateway.exports.test_sheets import made
from tests.gateway.report.conftest import judged, report

from huleedu.gateway.exports.printed import to_set
from huleedu.gateway.words.words import words
from huleedu.services.results.api import BatchReport

__all__ = ["judged", "report"]


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    pages = [document[at].get_textpage() for at in range(len(document))]
    return " ".join(" ".join(page.get_text_range().split()) for page in pages)


def test_it_is_tagged_and_tells_who_stands_where_and_what_was_decided() -> None:
    two = report_of({1: "Anna Åberg", 2: "Bo Ek"}, {2: "B"})
    pdf = made("pdf", two)
    root: Any = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("sv", True)
    told = text_of(pdf)
    assert "Min sommar" in told
    assert "Beslutat betyg" in told
    assert "Anna Åberg" in told
    assert to_set(two, words("sv")).rows[1][-1] == "B"


def test_what_people_wrote_is_set_as_it_was_written() -> None:
    names = {1: '#panic("x") $x^2$ *bold*', 2: '#read("/etc/passwd") [] <a> @b', 3: "名前"}
    told = text_of(made("pdf", report_of(names, dict.fromkeys(names, "#B"), title="= no *title*")))
    for text in (*list(names.values())[:2], "= no *title*", "#B"):
        assert text in told


def test_a_ranked_class_stands_by_place_and_a_chance_is_called_one(judged: BatchReport) -> None:
    told = to_set(judged, words("en"))
    assert judged.ranking
    assert len(told.rows) == len(judged.ranking.essays)
    assert [row[0] for row in told.rows[:2]] == ["1", "2"]
    heads = [head for head, _ in told.heads]
    assert "Decided grade" not in heads
    assert all("%" in row[3] or "known" in row[3] for row in told.rows)
    assert text_of(made("pdf", judged)).count("%") >= len(told.rows) // 2
