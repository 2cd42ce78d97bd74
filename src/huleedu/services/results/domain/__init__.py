"""The picture of a batch, and the four things a teacher takes away: page, table, workbook, data.

The exports load their libraries when they are first asked for, so that a program that only
passes messages on doesn't wait for them at its start.
"""

# ruff: noqa: PLC0415 - openpyxl and Jinja2 take longer to load than the rest of the program
from collections.abc import Iterator
from importlib import import_module
from typing import BinaryIO

from huleedu.services.results.domain.picture import Picture

ONE_PAGE_MAX = 200
"""Essays; a page of 3,000 is 24 MB and takes a browser 27 s."""
PAGES = "report"
"""The folder of the pages of a larger batch, beside report.html."""


def load() -> None:
    """Load the libraries of the exports now, while nobody waits for them."""
    for library in ("openpyxl", "huleedu.services.results.domain.report"):
        import_module(library)


def report_html(picture: Picture) -> str:
    """The whole result as one self-contained page that opens from disk and prints."""
    from huleedu.services.results.domain.report import report

    return report(picture)


def report_pages(picture: Picture) -> Iterator[tuple[str, Iterator[str]]]:
    """The report as files: the path of each, and its text piece by piece; report.html comes last.

    One page for up to `ONE_PAGE_MAX` essays; for more an index, and a page for each essay.
    """
    from huleedu.services.results.domain.report import pages

    return pages(picture)


def results_csv(picture: Picture) -> bytes:
    """One row per file offered: comma-separated, UTF-8 with a byte-order mark."""
    return b"".join(csv_pieces(picture))


def csv_pieces(picture: Picture) -> Iterator[bytes]:
    """The same, piece by piece."""
    from huleedu.services.results.domain.table import pieces

    return pieces(picture)


def results_xlsx(picture: Picture) -> bytes:
    """A workbook: Essays, Misspellings, Files, Measures; Ranking and Judges if anybody judged."""
    from huleedu.services.results.domain.workbook import workbook

    return workbook(picture)


def write_xlsx(picture: Picture, out: BinaryIO) -> None:
    """Write the same into a file, row by row."""
    from huleedu.services.results.domain.workbook import write

    write(picture, out)


def results_json(picture: Picture) -> bytes:
    """The whole picture as data, with the name and version of its format."""
    return b"".join(json_pieces(picture))


def json_pieces(picture: Picture) -> Iterator[bytes]:
    """The same, piece by piece."""
    from huleedu.services.results.domain.data import pieces

    return pieces(picture)
