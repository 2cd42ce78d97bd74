"""Reading decisions that were made elsewhere."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huleedu.contracts.judging import Kind
from huleedu.services.judging.domain.decisions import (
    Decisions,
    NoDecisions,
    WrongColumns,
    WrongLine,
    read_decisions,
)


def read(text: str) -> Decisions:
    """The decisions, if there are any."""
    found = read_decisions(text)
    assert isinstance(found, Decisions), found
    return found


def test_winners_and_losers_are_read_whatever_the_side() -> None:
    found = read("judge,winner,loser\nÅsa,b,a\nÅsa,b,ö\nBo,a,ö\n")
    assert found.scripts == ("a", "b", "ö")
    assert found.judges == ("Åsa", "Bo")
    assert not found.sides_usable
    judgements = found.judgements
    for first, second, answer, (winner, loser) in zip(
        judgements.first,
        judgements.second,
        judgements.answer,
        ((1, 0), (1, 2), (0, 2)),
        strict=True,
    ):
        assert ((first, second) if answer > 0 else (second, first)) == (winner, loser)
    assert judgements.judge.tolist() == [0, 0, 1]


def test_shown_pairs_keep_their_sides() -> None:
    found = read("A_id,B_id,better_id\nx,y,y\ny,x,y\n")
    assert found.sides_usable
    assert found.judgements.first.tolist() == [0, 1]
    assert found.judgements.answer.tolist() == [-1, 1]
    assert found.judges == ("judge",)


def test_sides_that_follow_the_names_are_not_used() -> None:
    pairs = [(one, other) for one in range(8) for other in range(one + 1, 8)]
    lines = [f"{one},{other},{other}" for one, other in pairs]
    assert not read("A_id,B_id,better_id\n" + "\n".join(lines)).sides_usable
    mixed = [
        f"{other},{one},{other}" if (one + other) % 2 else line
        for line, (one, other) in zip(lines, pairs, strict=True)
    ]
    assert read("A_id,B_id,better_id\n" + "\n".join(mixed)).sides_usable


@pytest.mark.parametrize("tie", ["1", "true", "Yes", "ja"])
def test_ties_are_read(tie: str) -> None:
    found = read(f"judge,winner,loser,tie,time\na,x,y,{tie},t1\na,x,z,,t2\n")
    assert found.judgements.answer.tolist()[0] == 0
    assert found.judgements.steps.tolist() == [3, 3]
    assert found.times == ("t1", "t2")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_other_delimiters_a_mark_and_empty_lines_are_no_trouble(delimiter: str) -> None:
    text = "\ufeffJudge,WINNER,loser\r\n\r\nj,x,y\r\n,,\r\n"
    found = read(text.replace(",", delimiter))
    assert len(found.judgements) == 1


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("judge,winner,loser\na,x,y\na,x,x\n", 3, "itself"),
        ("judge,winner,loser\na,x\n", 2, "2 columns"),
        ("judge,winner,loser\n,x,y\n", 2, "judge has no name"),
        ("judge,winner,loser\na,x,\n", 2, "script has no name"),
        ("judge,winner,loser,tie\na,x,y,perhaps\n", 2, "perhaps"),
        ("A_id,B_id,better_id\nx,y,z\n", 2, "neither"),
        ('judge,winner,loser\n"a\nb",x,y\nc,x,x\n', 4, "itself"),
        ('judge,winner,loser\na,"x,y\n', 2, ""),
    ],
)
def test_a_wrong_line_is_named(text: str, line: int, part: str) -> None:
    found = read_decisions(text)
    assert isinstance(found, WrongLine)
    assert found.line == line
    assert part in found.reason
    assert str(found).startswith(f"line {line}")


@pytest.mark.parametrize("text", ["a,b,c\n1,2,3\n", "judge,winner\n", "judge,winner,winner\n"])
def test_wrong_columns_are_named(text: str) -> None:
    found = read_decisions(text)
    assert isinstance(found, WrongColumns)
    assert found.found[0] in str(found)


@pytest.mark.parametrize("text", ["", "\n\n", "judge,winner,loser\n", "\ufeff"])
def test_nothing_is_said_to_be_nothing(text: str) -> None:
    assert read_decisions(text) == NoDecisions()


@given(st.text(max_size=200))
def test_no_text_is_too_strange(text: str) -> None:
    read_decisions(text)
    read_decisions("judge,winner,loser\n" + text)


RAW = (
    "judge,kind,first,second,state,answer,steps,took_s,comment,assigned_at,ended_at\r\n"
    'Åsa,person,"Ö, b.txt",a.txt,decided,2,5,12.5,"a ""good"" one\nindeed",h1,e1\r\n'
    '\'=gpt,model,a.txt,"Ö, b.txt",decided,-1,5,,,h2,e2\r\n'
    "Åsa,person,a.txt,c.txt,flagged,,,,no,h3,e3\r\n"
    "Åsa,person,a.txt,c.txt,undone,0,5,3,,h4,e4\r\n"
    "Åsa,person,a.txt,c.txt,out,,,,,h5,\r\n"
    "Bo,person,c.txt,a.txt,decided,0,3,7,,h6,e6\r\n"
)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_our_own_raw_data_are_read_and_only_what_is_decided_counts(mark: str) -> None:
    found = read(mark + RAW)
    assert found.scripts == ("a.txt", "c.txt", "Ö, b.txt")
    assert found.judges == ("Åsa", "=gpt", "Bo")
    assert found.kinds == (Kind.PERSON, Kind.MODEL, Kind.PERSON)
    made = found.judgements
    assert made.answer.tolist() == [2, -1, 0]
    assert made.steps.tolist() == [5, 5, 3]
    assert (made.first.tolist(), made.second.tolist()) == ([2, 0, 1], [0, 2, 0])
    assert found.took_s.tolist()[::2] == [12.5, 7]
    assert math.isnan(found.took_s[1])
    assert found.times == ("e1", "e2", "e6")


def test_raw_data_of_which_nothing_is_decided_are_no_decisions() -> None:
    lines = RAW.splitlines(keepends=True)
    assert read_decisions("".join([lines[0], *lines[4:7]])) == NoDecisions()


def test_seconds_may_have_a_decimal_comma() -> None:
    found = read("Judge;Winner;Loser;Took_s\nÅsa;x;y;12,5\nÅsa;y;z;\n")
    assert found.took_s[0] == 12.5
    assert math.isnan(found.took_s[1])
    assert read("judge\tfirst\tsecond\tanswer\ttook_s\nÅ\tx\ty\t1\t0,25\n").took_s[0] == 0.25


def test_headings_may_be_swedish() -> None:
    found = read("Domare;Vinnare;Förlorare;Lika;Sekunder\nÅsa;x;y;nej;3\nÅsa;x;z;ja;4\n")
    assert found.judgements.answer.tolist()[1] == 0
    assert found.took_s.tolist() == [3, 4]


def test_a_time_that_is_a_number_is_how_long_it_took() -> None:
    assert read("judge,winner,loser,time\nj,x,y,31.5\n").took_s[0] == 31.5
    when = read("judge,winner,loser,time\nj,x,y,2026-11-26T10:00\nj,x,z,1795671012\n")
    assert all(math.isnan(one) for one in when.took_s)
    assert when.times == ("2026-11-26T10:00", "1795671012")


def test_kinds_are_read_and_unknown_otherwise() -> None:
    found = read("judge,winner,loser,kind\nÅsa,x,y,Person\ng,x,y,llm\nc,x,y,baseline\nd,x,y,\n")
    assert found.kinds == (Kind.PERSON, Kind.MODEL, Kind.BASELINE, Kind.IMPORT)
    assert read("judge,winner,loser\nÅsa,x,y\n").kinds == (Kind.IMPORT,)


def test_names_that_look_the_same_are_the_same() -> None:
    composed, apart = "Åsa", "A\u030asa"
    found = read(f"judge,winner,loser\n{composed},{apart},y\n{apart},{composed},y\n")
    assert found.judges == (composed,)
    assert found.scripts == (composed, "y") if composed < "y" else ("y", composed)


def test_empty_columns_at_the_end_are_no_trouble() -> None:
    assert len(read("judge,winner,loser,,\na,x,y,,\nb,y,z,,\n").judgements) == 2


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("judge,winner,loser,kind\na,x,y,robot\n", 2, "not one of person"),
        ("judge,winner,loser,kind\na,x,y,person\na,x,y,model\n", 3, "person further up"),
        ("judge,first,second,answer\na,x,y,3\n", 2, "the answer 3"),
        ("judge,first,second,answer\na,x,y,better\n", 2, "whole numbers"),
        ("judge,first,second,answer,steps\na,x,y,2,3\n", 2, "3 steps"),
        ("judge,first,second,answer,steps\na,x,y,1,4\n", 2, "4 steps"),
        ("judge,first,second,answer\na,x,x,1\n", 2, "itself"),
    ],
)
def test_a_wrong_cell_is_told_with_its_line(text: str, line: int, part: str) -> None:
    found = read_decisions(text)
    assert isinstance(found, WrongLine)
    assert found.line == line
    assert part in found.reason


def test_some_of_the_decisions_keep_the_scripts_and_lose_who_is_not_there() -> None:
    found = read(RAW)
    people = found.chosen(found.by(Kind.PERSON))
    assert people.judges == ("Åsa", "Bo")
    assert people.scripts == found.scripts
    assert people.judgements.judge.tolist() == [0, 1]
    assert people.judgements.judges == 2
    assert people.times == ("e1", "e6")
    assert people.took_s.tolist() == [12.5, 7]


@given(st.text(max_size=120))
def test_no_raw_text_is_too_strange(text: str) -> None:
    read_decisions("judge,first,second,answer,state\n" + text)
    read_decisions("judge,winner,loser,kind,took_s,time\na,b,c," + text)
