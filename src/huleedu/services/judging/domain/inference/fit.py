"""Find the most probable abilities of scripts, given how far abilities may spread."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from huleedu.services.judging.domain.inference.linear_algebra import (
    conjugate_gradients,
    factor,
    log_determinant,
    solve,
)
from huleedu.services.judging.domain.inference.model import (
    Design,
    Layout,
    design,
    log_likelihood,
    slope_and_curvature,
)
from huleedu.services.judging.domain.judgements import Floats, Judgements, Known

NEWTON_STEPS_MAX = 60
DECREMENT_ENOUGH = 1e-10
"""Newton's decrement: after the step that it measures, the error is about its square."""
RESIDUAL_ENOUGH = 1e-8
"""How exactly the equations of a step are solved by iteration."""
FACTORED_MAX = 600
"""Up to so many unknowns, Newton's equations are solved by Cholesky; above, by iteration."""
FIXED_ERROR = 1e-5
"""The error of an anchor that is fixed: far below any that matters, far above rounding."""
ALIKE = 0.02
"""A spread so small, in logits, that scripts are alike to the judges."""
MEAN_SD = 10.0
"""How far the class may lie from the anchors, in logits."""


@dataclass(frozen=True, slots=True)
class Spreads:
    """How far the unknowns spread, in logits.

    `ability` is the standard deviation of abilities, of whose variance the measures explain the
    share `explained` (0 to below 1); `slant` is how far a judge's view of a script lies from what
    all judges would see on average.
    """

    ability: float
    explained: float = 0.0
    slant: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """The most probable unknowns under given spreads, and how they would curve away.

    `weights` are the rows' weights and `extra` the diagonal that is added: the Hessian is
    rowsᵀ · diag(weights) · rows + diag(extra). `curved` is its Cholesky factor (upper) if there are
    few unknowns, else the matrix itself without its zeros. `log_evidence` is Laplace's
    approximation (Tierney and Kadane 1986); it is NaN if there are many.
    """

    design: Design
    spreads: Spreads
    unknowns: Floats
    weights: Floats
    extra: Floats
    curved: Floats | sparse.csr_array
    log_evidence: float

    @property
    def abilities(self) -> Floats:
        """One number per script, in logits."""
        layout = self.design.layout
        own = self.unknowns[: layout.scripts]
        return own + self.design.measures @ self.unknowns[layout.shared_at]

    @property
    def gaps(self) -> Floats:
        """The widths of the steps between answers, in logits: none, one or two."""
        return self.unknowns[self.design.layout.gap_at]

    @property
    def sides(self) -> Floats:
        """How far each judge leans to the script shown first, in logits; empty if not asked."""
        return self.unknowns[self.design.layout.side_at]

    def upper(self) -> Floats:
        """The Hessian's Cholesky factor (unknowns × unknowns)."""
        if isinstance(self.curved, np.ndarray):
            return self.curved
        return factor(hessian(self.design, self.weights, self.extra))

    def sparse_hessian(self) -> sparse.csr_array:
        """The Hessian, where nearly all of it is 0."""
        if isinstance(self.curved, np.ndarray):
            return sparse_hessian(self.design, self.weights, self.extra)
        return self.curved


def fit(
    judgements: Judgements,
    known: Known,
    spreads: Spreads,
    weights: Floats | None = None,
) -> Fit:
    """The most probable unknowns under given spreads. `weights`: of judges, 1 unless told."""
    laid = design(judgements, known, np.ones(judgements.judges) if weights is None else weights)
    return fit_design(laid, known, spreads)


def fit_design(
    design: Design,
    known: Known,
    spreads: Spreads,
    enough: float = DECREMENT_ENOUGH,
    residual: float = RESIDUAL_ENOUGH,
) -> Fit:
    """As `fit`, from a layout that is ready; looser numbers save steps and iterations."""
    means, precisions = prior(design.layout, known, spreads)
    unknowns = start_at(design.layout, means)
    height = _height(design, unknowns, means, precisions)
    curved: Floats | sparse.csr_array = np.zeros((0, 0))
    weights, extra = np.zeros(0), precisions
    for _ in range(NEWTON_STEPS_MAX):
        slope, weights, bent = slope_and_curvature(design, unknowns)
        slope -= precisions * (unknowns - means)
        extra = precisions.copy()
        extra[design.layout.gap_at] += bent
        curved, step = newton_step(design, weights, extra, slope, residual)
        decrement = float(slope @ step)
        unknowns, height = _climb(design, means, precisions, unknowns, height, step)
        if decrement < enough:
            break
    evidence = np.nan
    if isinstance(curved, np.ndarray):
        priors = precisions[precisions > 0]
        evidence = height + 0.5 * float(np.log(priors).sum()) - 0.5 * log_determinant(curved)
    return Fit(design, spreads, unknowns, weights, extra, curved, evidence)


def prior(layout: Layout, known: Known, spreads: Spreads) -> tuple[Floats, Floats]:
    """The mean and the precision of each unknown before anybody has judged."""
    means, precisions = np.zeros(layout.size), np.zeros(layout.size)
    variance = max(spreads.ability, ALIKE) ** 2
    precisions[: layout.scripts] = 1 / (variance * (1 - spreads.explained))
    precisions[layout.shared_at] = 1 / (variance * max(spreads.explained, 1e-9))
    anchors = known.anchors
    if len(anchors.script):
        means[anchors.script] = anchors.place
        precisions[anchors.script] = 1 / np.maximum(anchors.error, FIXED_ERROR) ** 2
        precisions[layout.scripts + layout.shared - 1] = 1 / MEAN_SD**2
    if layout.sides:
        precisions[layout.side_at] = 1 / known.side_sd**2
    if layout.slants:
        precisions[layout.slant_at] = 1 / max(spreads.slant, ALIKE) ** 2
    return means, precisions


def start_at(layout: Layout, means: Floats) -> Floats:
    """Where to begin: everything as expected, and each step one logit wide."""
    start = means.copy()
    start[layout.gap_at] = 1.0
    return start


def hessian(design: Design, weights: Floats, extra: Floats) -> Floats:
    """The full matrix of second derivatives, with the sign that makes it positive."""
    rows = design.rows
    if isinstance(rows, np.ndarray):
        full: Floats = np.ascontiguousarray(rows.T @ (weights[:, None] * rows))
    else:
        full = np.ascontiguousarray((rows.T @ (sparse.diags_array(weights) @ rows)).toarray())
    full.reshape(-1)[:: len(full) + 1] += extra
    return full


def sparse_hessian(design: Design, weights: Floats, extra: Floats) -> sparse.csr_array:
    """The same matrix without its zeros: a script is compared with few others."""
    rows = sparse.csr_array(design.rows)
    weighed = rows.T @ (sparse.diags_array(weights) @ rows)
    return sparse.csr_array(weighed + sparse.diags_array(extra))


def diagonal(design: Design, weights: Floats, extra: Floats) -> Floats:
    """The diagonal of `hessian`, without the rest."""
    rows = design.rows
    squared = rows**2 if isinstance(rows, np.ndarray) else rows.power(2)
    return np.asarray(squared.T @ weights) + extra


def newton_step(
    design: Design,
    weights: Floats,
    extra: Floats,
    slope: Floats,
    residual: float = RESIDUAL_ENOUGH,
) -> tuple[Floats | sparse.csr_array, Floats]:
    """The Hessian (its factor if there are few unknowns), and the way up from here."""
    if design.layout.size <= FACTORED_MAX:
        upper = factor(hessian(design, weights, extra))
        return upper, solve(upper, slope)
    curved = sparse_hessian(design, weights, extra)
    return curved, conjugate_gradients(curved, slope[:, None], residual)[:, 0]


def _climb(
    design: Design,
    means: Floats,
    precisions: Floats,
    unknowns: Floats,
    height: float,
    step: Floats,
) -> tuple[Floats, float]:
    """Take the step, or a half, a quarter … of it, so that the height does not fall."""
    for halving in range(30):
        there = unknowns + step / 2**halving
        reached = _height(design, there, means, precisions)
        if reached >= height - 1e-9 * (1 + abs(height)):
            return there, reached
    return unknowns, height


def _height(design: Design, unknowns: Floats, means: Floats, precisions: Floats) -> float:
    away = unknowns - means
    return log_likelihood(design, unknowns) - 0.5 * float(precisions @ away**2)
