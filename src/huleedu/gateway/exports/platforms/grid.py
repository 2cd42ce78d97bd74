"""A platform's own table, of which single cells are changed and every other byte stays."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from huleedu.kit.spreadsheet import guarded

ENCODINGS = ("utf-8", "cp1252", "latin-1")
"""The first that a file can be read in; of UTF-16 its mark tells."""
MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
SEPARATORS = (",", ";", "\t")
BOM = "\ufeff"
CELL = {
    sign: re.compile(rf'(?:"(?P<quoted>[^"]*(?:""[^"]*)*)"?)?(?P<plain>[^{sign}\r\n]*)')
    for sign in SEPARATORS
}
"""A cell, where rows are parted by this sign."""
CELLS_MAX = 300_000
"""A thousand pupils with three hundred assignments."""
Place = tuple[int, int]
"""Row and column, from 0."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, and where it stands in the text, with its quotes."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NoGrid:
    """It is no table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The table as text, and its cells."""

    whole: str
    encoding: str
    separator: str
    rows: Sequence[Sequence[Cell]] = field(repr=False)

    @property
    def head(self) -> list[str]:
        """The first row, without spaces around its cells."""
        return [cell.text.strip() for cell in self.rows[0]]

    def at(self, row: int, column: int) -> str:
        """What stands there, without spaces around it; nothing where there is no such cell."""
        cells = self.rows[row]
        return cells[column].text.strip() if column < len(cells) else ""

    def filled(self, changes: Mapping[Place, str]) -> bytes:
        """The file with these cells changed; no spreadsheet runs what stands in them."""
        pieces: list[str] = []
        at = 0
        for (row, column), text in sorted(changes.items()):
            cell = self.rows[row][column]
            pieces += [self.whole[at : cell.start], self._written(guarded(text), cell)]
            at = cell.end
        return "".join([*pieces, self.whole[at:]]).encode(self.encoding, "replace")

    def _written(self, text: str, old: Cell) -> str:
        quoted = self.whole[old.start : old.start + 1] == '"'
        if quoted or any(sign in text for sign in (self.separator, '"', "\n", "\r")):
            return '"' + text.replace('"', '""') + '"'
        return text


def read_grid(content: bytes) -> Grid | NoGrid:
    """A table of at least a head and a row, parted by commas, semicolons or tabs."""
    if b"\0" in content and content[:2] not in MARKS:
        return NoGrid()
    for encoding in (MARKS.get(content[:2]), *ENCODINGS):
        if encoding is None:
            continue
        try:
            whole = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        separator = _separator(whole)
        if whole.count(separator) + whole.count("\n") + whole.count("\r") > CELLS_MAX:
            return NoGrid()
        rows = list(_rows(whole, separator))
        if len(rows) < 2 or len(rows[0]) < 2:
            return NoGrid()
        return Grid(whole=whole, encoding=encoding, separator=separator, rows=rows)
    return NoGrid()


def _separator(whole: str) -> str:
    """Whatever stands most often in the first line, outside of quotes."""
    line: list[str] = []
    quoted = False
    for sign in whole:
        if sign == '"':
            quoted = not quoted
        elif sign in "\r\n" and not quoted and line:
            break
        elif not quoted:
            line.append(sign)
    return max(SEPARATORS, key=line.count)


def _rows(whole: str, separator: str) -> Iterator[list[Cell]]:
    pattern = CELL[separator]
    at = len(BOM) if whole.startswith(BOM) else 0
    row: list[Cell] = []
    while at < len(whole):
        row.append(_cell(whole, at, pattern))
        at = row[-1].end
        if whole[at : at + 1] == separator:
            at += 1
            if at == len(whole):
                row.append(Cell("", at, at))
            continue
        at += 2 if whole.startswith("\r\n", at) else 1
        yield row
        row = []
    if row:
        yield row


def _cell(whole: str, start: int, pattern: re.Pattern[str]) -> Cell:
    """One cell, as RFC 4180 has it; what stands behind a closing quote belongs to it."""
    found = pattern.match(whole, start)
    assert found, "an empty cell is one, too"
    inside = (found["quoted"] or "").replace('""', '"')
    return Cell(inside + found["plain"], start, found.end())
