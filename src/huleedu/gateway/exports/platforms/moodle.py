"""Moodle's gradebook and an assignment's grading worksheet.

The forms are those of Moodle's own export and import (grade/export/txt, grade/import/csv,
mod/assign/gradingtable.php and mod/assign/feedback/offline). Moodle writes heads in its
user's language: English and Swedish ones are known, and of a worksheet what stands beside a grade
tells its column in any language.
"""

import re
from collections.abc import Sequence
from html import escape
from typing import BinaryIO

from huleedu.gateway.exports.facts import ExportFacts, PupilTaken
from huleedu.gateway.exports.platforms.grid import Grid, NoGrid, read_grid
from huleedu.gateway.exports.platforms.knowing import (
    Filled,
    PlatformRow,
    feedback_of,
    grade_of,
    known_rows,
    undecided,
)
from huleedu.gateway.words.words import Words
from huleedu.kit import spreadsheet

HEAD = ("Full name", "ID number", "Email address")
FIRST = frozenset({"first name", "förnamn"})
LAST = frozenset({"last name", "surname", "efternamn"})
FULL = frozenset({"full name", "fullständigt namn", "fullständiga namn", "hela namnet", "namn"})
IDS = frozenset(
    {"id number", "email address", "username", "idnummer", "id-nummer", "e-postadress"}
    | {"användarnamn", "id", "email", "e-post"}
)
OTHER = frozenset(
    {"institution", "department", "avdelning", "status", "institution/skola"}
    | {"last downloaded from this course", "senast hämtad från denna kurs"}
)
GRADE = frozenset({"grade", "betyg"})
FEEDBACK = re.compile(r"feedback|återkoppling|kommentar", re.IGNORECASE)
TOTAL = re.compile(r"course total|kurstotal|kurssumma|total för kursen", re.IGNORECASE)
IDENTIFIER = re.compile(r"\D+(\d+)$")
"""Moodle's "Participant 123": by the number alone it knows who that is."""
NUMBER = re.compile(r"\d+([.,]\d+)?$")


def items_of(content: bytes) -> Sequence[str] | None:
    """The columns of a gradebook that grades may be written to; None: it is no gradebook."""
    grid = read_grid(content)
    if isinstance(grid, NoGrid) or not _has_pupils(grid):
        return None
    known = FIRST | LAST | FULL | IDS | OTHER
    return [
        name
        for name in grid.head
        if name
        and name.lower() not in known
        and not TOTAL.search(name)
        and not FEEDBACK.search(name.rpartition("(")[2])
    ]


def _has_pupils(grid: Grid) -> bool:
    heads = {name.lower() for name in grid.head}
    return bool(heads & IDS) and bool(heads & (FIRST | LAST | FULL))


def worksheet_columns(content: bytes) -> Sequence[str] | None:
    """The column of grades of a grading worksheet, or all that it may be; None: it is none."""
    grid = read_grid(content)
    if isinstance(grid, NoGrid) or not IDENTIFIER.match(grid.at(1, 0)):
        return None
    named = [name for name in grid.head if name.lower() in GRADE]
    return named or [name for name in grid.head[1:] if name.lower() not in FULL | IDS | OTHER]


def wants_points(content: bytes, column: str) -> bool:
    """Whether the assignment is graded in points: Moodle takes a letter there for nought."""
    grid = read_grid(content)
    if isinstance(grid, NoGrid) or column not in grid.head:
        return False
    beside = grid.head.index(column) + 1
    cells = [grid.at(number, beside) for number in range(1, len(grid.rows))]
    return any(cells) and all(NUMBER.match(cell) for cell in cells if cell)


def gradebook(facts: ExportFacts, _words: Words, out: BinaryIO) -> None:
    """Write the gradebook."""
    out.write(gradebook_filled(facts).content)


def gradebook_filled(facts: ExportFacts) -> Filled:
    """The gradebook that was given with the grades in its column, or one of our own."""
    given = facts.given
    grid = read_grid(given.content) if given else NoGrid()
    if given is None or isinstance(grid, NoGrid):
        return _own(facts)
    base = given.column.rpartition("(")[0].strip() or given.column
    words = next(
        (at for at, name in enumerate(grid.head) if name.startswith(base) and _is_feedback(name)),
        None,
    )
    return _filled(facts, grid, grid.head.index(given.column), words)


def _is_feedback(name: str) -> bool:
    return bool(FEEDBACK.search(name.rpartition("(")[2]))


def worksheet(facts: ExportFacts, _words: Words, out: BinaryIO) -> None:
    """Write the worksheet."""
    out.write(worksheet_filled(facts).content)


def worksheet_filled(facts: ExportFacts) -> Filled:
    """The worksheet that was given with grades, and with the feedback that pupils were given."""
    given = facts.given
    assert given, "a worksheet is made of a worksheet"
    grid = read_grid(given.content)
    assert isinstance(grid, Grid), "it was looked at when it was given"
    words = next((at for at, name in enumerate(grid.head) if FEEDBACK.search(name)), None)
    return _filled(facts, grid, grid.head.index(given.column), words)


def _filled(facts: ExportFacts, grid: Grid, column: int, words: int | None) -> Filled:
    heads = [name.lower() for name in grid.head]
    by_id = [at for at, name in enumerate(heads) if name in IDS]
    full = next((at for at, name in enumerate(heads) if name in FULL), None)
    parts = [
        next((at for at, name in enumerate(heads) if name in names), None)
        for names in (FIRST, LAST)
    ]
    rows = [
        PlatformRow(
            number,
            _number(grid.at(number, 0)),
            {grid.at(number, at) for at in by_id} - {""},
            grid.at(number, full)
            if full is not None
            else " ".join(grid.at(number, at) for at in parts if at is not None),
        )
        for number in range(1, len(grid.rows))
        if column < len(grid.rows[number])
    ]
    whose = known_rows(rows, facts.pupils, [pupil.moodle_id for pupil in facts.pupils])
    changes: dict[tuple[int, int], str] = {}
    for number, pupil in whose.items():
        if grade := grade_of(pupil, facts):
            changes[number, column] = grade
        told = feedback_of(pupil, facts)
        if told and words is not None and words < len(grid.rows[number]):
            changes[number, words] = as_html(told)
    there = set(whose.values())
    return Filled(
        content=grid.filled(changes),
        filled=sum(at == column for _, at in changes),
        missing=tuple(p.name for p in facts.pupils if grade_of(p, facts) and p not in there),
        undecided=undecided(facts),
    )


def _number(identifier: str) -> str:
    found = IDENTIFIER.match(identifier)
    return found[1] if found else ""


def as_html(text: str) -> str:
    """As Moodle keeps comments: paragraphs, in which nothing that was written is a tag."""
    paragraphs = (part for part in text.replace("\r\n", "\n").split("\n\n") if part.strip())
    return "".join(
        f"<p>{escape(part.strip(), quote=False).replace(chr(10), '<br>')}</p>"
        for part in paragraphs
    )


def _own(facts: ExportFacts) -> Filled:
    title = facts.report.title.strip() or "HuleEdu"
    rows = [
        [*told(pupil), grade, as_html(feedback_of(pupil, facts))]
        for pupil in facts.pupils
        if (grade := grade_of(pupil, facts))
    ]
    return Filled(
        content=spreadsheet.written([[*HEAD, title, f"{title} (Feedback)"], *rows]).encode(),
        filled=len(rows),
        missing=tuple(p.name for p in facts.pupils if grade_of(p, facts) and lacks_id(p)),
        undecided=undecided(facts),
    )


def told(pupil: PupilTaken) -> list[str]:
    """Name, ID number and e-mail address."""
    return [pupil.name, next(iter(pupil.ids), ""), pupil.email]


def lacks_id(pupil: PupilTaken) -> bool:
    """Whether Moodle cannot tell who it is: it knows nobody again by the name."""
    return not any(told(pupil)[1:])
