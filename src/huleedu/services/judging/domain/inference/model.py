"""Say how likely decisions are if the abilities of the scripts were known.

A judge sees the difference between two scripts with logistic noise; each answer is an interval on
that line: "equal" is the middle, "much better" is far out. With F the logistic function, the
probability of the interval from lo to hi around a difference d is

    F(hi - d) - F(lo - d) = F(hi - d) · F(d - lo) · (1 - exp(lo - hi))

so an answer counts as two plain comparisons, "above lo" and "below hi", and a term that knows
the width alone. The whole model is one logistic regression, concave in all unknowns together.
With two steps it is Bradley and Terry's (1952), with three Rao and Kupper's (1967), with five the
cumulative logit of Agresti (1992).
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.special import expit, log_expit

from huleedu.services.judging.domain.judgements import Floats, Ints, Judgements, Known

DENSE_CELLS_MAX = 200_000
"""Up to here a full matrix is faster than a sparse one."""
ORIENTED = 6.0
"""An oriented measure's coefficient b is believed as if a judge who sees b, in logits, so sharply
had called it positive: with b = .5 as good as certain, with b = 0 by chance. Like any judge's word,
many judgements can overrule it."""
GAP_RATE = 1.0
"""The steps' widths have the prior Gamma(2, 1): about 1 logit, never 0."""

Matrix = Floats | sparse.csr_array


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each kind of unknown stands in the vector of all: own, shared, side, gap, slant."""

    scripts: int
    shared: int
    sides: int
    gaps: int
    slants: int

    @property
    def size(self) -> int:
        """How many unknowns there are."""
        return self.scripts + self.shared + self.sides + self.gaps + self.slants

    @property
    def shared_at(self) -> slice:
        """What the measures explain: one coefficient per measure (the last: the mean, if any)."""
        return slice(self.scripts, self.scripts + self.shared)

    @property
    def side_at(self) -> slice:
        """The judges' side biases."""
        start = self.scripts + self.shared
        return slice(start, start + self.sides)

    @property
    def gap_at(self) -> slice:
        """The widths of the steps."""
        start = self.scripts + self.shared + self.sides
        return slice(start, start + self.gaps)

    @property
    def slant_at(self) -> slice:
        """What single judges see in single scripts beyond the others."""
        return slice(self.size - self.slants, self.size)


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """The decisions as plain comparisons: P(row) = F(row · unknowns).

    `rows` is (comparisons × unknowns). `measures` is (scripts × shared): an ability is the
    script's own part plus measures · shared. `middles` and `inners` count the answers whose width
    matters: equal (twice the first gap) and slightly better out of five (the second gap).
    """

    layout: Layout
    rows: Matrix
    measures: Floats
    middles: int
    inners: int
    anchored: bool


def design(judgements: Judgements, known: Known, weights: Floats) -> Design:
    """Lay the decisions out as plain comparisons.

    `weights` has one number per judge: how sharply the judge sees differences (1: as the scale).
    """
    measures = standardised(known, judgements.scripts)
    slants, slant_first, slant_second = _slants(judgements) if known.judges_differ else (0, (), ())
    layout = Layout(
        scripts=judgements.scripts,
        shared=measures.shape[1],
        sides=judgements.judges if known.side_sd > 0 else 0,
        gaps=_gaps(judgements),
        slants=slants,
    )
    rows = comparisons(judgements)
    which, sign, bound = rows.which, rows.sign, rows.bound
    measured = layout.shared - int(len(known.anchors.script) > 0)
    oriented = layout.shared_at.start + np.arange(measured if known.oriented else 0)
    entries = _Entries(len(which), layout.size, oriented)
    first, second = judgements.first[which], judgements.second[which]
    judge = judgements.judge[which]
    seen = sign * weights[judge]
    entries.put(first, seen)
    entries.put(second, -seen)
    for column in range(layout.shared):
        differing = measures[first, column] - measures[second, column]
        entries.put(np.full(len(which), layout.shared_at.start + column), seen * differing)
    if layout.sides:
        entries.put(layout.side_at.start + judge, sign)
    for gap in range(layout.gaps):
        towards = np.sign(bound) * (np.abs(bound) > gap)
        entries.put(np.full(len(which), layout.gap_at.start + gap), -sign * towards)
    if layout.slants:
        at = layout.slant_at.start
        entries.put(at + np.asarray(slant_first)[which], seen)
        entries.put(at + np.asarray(slant_second)[which], -seen)
    return Design(
        layout=layout,
        rows=entries.matrix(),
        measures=measures,
        middles=int(np.count_nonzero(judgements.answer == 0)),
        inners=int(np.count_nonzero((judgements.steps == 5) & (np.abs(judgements.answer) == 1))),
        anchored=bool(len(known.anchors.script)),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Comparisons:
    """Decisions as plain comparisons: "above the lower bound" (sign 1), "below the upper" (-1).

    Columns of one length: `which` decision, `sign`, and `bound` in gaps from the middle (-2 to 2).
    """

    which: Ints
    sign: Floats
    bound: Ints


def comparisons(judgements: Judgements) -> Comparisons:
    """One or two plain comparisons for each decision."""
    lower, upper = _bounds(judgements)
    above, below = np.flatnonzero(lower > -3), np.flatnonzero(upper < 3)
    return Comparisons(
        which=np.concatenate([above, below]),
        sign=np.concatenate([np.ones(len(above)), -np.ones(len(below))]),
        bound=np.concatenate([lower[above], upper[below]]),
    )


def standardised(known: Known, scripts: int) -> Floats:
    """The measures with mean 0 and variance 1 over the class, and together of variance 1.

    A measure that is not a number for a script counts as average; one that is the same for all is
    left at 0. Anchors have a place of their own: measures do not move them, and all others get a
    common mean (the last column).
    """
    anchored = np.zeros(scripts, np.bool_)
    anchored[known.anchors.script] = True
    columns = np.zeros((scripts, 0)) if known.features is None else known.features
    if columns.shape[0] != scripts:
        raise ValueError(f"measures of {columns.shape[0]} scripts for {scripts}")
    wanting = ~np.isfinite(columns)
    counted = np.maximum((~wanting).sum(0), 1)
    means = np.where(wanting, 0, columns).sum(0) / counted
    centred = np.where(wanting, 0, columns - means)
    spread = np.sqrt((centred**2).sum(0) / counted)
    scale = np.where(spread > 1e-9 * (1 + np.abs(means)), spread, np.inf)
    columns = centred / scale / np.sqrt(max(columns.shape[1], 1))
    if anchored.any():
        columns = np.column_stack([columns, np.ones(scripts)])
        columns[anchored] = 0
    return columns


def log_likelihood(design: Design, unknowns: Floats) -> float:
    """The logarithm of the decisions' probability, with the prior of the gaps; -inf outside."""
    gaps = unknowns[design.layout.gap_at]
    if (gaps <= 0).any():
        return -np.inf
    return float(log_expit(design.rows @ unknowns).sum()) + gap_terms(design, gaps)[0]


def slope_and_curvature(design: Design, unknowns: Floats) -> tuple[Floats, Floats, Floats]:
    """The gradient of the log-likelihood; the weight of each row; the gaps' own curvature.

    The Hessian is -(rowsᵀ · diag(weights) · rows + diag(curvature at the gaps)).
    """
    chance = expit(design.rows @ unknowns)
    slope: Floats = np.asarray(design.rows.T @ (1 - chance))
    _, steeper, bent = gap_terms(design, unknowns[design.layout.gap_at])
    slope[design.layout.gap_at] += steeper
    return slope, chance * (1 - chance), bent


def gap_terms(design: Design, gaps: Floats) -> tuple[float, Floats, Floats]:
    """What the gaps' widths add to the log-likelihood, with its slope and its curvature (> 0)."""
    if not len(gaps):
        return 0.0, np.zeros(0), np.zeros(0)
    counts = np.array([design.middles, design.inners][: len(gaps)], np.float64)
    width = np.array([2.0, 1.0])[: len(gaps)]
    grown = np.expm1(width * gaps)
    height = counts @ np.log(-np.expm1(-width * gaps)) + (np.log(gaps) - GAP_RATE * gaps).sum()
    slope = counts * width / grown + 1 / gaps - GAP_RATE
    bent = counts * width**2 * (grown + 1) / grown**2 + 1 / gaps**2
    return float(height), slope, bent


def answer_chances(steps: int, differences: Floats, gaps: Floats) -> Floats:
    """The probability of each answer of ANSWERS[steps], in that order.

    `differences` (m) are first minus second in logits as the judge sees them; (m × steps) comes
    back. `gaps` are the fitted widths: one for three steps, two for five.
    """
    first, second = (float(gaps[0]) if len(gaps) else 0.0, float(gaps[-1]) if len(gaps) else 0.0)
    inside = {2: [0.0], 3: [-first, first], 5: [-first - second, -first, first, first + second]}
    below = [expit(bound - differences) for bound in inside[steps]]
    edges = [np.zeros_like(differences), *below, np.ones_like(differences)]
    return np.maximum(np.diff(np.column_stack(edges), axis=1), 0)


def _gaps(judgements: Judgements) -> int:
    most = int(judgements.steps.max()) if len(judgements) else 2
    return {2: 0, 3: 1, 5: 2}[most]


def _bounds(judgements: Judgements) -> tuple[Ints, Ints]:
    """The interval of each answer by the number of gaps from the middle; ±3 is without bound."""
    answer, steps = judgements.answer, judgements.steps
    outermost = np.where(steps == 5, 2, 1)
    to_upper = np.where(answer >= 0, answer + 1, answer)
    to_lower = np.where(answer <= 0, answer - 1, answer)
    plain = steps == 2
    upper = np.where(answer >= outermost, 3, np.where(plain, 0, to_upper))
    lower = np.where(answer <= -outermost, -3, np.where(plain, 0, to_lower))
    return lower, upper


def _slants(judgements: Judgements) -> tuple[int, Ints, Ints]:
    """Number the pairs of a judge and a script that occur: how many, at first, at second."""
    at = judgements.judge * judgements.scripts
    keys = np.concatenate([at + judgements.first, at + judgements.second])
    found, numbers = np.unique(keys, return_inverse=True)
    return len(found), numbers[: len(judgements)], numbers[len(judgements) :]


class _Entries:
    """Collect the entries of a matrix, one in each row at a time; then rows of oriented measures.

    All rows have as many entries: those of oriented measures are filled up with zeros.
    """

    def __init__(self, rows: int, columns: int, oriented: Ints) -> None:
        self.oriented = oriented
        self.shape = (rows + len(oriented), columns)
        self.at: list[Ints] = []
        self.values: list[Floats] = []

    def put(self, column: Ints, value: Floats) -> None:
        """Add an entry to each row, in a column that has none yet."""
        steep = 0.0 if self.at else ORIENTED
        at = np.full_like(self.oriented, len(self.at) - 1) if self.at else self.oriented
        self.at.append(np.concatenate([column, at]))
        self.values.append(np.concatenate([value, np.full(len(at), steep)]))

    def matrix(self) -> Matrix:
        """The whole matrix, in full if it is small."""
        rows, columns = self.shape
        if rows * columns > DENSE_CELLS_MAX:
            each = (np.concatenate(self.values), np.concatenate(self.at))
            lines = np.tile(np.arange(rows), len(self.at))
            return sparse.csr_array((each[0], (lines, each[1])), shape=self.shape)
        full = np.zeros(self.shape)
        for at, values in zip(self.at, self.values, strict=True):
            full[np.arange(rows), at] += values  # what fills up may lie where an entry is
        return full
