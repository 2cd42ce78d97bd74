"""Moodle's files come back with grades and feedback, as Moodle's importers read them."""

import csv
import io
from html.parser import HTMLParser

import msgspec
import pytest
from tests.gateway.exports.platforms.pupils import ANNA, BO, CILLA, SAID, facts_of
from tests.gateway.exports.reports import BEGINNINGS, EVIL, essay_id

from huleedu.gateway.exports.facts import Given, PupilTaken
from huleedu.gateway.exports.platforms.known import (
    NotTheirs,
    ThisColumn,
    WhichColumn,
    look_into,
)
from huleedu.gateway.exports.platforms.moodle import (
    as_html,
    gradebook_filled,
    items_of,
    lacks_id,
    wants_points,
    worksheet_columns,
    worksheet_filled,
)

SCALE = '"F\nE\nD\nC\nB\nA"'
# as mod/assign/gradingtable.php writes it for an assignment with a scale
WORKSHEET = (
    'Identifier,"Full name","ID number","Email address",Status,Grade,Scale,'
    '"Grade can be changed","Last modified (submission)","Online text",'
    '"Last modified (grade)","Feedback comments"\n'
    '"Participant 5001","Anna Åberg",s1001,anna@skola.se,"Submitted for grading",,'
    '"F\nE\nD\nC\nB\nA",Yes,"Friday, 27 November 2026, 9:12 AM","<p>Jag, och du</p>",-,\n'
    '"Participant 5002","Bo Ek",,bo@skola.se,"No submission",C,"F\nE\nD\nC\nB\nA",Yes,-,,'
    '"Friday, 27 November 2026, 9:14 AM","<p>Old</p>"\n'
    '"Participant 5003","C Öst",,,"Submitted for grading",,"F\nE\nD\nC\nB\nA",Yes,-,,-,\n'
)
POINTS = (
    'Identifier,"Full name","Email address",Status,Grade,"Maximum grade",'
    '"Grade can be changed","Last modified (grade)","Feedback comments"\n'
    '"Participant 5001","Anna Åberg",anna@skola.se,-,,"100.00",Yes,-,\n'
    '"Participant 5002","Bo Ek",bo@skola.se,-,55.00,"100.00",Yes,-,\n'
)
SWEDISH = (
    "\ufeffIdentifierare,Fullständigt namn,E-postadress,Status,Betyg,Skala,Kan ändras,"
    "Senast ändrad (betyg),Återkopplingskommentarer\r\n"
    "Deltagare 5001,Anna Åberg,,-,,F E D,Ja,-,\r\n"
)
# as grade/export/txt writes it
GRADEBOOK = (
    '"First name","Last name","ID number",Institution,Department,"Email address",'
    '"Assignment: Essay 1 (Real)","Assignment: Essay 1 (Feedback)","Quiz: Verbs (Real)",'
    '"Course total (Real)","Last downloaded from this course"\n'
    "Anna,Åberg,s1001,,,anna@skola.se,-,,8.00,80.00,1795000000\n"
    "Bo,Ek,,,,bo@skola.se,D,,-,-,1795000000\n"
    "Cilla,Öst,,,,c@skola.se,-,,-,-,1795000000\n"
)


def given(text: str, column: str = "Grade") -> Given:
    return Given(name="worksheet.csv", content=text.encode(), column=column)


def imported(content: bytes) -> dict[int, tuple[str, str]]:
    """By participant: grade and comment, as importgradeslib.php reads them."""
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    places = [head.index(name) for name in ("Identifier", "Grade", "Feedback comments")]
    assert "Last modified (grade)" in head, "else Moodle takes none of it"
    return {
        int(row[places[0]].removeprefix("Participant ")): (row[places[1]], row[places[2]])
        for row in rows
    }


class Shown(HTMLParser):
    """What a pupil reads of a comment."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)
        self.text += {"br": "\n"}.get(tag, "")

    def handle_endtag(self, tag: str) -> None:
        self.text += "\n\n" * (tag == "p")

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_worksheet_comes_back_with_grades_and_feedback_and_nothing_else_changed() -> None:
    cilla = msgspec.structs.replace(CILLA, moodle_id="5003")
    facts = facts_of(
        "moodle-worksheet",
        given(WORKSHEET),
        pupils=(ANNA, BO, cilla),
        feedback={essay_id(1): SAID},
    )
    made = worksheet_filled(facts)
    html = as_html(SAID)
    quoted = '"' + html.replace('"', '""') + '"'
    graded, ungraded = f'"Submitted for grading",{{}},{SCALE},Yes', '"Submitted for grading",,'
    first, _, rest = WORKSHEET.partition('"Participant 5002"')
    assert first.count(ungraded) == rest.count(ungraded) == 1
    expected = (
        first.replace(f"{ungraded}{SCALE},Yes", graded.format("B")).replace(
            '</p>",-,\n', f'</p>",-,{quoted}\n'
        )
        + '"Participant 5002"'
        + rest.replace(f"{ungraded}{SCALE},Yes", graded.format("–")).replace(",C,", ",F,")
    )
    assert made.content.decode() == expected
    assert imported(made.content) == {
        5001: ("B", html),
        5002: ("F", "<p>Old</p>"),
        5003: ("–", ""),
    }
    assert (made.filled, made.missing) == (3, ())


def test_feedback_reads_as_it_was_written_and_no_tag_of_a_teacher_is_one() -> None:
    shown = Shown(as_html(SAID))
    assert shown.text.strip() == SAID
    assert set(shown.tags) == {"p", "br"}
    assert as_html("=1+1") == "<p>=1+1</p>", "no cell begins with a formula"
    assert as_html("") == ""


def test_the_column_of_grades_is_found_in_english_and_swedish_or_asked_for() -> None:
    assert worksheet_columns(WORKSHEET.encode()) == ["Grade"]
    assert worksheet_columns(SWEDISH.encode()) == ["Betyg"]
    made = worksheet_filled(
        facts_of("moodle-worksheet", given(SWEDISH, "Betyg"), feedback={essay_id(1): "Bra."})
    )
    assert made.content.decode() == SWEDISH.replace("-,,F E D", "-,B,F E D").replace(
        "Ja,-,\r\n", "Ja,-,<p>Bra.</p>\r\n"
    )
    finnish = SWEDISH.replace("Betyg", "Arvosana").encode()
    which = look_into("moodle-worksheet", finnish, "x", numbers=False)
    assert isinstance(which, WhichColumn)
    assert "Arvosana" in which.names
    assert worksheet_columns(GRADEBOOK.encode()) is None


def test_letters_never_go_where_moodle_takes_them_for_nought() -> None:
    assert wants_points(POINTS.encode(), "Grade")
    assert not wants_points(WORKSHEET.encode(), "Grade")
    told = look_into("moodle-worksheet", POINTS.encode(), "Essay 1", numbers=False)
    assert told == NotTheirs("wants_points")
    assert look_into("moodle-worksheet", POINTS.encode(), "x", numbers=True) == ThisColumn("Grade")
    facts = facts_of("moodle-worksheet", given(POINTS), grades={1: "80", 2: "60"})
    assert {n: grade for n, (grade, _) in imported(worksheet_filled(facts).content).items()} == {
        5001: "80",
        5002: "60",
    }


def test_a_gradebook_comes_back_with_its_item_filled_in() -> None:
    items = items_of(GRADEBOOK.encode())
    assert items == ["Assignment: Essay 1 (Real)", "Quiz: Verbs (Real)"]
    assert look_into("moodle-gradebook", GRADEBOOK.encode(), "Essay 1", numbers=False) == (
        ThisColumn("Assignment: Essay 1 (Real)")
    )
    facts = facts_of(
        "moodle-gradebook",
        given(GRADEBOOK, "Assignment: Essay 1 (Real)"),
        feedback={essay_id(2): "Bra."},
    )
    made = gradebook_filled(facts)
    assert made.content.decode() == (
        GRADEBOOK.replace("anna@skola.se,-", "anna@skola.se,B")
        .replace("bo@skola.se,D,,", "bo@skola.se,F,<p>Bra.</p>,")
        .replace("c@skola.se,-", "c@skola.se,–")
    )
    assert items_of(WORKSHEET.encode()) is not None, "it has pupils, too"
    assert items_of(b"a,b\n1,2\n") is None


def test_without_their_file_moodle_knows_pupils_by_id_number_and_e_mail() -> None:
    made = gradebook_filled(facts_of("moodle-gradebook", feedback={essay_id(1): SAID}))
    rows = list(csv.reader(io.StringIO(made.content.decode(), newline="")))
    assert rows[0] == ["Full name", "ID number", "Email address", "Essay 1", "Essay 1 (Feedback)"]
    assert rows[1] == ["Anna Åberg", "s1001", "anna@skola.se", "B", as_html(SAID)]
    assert [lacks_id(one) for one in (ANNA, PupilTaken(name="Bo"))] == [False, True]


@pytest.mark.parametrize("own", [True, False])
def test_no_cell_of_ours_begins_as_a_formula_does(own: bool) -> None:
    hostile = tuple(
        PupilTaken(name=evil, ids=(evil,), email=evil, essays=(essay_id(n),))
        for n, evil in enumerate(EVIL, 1)
    )
    grades = dict(enumerate(EVIL, 1))
    said = {essay_id(n): evil for n, evil in grades.items()}
    if own:
        facts = facts_of(
            "moodle-gradebook", pupils=hostile, grades=grades, feedback=said, title="=1"
        )
        text = gradebook_filled(facts).content.decode()
    else:
        facts = facts_of("moodle-worksheet", given(WORKSHEET), grades=grades, feedback=said)
        text = worksheet_filled(facts).content.decode()
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert not [c for c in cells if c != "-" and c.lstrip(" ").startswith(BEGINNINGS)]
