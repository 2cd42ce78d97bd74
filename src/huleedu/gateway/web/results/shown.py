"""What of the results a page shows, in which order, and of which ranking: all of it its address."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Literal, get_args
from urllib.parse import parse_qsl, urlencode

Sort = Literal[
    "place", "name", "likeliest", "decided", "misspellings", "words", "lix", "feedback", "flags"
]
Which = Literal["all", "undecided", "decided", "borderline", "flagged", "unjudged"]
ROWS = 100
DIGITS_MAX = 9
GRADE_MAX = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Which rows stand there, and how: the order stays that of one ranking until it is left."""

    sort: Sort = "place"
    down: bool = False
    which: Which = "all"
    grade: str = ""
    """Only essays that have this grade, decided or else likeliest; empty: all."""
    ranking: int | None = None
    """None: the newest; 0: none, as long as the reader has not asked for the first."""
    start: int = 0

    def fields(self, **changes: object) -> dict[str, object]:
        """What an address has to say for this, with these changes; what is usual is not said."""
        other = replace(self, **changes)  # pyright: ignore[reportArgumentType]
        told = {name: value for name, value in asdict(other).items() if value != _USUAL[name]}
        return {name: int(v) if isinstance(v, bool) else v for name, v in told.items()}

    def query(self, **changes: object) -> str:
        """The address behind its question mark, with these changes."""
        return urlencode(self.fields(**changes))

    def by(self, column: Sort) -> str:
        """The same by another column; by the same one, the other way round."""
        return self.query(sort=column, down=self.sort == column and not self.down, start=0)


_USUAL = asdict(Shown())
_SORTS: Mapping[str, Sort] = {each: each for each in get_args(Sort)}
_WHICH: Mapping[str, Which] = {each: each for each in get_args(Which)}


def read(told: Mapping[str, str]) -> Shown:
    """What an address says; what it says wrong is as usual."""
    number = _number(asked := told.get("ranking", ""))
    return Shown(
        sort=_SORTS.get(told.get("sort", ""), "place"),
        down=told.get("down") == "1",
        which=_WHICH.get(told.get("which", ""), "all"),
        grade=told.get("grade", "")[:GRADE_MAX],
        ranking=number if number or asked == "0" else None,
        start=_number(told.get("start", "")),
    )


def of_query(query: str) -> Shown:
    """The same of what stands behind an address's question mark."""
    return read(dict(parse_qsl(query)))


def _number(told: str) -> int:
    return int(told) if told.isascii() and told.isdigit() and len(told) <= DIGITS_MAX else 0
