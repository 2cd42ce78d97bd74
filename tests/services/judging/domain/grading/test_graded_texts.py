"""Twenty texts whose grades are known, and 190 real decisions on them: the whole way at once."""

import csv
from collections import Counter
from pathlib import Path

import pytest

import huleedu.bench
from huleedu.services.judging.domain.decisions import Decisions, read_decisions
from huleedu.services.judging.domain.grading.graded import score_scale
from huleedu.services.judging.domain.grading.grades import ONE_TO_FIVE
from huleedu.services.judging.domain.ranking.ranking import Asked, Ranking, rank

DATA = Path(huleedu.bench.__file__).parent / "data"


def known_grades() -> dict[str, str]:
    """Script → grade from 1 to 5: four texts in each, by their quality from 1 to 20."""
    with (DATA / "graded-20.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["ID"]: str((int(row["quality_score"]) + 3) // 4) for row in csv.DictReader(file)
        }


@pytest.fixture(scope="module")
def decisions() -> Decisions:
    found = read_decisions((DATA / "graded-20-pairs.csv").read_text(encoding="utf-8"))
    assert isinstance(found, Decisions)
    return found


def graded(decisions: Decisions, anchors: tuple[str, ...]) -> Ranking:
    known = known_grades()
    grades = {script: known[script] for script in anchors}
    return rank(decisions, 1, Asked(grades=grades, scale=ONE_TO_FIVE))


def test_the_ranking_of_real_decisions_follows_the_known_quality(decisions: Decisions) -> None:
    ranking = rank(decisions, 1)
    shared = Counter(script.place for script in ranking.scripts)
    for script in ranking.scripts:  # in a round robin who has won as often shares a place
        last = script.place + shared[script.place] - 1
        assert script.place - 2 <= 21 - int(script.name[1:]) <= last + 2
    assert ranking.reliability == pytest.approx(0.94, abs=0.03)


@pytest.mark.parametrize("every", ["odd", "even"])
def test_half_of_the_texts_as_anchors_grade_the_other_half(
    decisions: Decisions, every: str
) -> None:
    known = known_grades()
    anchors = tuple(s for s in known if (int(s[1:]) % 2 == 1) == (every == "odd"))
    found = graded(decisions, anchors).grades
    assert found is not None
    others = [script for script in found.scripts if script.anchor is None]
    assert len(others) == 10
    right = [script.grade == known[script.name] for script in others]
    off = [abs(int(script.grade) - int(known[script.name])) for script in others]
    said = sum(script.chances[script.grade] for script in others)
    assert sum(right) >= 8
    assert max(off) <= 1
    assert min(script.chances[known[script.name]] for script in others) > 0.05
    assert sum(right) == pytest.approx(said, abs=3)


def test_an_anchor_is_never_borderline(decisions: Decisions) -> None:
    found = graded(decisions, ("S01", "S20", "S10")).grades
    assert found is not None
    assert all(not script.borderline for script in found.scripts if script.anchor)
    assert any(script.borderline for script in found.scripts)


@pytest.mark.parametrize(
    ("told", "scale"),
    [
        ("100:15", (100.0, 15.0)),
        ("50 : 10", (50.0, 10.0)),
        ("0:1,5", (0.0, 1.5)),
        *(
            (told, None)
            for told in ("", "100", "100:0", "100:-1", "nan:1", "1:inf", "a:b", "1:2:3")
        ),
    ],
)
def test_a_mean_and_a_spread_of_scores(told: str, scale: tuple[float, float] | None) -> None:
    assert score_scale(told) == scale
