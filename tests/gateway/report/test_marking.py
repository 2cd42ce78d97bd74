"""A text is cut at its marks and is whole again; each different mark is listed once."""

import pytest

from huleedu.gateway.report.marking import Piece, RemarkLine, Word, marked
from huleedu.gateway.words.words import words
from huleedu.services.results.api import EssayReport, Misspelling, Remark

TEXT = "He don't freind me. he DON'T freind us."
MISSPELT = [
    Misspelling(start=at, end=at + 6, word="freind", suggestions=("friend",)) for at in (9, 29)
]
REMARKS = [
    Remark(start=at, end=at + 5, rule="he_does_not", better=better)
    for at, better in ((3, "doesn't"), (23, "DOESN'T"))
]


def essay(
    *, remarks: tuple[Remark, ...] = (), misspellings: tuple[Misspelling, ...] = ()
) -> EssayReport:
    return EssayReport(
        id="1", slot=1, file="a.txt", text=TEXT, remarks=remarks, misspellings=misspellings
    )


def test_a_text_is_cut_at_its_marks_in_its_order() -> None:
    pieces, slips, lines = marked(
        essay(remarks=tuple(REMARKS), misspellings=tuple(MISSPELT)), words("en")
    )
    assert "".join(piece.text for piece in pieces) == TEXT
    assert [piece.text for piece in pieces if piece.word is not None] == ["freind", "freind"]
    assert [piece.text for piece in pieces if piece.remark is not None] == ["don't", "DON'T"]
    assert [piece.first for piece in pieces if piece.remark == 0] == [True, False]
    assert slips == (Word(0, "freind", ("friend",), count=2, marked=True),)
    name, why = (words("en").say(f"remark.he_does_not.{part}") for part in ("name", "why"))
    assert lines == (RemarkLine(0, "don't", "doesn't", name, why, "he_does_not", count=2),)


def test_what_is_said_of_a_remark_is_in_the_readers_language() -> None:
    _, _, (line,) = marked(essay(remarks=(REMARKS[0],)), words("sv"))
    assert line.name == "”don’t” för ”doesn’t”"


def test_a_rule_of_a_newer_version_is_told_by_its_code() -> None:
    newer = Remark(start=0, end=2, rule="not_known_here", better="She")
    pieces, _, lines = marked(essay(remarks=(newer,)), words("en"))
    assert pieces[1] == Piece("He", None, True, "She · not_known_here", 0)
    assert lines == (RemarkLine(0, "He", "She", "not_known_here", "", "not_known_here", count=1),)


def test_a_remark_outside_of_the_text_reaches_no_teacher() -> None:
    with pytest.raises(ValueError, match="lies outside of the text"):
        essay(remarks=(Remark(start=0, end=len(TEXT) + 1, rule="article", better="a"),))
