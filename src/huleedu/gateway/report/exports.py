"""The things a teacher takes away: page, table, workbook, data.

openpyxl and Jinja2 take longer to load than the rest of the program: who needs these imports them
while nobody waits.
"""

from collections.abc import Iterator
from typing import BinaryIO

from huleedu.gateway.report import data, pages, table, workbook
from huleedu.services.results.domain.picture import Picture


def report_html(picture: Picture) -> str:
    """The whole result as one self-contained page that opens from disk and prints."""
    return pages.one_page(picture)


def report_pages(picture: Picture) -> Iterator[tuple[str, Iterator[str]]]:
    """The report as files: the path of each, and its text piece by piece; report.html comes last.

    One page for up to `ONE_PAGE_MAX` essays; for more an index, and a page for each essay.
    """
    return pages.pages(picture)


def results_csv(picture: Picture) -> bytes:
    """One row per file offered: comma-separated, UTF-8 with a byte-order mark."""
    return b"".join(csv_pieces(picture))


def csv_pieces(picture: Picture) -> Iterator[bytes]:
    """The same, piece by piece."""
    return table.pieces(picture)


def results_xlsx(picture: Picture) -> bytes:
    """A workbook: Essays, Misspellings, Files, Measures; Ranking and Judges if anybody judged."""
    return workbook.workbook(picture)


def write_xlsx(picture: Picture, out: BinaryIO) -> None:
    """Write the same into a file, row by row."""
    workbook.write(picture, out)


def results_json(picture: Picture) -> bytes:
    """The whole picture as data, with the name and version of its format."""
    return b"".join(json_pieces(picture))


def json_pieces(picture: Picture) -> Iterator[bytes]:
    """The same, piece by piece."""
    return data.pieces(picture)
