"""The whole result as a page that prints, as a workbook, and as a table."""

from collections.abc import Iterator
from datetime import UTC, datetime
from tempfile import TemporaryFile
from typing import IO, BinaryIO, cast
from zipfile import ZipFile

from openpyxl.packaging.core import DocumentProperties
from openpyxl.xml.functions import tostring

from huleedu.gateway.exports.facts import ExportFacts
from huleedu.gateway.exports.packing import archive, member
from huleedu.gateway.report import data, table, workbook
from huleedu.gateway.report.many import ONE_PAGE_MAX
from huleedu.gateway.report.method import method_page
from huleedu.gateway.report.pages import one_page, pages
from huleedu.gateway.report.sanitised import one_line
from huleedu.gateway.words.words import Words
from huleedu.kit import spreadsheet
from huleedu.services.results.api import BatchReport

PIECE_BYTES = 64 * 1024
CORE = "docProps/core.xml"
"""The part of a workbook that says when it was written."""


def page(facts: ExportFacts, words: Words, out: BinaryIO) -> None:
    """One page that opens from disk; of a batch too large for one page an archive of pages."""
    report = facts.report
    if len(report.essays) <= ONE_PAGE_MAX:
        out.write(one_page(report, words).encode())
        return
    with archive(out) as packed:
        for name, pieces in pages(report, words):
            with member(packed, name) as file:
                file.writelines(piece.encode() for piece in pieces)


def csv(facts: ExportFacts, words: Words, out: BinaryIO) -> None:
    """One row per file: comma-separated, with a decimal point, UTF-8 with a byte-order mark."""
    out.writelines(table.pieces(facts.report, words))


def csv_swedish(facts: ExportFacts, words: Words, out: BinaryIO) -> None:
    """The same as Excel opens it in Swedish: semicolons, and a decimal comma."""
    out.writelines(table.pieces(facts.report, words, spreadsheet.SWEDISH))


def xlsx(facts: ExportFacts, words: Words, out: BinaryIO) -> None:
    """The workbook; when it was written is left out, so that the same facts give the same bytes."""
    with TemporaryFile() as plain:
        workbook.write(facts.report, words, plain)
        plain.seek(0)
        with ZipFile(plain) as read, archive(out) as packed:
            for name in sorted(read.namelist()):
                with member(packed, name) as file:
                    if name == CORE:
                        file.write(_core(facts.report))
                        continue
                    with read.open(name) as old:
                        file.writelines(_pieces(old))


def method(facts: ExportFacts, words: Words, out: BinaryIO) -> None:
    """A page on how it was judged and how far that can be trusted, which names nobody."""
    out.write(method_page(facts.report, facts.rules, words).encode())


def record(facts: ExportFacts, words: Words, out: BinaryIO) -> None:
    """An archive with all of these, to which the rest of the record is added."""
    with TemporaryFile() as book, archive(out) as packed:
        for name, pieces in pages(facts.report, words):
            with member(packed, name) as file:
                file.writelines(piece.encode() for piece in pieces)
        xlsx(facts, words, cast("BinaryIO", book))
        book.seek(0)
        with member(packed, "results.xlsx", packed_before=True) as file:
            file.writelines(_pieces(book))
        with member(packed, "results.csv") as file:
            file.writelines(table.pieces(facts.report, words))
        with member(packed, "results.json") as file:
            file.writelines(data.pieces(facts.report))


def nothing(_facts: ExportFacts, _words: Words, out: BinaryIO) -> None:
    """An archive with nothing in it yet."""
    with archive(out):
        pass


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(PIECE_BYTES):
        yield piece


def _core(report: BatchReport) -> bytes:
    at = (report.finished_at or report.created_at).astimezone(UTC)
    moment = datetime(at.year, at.month, at.day, at.hour, at.minute, at.second)  # noqa: DTZ001 - openpyxl writes it as UTC
    properties = DocumentProperties(
        title=one_line(report.title),
        creator=report.program,
        created=moment,
        modified=moment,
    )
    return cast("bytes", tostring(properties.to_tree()))
