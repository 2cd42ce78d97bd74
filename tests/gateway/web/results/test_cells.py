"""A cell offers to take back what whoever looks has just decided, and holds what was typed."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import msgspec
import pytest
from tests.gateway.web.conftest import KARIN
from tests.gateway.web.results.judged_class import ranking_of
from tests.gateway.web.results.test_rows import LINES, decided

from huleedu.gateway.web.results.cells import CellState, cell_of, cells_of
from huleedu.gateway.web.results.rows import ResultRow, rows_of

NOW = datetime(2026, 12, 1, 10, 42, tzinfo=UTC)


LOOKS: Any = SimpleNamespace(signed_in=KARIN, web=SimpleNamespace(clock=lambda: NOW))
"""Karin, at this time."""


def row(by: UUID | None, ago: timedelta, grade: str = "B", reason: str = "") -> ResultRow:
    line = LINES[0]
    told = msgspec.structs.replace(decided(line.id, grade), by=by, at=NOW - ago, reason=reason)
    return rows_of([line], ranking_of(), {line.id: told}, {})[0]


@pytest.mark.parametrize(
    ("by", "ago_s", "mine"),
    [
        (KARIN.person, 5, True),
        (KARIN.person, 600, False),
        (UUID(int=9), 5, False),
        (None, 5, False),
    ],
)
def test_only_what_one_has_just_decided_is_taken_back_in_the_cell(
    by: UUID | None, ago_s: int, mine: bool
) -> None:
    cell = cell_of(LOOKS, row(by, timedelta(seconds=ago_s)))
    assert (cell.mine, cell.grade, cell.seen) == (mine, "B", 3)


def test_what_was_chosen_and_typed_stays_while_it_is_asked_about() -> None:
    of = row(KARIN.person, timedelta(0))
    theirs = msgspec.structs.replace(decided(of.essay, "C"), number=4)
    asked = CellState(asks="whose", grade="A", reason="the end", theirs=theirs)
    cell = cells_of(LOOKS, [of], {of.essay: asked})[of.essay]
    assert (cell.grade, cell.seen, cell.mine) == ("A", 4, False)
    assert cell_of(LOOKS, row(None, timedelta(0), reason="later")).reason_later
    assert cell_of(LOOKS, row(None, timedelta(0), grade="")).grade == ""
