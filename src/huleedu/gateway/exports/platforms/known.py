"""The platforms that are known: what is looked for in a file of theirs, and how it is filled in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from huleedu.gateway.exports.facts import ExportFacts, PupilTaken
from huleedu.gateway.exports.platforms import canvas, moodle, oneroster
from huleedu.gateway.exports.platforms.knowing import Filled
from huleedu.gateway.exports.profiles import ProfileCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """One platform's form.

    Args:
        columns: of a file of theirs, which columns grades may be written to; None: it is none.
        title_in: what the assignment of a column is called.
        filled: the file.
        lacks_id: whether nothing tells the platform who a pupil is, without a file of theirs.
    """

    columns: Callable[[bytes], Sequence[str] | None]
    title_in: Callable[[str], str]
    filled: Callable[[ExportFacts], Filled]
    lacks_id: Callable[[PupilTaken], bool]


def _roster_columns(content: bytes) -> Sequence[str] | None:
    """A roster has none: results are a file of their own."""
    return ("",) if oneroster.is_roster(content) else None


def _item(column: str) -> str:
    """`Assignment: Essay 1 (Real)` is Essay 1."""
    name = column.rpartition("(")[0].strip() or column
    return name.partition(": ")[2] or name


def _no_sourced_id(pupil: PupilTaken) -> bool:
    return not pupil.ids


def _same(column: str) -> str:
    return column


PLATFORMS: Mapping[ProfileCode, Platform] = {
    "canvas": Platform(
        columns=canvas.columns_of,
        title_in=canvas.title_in,
        filled=canvas.filled,
        lacks_id=canvas.lacks_id,
    ),
    "moodle-gradebook": Platform(
        columns=moodle.items_of,
        title_in=_item,
        filled=moodle.gradebook_filled,
        lacks_id=moodle.lacks_id,
    ),
    "moodle-worksheet": Platform(
        columns=moodle.worksheet_columns,
        title_in=_same,
        filled=moodle.worksheet_filled,
        lacks_id=lambda _: False,
    ),
    "oneroster": Platform(
        columns=_roster_columns,
        title_in=_same,
        filled=partial(oneroster.filled, version="1.2"),
        lacks_id=_no_sourced_id,
    ),
    "oneroster-1.1": Platform(
        columns=_roster_columns,
        title_in=_same,
        filled=partial(oneroster.filled, version="1.1"),
        lacks_id=_no_sourced_id,
    ),
}


@dataclass(frozen=True, slots=True)
class ThisColumn:
    """The grades go here."""

    name: str


@dataclass(frozen=True, slots=True)
class WhichColumn:
    """There are several, and somebody has to say which is meant."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotTheirs:
    """It is no file of that platform, or nothing can be filled in; a code says which."""

    why: str


def look_into(
    code: ProfileCode, content: bytes, title: str, *, numbers: bool, column: str = ""
) -> ThisColumn | WhichColumn | NotTheirs:
    """Look where the grades go in a platform's file.

    Args:
        title: of the batch: a column of that name is the one that is meant.
        numbers: all grades are numbers.
        column: the one that is meant, if somebody said so.
    """
    platform = PLATFORMS[code]
    columns = platform.columns(content)
    if columns is None:
        return NotTheirs("wrong_file")
    if not columns:
        return NotTheirs("no_column")
    if column and column not in columns:
        return NotTheirs("no_such_column")
    named = [
        each
        for each in columns
        if each == column or (not column and _alike(platform.title_in(each), title))
    ]
    chosen = named if len(named) == 1 else columns
    if len(chosen) > 1:
        return WhichColumn(tuple(dict.fromkeys(chosen)))
    if code == "moodle-worksheet" and not numbers and moodle.wants_points(content, chosen[0]):
        return NotTheirs("wants_points")
    return ThisColumn(chosen[0])


def refused(facts: ExportFacts) -> str | None:
    """Why the grades cannot go into the file that was given; None: they can."""
    given, decided = facts.given, facts.report.decided_grades.values()
    if facts.profile != "moodle-worksheet" or given is None or oneroster.are_numbers(decided):
        return None
    return "wants_points" if moodle.wants_points(given.content, given.column) else None


def _alike(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()
