"""What other tools write is read as it was meant: files that once came out wrong."""

import math
from pathlib import Path

import pytest

from huleedu.services.judging.domain.decisions import (
    Decisions,
    NoDecisions,
    WrongLine,
    read_decisions,
)

FILES = Path(__file__).parent / "elsewhere"


def read(name: str, *, once: bool = False) -> Decisions:
    """The decisions of a file."""
    found = read_decisions((FILES / f"{name}.csv").read_text(encoding="utf-8-sig"), once=once)
    assert isinstance(found, Decisions), found
    return found


def codes(found: Decisions) -> list[str]:
    """What is told of how the file was understood."""
    return [note.code for note in found.notes]


@pytest.mark.parametrize(
    "name",
    [
        "case_differs",
        "excel_sep_line",
        "invisible_characters",
        "judge_case_differs",
        "left_right_heading",
        "took_s_as_clock",
    ],
)
def test_ten_scripts_and_three_judges_are_read_however_they_are_written(name: str) -> None:
    found = read(name)
    assert (len(found.scripts), len(found.judges), len(found.judgements)) == (10, 3, 60)
    assert ("decisions.case" in codes(found)) == ("case" in name)


def test_names_have_the_spelling_that_came_first() -> None:
    text = "judge,winner,loser\nAnn,S02, s01 \nANN,s02,S1\u200b\n"
    found = read_decisions(text)
    assert isinstance(found, Decisions)
    assert found.scripts == ("S02", "S1", "s01")
    assert found.judges == ("Ann",)
    assert found.notes[0].facts["names"] == "ANN = Ann, s02 = S02"


def test_sides_are_known_where_left_and_right_are() -> None:
    found = read_decisions("judge,left,right,winner\nj,x,y,y\nj,y,x,left\nj,x,y,RIGHT\nj,x,y,tie\n")
    assert isinstance(found, Decisions)
    assert found.judgements.answer.tolist() == [-1, 1, -1, 0]
    assert found.judgements.first.tolist() == [0, 1, 0, 0]


@pytest.mark.parametrize(
    "heading",
    [
        "judgeId,chosen,not chosen,timeTaken",
        "judge_id,candidate_chosen,candidate_not_chosen,time_taken",
        "Judge,candidateChosen,candidateNotChosen,timeTaken",
        "JUDGE,Winner,Loser,took_s",
    ],
)
def test_headings_of_other_tools(heading: str) -> None:
    found = read_decisions(f"{heading}\nAnn,x,y,00:12\nAnn,x,z,1:02:03\nAnn,x,z,12 sek\n")
    assert isinstance(found, Decisions)
    assert found.took_s.tolist() == [12, 3723, 12]
    made = found.judgements
    won = [
        int(s if a < 0 else f) for f, s, a in zip(made.first, made.second, made.answer, strict=True)
    ]
    assert won == [0, 0, 0]


def test_a_and_b_and_better() -> None:
    found = read_decisions("A,B,better\nx,y,B\ny,x,y\n")
    assert isinstance(found, Decisions)
    assert found.judgements.answer.tolist() == [-1, 1]


def test_no_judge_is_one_judge() -> None:
    found = read("no_judge_column")
    assert found.judges == ("judge",)
    assert len(found.judgements) == 60


def test_a_time_of_day_is_no_duration() -> None:
    found = read_decisions("judge,winner,loser,time\nj,x,y,10:15\n")
    assert isinstance(found, Decisions)
    assert math.isnan(found.took_s[0])
    assert found.times == ("10:15",)


def test_an_open_quotation_is_told_where_it_opens() -> None:
    found = read_decisions((FILES / "open_quote.csv").read_text())
    assert isinstance(found, WrongLine)
    assert found.line == 12
    assert "quotation mark" in found.reason


def test_repeated_lines_are_told_and_count_once_if_asked() -> None:
    all_of_them, once = read("exported_three_times"), read("exported_three_times", once=True)
    assert len(all_of_them.judgements) == 180
    assert codes(all_of_them) == ["decisions.repeated"]
    assert codes(once) == ["decisions.repeated_once"]
    assert len(once.judgements) + int(str(once.notes[0].facts["n"])) == 180
    assert len(once.judgements) == len(read("excel_sep_line", once=True).judgements)


def test_comment_lines_are_passed_over_and_told() -> None:
    found = read_decisions("# made by a tool\nwinner,loser\nx,y\n#y,x\nx,z\n")
    assert isinstance(found, Decisions)
    assert len(found.judgements) == 2
    assert codes(found) == ["decisions.passed_over"]
    assert read_decisions("# nothing\n") == NoDecisions()
