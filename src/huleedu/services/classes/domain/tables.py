"""Read a class list as a table: rows, and what each column means, however it was written."""

import csv
import unicodedata
from collections.abc import Sequence
from typing import Literal

import msgspec

from huleedu.contracts.reason import Fact, Reason
from huleedu.kit.encodings import Letters, read_letters
from huleedu.kit.mending import mend
from huleedu.kit.spreadsheet import unguarded
from huleedu.services.classes.domain import packed
from huleedu.services.classes.domain.columns import seen_columns, told_columns
from huleedu.services.classes.domain.headings import MEANINGS, Meaning
from huleedu.services.classes.domain.separated import HEAD_ROWS, headings_in, rows_of

__all__ = ["MEANINGS", "Meaning"]

SIZE_BYTES_MAX = 1 << 20
PUPILS_MAX = 5_000

_NAMES: frozenset[Meaning] = frozenset({"full", "first", "last", "code"})
_QUOTES = '“”„"'

Code = Literal["damaged", "no_csv", "no_name", "no_text", "too_large", "too_many_names"]


class ListRefused(msgspec.Struct, frozen=True):
    """The list could not be read."""

    reason: Reason


class Table(msgspec.Struct, frozen=True):
    """The rows of a list without its headings, and what each column holds."""

    rows: tuple[tuple[str, ...], ...]
    columns: tuple[Meaning, ...]
    headings: tuple[str, ...] = ()
    """As they were written; none if the first row was a pupil."""


def read_table(content: bytes) -> Table | ListRefused:
    """Read a table of text, an XLSX, or OneRoster's zip, with or without headings.

    Cells are parted by comma, semicolon, tab or bar; titles may stand above the headings.
    Understands UTF-8, UTF-16, and the code pages of Windows, Macs and DOS.
    """
    if len(content) > SIZE_BYTES_MAX:
        return refused("too_large", limit_bytes=SIZE_BYTES_MAX)
    if content.startswith(b"PK\x03\x04"):
        rows = packed.rows_of(content)
        if rows is None:
            return refused("no_csv")
    elif content.startswith((b"\xd0\xcf\x11\xe0", b"%PDF")):
        return refused("no_csv")
    else:
        read = read_letters(content, names=True)
        if not isinstance(read, Letters) or "\0" in read.text:
            return refused("no_text")
        try:
            rows = rows_of(mend(read.text).text)
        except csv.Error:
            return refused("damaged")
    if len(rows) > packed.ROWS_MAX:
        return refused("too_many_names", limit=PUPILS_MAX)
    rows = [row for row in map(_cleaned, rows) if any(row)]
    return _table(rows) if rows else refused("no_name")


def refused(code: Code, **facts: Fact) -> ListRefused:
    """The list gives nothing, by a code of `roster`."""
    return ListRefused(Reason(f"roster.{code}", facts))


def _cleaned(row: Sequence[str]) -> list[str]:
    cells = (unicodedata.normalize("NFC", unguarded(cell)) for cell in row[: packed.COLUMNS_MAX])
    cleaned = [_unquoted(" ".join(cell.split())) for cell in cells]
    while cleaned and not cleaned[-1]:
        cleaned.pop()
    return cleaned


def _unquoted(cell: str) -> str:
    if cell.count('"') == 1:  # its other half is lost
        return cell.strip('"')
    quoted = len(cell) > 1 and cell[0] in _QUOTES and cell[-1] in _QUOTES
    return cell[1:-1].strip() if quoted else cell


def _table(rows: list[list[str]]) -> Table:
    """The row with most headings, of the first, is the head; titles may stand above it."""
    known = [headings_in(row) for row in rows[:HEAD_ROWS]]
    if any(known):
        at = known.index(max(known))
        head, body = rows[at], rows[at + 1 :]
        columns = told_columns(head, body)
        name = next((at for at, meaning in enumerate(columns) if meaning in _NAMES), 0)
        body = [_joined(row, name, len(columns)) for row in body]
        headings = tuple(head)
    else:
        columns, body, headings = seen_columns(rows), rows, ()
    width = max([len(columns), *map(len, body)])
    padded = tuple((*row, *[""] * (width - len(row))) for row in body)
    unused: tuple[Meaning, ...] = ("",) * (width - len(columns))
    return Table(padded, (*columns, *unused), headings)


def _joined(row: list[str], name: int, width: int) -> list[str]:
    """Undo the split of an unquoted "Åberg, Anna" in a table that is separated by commas."""
    surplus = len(row) - width
    if surplus <= 0 or not all(row[name : name + surplus + 1]):
        return row
    return [*row[:name], ", ".join(row[name : name + surplus + 1]), *row[name + surplus + 1 :]]
