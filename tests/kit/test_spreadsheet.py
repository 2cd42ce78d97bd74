"""A table runs in no spreadsheet, and what was guarded is read as it was, wherever it is read."""

import ast
import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import huleedu
from huleedu.kit.spreadsheet import FORMULA_STARTS, guarded, unguarded, written
from huleedu.services.classes.api.lists import ClassList, read_list
from huleedu.services.judging.domain.decisions import Decisions, read_decisions
from huleedu.services.judging.domain.grading.anchors import Anchored, read_anchors

SOURCE = Path(huleedu.__file__).parent
NAMES = [f"{start}cmd|' /C calc'!A0" for start in FORMULA_STARTS if start.strip()]
TEXTS = st.text() | st.text(st.sampled_from("'=+-@\t\r\n＝ a\u00a0"), max_size=6)


@given(TEXTS)
def test_no_text_begins_as_a_formula_does_and_each_comes_back(text: str) -> None:
    safe = guarded(text)
    assert not safe.lstrip().startswith(FORMULA_STARTS)
    assert unguarded(safe) == text


@pytest.mark.parametrize("text", ["", "'", "'t Hooft", "''", "Anna", "a=1"])
def test_a_text_that_runs_nowhere_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text == unguarded(text)


def test_a_text_with_its_own_apostrophe_gets_a_second_one() -> None:
    assert guarded("'=1") == "''=1"


def test_numbers_keep_their_sign_and_nothing_is_an_empty_cell() -> None:
    assert written([["-1", -1, -0.5, None]]) == "'-1,-1,-0.5,\r\n"


def test_no_other_place_writes_a_table() -> None:
    writing = {"writer", "DictWriter"}
    places = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (
            isinstance(node, ast.Attribute)
            and node.attr in writing
            and isinstance(node.value, ast.Name)
            and node.value.id == "csv"
        )
        or (
            isinstance(node, ast.ImportFrom)
            and node.module == "csv"
            and writing & {each.name for each in node.names}
        )
    }
    assert places == {"kit/spreadsheet.py"}


@pytest.mark.parametrize("name", [*NAMES, "'=Bo", "'t Hooft"])
def test_each_of_our_readers_takes_the_guard_off(name: str) -> None:
    decisions = read_decisions(written([["judge", "winner", "loser"], [name, name, "b"]]))
    assert isinstance(decisions, Decisions)
    assert (decisions.judges, set(decisions.scripts)) == ((name,), {name, "b"})
    raw = read_decisions(written([["judge", "first", "second", "answer"], [name, name, "b", -1]]))
    assert isinstance(raw, Decisions)
    assert (raw.judges, set(raw.scripts)) == ((name,), {name, "b"})
    anchored = read_anchors(written([["script", "grade"], [name, "A"]]))
    assert isinstance(anchored, Anchored)
    assert anchored.grades == {name: "A"}
    roster = read_list(written([["pupil", "class"], [name, "9B"]]).encode())
    assert isinstance(roster, ClassList)
    assert [(pupil.name, pupil.groups) for pupil in roster.pupils] == [(name, ("9B",))]


def test_a_guarded_cell_is_one_cell_to_every_reader_of_tables() -> None:
    rows = [[start + '1,"2"' for start in FORMULA_STARTS]]
    read = csv.reader(io.StringIO(written(rows), newline=""))
    assert [[unguarded(cell) for cell in row] for row in read] == rows
