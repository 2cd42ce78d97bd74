"""Turn places on the scale into grades, if there are scripts whose grades are known."""

from dataclasses import dataclass

import numpy as np
from scipy.special import log_expit

from huleedu.services.judging.domain.judgements import Bools, Floats, Ints
from huleedu.services.judging.domain.reliability import ranks

BORDERLINE = 0.8
"""An essay whose most probable grade is less probable than this is borderline."""
STRICTNESS = (0.1, 0.2, 0.4, 0.8)
"""How blurred the border between grades may be, in logits, for those who graded the anchors."""
CELLS = 121


@dataclass(frozen=True, slots=True)
class GradeScale:
    """Grades from the lowest to the highest, as data."""

    name: str
    grades: tuple[str, ...]


A_TO_F = GradeScale("A–F", ("F", "E", "D", "C", "B", "A"))
ONE_TO_FIVE = GradeScale("1–5", ("1", "2", "3", "4", "5"))
CEFR = GradeScale("CEFR", ("A1", "A2", "B1", "B2", "C1", "C2"))
SCALES = (A_TO_F, ONE_TO_FIVE, CEFR)


@dataclass(frozen=True, slots=True)
class GradedAnchor:
    """A script of the batch whose grade is known: its number and the grade's on the scale."""

    script: int
    grade: int


@dataclass(frozen=True, slots=True)
class Boundary:
    """Where a grade begins: `to` is reached from here on, in logits, with 90 % in low … high."""

    to: str
    place: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Grades:
    """What each script's grade is, as far as the anchors tell.

    `chances` (scripts × grades of the scale) sum to 1 in each row; grades below `lowest` and above
    `highest` have no anchor and get none: there the grade means "or lower", "or higher". `grade`
    is the most probable, by number. `borderline` and `misplaced` (anchors whose own grade is
    improbable: look at them again) are scripts.
    """

    scale: GradeScale
    lowest: int
    highest: int
    boundaries: tuple[Boundary, ...]
    chances: Floats
    grade: Ints
    borderline: tuple[int, ...]
    misplaced: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NoGrades:
    """There are no anchors of two different grades, so a grade would be made up."""

    anchors: int


@dataclass(frozen=True, slots=True)
class NotOnScale:
    """An anchor's script or grade is not there."""

    anchor: GradedAnchor


@dataclass(frozen=True, slots=True, eq=False)
class Bands:
    """Bands by percentiles: a part of the ranking, not a grade.

    `names` from the lowest band; `chances` (scripts × bands) of standing in each; `band` is the
    one in which the script stands.
    """

    names: tuple[str, ...]
    chances: Floats
    band: Ints


def grade(
    drawn: Floats,
    scale: GradeScale,
    anchors: tuple[GradedAnchor, ...],
    dice: np.random.Generator,
) -> Grades | NoGrades | NotOnScale:
    """Place the boundaries between the anchors and grade all scripts.

    `drawn` (draws × scripts) are abilities from the posterior, the anchors among them. In each
    draw a boundary lies where those who graded the anchors would have had it: an anchor is above
    with a probability that rises with its distance, over a width that is not known either; so
    both the anchors' errors and their number count.
    """
    for anchor in anchors:
        if not (0 <= anchor.script < drawn.shape[1] and 0 <= anchor.grade < len(scale.grades)):
            return NotOnScale(anchor)
    numbers = np.array([anchor.grade for anchor in anchors], np.int64)
    scripts = np.array([anchor.script for anchor in anchors], np.int64)
    if len(np.unique(numbers)) < 2:
        return NoGrades(len(anchors))
    lowest, highest = int(numbers.min()), int(numbers.max())
    borders = _borders(drawn[:, scripts], numbers, lowest, highest, dice)
    reached = lowest + (drawn[:, :, None] >= borders[:, None, :]).sum(2)
    chances = np.stack([(reached == one).mean(0) for one in range(len(scale.grades))], axis=1)
    low, middle, high = np.quantile(borders, (0.05, 0.5, 0.95), axis=0)
    return Grades(
        scale=scale,
        lowest=lowest,
        highest=highest,
        boundaries=tuple(
            Boundary(
                scale.grades[lowest + 1 + at], float(middle[at]), float(low[at]), float(high[at])
            )
            for at in range(borders.shape[1])
        ),
        chances=chances,
        grade=chances.argmax(1),
        borderline=tuple(int(one) for one in np.flatnonzero(chances.max(1) < BORDERLINE)),
        misplaced=tuple(
            anchor.script for anchor in anchors if chances[anchor.script, anchor.grade] < 0.1
        ),
    )


def bands(drawn: Floats, mean: Floats, names: tuple[str, ...], shares: tuple[float, ...]) -> Bands:
    """Cut the ranking by shares (from the lowest band; they sum to 1): no anchors are needed.

    Raises ValueError if names and shares do not fit.
    """
    if len(names) != len(shares) or abs(sum(shares) - 1) > 1e-6 or min(shares) < 0:
        raise ValueError("one share of the class per band, and 1 together")
    scripts = drawn.shape[1]
    ends = np.array([round(scripts * sum(shares[:at])) for at in range(1, len(shares))])

    def band_of(abilities: Floats) -> Ints:
        from_below = scripts - ranks(abilities)
        return np.asarray(np.searchsorted(ends, from_below, side="right"), np.int64)

    stands = band_of(drawn)
    chances = np.stack([(stands == one).mean(0) for one in range(len(names))], axis=1)
    return Bands(names, chances, band_of(mean[None])[0])


def _borders(
    places: Floats, numbers: Ints, lowest: int, highest: int, dice: np.random.Generator
) -> Floats:
    """The boundaries in each draw (draws × boundaries), rising."""
    bottom, top = float(places.min()), float(places.max())
    beyond = (top - bottom + 1) / 4
    cells: Floats = np.linspace(bottom - beyond, top + beyond, CELLS)
    step = float(cells[1] - cells[0])
    typical = places.mean(0)[None]
    evidence = np.zeros(len(STRICTNESS))
    for which, blur in enumerate(STRICTNESS):
        for grade_above in range(lowest + 1, highest + 1):
            heights = _heights(typical, numbers >= grade_above, cells, blur)[0]
            evidence[which] += float(np.log(np.exp(heights).mean() + 1e-300))
    shares = np.exp(evidence - evidence.max())
    blurs = dice.choice(np.array(STRICTNESS), size=len(places), p=shares / shares.sum())
    borders = np.zeros((len(places), highest - lowest))
    for at in range(highest - lowest):
        heights = _heights(places, numbers >= lowest + 1 + at, cells, blurs[:, None, None])
        weight = np.exp(heights - heights.max(1, keepdims=True)).cumsum(1)
        sought = dice.random(len(places)) * weight[:, -1]
        cell = (weight < sought[:, None]).sum(1)
        borders[:, at] = cells[cell] + step * (dice.random(len(places)) - 0.5)
    return np.sort(borders, axis=1)


def _heights(places: Floats, above: Bools, cells: Floats, blur: Floats | float) -> Floats:
    """The log-likelihood of a boundary in each cell (draws × cells)."""
    sign = np.where(above, 1.0, -1.0)
    away = (places[:, None, :] - cells[None, :, None]) / blur
    return log_expit(sign * away).sum(2)
