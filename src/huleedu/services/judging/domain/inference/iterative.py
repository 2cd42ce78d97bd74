"""Fit a class of many hundred scripts, and how far its abilities spread, without large factors."""

from dataclasses import replace

import numpy as np
from scipy.special import expit

from huleedu.services.judging.domain.inference.fit import (
    Fit,
    Spreads,
    diagonal,
    fit_design,
    newton_step,
    prior,
)
from huleedu.services.judging.domain.inference.model import Design, gap_terms
from huleedu.services.judging.domain.inference.posterior import trace_of_own
from huleedu.services.judging.domain.judgements import Floats, Known

ROUNDS_MAX = 12
DRAWS_FOR_SPREAD = 6
"""Over hundreds of scripts the mean variance is known to a percent from so few draws."""
DECREMENT_ENOUGH = 1e-4
"""Of Newton's decrement, for each unknown: a hundredth of its standard error. More steps follow."""
RESIDUAL_ENOUGH = 1e-3
"""How exactly each step is solved for: what is left, the next step mends."""


def settle(design: Design, known: Known, near: Spreads | None) -> Fit:
    """The average abilities at the most probable spread of a large class.

    The spread is MacKay's (1992) fixed point: the sum of squares over the number of abilities that
    the judgements determine. With hundreds of scripts its own error is a few percent and is left
    out. Averages instead of modes: the logistic function is smoothed by the doubt about each
    difference (MacKay's approximation), which is taken from the Hessian's diagonal.
    """
    spreads = near or Spreads(1.5, 0.4 if _measured(design) else 0.0)
    near_enough = DECREMENT_ENOUGH * design.layout.size
    found = fit_design(design, known, spreads, near_enough, RESIDUAL_ENOUGH)
    scripts = design.layout.scripts
    free = np.ones(scripts, np.bool_)
    free[known.anchors.script] = False
    for _ in range(ROUNDS_MAX):
        found = _smoothed(found, known)
        own = found.unknowns[:scripts][free]
        variance = float((own**2).sum() + trace_of_own(found, DRAWS_FOR_SPREAD)) / len(own)
        own_before = spreads.ability**2 * (1 - spreads.explained)
        determined = max(1 - (variance - float((own**2).mean())) / own_before, 0.02)
        own_variance = max(float((own**2).mean()) / determined, 1e-3)
        shared = found.unknowns[design.layout.shared_at][: _measured(design)]
        explained = float((shared**2).mean()) if len(shared) else 0.0
        total = own_variance + explained
        there = Spreads(
            float(np.sqrt(total)), float(np.clip(explained / total, 0, 0.98)), spreads.slant
        )
        moved = abs(np.log(there.ability / spreads.ability))
        spreads = there
        found = replace(found, spreads=spreads)
        if moved < 0.01:
            break
    return _smoothed(found, known)


def _measured(design: Design) -> int:
    """How many measures there are: the last column of an anchored class is the common mean."""
    return design.layout.shared - int(design.anchored)


def _smoothed(fit: Fit, known: Known) -> Fit:
    """One Newton step on the likelihood that is smoothed by the doubt about each row."""
    design = fit.design
    means, precisions = prior(design.layout, known, fit.spreads)
    doubt = 1 / diagonal(design, fit.weights, fit.extra)
    rows = design.rows
    squared = rows**2 if isinstance(rows, np.ndarray) else rows.power(2)
    flatter = 1 / np.sqrt(1 + np.pi / 8 * np.asarray(squared @ doubt))
    chance: Floats = expit(flatter * (rows @ fit.unknowns))
    weights = flatter * chance * (1 - chance)
    gaps = fit.unknowns[design.layout.gap_at]
    _, steeper, bent = gap_terms(design, gaps)
    slope = np.asarray(rows.T @ (1 - chance)) - precisions * (fit.unknowns - means)
    slope[design.layout.gap_at] += steeper
    extra = precisions.copy()
    extra[design.layout.gap_at] += bent
    curved, step = newton_step(design, weights, extra, slope, RESIDUAL_ENOUGH)
    unknowns = fit.unknowns + step
    unknowns[design.layout.gap_at] = np.maximum(unknowns[design.layout.gap_at], 0.3 * gaps)
    return Fit(design, fit.spreads, unknowns, weights, extra, curved, np.nan)
