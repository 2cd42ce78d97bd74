"""Write tables that no spreadsheet runs as formulas, and read back what was guarded so.

A cell that begins like a formula is run when a table is opened, and may send the table elsewhere
(https://owasp.org/www-community/attacks/CSV_Injection): an apostrophe in front keeps it a text.
Names come from files and class lists, so anybody may choose them.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Also in full width, which East Asian editions take for the same."""
GUARD = "'"
PIECE_CHARS = 100_000


@dataclass(frozen=True, slots=True)
class Separated:
    """How cells are parted, and which sign stands before decimals."""

    separator: str = ","
    decimal: str = "."


PLAIN = Separated()
SWEDISH = Separated(";", ",")
"""As Excel opens a table in Swedish, and in most languages of Europe."""


def written(rows: Iterable[Iterable[object]]) -> str:
    """The rows as comma-separated lines, every text guarded; numbers keep their sign."""
    return "".join(pieces(rows))


def pieces(rows: Iterable[Iterable[object]], how: Separated = PLAIN) -> Iterator[str]:
    """The same, piece by piece, so that a table of any length takes little memory."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=how.separator)
    for row in rows:
        writer.writerow([_cell(cell, how) for cell in row])
        if out.tell() > PIECE_CHARS:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def _cell(cell: object, how: Separated) -> object:
    if isinstance(cell, str):
        return guarded(cell)
    return str(cell).replace(".", how.decimal) if isinstance(cell, float) else cell


def guarded(text: str) -> str:
    """The text as no spreadsheet runs it; `unguarded` gives it back."""
    return GUARD + text if _begins_like_a_formula(text) else text


def unguarded(text: str) -> str:
    """The text as it was before `guarded`; another text stays as it is."""
    return text[1:] if text.startswith(GUARD) and _begins_like_a_formula(text) else text


def _begins_like_a_formula(text: str) -> bool:
    # Apostrophes don't count, so that a text that has one of its own gets a second and keeps the
    # first on the way back. A space in front doesn't stop every spreadsheet.
    bare = text.lstrip(GUARD)
    return bare.startswith(FORMULA_STARTS) or bare.lstrip().startswith(FORMULA_STARTS)
