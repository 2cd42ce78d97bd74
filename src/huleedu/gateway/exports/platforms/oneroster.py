"""OneRoster's results: a gradebook of one line item in CSV, for systems that keep a roster.

The form is that of the CSV binding of OneRoster 1.1 and 1.2 (1EdTech): a manifest that names every
file that there might be, and the files in bulk mode, in which `status` and `dateLastModified` are
empty. Version 1.1 holds numbers alone; since 1.2 a result has a text.
"""

import csv
import io
import lzma
import struct
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO, Literal
from uuid import UUID, uuid5
from zipfile import BadZipFile, ZipFile

from huleedu import __version__
from huleedu.gateway.exports.facts import ExportFacts, PupilTaken
from huleedu.gateway.exports.packing import archive, member
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

Version = Literal["1.1", "1.2"]
OF_VERSION: Mapping[Version, Sequence[str]] = {
    "1.1": (
        *("academicSessions", "categories", "classes", "classResources", "courses"),
        *("courseResources", "demographics", "enrollments", "lineItems", "orgs", "resources"),
        *("results", "users"),
    ),
    "1.2": (
        *("academicSessions", "categories", "classes", "classResources", "courses"),
        *("courseResources", "demographics", "enrollments", "lineItemLearningObjectiveIds"),
        *("lineItems", "lineItemScoreScales", "orgs", "resources", "resultLearningObjectiveIds"),
        *("results", "resultScoreScales", "roles", "scoreScales", "userProfiles"),
        *("userResources", "users"),
    ),
}
"""Every file that a manifest names."""
WRITTEN = ("categories", "lineItems", "results")
CATEGORIES = ("sourcedId", "status", "dateLastModified", "title")
LINE_ITEMS = (
    *("sourcedId", "status", "dateLastModified", "title", "description", "assignDate"),
    *("dueDate", "classSourcedId", "categorySourcedId"),
)
RESULTS = (
    *("sourcedId", "status", "dateLastModified", "lineItemSourcedId", "studentSourcedId"),
    *("scoreStatus", "score", "scoreDate", "comment"),
)
MORE_OF_RESULTS = ("textScore", "classSourcedId", "inProgress", "incomplete", "late", "missing")
GRADED = "fully graded"
FILE_BYTES_MAX = 8 << 20
ROWS_MAX = 50_000
BROKEN = (
    *(BadZipFile, KeyError, NotImplementedError, RuntimeError, ValueError, EOFError, OSError),
    *(csv.Error, struct.error, zlib.error, lzma.LZMAError),
)
"""What an archive may raise that is none, or is damaged."""
BULK = ("", "")
"""status and dateLastModified."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """What a roster says: pupils by their ids, and the class that most of the batch's are in."""

    pupils: Mapping[str, PupilTaken] = field(default_factory=dict[str, PupilTaken])
    class_id: str
    session: str
    school: str


def is_roster(content: bytes) -> bool:
    """Whether it is an archive as OneRoster has it, with pupils in it."""
    return bool(_table(content, "users.csv"))


def oneroster(facts: ExportFacts, _words: Words, out: BinaryIO) -> None:
    """Write version 1.2."""
    out.write(filled(facts, "1.2").content)


def oneroster_of_before(facts: ExportFacts, _words: Words, out: BinaryIO) -> None:
    """Write version 1.1."""
    out.write(filled(facts, "1.1").content)


def are_numbers(grades: Iterable[str]) -> bool:
    """Whether version 1.1 can hold these grades."""
    return all(map(_is_number, grades))


def _is_number(grade: str) -> bool:
    return grade.replace(".", "", 1).isdecimal() and grade.isascii()


def filled(facts: ExportFacts, version: Version) -> Filled:
    """The archive: one line item of the batch, and a result for each pupil with a decided grade."""
    roster = _roster(facts)
    batch = UUID(facts.report.batch)
    results = [
        _result(facts, version, roster, id_, pupil)
        for id_, pupil in roster.pupils.items()
        if grade_of(pupil, facts)
    ]
    tables = {
        "manifest": _manifest(version),
        "categories": _categories(version, batch),
        "lineItems": _line_items(facts, version, roster),
        "results": [[*RESULTS, *(MORE_OF_RESULTS if version == "1.2" else ())], *results],
    }
    out = io.BytesIO()
    with archive(out) as packed:
        for name, rows in tables.items():
            with member(packed, f"{name}.csv") as file:
                file.write(spreadsheet.written(rows).encode())
    there = list(roster.pupils.values())
    return Filled(
        content=out.getvalue(),
        filled=len(results),
        missing=tuple(p.name for p in facts.pupils if grade_of(p, facts) and p not in there),
        undecided=undecided(facts),
    )


def _manifest(version: Version) -> list[list[str]]:
    files = [
        [f"file.{name}", "bulk" if name in WRITTEN else "absent"] for name in OF_VERSION[version]
    ]
    return [
        ["propertyName", "value"],
        ["manifest.version", "1.0"],
        ["oneroster.version", version],
        *files,
        ["source.systemName", "HuleEdu"],
        ["source.systemCode", __version__],
    ]


def _categories(version: Version, batch: UUID) -> list[list[str]]:
    weight = version == "1.2"
    return [
        [*CATEGORIES, *(("weight",) if weight else ())],
        [str(uuid5(batch, "category")), *BULK, "HuleEdu", *(("",) if weight else ())],
    ]


def _line_items(facts: ExportFacts, version: Version, roster: Roster) -> list[list[str]]:
    batch = UUID(facts.report.batch)
    assigned = facts.report.created_at.date().isoformat()
    due = facts.due.date().isoformat() if facts.due else assigned
    numbers = [float(one.grade) for one in facts.grades.values() if _is_number(one.grade)]
    bounds = ["0.0", str(max(numbers))] if numbers else ["", ""]
    session = "academicSessionSourcedId" if version == "1.2" else "gradingPeriodSourcedId"
    school = version == "1.2"
    return [
        [
            *(*LINE_ITEMS, session, "resultValueMin", "resultValueMax"),
            *(("schoolSourcedId",) if school else ()),
        ],
        [
            *(str(uuid5(batch, "line item")), *BULK, facts.report.title, "", assigned, due),
            *(roster.class_id, str(uuid5(batch, "category")), roster.session, *bounds),
            *((roster.school,) if school else ()),
        ],
    ]


def _result(
    facts: ExportFacts, version: Version, roster: Roster, id_: str, pupil: PupilTaken
) -> list[str]:
    batch, grade = UUID(facts.report.batch), grade_of(pupil, facts)
    number = _is_number(grade)
    at = max(facts.grades[one].at for one in pupil.essays if one in facts.grades)
    more = ["" if number else grade, roster.class_id, "false", "false", "false", "false"]
    return [
        *(str(uuid5(batch, id_)), *BULK, str(uuid5(batch, "line item")), id_, GRADED),
        *(
            grade if number else "",
            at.date().isoformat(),
            " ".join(feedback_of(pupil, facts).split()),
        ),
        *(more if version == "1.2" else ()),
    ]


def _roster(facts: ExportFacts) -> Roster:
    """Pupils by their ids in the roster that was given; without one, by the first id of the class.

    Class, term and school have ids of ours then: a system that has a roster takes none of them.
    """
    users = _table(facts.given.content, "users.csv") if facts.given else []
    if not facts.given or not users:
        ids = {pupil.ids[0]: pupil for pupil in facts.pupils if pupil.ids}
        batch = UUID(facts.report.batch)
        own = (str(uuid5(batch, name)) for name in ("class", "session", "school"))
        class_id, session, school = own
        return Roster(pupils=ids, class_id=class_id, session=session, school=school)
    rows = [
        PlatformRow(
            number,
            user.get("sourcedId", ""),
            {user.get(name, "") for name in ("username", "identifier", "email")} - {""},
            f"{user.get('givenName', '')} {user.get('familyName', '')}",
        )
        for number, user in enumerate(users)
        if user.get("role", "student") == "student"
    ]
    known = known_rows(rows, facts.pupils, ["" for _ in facts.pupils])
    pupils = {users[number]["sourcedId"]: pupil for number, pupil in known.items()}
    enrolled = Counter(
        row.get("classSourcedId", "")
        for row in _table(facts.given.content, "enrollments.csv")
        if row.get("userSourcedId") in pupils
    )
    class_id = max(sorted(enrolled), key=enrolled.__getitem__, default="")
    named = {row.get("sourcedId", ""): row for row in _table(facts.given.content, "classes.csv")}
    of_class = named.get(class_id, dict[str, str]())
    session = of_class.get("termSourcedIds", "").partition(",")[0]
    school = of_class.get("schoolSourcedId", "")
    return Roster(pupils=pupils, class_id=class_id, session=session, school=school)


def _table(content: bytes, name: str) -> list[dict[str, str]]:
    """A file of the archive, row by row; nothing if it is not there."""
    try:
        with ZipFile(io.BytesIO(content)) as packed:
            if packed.getinfo(name).file_size > FILE_BYTES_MAX:
                return []
            text = packed.read(name).decode("utf-8-sig", "replace")
        reader = csv.DictReader(io.StringIO(text, newline=""))
        rows = list(islice(reader, ROWS_MAX))
    except BROKEN:
        return []
    return [{key: value or "" for key, value in row.items() if key} for row in rows]
