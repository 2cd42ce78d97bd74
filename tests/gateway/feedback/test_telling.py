"""A pupil's page in sentences: what is so, in both languages, and no more."""

import msgspec
import pytest

from huleedu.gateway.feedback.telling import WrittenPiece, told_page
from huleedu.gateway.words.choice import LANGUAGES, Language
from huleedu.gateway.words.words import words
from huleedu.services.feedback.api import (
    SHOWN,
    JudgedBy,
    MarkedWord,
    PartOfProgram,
    PlaceShown,
    PupilsPage,
)

PAGE = PupilsPage(
    name="Anna Åberg",
    task="A challenge",
    criterion="Which is better?",
    school="Ekskolan",
    written="I was afriad.",
    words="Good.\n\nGo on.",
    shows=SHOWN,
    grade="B",
    graded_by="Karin Lind",
    place=PlaceShown(4, 12, 30),
    misspellings=(MarkedWord(6, 12, "afraid"),),
    measures={"words": 3.0, "sentence_length": 3.25},
    judged=JudgedBy(3, 1, 12),
    program=("judged", "drafted", "spelling", "measures"),
    ask="Karin Lind",
)


def test_all_that_is_shown_is_said() -> None:
    told = told_page(PAGE, words("en"))
    assert told.words == ["Good.", "Go on."]
    assert told.grade == "Grade: B"
    assert told.place == "Your text stands between place 4 and 12 of 30."
    assert told.written == [
        WrittenPiece("I was "),
        WrittenPiece("afriad", "afraid"),
        WrittenPiece("."),
    ]
    assert ("Words", "3") in told.measures
    assert len(told.how) == 3
    assert "3 people and 1 language model" in told.how[1]
    assert told.how[2] == "Karin Lind decided the grade."
    assert len(told.program) == 4
    assert told.ask.endswith("Ask Karin Lind.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_said_in_each_language(language: Language) -> None:
    told = told_page(PAGE, words(language))
    assert all((*told.how, *told.program, told.grade, told.place, told.ask, told.misspellings))


def test_what_is_not_told_is_not_hinted_at_and_nothing_untrue_is_said() -> None:
    bare = msgspec.structs.replace(
        PAGE, grade="", graded_by="", place=None, misspellings=(), measures={}, program=None
    )
    told = told_page(bare, words("en"))
    assert (told.grade, told.place, told.misspellings, told.measures) == ("", "", "", [])
    assert told.program == []
    assert not any("people" in sentence for sentence in told.how), "not without the program"
    people = msgspec.structs.replace(bare, judged=JudgedBy(3, 0, 12))
    assert "3 people" in told_page(people, words("en")).how[1]
    elsewhere = msgspec.structs.replace(PAGE, judged=JudgedBy(0, 0, 12))
    assert len(told_page(elsewhere, words("en")).how) == 2, "by nobody of whom it is known"
    assert told_page(msgspec.structs.replace(bare, judged=None), words("en")).how == [
        "Karin Lind answers for what is said here."
    ]


def test_marks_that_lie_nowhere_are_no_marks() -> None:
    for wrong in (MarkedWord(6, 99, "x"), MarkedWord(9, 3, "x"), MarkedWord(-1, 2, "x")):
        odd = msgspec.structs.replace(PAGE, misspellings=(wrong,))
        assert "".join(one.text for one in told_page(odd, words("en")).written) == PAGE.written


def test_each_part_of_a_program_has_its_sentence() -> None:
    parts: tuple[PartOfProgram, ...] = ("judged", "drafted", "spelling", "measures")
    for part in parts:
        one = msgspec.structs.replace(PAGE, program=(part,))
        assert len(told_page(one, words("sv")).program) == 1
