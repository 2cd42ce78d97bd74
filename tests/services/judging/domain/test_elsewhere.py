"""What other tools write is read as it was meant: files that once came out wrong."""

import math
from pathlib import Path

import numpy as np
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


@pytest.mark.parametrize(
    "text",
    [
        "user,item_a,item_b,preferred\nAnn,x,y,x\nAnn,z,x,2\n",
        "assessor,leftId,rightId,winnerId,duration\nAnn,x,y,left\nAnn,z,x,right\n",
        "judge,first,second,better\nAnn,x,y,x\nAnn,z,x,x\n",
        "judge,judge_id,essay1,essay2,winner\nAnn,7,x,y,x\nAnn,7,z,x,B\n",
        "domare;vänster;höger;vinnare\nAnn;x;y;vänster\nAnn;z;x;höger\n",
        "# made by a tool; version 2; by Ann\njudge,left,right,winner\nAnn,x,y,x\nAnn,z,x,x\n",
        "script_a,script_b,winner,judge_name\nx,y,x,Ann\nz,x,x,Ann\n",
        "judge_id,text_left,text_right,choice\nAnn,x,y,left\nAnn,z,x,right\n",
        "judge|item1|item2|outcome\nAnn|x|y|1\nAnn|z|x|2\n",
        'judge, "left", "right", "result"\n"Ann", "x", "y", "x"\nAnn, z, x, x\n',
        "judge,left,right,winner\nAnn,x,y,x\n\nJudge,Left,Right,Winner\nAnn,z,x,x\n",
    ],
)
def test_headings_of_pairs_as_they_were_shown(text: str) -> None:
    if "duration" in text:
        text = text.replace("left\n", "left,12 s\n").replace("right\n", "right,1 s\n")
    found = read_decisions(text)
    assert isinstance(found, Decisions), found
    assert (found.scripts, found.judges) == (("x", "y", "z"), ("Ann",))
    assert found.judgements.first.tolist() == [0, 2]
    assert found.judgements.answer.tolist() == [1, -1]


def test_a_heading_that_comes_again_is_no_decision_and_is_told() -> None:
    text = "judge,winner,loser\nAnn,x,y\nAnn,x,z\n"
    found = read_decisions(text + text.replace("x,y", "y,z"))
    assert isinstance(found, Decisions)
    assert (found.scripts, found.judges, len(found.judgements)) == (("x", "y", "z"), ("Ann",), 4)
    assert codes(found) == ["decisions.repeated", "decisions.passed_over"]


def test_a_tie_may_be_told_by_its_own_column_or_in_place_of_the_winner() -> None:
    found = read_decisions("left,right,winner,tie\nx,y,x,yes\nx,y,draw,\nx,y,y,no\n")
    assert isinstance(found, Decisions)
    assert found.judgements.answer.tolist() == [0, 0, -1]


def test_a_time_that_is_not_understood_costs_no_decision() -> None:
    found = read_decisions("judge,winner,loser,took_s\na,x,y,fast\na,x,y,-1\na,y,x,3\n")
    assert isinstance(found, Decisions)
    assert np.isnan(found.took_s).tolist() == [True, True, False]
    assert [(note.code, note.facts) for note in found.notes] == [
        ("decisions.times_unread", {"n": 2, "example": "fast"})
    ]


def test_a_quotation_that_closes_lines_later_is_told_where_it_opens() -> None:
    found = read_decisions('winner,loser\nx,y\nx,"y\nz,x\nx,z"\nz,y,z\n')
    assert isinstance(found, WrongLine)
    assert found.line == 6, "line 3 is two names, the second of them strange"
    found = read_decisions('winner,loser\nx,y\n"x,y\nz,x\nx",z,y\n')
    assert isinstance(found, WrongLine)
    assert found.line == 3


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


def test_a_file_that_was_written_three_times_is_told_and_counts_once_if_asked() -> None:
    all_of_them, once = read("exported_three_times"), read("exported_three_times", once=True)
    assert len(all_of_them.judgements) == 180
    assert codes(all_of_them) == ["decisions.written_again"]
    assert all_of_them.notes[0].facts == {"repeats": 120, "of": 180, "times": 3}
    assert codes(once) == ["decisions.written_again_once"]
    written = read("excel_sep_line")
    assert len(once.judgements) == len(written.judgements) == 60
    for one, other in zip(once.judgements.columns, written.judgements.columns, strict=True):
        assert one.tolist() == other.tolist()


def test_lines_that_repeat_others_are_told_and_count_once_if_asked() -> None:
    text = "judge,winner,loser\nAnn,x,y\nAnn,y,z\nAnn,x,y\nAnn,x,z\nAnn,x,y\n"
    found, once = read_decisions(text), read_decisions(text, once=True)
    assert isinstance(found, Decisions)
    assert isinstance(once, Decisions)
    assert (len(found.judgements), len(once.judgements)) == (5, 3)
    assert (codes(found), codes(once)) == (["decisions.repeated"], ["decisions.repeated_once"])
    assert found.notes[0].facts == once.notes[0].facts == {"n": 2}


def test_comment_lines_are_passed_over_and_told() -> None:
    found = read_decisions("# made by a tool\nwinner,loser\nx,y\n#y,x\nx,z\n")
    assert isinstance(found, Decisions)
    assert len(found.judgements) == 2
    assert codes(found) == ["decisions.passed_over"]
    assert read_decisions("# nothing\n") == NoDecisions()
