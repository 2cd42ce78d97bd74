"""What each essay's row says, which rows show, and in which order."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec
import pytest
from tests.gateway.web.results.judged_class import NAMES, essay_of, ranking_of

from huleedu.contracts.ranking import ApartLine, PeopleAgainstModels
from huleedu.gateway.web.results.rows import chosen, flags_of, in_order, rows_of
from huleedu.gateway.web.results.shown import Shown, Sort
from huleedu.services.results.api import EssayLine
from huleedu.services.results.api.grades import DecidedGrade, may_be_decided

SCALE = ("F", "E", "D", "C", "B", "A")
GRADES = may_be_decided(SCALE)


def line(at: int, **more: object) -> EssayLine:
    usual = {
        "slot": at + 1,
        "name": NAMES[at],
        "language": "sv",
        "misspellings": at % 4,
        "measures": {"words": 300.0 + at, "lix": 40.0},
        "hidden": False,
    }
    return msgspec.convert({"id": essay_of(at), **usual, **more}, EssayLine)


def decided(essay: UUID, grade: str) -> DecidedGrade:
    return DecidedGrade(
        essay=essay,
        grade=grade,
        by=None,
        by_name="",
        at=datetime(2026, 12, 1, tzinfo=UTC),
        reason="",
        likeliest=None,
        number=3,
        act=UUID(int=1),
        ranking=1,
    )


LINES = [line(at) for at in range(30)]


def test_rows_stand_by_place_and_who_was_not_judged_at_the_end() -> None:
    ranking = ranking_of("judged", 29)
    rows = rows_of(LINES, ranking, {}, {})
    places = [row.ranked.place for row in rows if row.ranked]
    assert places == sorted(places)
    assert len(places) == 29
    assert rows[-1].essay == essay_of(29)
    assert (rows[-1].likeliest, rows[-1].chances, rows[-1].flags) == ("", (), ())
    assert [row.essay for row in chosen(rows, "unjudged")] == [essay_of(29)]


def test_clear_is_what_is_certain_undecided_and_not_spoken_against() -> None:
    ranking = ranking_of()
    latest = {essay_of(0): decided(essay_of(0), "B"), essay_of(5): decided(essay_of(5), "")}
    rows = rows_of(LINES, ranking, latest, {})
    for row in rows:
        known = row.ranked is not None and bool(row.ranked.known_grade)
        certain = known or (row.chance() or 0) >= 0.8
        if row.is_clear:
            assert certain
            assert not row.flags
            assert row.decided is None
            assert row.ranked
            assert row.ranked.known_grade or row.ranked.grade_said == row.likeliest
        elif row.decided is None:
            assert row.flags or row.open_ended
    assert not next(row for row in rows if row.essay == essay_of(0)).is_clear
    undone = next(row for row in rows if row.essay == essay_of(5))
    assert (undone.decided, undone.seen) == (None, 3)
    assert sum(row.is_clear for row in rows) > 3


def test_each_reason_to_look_again_is_a_flag() -> None:
    ranking = ranking_of()
    apart = PeopleAgainstModels(
        pairs=9,
        agreed=5,
        essays=9,
        correlation=0.8,
        apart=(ApartLine(essay=ranking.essays[3].essay, people=2, models=20, errors=3.0),),
    )
    odd = msgspec.structs.replace(
        ranking.essays[3], infit=1.7, group=1, misplaced=True, borderline=True, known_grade=""
    )
    few = msgspec.structs.replace(ranking.essays[4], infit=1.7, judgements=3, borderline=False)
    told = msgspec.structs.replace(
        ranking,
        essays=(*ranking.essays[:3], odd, few, *ranking.essays[5:]),
        people_and_models=apart,
    )
    flags = flags_of(told)
    assert flags[odd.essay] == ("borderline", "misfit", "apart", "unlinked", "misplaced")
    assert few.essay not in flags
    assert flags_of(None) == {}


def test_of_a_count_of_signs_nothing_is_likely_and_nothing_flagged() -> None:
    rows = rows_of(LINES, ranking_of("counted"), {}, {})
    assert all(row.ranked and not row.likeliest and not row.chances for row in rows)
    assert not any(row.flags or row.is_clear for row in rows)


@pytest.mark.parametrize("sort", Sort.__args__)
def test_every_column_sorts_both_ways_and_nothing_is_lost(sort: Sort) -> None:
    latest = {essay_of(at): decided(essay_of(at), "AB–F"[at % 4]) for at in range(0, 30, 3)}
    lines = [line(at, misspellings=None if at == 7 else at % 5, measures={}) for at in range(30)]
    rows = rows_of(lines, ranking_of("judged", 29), latest, {essay_of(4): "ready"})
    up = in_order(rows, Shown(sort=sort), GRADES)
    down = in_order(rows, Shown(sort=sort, down=True), GRADES)
    assert {row.essay for row in up} == {row.essay for row in down} == {row.essay for row in rows}
    for found in (up, down):  # who has nothing there stands last
        if sort == "decided":
            assert all(row.decided for row in found[:10])
        if sort == "misspellings":
            assert found[-1].essay == essay_of(7)
        if sort == "feedback":
            assert found[0].essay == essay_of(4)
        if sort == "place":
            assert found[-1].ranked is None
    if sort == "decided":
        assert [row.decided.grade for row in up[:10] if row.decided] == sorted(
            (one.grade for one in latest.values()), key=GRADES.index
        )
    if sort == "misspellings":
        counted = [row.line.misspellings for row in down[:-1] if row.line.misspellings is not None]
        assert counted == sorted(counted, reverse=True)
    if sort == "likeliest":
        graded = [GRADES.index(row.likeliest) for row in up if row.likeliest]
        assert graded == sorted(graded)


def test_a_grade_that_is_chosen_is_the_decided_one_or_else_the_likeliest() -> None:
    rows = rows_of(LINES, ranking_of(), {}, {})
    first = rows[0]
    latest = {first.essay: decided(first.essay, "–")}
    again = rows_of(LINES, ranking_of(), latest, {})
    assert [row.essay for row in chosen(again, "all", "–")] == [first.essay]
    assert first.essay not in {row.essay for row in chosen(again, "all", first.likeliest)}
    assert len(chosen(again, "decided")) == 1
    assert len(chosen(again, "undecided")) == 29
    assert {r.essay for r in chosen(again, "borderline")} <= {
        r.essay for r in chosen(again, "flagged")
    }
