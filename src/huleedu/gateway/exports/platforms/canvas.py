"""Canvas' gradebook: its own export with an assignment's column filled in, or a file to import.

The form is that of Canvas' gradebook exporter and importer (lib/gradebook_exporter.rb and
lib/gradebook_importer.rb of canvas-lms): a head, perhaps a row that says which assignments are
posted by hand, a row of points, and the students.
"""

import re
from collections.abc import Sequence
from typing import BinaryIO

from huleedu.gateway.exports.facts import ExportFacts, PupilTaken
from huleedu.gateway.exports.platforms.grid import Grid, NoGrid, read_grid
from huleedu.gateway.exports.platforms.knowing import (
    Filled,
    PlatformRow,
    grade_of,
    known_rows,
    undecided,
)
from huleedu.gateway.words.words import Words
from huleedu.kit import spreadsheet

HEAD = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POINTS = "Points Possible"
IDS = frozenset({"SIS User ID", "SIS Login ID", "Integration ID"})
ASSIGNMENT = re.compile(r"(?P<title>.*) \((?P<id>\d+)\)$")
"""As Canvas names an assignment's column."""


def columns_of(content: bytes) -> Sequence[str] | None:
    """The assignments of a gradebook that grades may be written to; None: it is no gradebook."""
    grid = _gradebook(content)
    if grid is None:
        return None
    points = next((n for n in range(len(grid.rows)) if POINTS in grid.at(n, 0)), 0)
    return [
        name
        for at, name in enumerate(grid.head)
        if ASSIGNMENT.match(name) and not (points and _is_word(grid.at(points, at)))
    ]


def title_in(column: str) -> str:
    """What the assignment of this column is called."""
    found = ASSIGNMENT.match(column)
    return found["title"] if found else column


def _is_word(cell: str) -> bool:
    """Points are a number; what cannot be written to says so in the reader's language."""
    return any(sign.isalpha() for sign in cell)


def _gradebook(content: bytes) -> Grid | None:
    grid = read_grid(content)
    if isinstance(grid, NoGrid):
        return None
    head = grid.head
    named = "Student" in head[0] or head[:2] == ["LastName", "FirstName"]
    return grid if named and "ID" in head and "Section" in head else None


def canvas(facts: ExportFacts, _words: Words, out: BinaryIO) -> None:
    """Write the gradebook."""
    out.write(filled(facts).content)


def filled(facts: ExportFacts) -> Filled:
    """The gradebook that was given with the grades in its column, or one of our own."""
    given = facts.given
    grid = _gradebook(given.content) if given else None
    if given is None or grid is None:
        return _own(facts)
    head = grid.head
    column = head.index(given.column)
    by_id = [at for at, name in enumerate(head) if name in IDS]
    own = head.index("ID")
    apart = head[0] == "LastName"
    rows = [
        PlatformRow(
            number,
            grid.at(number, own),
            {grid.at(number, at) for at in by_id} - {""},
            f"{grid.at(number, 1)} {grid.at(number, 0)}" if apart else grid.at(number, 0),
        )
        for number in range(1, len(grid.rows))
        if grid.at(number, 0)
        and POINTS not in grid.at(number, 0)
        and column < len(grid.rows[number])
    ]
    whose = known_rows(rows, facts.pupils, [pupil.canvas_id for pupil in facts.pupils])
    changes = {
        (number, column): grade
        for number, pupil in whose.items()
        if (grade := grade_of(pupil, facts))
    }
    there = set(whose.values())
    return Filled(
        content=grid.filled(changes),
        filled=len(changes),
        missing=tuple(p.name for p in facts.pupils if grade_of(p, facts) and p not in there),
        undecided=undecided(facts),
    )


def _own(facts: ExportFacts) -> Filled:
    title = facts.report.title.strip() or "HuleEdu"
    rows = [
        [*told(pupil), facts.class_name, grade]
        for pupil in facts.pupils
        if (grade := grade_of(pupil, facts))
    ]
    head = [[*HEAD, title], [f"    {POINTS}", "", "", "", "", ""]]
    return Filled(
        content=spreadsheet.written([*head, *rows]).encode(),
        filled=len(rows),
        missing=tuple(p.name for p in facts.pupils if grade_of(p, facts) and lacks_id(p)),
        undecided=undecided(facts),
    )


def told(pupil: PupilTaken) -> list[str]:
    """Name, ID, SIS User ID and SIS Login ID.

    The ID is Canvas' own, and decides alone: it is told only as Canvas wrote it itself, in the name
    of a file that was handed in there. Whatever else a school knows a pupil by is the SIS' id.
    """
    sis = next((one for one in reversed(pupil.ids) if one != pupil.canvas_id), "")
    return [pupil.name, pupil.canvas_id, sis, pupil.email]


def lacks_id(pupil: PupilTaken) -> bool:
    """Whether nothing but the name tells Canvas who it is."""
    return not any(told(pupil)[1:])
