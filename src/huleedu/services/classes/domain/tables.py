"""Read a class list as a table: rows, and what each column means, however it was written."""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Literal, get_args

import msgspec

from huleedu.contracts.reason import Fact, Reason
from huleedu.kit.encodings import Letters, read_letters
from huleedu.kit.spreadsheet import unguarded
from huleedu.services.classes.domain import packed

SIZE_BYTES_MAX = 1 << 20
PUPILS_MAX = 5_000

Meaning = Literal["full", "first", "last", "called", "code", "group", "email", "id", ""]
"""What a column holds; "id" is of another system, empty: it is not used."""
MEANINGS: tuple[Meaning, ...] = get_args(Meaning)

_HEADINGS: dict[Meaning, str] = {
    "full": "name/names/full name/pupil/pupils/student/students/student name/participant/"
    "namn/elev/elever/elevnamn/elevens namn/deltagare",
    "first": "first/first name/firstname/given name/givenname/forename/förnamn/fornamn/"
    "tilltalsnamn",
    "last": "last/last name/lastname/surname/family name/familyname/efternamn",
    "called": "called/preferred name/preferredfirstname/nickname/kallas/smeknamn",
    "code": "code/kod/elevkod/pseudonym",
    "group": "class/group/section/form/klass/grupp/undervisningsgrupp",
    "email": "email/e mail/mail/e post/epost/e postadress/epostadress/email address/"
    "sis login id/login id",
    "id": "id/user id/userid/student id/sis user id/sourcedid/identifier/id number/idnumber/"
    "elev id/elevid/användarnamn/username/id nummer",
}
_KINDS: dict[str, Meaning] = {
    word: kind for kind, words in _HEADINGS.items() for word in words.split("/")
}
_NAMES: frozenset[Meaning] = frozenset({"full", "first", "last", "code"})
_ASIDE = re.compile(r"\(.*?\)|\[.*?\]")

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
    """Read CSV with comma, semicolon or tab, XLSX, or OneRoster's zip, with or without headings.

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
            rows = _rows(read.text)
        except csv.Error:
            return refused("damaged")
    rows = [row for row in map(_cleaned, rows) if any(row)]
    return _table(rows) if rows else refused("no_name")


def refused(code: Code, **facts: Fact) -> ListRefused:
    """The list gives nothing, by a code of `roster`."""
    return ListRefused(Reason(f"roster.{code}", facts))


def _cleaned(row: Sequence[str]) -> list[str]:
    cells = (unicodedata.normalize("NFC", unguarded(cell)) for cell in row)
    cleaned = [" ".join(cell.split()) for cell in cells]
    while cleaned and not cleaned[-1]:
        cleaned.pop()
    return cleaned


def _rows(text: str) -> list[list[str]]:
    lines = text.splitlines()
    if lines and lines[0].strip().casefold() in ("sep=;", "sep=,", "sep=\t", "sep="):
        text = "\n".join(lines[1:])
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))


def _delimiter(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    if lines and _heading(lines[0].strip(' "')) and lines[0].count('"') % 2 == 0:
        return "\t"  # one heading is one column: a comma below it stands within a name
    for delimiter in ("\t", ";"):
        if sum(delimiter in line for line in lines) * 2 > len(lines):
            return delimiter
    return ","


def _table(rows: list[list[str]]) -> Table:
    columns = _told_columns(rows[0])
    if columns is not None:
        at = next(at for at, meaning in enumerate(columns) if meaning in _NAMES)
        body = [_joined(row, at, len(columns)) for row in rows[1:]]
        headings = tuple(rows[0])
    else:
        columns, body, headings = _seen_columns(rows), rows, ()
    width = max([len(columns), *map(len, body)])
    padded = tuple((*row, *[""] * (width - len(row))) for row in body)
    unused: tuple[Meaning, ...] = ("",) * (width - len(columns))
    return Table(padded, (*columns, *unused), headings)


def _told_columns(head: Sequence[str]) -> tuple[Meaning, ...] | None:
    """What the headings say, or none if the first row holds no headings."""
    kinds: list[Meaning] = [_heading(cell) for cell in head]
    if not _NAMES & set(kinds):
        return None
    halves = {"first", "last"} <= set(kinds)
    once: list[Meaning] = []
    for kind in kinds:
        double = kind != "id" and kind in once
        other_half = kind == "full" if halves else kind in ("first", "last") and "full" in kinds
        if double or other_half:
            once.append("")
        else:
            once.append(kind)
    return tuple(once)


def _seen_columns(rows: list[list[str]]) -> tuple[Meaning, ...]:
    """Which columns look like names (letters, no digit), a class (short, a digit), an address."""
    cells = [[row[at] for row in rows if at < len(row)] for at in range(max(map(len, rows)))]
    meanings: list[Meaning] = [""] * len(cells)
    for at, column in enumerate(cells):
        if _mostly(column, lambda cell: "@" in cell) and "email" not in meanings:
            meanings[at] = "email"
        elif _mostly(column, _group_like) and "group" not in meanings:
            meanings[at] = "group"
    names = [at for at, column in enumerate(cells) if _mostly(column, _name_like)]
    if not names:
        meanings[0] = "full"
        return tuple(meanings)
    if len(names) == 1 or _is_whole(cells[names[0]], cells[names[1]]):
        meanings[names[0]] = "full"
    else:
        # Two columns of names without headings: lists by surname are the usual ones, but a given
        # name first is the safer reading, and matching doesn't depend on the order.
        meanings[names[0]], meanings[names[1]] = "first", "last"
    return tuple(meanings)


def _is_whole(first: list[str], second: list[str]) -> bool:
    """Whether the first column of names holds whole ones: two given names are no surname."""
    if _mostly(first, lambda cell: "," in cell):
        return True
    many = len(set(second)) * 2 > len(second)  # a class teacher stands in every row
    one_word = _mostly(second, lambda cell: " " not in cell)
    return _mostly(first, lambda cell: " " in cell) and not (many and one_word)


def _heading(cell: str) -> Meaning:
    bare = _ASIDE.sub(" ", cell).strip(" :").casefold().replace("_", " ").replace("-", " ")
    return _KINDS.get(" ".join(bare.split()), "")


def _joined(row: list[str], name: int, width: int) -> list[str]:
    """Undo the split of an unquoted "Åberg, Anna" in a table that is separated by commas."""
    surplus = len(row) - width
    if surplus <= 0 or not all(row[name : name + surplus + 1]):
        return row
    return [*row[:name], ", ".join(row[name : name + surplus + 1]), *row[name + surplus + 1 :]]


def _mostly(column: list[str], like: Callable[[str], bool]) -> bool:
    told = [cell for cell in column if cell]
    return sum(map(like, told)) * 2 > len(told)


def _name_like(cell: str) -> bool:
    return any(c.isalpha() for c in cell) and not any(c.isdigit() or c == "@" for c in cell)


def _group_like(cell: str) -> bool:
    return len(cell) <= 8 and any(c.isdigit() for c in cell) and any(c.isalpha() for c in cell)
