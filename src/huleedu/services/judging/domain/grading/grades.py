"""Turn places on the scale into grades, if there are scripts whose grades are known."""

from dataclasses import dataclass

import numpy as np

from huleedu.services.judging.domain.judgements import Bools, Floats, Ints
from huleedu.services.judging.domain.ranking.ranks import ranks

BORDERLINE = 0.8
"""An essay whose most probable grade is less probable than this is borderline."""
STRICTNESS = (0.1, 0.2, 0.4, 0.8)
"""How blurred the border between grades may be, in logits, for those who graded the anchors."""
WIDTHS = (0.5, 1.0, 2.0, 4.0)
"""How wide a grade may be, in logits; each is weighed by how well the anchors fit it."""
CELLS = 81
DRAWS = 600
ROUNDS = 4
STRIDES = (0.25, 0.5, 0.25, 0.5, 0.9)
"""How far the abilities walk, from 0 (nowhere) to 1 (to a draw that knows no grades)."""


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
    both the anchors' errors and their number count. A known grade also tells of the anchor's own
    ability, and so of what was judged with it.
    """
    for anchor in anchors:
        if not (0 <= anchor.script < drawn.shape[1] and 0 <= anchor.grade < len(scale.grades)):
            return NotOnScale(anchor)
    numbers = np.array([anchor.grade for anchor in anchors], np.int64)
    scripts = np.array([anchor.script for anchor in anchors], np.int64)
    if len(np.unique(numbers)) < 2:
        return NoGrades(len(anchors))
    lowest, highest = int(numbers.min()), int(numbers.max())
    above = tuple(numbers >= grade_above for grade_above in range(lowest + 1, highest + 1))
    some = drawn[:: max(1, len(drawn) // DRAWS)]
    drawn, borders = _placed(some, _Graded(scripts, above), dice)
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


@dataclass(frozen=True, slots=True, eq=False)
class _Graded:
    """What is known of the anchors: who they are, and for each boundary which lie above it."""

    scripts: Ints
    above: tuple[Bools, ...]


def _placed(drawn: Floats, known: _Graded, dice: np.random.Generator) -> tuple[Floats, Floats]:
    """Draws of all abilities and of the boundaries (draws × boundaries) that the grades allow.

    Gibbs sampling of each draw for itself: the boundaries given the abilities, exactly; then the
    abilities given the boundaries, by steps that keep what the judgements tell of them (the
    preconditioned Crank-Nicolson walk: Neal 1999; Cotter, Roberts, Stuart and White 2013) and are
    taken as the anchors' grades allow.
    """
    cells, steps, blurs, width = _blurred(drawn[:, known.scripts], known, dice)
    middle, now = drawn.mean(0), drawn.copy()
    borders = np.zeros((len(drawn), len(known.above)))
    for _ in range(ROUNDS):
        for which, one in enumerate(steps):
            rows = np.flatnonzero(width == which)
            if len(rows):
                strict = blurs[rows, None, None]
                heights = [
                    _heights(now[rows][:, known.scripts], each, cells, strict)
                    for each in known.above
                ]
                borders[rows] = backward_draws(forward_pass(heights, one)[0], one, cells, dice)
        likely = _likelihood(now, borders, known, blurs)
        for stride in STRIDES:
            fresh = drawn[dice.permutation(len(drawn))] - middle
            there = middle + np.sqrt(1 - stride**2) * (now - middle) + stride * fresh
            reached = _likelihood(there, borders, known, blurs)
            taken = np.log(dice.random(len(drawn)) + 1e-300) < reached - likely
            now[taken], likely[taken] = there[taken], reached[taken]
    return now, borders


def _blurred(
    places: Floats, known: _Graded, dice: np.random.Generator
) -> tuple[Floats, list[Floats], Floats, Ints]:
    """The cells of the scale; a matrix of steps for each of WIDTHS; for each draw how blurred the
    borders are and which of WIDTHS grades have, as far as the anchors' mean places tell."""
    bottom, top = float(places.min()), float(places.max())
    beyond = (top - bottom + 1) / 4
    cells: Floats = np.linspace(bottom - beyond, top + beyond, CELLS)
    steps = [steps_between(cells, width) for width in WIDTHS]
    kinds = [(blur, which) for blur in STRICTNESS for which in range(len(WIDTHS))]
    typical = places.mean(0)[None]
    evidence = np.array(
        [
            forward_pass(
                [_heights(typical, each, cells, blur) for each in known.above], steps[which]
            )[1][0]
            for blur, which in kinds
        ]
    )
    shares = np.exp(evidence - evidence.max())
    chosen = dice.choice(len(kinds), size=len(places), p=shares / shares.sum())
    blurs = np.array([blur for blur, _ in kinds])[chosen]
    return cells, steps, blurs, np.array([which for _, which in kinds], np.int64)[chosen]


def _likelihood(drawn: Floats, borders: Floats, known: _Graded, blurs: Floats) -> Floats:
    """The log-likelihood of the anchors' grades in each draw."""
    places = drawn[:, known.scripts] / blurs[:, None]
    total = np.zeros(len(drawn))
    for at, above in enumerate(known.above):
        away = places - (borders[:, at] / blurs)[:, None]
        total -= np.logaddexp(0.0, np.where(above, -1.0, 1.0) * away).sum(1)
    return total


def steps_between(cells: Floats, width: float) -> Floats:
    """How probable it is that the next boundary lies in a cell (from × to), if grades are about
    `width` logits wide: Gamma(3), so that none is without any width, and few are thrice as wide."""
    away = (cells[None, :] - cells[:, None]) * 3 / width
    return np.where(away > 0, away**2 * np.exp(-np.maximum(away, 0)), 0.0) * 3 / (2 * width)


def forward_pass(heights: list[Floats], steps: Floats) -> tuple[list[Floats], Floats]:
    """How probable each boundary's cells are after all lower ones (draws × cells, rows sum to 1).

    `heights` are the log-likelihoods of each boundary's cells. Also returns the logarithm of the
    whole's probability in each draw. This is the forward pass through a hidden Markov chain
    (Rabiner 1989), whose states are the cells.
    """
    forward: list[Floats] = []
    log_chance = np.zeros(len(heights[0]))
    before = np.full_like(heights[0], 1 / heights[0].shape[1])
    for number, height in enumerate(heights):
        if number:
            before = forward[-1] @ steps
        highest = height.max(1, keepdims=True)
        here = np.exp(height - highest) * before + 1e-300
        total = here.sum(1, keepdims=True)
        log_chance += (np.log(total) + highest)[:, 0]
        forward.append(here / total)
    return forward, log_chance


def backward_draws(
    forward: list[Floats], steps: Floats, cells: Floats, dice: np.random.Generator
) -> Floats:
    """Draw all boundaries, the highest first, each other by what leads to the one drawn."""
    step = float(cells[1] - cells[0])
    count = len(forward[0])
    borders = np.zeros((count, len(forward)))
    leads = np.ones_like(forward[0])
    for at in reversed(range(len(forward))):
        weight = (forward[at] * leads + 1e-300).cumsum(1)
        sought = dice.random(count) * weight[:, -1]
        cell = np.minimum((weight < sought[:, None]).sum(1), len(cells) - 1)
        borders[:, at] = cells[cell] + step * (dice.random(count) - 0.5)
        leads = steps[:, cell].T
    return np.sort(borders, axis=1)


def _heights(places: Floats, above: Bools, cells: Floats, blur: Floats | float) -> Floats:
    """The log-likelihood of a boundary in each cell (draws × cells)."""
    sign = np.where(above, 1.0, -1.0)
    away = (places[:, None, :] - cells[None, :, None]) / blur
    return -np.logaddexp(0.0, -sign * away).sum(2)
