"""The things a teacher takes away: page, table, workbook, data.

openpyxl and Jinja2 take longer to load than the rest of the program: who needs these imports them
while nobody waits.
"""

from collections.abc import Iterator
from typing import BinaryIO

from huleedu.gateway.report import data, pages, table, workbook
from huleedu.gateway.words.words import Words
from huleedu.services.results.api import BatchReport


def report_html(report: BatchReport, words: Words) -> str:
    """The whole result as one self-contained page that opens from disk and prints."""
    return pages.one_page(report, words)


def report_pages(report: BatchReport, words: Words) -> Iterator[tuple[str, Iterator[str]]]:
    """The report as files: the path of each, and its text piece by piece; report.html comes last.

    One page for up to `ONE_PAGE_MAX` essays; for more an index, and a page for each essay.
    """
    return pages.pages(report, words)


def results_csv(report: BatchReport, words: Words) -> bytes:
    """One row per file offered: comma-separated, UTF-8 with a byte-order mark."""
    return b"".join(csv_pieces(report, words))


def csv_pieces(report: BatchReport, words: Words) -> Iterator[bytes]:
    """The same, piece by piece."""
    return table.pieces(report, words)


def results_xlsx(report: BatchReport, words: Words) -> bytes:
    """A workbook: Essays, Misspellings, Files, Measures; Ranking and Judges if anybody judged."""
    return workbook.workbook(report, words)


def write_xlsx(report: BatchReport, words: Words, out: BinaryIO) -> None:
    """Write the same into a file, row by row."""
    workbook.write(report, words, out)


def results_json(report: BatchReport) -> bytes:
    """The whole report as data, with the name and version of its format."""
    return b"".join(json_pieces(report))


def json_pieces(report: BatchReport) -> Iterator[bytes]:
    """The same, piece by piece."""
    return data.pieces(report)
