"""Canvas' gradebook comes back with grades where they belong, as Canvas' importer reads it."""

import csv
import io

import msgspec
import pytest
from tests.gateway.exports.platforms.pupils import ANNA, BO, CILLA, PUPILS, facts_of
from tests.gateway.exports.reports import BEGINNINGS, EVIL, essay_id

from huleedu.gateway.exports.facts import Given, PupilTaken
from huleedu.gateway.exports.platforms.canvas import columns_of, filled, lacks_id, told
from huleedu.gateway.exports.platforms.known import (
    NotTheirs,
    ThisColumn,
    WhichColumn,
    look_into,
)

# as GradebookExporter writes it: quotes where they are needed, a row for what is posted by hand
EXPORT = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Notes,Essay 1 (4711),Quiz (4712),"
    "Assignments Current Score,Assignments Final Score,Current Score,Final Score\n"
    ",,,,,,Manual Posting,,,,,\n"
    "    Points Possible,,,,,,10.00,5.00,(read only),(read only),(read only),(read only)\n"
    '"Åberg, Anna",101,s1001,anna@skola.se,9B,"kind, quick",,4.00,80.00,80.00,80.00,80.00\n'
    '"Ek, Bo",102,,bo@skola.se,9B and 9C,,3.00,N/A,,,,\n'
    '"Öst, Cilla",103,,,9B,,,5.00,,,,\n'
    '"Okänd, Olle",104,s9999,olle@skola.se,9B,,7.00,5.00,,,,\n'
    '"Student, Test",105,,aaaa,9B,,,,,,,\n'
).replace("\n", "\r\n")
COLUMN = "Essay 1 (4711)"


def given(text: str = EXPORT, column: str = COLUMN) -> Given:
    return Given(name="grades.csv", content=text.encode(), column=column)


def imported(content: bytes) -> dict[str, dict[str, str]]:
    """By student's ID: what stands under each assignment, as GradebookImporter would read it."""
    text = content.decode("utf-8-sig")
    first = text.splitlines()[:3]
    separator = ";" if all(line.count(";") == first[0].count(";") > 0 for line in first) else ","
    head, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    assert "Student" in head[0]
    assert "ID" in head[1]
    after = head.index("Section") + 1
    assignments = [n for n in head[after:] if "Score" not in n and n != "Notes"]
    return {
        row[1] or row[2] or row[3]: {name: row[head.index(name)] for name in assignments}
        for row in rows
        if "Points Possible" not in row[0] and row[0].strip()
    }


def test_grades_stand_in_their_column_and_every_other_byte_is_canvas_own() -> None:
    made = filled(facts_of("canvas", given()))
    expected = (
        EXPORT.replace(',"kind, quick",,4.00', ',"kind, quick",B,4.00')
        .replace("9B and 9C,,3.00,N/A", "9B and 9C,,F,N/A")
        .replace(",,,9B,,,5.00", ",,,9B,,–,5.00")
    )
    assert made.content == expected.encode()
    assert (made.filled, made.missing, made.undecided) == (3, (), ())
    there = imported(made.content)
    assert [there[one][COLUMN] for one in ("101", "102", "103", "104")] == ["B", "F", "–", "7.00"]
    assert there["101"]["Quiz (4712)"] == "4.00"


def test_only_assignments_that_may_be_changed_are_offered() -> None:
    assert columns_of(EXPORT.encode()) == [COLUMN, "Quiz (4712)"]
    closed = EXPORT.replace("10.00,5.00", "(endast läs),5.00")
    assert columns_of(closed.encode()) == ["Quiz (4712)"]
    for other in (b"a,b\n1,2\n", b"Student,Name\nx,y\n", b"PK", b"Namn,ID,Section\n"):
        assert columns_of(other) is None


def test_the_assignment_of_the_batchs_name_is_meant_or_somebody_is_asked() -> None:
    content = EXPORT.encode()
    assert look_into("canvas", content, "essay  1", numbers=False) == ThisColumn(COLUMN)
    which = look_into("canvas", content, "Something else", numbers=False)
    assert which == WhichColumn((COLUMN, "Quiz (4712)"))
    said = look_into("canvas", content, "Essay 1", numbers=False, column="Quiz (4712)")
    assert said == ThisColumn("Quiz (4712)"), "what somebody says counts more than the title"
    none = look_into("canvas", content, "Essay 1", numbers=False, column="Notes")
    assert none == NotTheirs("no_such_column")
    one = EXPORT.replace("Quiz (4712)", "Quiz").encode()
    assert look_into("canvas", one, "Something else", numbers=False) == ThisColumn(COLUMN)
    none = EXPORT.replace(" (4711)", "").replace(" (4712)", "").encode()
    assert look_into("canvas", none, "Essay 1", numbers=False) == NotTheirs("no_column")
    assert look_into("canvas", b"no", "Essay 1", numbers=False) == NotTheirs("wrong_file")


@pytest.mark.parametrize("separator", [";", ","])
def test_a_european_export_and_names_apart_come_back_as_they_were(separator: str) -> None:
    text = (
        "\ufeffLastName,FirstName,ID,SIS Login ID,Section,Essay 1 (4711)\r\n"
        "    Points Possible,,,,,10\r\n"
        "Åberg,Anna,101,,9B,\r\n"
        "Ek,Bo,102,x@skola.se,9B,\r\n"
    ).replace(",", separator)
    made = filled(facts_of("canvas", given(text)))
    assert made.content.decode() == text.replace(
        f"9B{separator}\r\nEk", f"9B{separator}B\r\nEk"
    ).replace(f"x@skola.se{separator}9B{separator}", f"x@skola.se{separator}9B{separator}F")
    assert made.missing == ("Cilla Öst",), "she is not in Canvas"


def test_who_is_not_there_and_who_has_no_grade_are_told() -> None:
    text = EXPORT.replace('"Öst, Cilla",103,,,9B,,,5.00,,,,\r\n', "")
    made = filled(facts_of("canvas", given(text), grades={1: "B", 3: "A"}))
    assert (made.filled, made.missing, made.undecided) == (1, ("Cilla Öst",), ("Bo Ek",))
    assert imported(made.content)["102"][COLUMN] == "3.00", "what was there stays"


def test_without_their_file_canvas_knows_pupils_by_the_sis_and_by_login() -> None:
    cilla = msgspec.structs.replace(CILLA, canvas_id="103")
    made = filled(facts_of("canvas", pupils=(ANNA, BO, cilla)))
    rows = list(csv.reader(io.StringIO(made.content.decode(), newline="")))
    assert rows[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Essay 1"]
    assert rows[1] == ["    Points Possible", "", "", "", "", ""]
    assert rows[2] == ["Anna Åberg", "", "s1001", "anna@skola.se", "9B", "B"]
    assert rows[4] == ["Cilla Öst", "103", "s1003", "", "9B", "–"]
    assert imported(made.content)["103"] == {"Essay 1": "–"}
    again = filled(facts_of("canvas", given(made.content.decode().replace("Essay 1", COLUMN))))
    assert again.filled == 3, "our own file is one of theirs"


def test_canvas_own_id_is_told_only_as_canvas_wrote_it() -> None:
    """It decides alone there: a school's number in its place would give the grade to another."""
    pupil = PupilTaken(name="Anna", ids=("101", "s1"), email="")
    assert told(pupil) == ["Anna", "", "s1", ""]
    known = msgspec.structs.replace(pupil, canvas_id="101", ids=("101",))
    assert told(known) == ["Anna", "101", "", ""]
    assert [lacks_id(one) for one in (pupil, known, PupilTaken(name="Bo"))] == [False, False, True]


def test_no_cell_of_ours_begins_as_a_formula_does() -> None:
    hostile = tuple(
        PupilTaken(name=evil, ids=(evil,), email=evil, essays=(essay_id(n),))
        for n, evil in enumerate(EVIL, 1)
    )
    facts = facts_of("canvas", pupils=hostile, grades=dict(enumerate(EVIL, 1)), title="=1")
    text = filled(facts).content.decode()
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.lstrip(" ").startswith(BEGINNINGS)]
    bad = facts_of("canvas", given(), grades={1: "=1+1"})
    assert "'=1+1" in filled(bad).content.decode()


def test_the_same_facts_give_the_same_bytes() -> None:
    assert filled(facts_of("canvas")) == filled(facts_of("canvas", pupils=PUPILS))
