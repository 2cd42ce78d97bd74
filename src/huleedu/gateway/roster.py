"""Read a class list: the pupils' names, however the school's program wrote the table."""

import csv
import io
import unicodedata
from collections.abc import Callable
from typing import Literal

import msgspec

from huleedu.contracts.reason import Fact, Reason
from huleedu.kit.encodings import WINDOWS, Letters, read_letters
from huleedu.kit.spreadsheet import unguarded

SIZE_BYTES_MAX = 1 << 20
PUPILS_MAX = 5_000

_HEADINGS = {
    "full": "name/names/full name/pupil/pupils/student/students/student name/participant/"
    "namn/elev/elever/elevnamn/elevens namn/deltagare",
    "first": "first/first name/firstname/given name/forename/förnamn/fornamn/tilltalsnamn",
    "last": "last/last name/lastname/surname/family name/efternamn",
    "group": "class/group/form/klass/grupp/undervisningsgrupp",
}
_KINDS = {word: kind for kind, words in _HEADINGS.items() for word in words.split("/")}


Code = Literal["damaged", "no_csv", "no_name", "no_text", "too_large", "too_many_names"]


class Pupil(msgspec.Struct, frozen=True):
    """A pupil as a class list names them, given name first; `group` is the class, if told."""

    name: str
    group: str = ""


class Roster(msgspec.Struct, frozen=True):
    """The pupils of a class list, in its order, at least one, nobody twice."""

    pupils: tuple[Pupil, ...]


class RosterRefused(msgspec.Struct, frozen=True):
    """The list could not be read."""

    reason: Reason


class _Columns(msgspec.Struct, frozen=True):
    """Where the names stand. `last` is none when one column holds the whole name."""

    name: int
    last: int | None = None
    group: int | None = None


def read_roster(content: bytes) -> Roster | RosterRefused:
    """Read a CSV with comma, semicolon or tab, with or without a row of headings.

    Understands UTF-8, UTF-16 and Windows-1252, "Surname, Given name", and names in two columns.
    """
    if len(content) > SIZE_BYTES_MAX:
        return _refused("too_large", limit_bytes=SIZE_BYTES_MAX)
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        return _refused("no_csv")
    read = read_letters(content, one_byte=(WINDOWS,))
    if not isinstance(read, Letters) or "\0" in read.text:
        return _refused("no_text")
    try:
        rows = _rows(unicodedata.normalize("NFC", read.text))
    except csv.Error:
        return _refused("damaged")
    pupils = tuple(dict.fromkeys(_pupils(rows)))
    if not pupils:
        return _refused("no_name")
    if len(pupils) > PUPILS_MAX:
        return _refused("too_many_names", limit=PUPILS_MAX)
    return Roster(pupils)


def _refused(code: Code, **facts: Fact) -> RosterRefused:
    return RosterRefused(Reason(f"roster.{code}", facts))


def _rows(text: str) -> list[list[str]]:
    lines = text.splitlines()
    if lines and lines[0].strip().casefold() in ("sep=;", "sep=,", "sep=\t", "sep="):
        text = "\n".join(lines[1:])
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    cleaned = ([" ".join(unguarded(cell).split()) for cell in row] for row in rows)
    return [row for row in cleaned if any(row)]


def _delimiter(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    if lines and _heading(lines[0].strip(' "')):
        return "\t"  # one heading is one column: a comma below it stands within a name
    for delimiter in ("\t", ";"):
        if sum(delimiter in line for line in lines) * 2 > len(lines):
            return delimiter
    return ","


def _pupils(rows: list[list[str]]) -> list[Pupil]:
    if not rows:
        return []
    columns = _told_columns(rows[0])
    if columns is not None:
        width = len(rows[0])
        body = [_joined(row, columns.name, width) for row in rows[1:]]
    else:
        columns, body = _seen_columns(rows), rows
    named = ((_name(row, columns), _at(row, columns.group)) for row in body)
    return [Pupil(name, group) for name, group in named if any(c.isalpha() for c in name)]


def _told_columns(head: list[str]) -> _Columns | None:
    """What the headings say, or none if the first row holds no headings."""
    kinds = [_heading(cell) for cell in head]
    group = kinds.index("group") if "group" in kinds else None
    if "full" in kinds:
        return _Columns(kinds.index("full"), group=group)
    if "first" in kinds and "last" in kinds:
        return _Columns(kinds.index("first"), kinds.index("last"), group)
    for alone in ("first", "last"):
        if alone in kinds:
            return _Columns(kinds.index(alone), group=group)
    return None


def _seen_columns(rows: list[list[str]]) -> _Columns:
    """Which columns look like names (letters, no digit) and like a class (short, a digit)."""
    cells = [[row[at] for row in rows if at < len(row)] for at in range(max(map(len, rows)))]
    names = [at for at, column in enumerate(cells) if _mostly(column, _name_like)]
    groups = [at for at, column in enumerate(cells) if _mostly(column, _group_like)]
    group = groups[0] if groups else None
    if not names:
        return _Columns(0, group=group)
    whole = _mostly(cells[names[0]], lambda cell: " " in cell or "," in cell)
    if whole or len(names) == 1:
        return _Columns(names[0], group=group)
    # Two columns of names without headings: lists by surname are the usual ones, but a given
    # name first is the safer reading, and matching doesn't depend on the order.
    return _Columns(names[0], names[1], group)


def _heading(cell: str) -> str:
    word = cell.strip(" :").casefold().replace("_", " ").replace("-", " ")
    return _KINDS.get(word, "")


def _joined(row: list[str], name: int, width: int) -> list[str]:
    """Undo the split of an unquoted "Åberg, Anna" in a table that is separated by commas."""
    surplus = len(row) - width
    if surplus <= 0 or not all(row[name : name + surplus + 1]):
        return row
    return [*row[:name], ", ".join(row[name : name + surplus + 1]), *row[name + surplus + 1 :]]


def _name(row: list[str], columns: _Columns) -> str:
    first = _at(row, columns.name)
    if columns.last is not None:
        return f"{first} {_at(row, columns.last)}".strip()
    last, comma, given = first.partition(",")
    return f"{given.strip()} {last.strip()}".strip() if comma else first


def _at(row: list[str], column: int | None) -> str:
    return row[column] if column is not None and column < len(row) else ""


def _mostly(column: list[str], like: Callable[[str], bool]) -> bool:
    told = [cell for cell in column if cell]
    return sum(map(like, told)) * 2 > len(told)


def _name_like(cell: str) -> bool:
    return any(c.isalpha() for c in cell) and not any(c.isdigit() or c == "@" for c in cell)


def _group_like(cell: str) -> bool:
    return len(cell) <= 8 and any(c.isdigit() for c in cell) and any(c.isalpha() for c in cell)
