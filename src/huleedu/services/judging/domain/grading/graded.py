"""Grade a class by anchors, scripts whose grades are known; or cut it into named bands."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from huleedu.contracts.reason import Reason
from huleedu.services.judging.domain.grading.grades import (
    SCALES,
    Boundary,
    GradedAnchor,
    Grades,
    GradeScale,
    bands,
    grade,
)
from huleedu.services.judging.domain.judgements import Floats

SPREAD_MAX = 10_000.0


@dataclass(frozen=True, slots=True)
class GradedScript:
    """A script's most probable grade, and how probable each is; borderline: none is clear.

    Of an anchor the grade is known, so it is never borderline.
    """

    name: str
    grade: str
    said: str
    """The grade, with "or lower" or "or higher" where no anchor tells how far it reaches."""
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

    scale: str
    grades: tuple[str, ...]
    scripts: tuple[GradedScript, ...]
    boundaries: tuple[Boundary, ...]
    misplaced: tuple[str, ...]
    open_below: str
    open_above: str


@dataclass(frozen=True, slots=True)
class BandedScript:
    """The band in which a script stands, and how probable each is."""

    name: str
    band: str
    chances: dict[str, float]


@dataclass(frozen=True, slots=True)
class BandedClass:
    """All scripts, the best first, in bands by percentiles, from the lowest. No grades."""

    bands: tuple[tuple[str, float], ...]
    scripts: tuple[BandedScript, ...]


@dataclass(frozen=True, slots=True)
class NotGraded:
    """No grade can be given, and why."""

    why: Reason


def anchor_unknown(script: str) -> Reason:
    """An anchor that is none of the scripts."""
    return Reason("grades.anchor_unknown", {"script": script})


def anchor_off_scale(script: str, grade: str, scale: GradeScale) -> Reason:
    """An anchor whose grade the scale does not have."""
    allowed = ", ".join(scale.grades)
    return Reason("grades.anchor_off_scale", {"script": script, "grade": grade, "allowed": allowed})


def scale_of(told: str) -> GradeScale | NotGraded:
    """A scale by its name, or an own one: its grades from the lowest, with commas between them."""
    for scale in SCALES:
        if told.casefold() in (scale.name.casefold(), scale.name.replace("–", "-").casefold()):
            return scale
    grades = tuple(one.strip() for one in told.split(",") if one.strip())
    if len(grades) < 2 or len(set(grades)) != len(grades):
        known = ", ".join(scale.name for scale in SCALES)
        return NotGraded(Reason("grades.no_scale", {"told": told, "known": known}))
    return GradeScale(told, grades)


def bands_of(told: str) -> tuple[tuple[str, float], ...] | NotGraded:
    """Bands from the lowest, each with its share of the class: low:0.25,middle:0.5,high:0.25.

    Shares that sum to 100 are taken for percentages.
    """
    found: list[tuple[str, float]] = []
    for one in told.split(","):
        name, colon, share = one.rpartition(":")
        try:
            found.append((name.strip(), float(share.strip().removesuffix("%"))))
        except ValueError:
            colon = ""
        if not colon or not name.strip():
            return NotGraded(Reason("grades.no_band", {"told": one.strip()}))
    return checked_bands(found)


def score_scale(told: str) -> tuple[float, float] | None:
    """A mean and a spread, as `50:10`; None: it is neither."""
    mean, _, spread = told.replace(",", ".").partition(":")
    try:
        found = float(mean), float(spread)
    except ValueError:
        return None
    return found if all(map(math.isfinite, found)) and 0 < found[1] <= SPREAD_MAX else None


def checked_bands(found: Sequence[tuple[str, float]]) -> tuple[tuple[str, float], ...] | NotGraded:
    """The bands, if each has a name of its own, and they hold the class."""
    total = sum(share for _, share in found)
    if abs(total - 100) < 1e-6:
        found = [(name, share / 100) for name, share in found]
        total = 1.0
    if len({name for name, _ in found}) != len(found):
        return NotGraded(Reason("grades.bands_alike"))
    if not all(0 <= share <= 1 for _, share in found) or abs(total - 1) > 1e-6:
        return NotGraded(Reason("grades.bands_sum", {"total": f"{total:g}"}))
    return tuple(found)


def band_all(
    names: tuple[str, ...], drawn: Floats, mean: Floats, cut: tuple[tuple[str, float], ...]
) -> BandedClass:
    """Cut the ranking into bands. `drawn` (draws × scripts) and `mean` (scripts) are abilities."""
    found = bands(drawn, mean, tuple(name for name, _ in cut), tuple(share for _, share in cut))
    return BandedClass(
        bands=cut,
        scripts=tuple(
            BandedScript(
                name=names[n],
                band=found.names[int(found.band[n])],
                chances=dict(zip(found.names, map(float, found.chances[n]), strict=True)),
            )
            for n in map(int, np.argsort(-mean, kind="stable"))
        ),
    )


def grade_all(
    names: tuple[str, ...],
    drawn: Floats,
    mean: Floats,
    scale: GradeScale,
    anchors: Mapping[str, str],
    dice: np.random.Generator,
) -> GradedClass | NotGraded:
    """Grade all scripts. `drawn` (draws × scripts) and `mean` (scripts) are their abilities."""
    at = {name: number for number, name in enumerate(names)}
    for script, known in anchors.items():
        if script not in at:
            return NotGraded(anchor_unknown(script))
        if known not in scale.grades:
            return NotGraded(anchor_off_scale(script, known, scale))
    known_ones = tuple(GradedAnchor(at[s], scale.grades.index(g)) for s, g in anchors.items())
    found = grade(drawn, scale, known_ones, dice)
    if not isinstance(found, Grades):
        return NotGraded(Reason("grades.anchors_needed"))
    order = np.argsort(-mean, kind="stable")
    return GradedClass(
        scale=scale.name,
        grades=scale.grades,
        scripts=tuple(_graded(n, names[n], found, anchors) for n in map(int, order)),
        boundaries=found.boundaries,
        misplaced=tuple(names[n] for n in found.misplaced),
        open_below=scale.grades[found.lowest],
        open_above=scale.grades[found.highest],
    )


def _graded(n: int, name: str, found: Grades, anchors: Mapping[str, str]) -> GradedScript:
    grades, number = found.scale.grades, int(found.grade[n])
    below = number == found.lowest > 0
    above = number == found.highest < len(grades) - 1
    return GradedScript(
        name=name,
        grade=grades[number],
        said=grades[number] + " or lower" * below + " or higher" * above,
        chances=dict(zip(grades, map(float, found.chances[n]), strict=True)),
        borderline=n in found.borderline and name not in anchors,
        anchor=anchors.get(name),
    )
