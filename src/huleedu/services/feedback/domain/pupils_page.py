"""What a pupil sees, exactly: kept as it was when it was given, in facts and not in sentences."""

from typing import Literal

import msgspec

from huleedu.services.feedback.domain.writing import Shown

PartOfProgram = Literal["judged", "drafted", "spelling", "measures"]


class MarkedWord(msgspec.Struct, frozen=True):
    """A misspelt word at `written[start:end]` (code points), and what may have been meant."""

    start: int
    end: int
    better: str


class PlaceShown(msgspec.Struct, frozen=True):
    """Between which places of how many it stands."""

    low: int
    high: int
    of: int


class JudgedBy(msgspec.Struct, frozen=True):
    """Who compared this text with others, and how often."""

    people: int
    models: int
    comparisons: int


class PupilsPage(msgspec.Struct, frozen=True, kw_only=True):
    """A pupil's own page: what is not shown is not in it, and nothing of others is.

    Args:
        measures: value by the measure's key.
        program: where programs took part; None: that is not told.
        ask: whom the pupil may ask.
    """

    name: str
    task: str
    criterion: str
    school: str
    written: str
    words: str
    shows: tuple[Shown, ...]
    grade: str = ""
    graded_by: str = ""
    place: PlaceShown | None = None
    misspellings: tuple[MarkedWord, ...] = ()
    measures: dict[str, float] = {}
    judged: JudgedBy | None = None
    program: tuple[PartOfProgram, ...] | None = None
    ask: str = ""
    language: Literal["en", "sv"] = "en"
