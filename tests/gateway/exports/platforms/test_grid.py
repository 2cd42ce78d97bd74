"""Of a platform's table single cells change, and every other byte stays as it was."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huleedu.gateway.exports.platforms.grid import CELLS_MAX, Grid, NoGrid, read_grid
from huleedu.kit.spreadsheet import guarded

CELLS = st.text(st.sampled_from('ab,;\t"\n Åé–='), max_size=5)
ROWS = st.integers(2, 4).flatmap(
    lambda columns: st.lists(
        st.lists(CELLS, min_size=columns, max_size=columns), min_size=2, max_size=5
    )
)


def read(content: bytes) -> Grid:
    grid = read_grid(content)
    assert isinstance(grid, Grid)
    return grid


def as_written(rows: list[list[str]], separator: str = ",", end: str = "\r\n") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
    return out.getvalue()


@given(ROWS, st.sampled_from(["\r\n", "\n"]))
def test_a_table_is_read_as_it_was_written_and_written_as_it_was_read(
    rows: list[list[str]], end: str
) -> None:
    rows = [["Student", *row] for row in rows]
    rows[0] = [f"h{at}" for at in range(len(rows[0]))]
    content = as_written(rows, end=end).encode()
    grid = read(content)
    assert [[cell.text for cell in row] for row in grid.rows] == rows
    assert grid.filled({}) == content


@given(ROWS, st.text(st.sampled_from('AB,"\n–'), max_size=4), st.data())
def test_one_cell_changes_and_no_other(
    rows: list[list[str]], text: str, data: st.DataObject
) -> None:
    rows = [["Student", *row] for row in rows]
    rows[0] = [f"h{at}" for at in range(len(rows[0]))]
    row = data.draw(st.integers(1, len(rows) - 1))
    column = data.draw(st.integers(1, len(rows[0]) - 1))
    grid = read(as_written(rows).encode())
    changed = list(csv.reader(io.StringIO(grid.filled({(row, column): text}).decode(), newline="")))
    rows[row][column] = guarded(text)
    assert changed == rows


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_separator_and_encoding_are_told_and_kept(separator: str, encoding: str) -> None:
    content = as_written([["Student", "ID"], ["Åberg", "1"]], separator).encode(encoding)
    grid = read(content)
    assert grid.head == ["Student", "ID"]
    assert grid.at(1, 0) == "Åberg"
    assert grid.filled({}) == content
    changed = grid.filled({(1, 1): "–"})
    assert changed == content.replace("1".encode(grid.encoding), "–".encode(grid.encoding), 1)


def test_quotes_stay_where_they_were() -> None:
    content = b'"Student","ID"\n"Anna ""A"" B","1"\nBo,2\n'
    assert read(content).filled({(1, 1): "B", (2, 1): "A,B"}) == (
        b'"Student","ID"\n"Anna ""A"" B","B"\nBo,"A,B"\n'
    )


def test_no_cell_that_we_write_runs() -> None:
    grid = read(b"a,b\n1,2\n")
    assert grid.filled({(1, 1): "=1+1"}) == b"a,b\n1,'=1+1\n"


@pytest.mark.parametrize("content", [b"", b"a,b", b"one\ntwo\n", b"PK\x03\x04\0\0,a\nb,c", b"\0"])
def test_what_is_no_table_is_said_to_be_none(content: bytes) -> None:
    assert read_grid(content) == NoGrid()


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_and_never_changed(content: bytes) -> None:
    grid = read_grid(content)
    if isinstance(grid, Grid):
        assert grid.filled({}) == content


def test_a_table_of_too_many_cells_is_not_taken_apart() -> None:
    assert read_grid(b"a,b\n" + b"," * CELLS_MAX) == NoGrid()
    assert isinstance(read_grid(b"a,b\n" + b"x,y\n" * (CELLS_MAX // 2 - 2)), Grid)
