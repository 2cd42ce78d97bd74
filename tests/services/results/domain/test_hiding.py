"""What stands for a name leaves nothing of it, and the rest as it was."""

import pytest

from huleedu.contracts.reason import Reason
from huleedu.services.judging.api.anonymising import mentions
from huleedu.services.results.domain.batch_report import EssayReport, Misspelling, Remark
from huleedu.services.results.domain.hiding import (
    cover_text,
    covered,
    names_of,
    without_names,
)

TEXT = "Åsa Lindberg 9B\n\nJag har en ktt som heter Misse.\n\n/Åsa"


def mark(word: str) -> Misspelling:
    start = TEXT.index(word)
    return Misspelling(start=start, end=start + len(word), word=word)


def test_a_name_is_covered_and_the_marks_stay_where_they_were() -> None:
    remark = Remark(start=0, end=3, rule="name", better="Asa")
    essay = EssayReport(
        id="1",
        slot=1,
        file="K7M",
        text=TEXT,
        misspellings=(mark("Lindberg"), mark("ktt")),
        remarks=(remark,),
    )
    seen = covered(essay, ["Åsa Lindberg"], mentions)
    assert len(seen.text) == len(TEXT)
    assert seen.text.startswith("███ ████████ 9B\n\nJag har en ktt")
    assert seen.text.endswith("/███")
    assert seen.misspellings == (mark("ktt"),)
    assert seen.remarks == ()


def test_a_name_that_does_not_stand_there_is_not_looked_for() -> None:
    def never(_text: str, _name: str) -> list[tuple[int, int]]:
        raise AssertionError("looked for")

    assert cover_text(TEXT, ["Bo Ek"], never) == TEXT


@pytest.mark.parametrize(
    ("pupil", "file", "names"),
    [
        ("Åsa Lindberg, Bo Ek", "x.docx", ["Åsa Lindberg", "Bo Ek"]),
        ("", "9B/Åsa_Lindberg.docx", ["Åsa Lindberg"]),
        ("", "My text.docx", []),
        ("", "Essay 1.docx", []),
        ("", "inlämning", []),
    ],
)
def test_a_file_called_as_somebody_is_called_tells_who_that_is(
    pupil: str, file: str, names: list[str]
) -> None:
    assert names_of(pupil, file) == names


def test_a_reason_keeps_its_code_and_its_figures() -> None:
    same = Reason("same_text", {"name": "Åsa.txt", "n": 2, "kind": "pages"})
    assert without_names(same, "K7M") == Reason(
        "same_text", {"name": "K7M", "n": 2, "kind": "pages"}
    )
    assert without_names("It is the same as Åsa.txt.", "K7M") == ""
