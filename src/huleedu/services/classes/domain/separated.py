"""Read rows of cells from the text of a list, whatever it is that parts them."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from itertools import chain

from huleedu.services.classes.domain.headings import heading
from huleedu.services.classes.domain.packed import COLUMNS_MAX

HEAD_ROWS = 15
"""Of so many rows at the top one may hold the headings; titles stand above it."""
HEAD_CHARS = 65_536
"""What stands so far from the beginning says nothing of the separator."""
SEPARATORS = "\t;|,"
_TOLD = re.compile(r'\ufeff?\s*"?sep=(.?)"?\s*', re.IGNORECASE)
_RULE = re.compile(r"[-:=\s]*")
_ADDRESSED = re.compile(r"\"?(.*?)\"?\s*<([^<>@\s]+@[^<>@\s]+)>")
_NUMBERED = re.compile(r"(?:\d{1,3}(?:[.):]\s*|\s+)|[-–—•*·]\s+)(?=\D)")
_CLASS_LAST = re.compile(r"(.*\D)\s+(\d{1,2}\s?[A-ZÅÄÖa-zåäö]{1,3}\d?|[A-ZÅÄÖ]{2,4}\d{2}[A-Za-z]?)")


def rows_of(text: str) -> list[list[str]]:
    """The rows; raises `csv.Error` for a cell without end."""
    first, _, rest = text.partition("\n")
    told = _TOLD.fullmatch(first.rstrip("\r"))
    if told:
        text = rest
    rows = _parsed(text, told[1]) if told and told[1] else _by_evidence(text)
    rows = [row for row in map(_within_bars, rows) if row and not all(map(_RULE.fullmatch, row))]
    return _addressed(_one_column(rows))


def headings_in(row: Sequence[str]) -> int:
    """How many headings a row holds, if one of them is of names."""
    known = [kind for kind in map(heading, row) if kind]
    names = {"full", "first", "last", "spoken", "code"}.intersection(known)
    return len(known) if names else 0


def _by_evidence(text: str) -> list[list[str]]:
    """By the separator that makes headings of one of the first rows, else by what most lines have.

    One heading alone is one column: a comma below it stands within a name.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    told: dict[str, tuple[int, int]] = {}
    for separator in SEPARATORS:
        rows = _parsed(text[:HEAD_CHARS], separator)
        head = [row[:COLUMNS_MAX] for row in rows if any(row)][:HEAD_ROWS]
        told[separator] = max(((headings_in(row), len(row)) for row in head), default=(0, 0))
    best = max(told, key=told.__getitem__)
    if told[best][0]:
        return _parsed(text, best)
    for separator in SEPARATORS[:-1]:
        if sum(separator in line for line in lines) * 2 > len(lines):
            return _parsed(text, separator)
    surname_first = all(line.count(",") == line.count(", ") == 1 for line in lines)
    return _parsed(text, "\t" if surname_first else ",")


def _parsed(text: str, separator: str) -> list[list[str]]:
    """By the rules of CSV; a quote that is never closed is a letter like any other."""
    quoting = csv.QUOTE_NONE if text.count('"') % 2 else csv.QUOTE_MINIMAL
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, quoting=quoting))


def _within_bars(row: list[str]) -> list[str]:
    """A row of a table that is drawn: it begins and ends with a bar."""
    drawn = len(row) > 2 and not row[0].strip() and not row[-1].strip()
    return row[1:-1] if drawn and any(row) else row


def _one_column(rows: list[list[str]]) -> list[list[str]]:
    """A list typed by hand: names on one line, with numbers in front, or a class behind."""
    if len(rows) == 1 and len(rows[0]) > 1 and all(" " in cell.strip() for cell in rows[0] if cell):
        rows = [[cell] for cell in rows[0] if cell.strip()]
    if any(len(row) > 1 for row in rows):
        return rows
    names = [row[0].strip() for row in rows if row]
    if _most(bool(_NUMBERED.match(name)) for name in names):
        names = [_NUMBERED.sub("", name, count=1) for name in names]
    classes = [_CLASS_LAST.fullmatch(name) for name in names]
    if _most(found is not None for found in classes):
        return [
            [found[1], found[2]] if found else [name]
            for found, name in zip(classes, names, strict=True)
        ]
    return [[name] for name in names]


def _addressed(rows: list[list[str]]) -> list[list[str]]:
    """As mail programs write whom a mail goes to: Anna Ek <anna@school.se>."""
    split = [[_ADDRESSED.fullmatch(cell.strip()) for cell in row] for row in rows]
    if not _most(any(row) for row in split):
        return rows
    return [
        [*chain(*(found.groups() if found else (cell,) for cell, found in zip(*both, strict=True)))]
        for both in zip(rows, split, strict=True)
    ]


def _most(each: Iterable[bool]) -> bool:
    told = list(each)
    return sum(told) * 2 > len(told)
