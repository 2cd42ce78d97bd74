"""A hundred rows at a time of what may be long, and a search through all of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from huleedu.gateway.web.pages import Asked

ROWS = 100
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsShown(Generic[Row]):
    """Some rows, where they stand among those that were sought, and how many there are."""

    rows: Sequence[Row]
    start: int
    found: int
    all: int
    search: str

    @property
    def searched(self) -> bool:
        """Whether a search is of use: there are more rows than one sees, or there was one."""
        return self.all > ROWS or bool(self.search)

    @property
    def last(self) -> int:
        """The number of the last one shown; the first has 1."""
        return self.start + len(self.rows)

    @property
    def earlier(self) -> str:
        """The address of the rows before; empty: there are none."""
        return self._at(max(0, self.start - ROWS)) if self.start else ""

    @property
    def later(self) -> str:
        """The address of the rows behind; empty: there are none."""
        return self._at(self.last) if self.last < self.found else ""

    @property
    def here(self) -> str:
        """What an address says for these rows to be shown, `?` and all; empty: as one comes."""
        return self._at(self.start) if self.start or self.search else ""

    def _at(self, start: int) -> str:
        told = {"search": self.search, "from": str(start) if start else ""}
        return "?" + urlencode({name: value for name, value in told.items() if value})


def hundred(
    asked: Asked, rows: Sequence[Row], told: Callable[[Row], Sequence[str]]
) -> RowsShown[Row]:
    """The rows that the address asks for.

    Args:
        told: what a search finds a row by: each of its words has to stand in that.
    """
    search, start = asked.query("search"), asked.query("from")
    words = search.casefold().split()
    found = [row for row in rows if _all_in(words, told(row))] if words else rows
    at = int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 0
    at = min(at, (max(0, len(found) - 1) // ROWS) * ROWS)
    shown = found[at : at + ROWS]
    return RowsShown(rows=shown, start=at, found=len(found), all=len(rows), search=search)


def _all_in(words: Sequence[str], told: Sequence[str]) -> bool:
    where = " ".join(told).casefold()
    return all(word in where for word in words)
