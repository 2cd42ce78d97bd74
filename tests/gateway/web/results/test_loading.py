"""What is told of later is what was decided later, and what is counted is what stands there."""

import msgspec
from tests.gateway.web.results.judged_class import ranking_of
from tests.gateway.web.results.test_rows import LINES, decided
from tests.gateway.web.results.test_told import results

from huleedu.gateway.web.results.loading import changed_since
from huleedu.gateway.web.results.rows import rows_of


def test_only_what_was_decided_at_a_later_change_is_told_again() -> None:
    latest = {
        line.id: msgspec.structs.replace(decided(line.id, grade), revision=revision)
        for line, grade, revision in zip(LINES, ("A", "", "B"), (4, 9, 8), strict=False)
    }
    rows = rows_of(LINES, None, latest, {})
    assert {row.essay for row in changed_since(rows, 8)} == {LINES[1].id}, "undone is told, too"
    assert len(changed_since(rows, 3)) == 3
    assert changed_since(rows, 9) == []


def test_decided_clear_and_borderline_are_counted_apart() -> None:
    of = results(ranking_of(), {0: "A", 1: ""})
    assert of.decided == 1
    assert of.borderline == 20
    assert all(row.decided is None and not row.flags for row in of.clear)
    assert of.row(LINES[3].id) in of.rows
    assert results(None, count=2).row(LINES[3].id) is None
