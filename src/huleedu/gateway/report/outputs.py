"""Write a batch's report for people to take away."""

import os
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from huleedu.gateway.report.drawing import svg
from huleedu.gateway.report.exports import (
    csv_pieces,
    json_pieces,
    report_pages,
    write_xlsx,
)
from huleedu.gateway.report.image import png
from huleedu.gateway.report.many import PAGES
from huleedu.gateway.report.summary import names_of
from huleedu.gateway.report.written import NAME, remember
from huleedu.gateway.words.words import Words
from huleedu.kit import extras
from huleedu.kit.folders import make_private
from huleedu.services.results.api import BatchReport


def write_outputs(report: BatchReport, folder: Path, words: Words) -> list[Path]:
    """Write drawing, table, workbook, data and report; each is whole or not there.

    The drawing as PNG is left out where the extra is not installed that makes it. Takes 2 ms an
    essay, so it belongs in a thread. Returns the files that people open, the report last; its index
    comes after its pages. Raises OSError.
    """
    make_private(folder)
    written = [_write(folder / name, [content]) for name, content in _drawn(report, words).items()]
    written.append(_write(folder / "results.csv", csv_pieces(report, words)))
    with _whole(folder / "results.xlsx") as out:
        write_xlsx(report, words, out)
    written.append(folder / "results.xlsx")
    written.append(_write(folder / "results.json", json_pieces(report)))
    pages = _write_report(report, folder, words)
    shown = [*written, pages[-1]]
    _write(folder / NAME, [remember(folder, report, words.language, [*written, *pages], shown)])
    return shown


def _write_report(report: BatchReport, folder: Path, words: Words) -> list[Path]:
    """Returns all pages, the one to begin with last; those of an earlier, larger report are gone
    afterwards.
    """
    pages: dict[Path, None] = {}
    for name, pieces in report_pages(report, words):
        path = folder / name
        if path.parent != folder:
            make_private(path.parent)
        pages[_write(path, (piece.encode() for piece in pieces))] = None
    for old in (folder / PAGES).glob("essay*.html"):
        if old not in pages:
            old.unlink()
    return list(pages)


def _drawn(report: BatchReport, words: Words) -> dict[str, bytes]:
    if report.ranking is None:
        return {}
    drawing = svg(report.ranking, names_of(report), words)
    drawn = {"ranking.svg": drawing.encode()}
    if extras.is_there("png"):
        drawn["ranking.png"] = png(drawing)
    return drawn


def _write(path: Path, pieces: Iterable[bytes]) -> Path:
    with _whole(path) as out:
        out.writelines(pieces)
    return path


@contextmanager
def _whole(path: Path) -> Generator[BinaryIO]:
    """A file that is there when all is written, and not before."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with fresh.open("wb") as out:
            yield out
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
