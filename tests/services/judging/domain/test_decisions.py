"""Reading decisions that were made elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
