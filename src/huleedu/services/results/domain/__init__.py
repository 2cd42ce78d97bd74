"""The picture of a batch, and the four things a teacher takes away: page, table, workbook, data.

The exports load their libraries when they are first asked for, so that a program that only
passes messages on doesn't wait for them at its start.
"""

# ruff: noqa: PLC0415 - openpyxl and Jinja2 take longer to load than the rest of the program
from importlib import import_module

from huleedu.services.results.domain.picture import Picture


def load() -> None:
    """Load the libraries of the exports now, while nobody waits for them."""
    for library in ("openpyxl", "huleedu.services.results.domain.report"):
        import_module(library)


def report_html(picture: Picture) -> str:
    """The whole result as one self-contained page that opens from disk and prints."""
    from huleedu.services.results.domain.report import report

    return report(picture)


def results_csv(picture: Picture) -> bytes:
    """One row per file offered: comma-separated, UTF-8 with a byte-order mark."""
    from huleedu.services.results.domain.table import table

    return table(picture)


def results_xlsx(picture: Picture) -> bytes:
    """A workbook: Essays, Misspellings, Files, Measures; Ranking and Judges if anybody judged."""
    from huleedu.services.results.domain.workbook import workbook

    return workbook(picture)


def results_json(picture: Picture) -> bytes:
    """The whole picture as data, with the name and version of its format."""
    from huleedu.services.results.domain.data import data

    return data(picture)
