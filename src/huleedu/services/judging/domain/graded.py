"""Grade the scripts of a file of decisions by anchors: scripts whose grades are known."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from huleedu.services.judging.domain.decisions import Decisions
from huleedu.services.judging.domain.grades import (
    SCALES,
    Boundary,
    GradedAnchor,
    Grades,
    GradeScale,
    grade,
)
from huleedu.services.judging.domain.judgements import Known
from huleedu.services.judging.domain.reliability import DRAWS
from huleedu.services.judging.domain.spread import learn


@dataclass(frozen=True, slots=True)
class GradedScript:
    """A script's most probable grade, and how probable each is; borderline: none is clear."""

    name: str
    grade: str
    chances: dict[str, float]
    borderline: bool
    anchor: str | None
    """Its known grade, if it is an anchor."""


@dataclass(frozen=True, slots=True)
class GradedClass:
    """All scripts, the best first, and where each grade begins.

    `misplaced`: anchors whose own grade is improbable. `open_below`, `open_above`: the lowest and
    highest grade among the anchors, below and above which no boundary is known.
    """

    scripts: tuple[GradedScript, ...]
    boundaries: tuple[Boundary, ...]
    misplaced: tuple[str, ...]
    open_below: str
    open_above: str


@dataclass(frozen=True, slots=True)
class NotGraded:
    """No grade can be given, and why."""

    why: str

    def __str__(self) -> str:
        """For the person who asked."""
        return self.why


def scale_of(told: str) -> GradeScale | NotGraded:
    """A scale by its name, or an own one: its grades from the lowest, with commas between them."""
    for scale in SCALES:
        if told.casefold() in (scale.name.casefold(), scale.name.replace("–", "-").casefold()):
            return scale
    grades = tuple(one.strip() for one in told.split(",") if one.strip())
    if len(grades) < 2 or len(set(grades)) != len(grades):
        known = ", ".join(scale.name for scale in SCALES)
        return NotGraded(f"{told!r} is no scale: {known}, or grades from the lowest, as F,E,D,C")
    return GradeScale(told, grades)


def read_anchors(text: str) -> dict[str, str] | NotGraded:
    """Script → grade, from a CSV file's text with the columns script and grade."""
    text = text.removeprefix("\ufeff")
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    names = {(name or "").strip().casefold(): name for name in rows.fieldnames or ()}
    if not {"script", "grade"} <= set(names):
        return NotGraded("line 1 of the anchors must name the columns script and grade")
    found: dict[str, str] = {}
    for row in rows:
        script = (row[names["script"]] or "").strip()
        known = (row[names["grade"]] or "").strip()
        if not script or not known:
            return NotGraded(f"line {rows.line_num} of the anchors lacks a script or a grade")
        if found.get(script, known) != known:
            return NotGraded(f"line {rows.line_num} of the anchors: {script!r} has two grades")
        found[script] = known
    return found


def grade_all(
    decisions: Decisions, scale: GradeScale, anchors: Mapping[str, str], seed: int
) -> GradedClass | NotGraded:
    """Grade all scripts; the same seed gives the same chances."""
    at = {name: number for number, name in enumerate(decisions.scripts)}
    for script, known in anchors.items():
        if script not in at:
            return NotGraded(f"the anchor {script!r} has not been judged with the others")
        if known not in scale.grades:
            allowed = ", ".join(scale.grades)
            return NotGraded(f"the anchor {script!r} has the grade {known!r}: not of {allowed}")
    side_sd = Known().side_sd if decisions.sides_usable else 0.0
    believed = learn(decisions.judgements, Known(side_sd=side_sd))
    drawn = believed.draws(DRAWS, np.random.default_rng([seed, 0]))
    known_ones = tuple(GradedAnchor(at[s], scale.grades.index(g)) for s, g in anchors.items())
    found = grade(drawn, scale, known_ones, np.random.default_rng([seed, 2]))
    if not isinstance(found, Grades):
        return NotGraded(
            "grades need anchors of at least two different grades, or they would be made up"
        )
    order = np.argsort(-believed.mean(), kind="stable")
    return GradedClass(
        scripts=tuple(
            GradedScript(
                name=decisions.scripts[n],
                grade=scale.grades[int(found.grade[n])],
                chances=dict(zip(scale.grades, map(float, found.chances[n]), strict=True)),
                borderline=n in found.borderline,
                anchor=anchors.get(decisions.scripts[n]),
            )
            for n in map(int, order)
        ),
        boundaries=found.boundaries,
        misplaced=tuple(decisions.scripts[n] for n in found.misplaced),
        open_below=scale.grades[found.lowest],
        open_above=scale.grades[found.highest],
    )
