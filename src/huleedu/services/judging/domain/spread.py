"""Learn from the class itself how far its abilities spread, and what its measures are worth."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from huleedu.services.judging.domain.fit import FACTORED_MAX, Fit, Spreads, fit_design
from huleedu.services.judging.domain.judgements import Floats, Judgements, Known
from huleedu.services.judging.domain.model import Design, design
from huleedu.services.judging.domain.posterior import Posterior, believe

ABILITY_MIN, ABILITY_MAX = 0.05, 8.0
"""The spreads thought possible, in logits: from coin tosses to a class that needs no judge."""
FAINT = 7.0
"""Spreads whose evidence is so much (in natural logarithms) below the best are left out."""
EXPLAINED = (0.0, 0.1, 0.25, 0.42, 0.6, 0.78, 0.92)
EXPLAINED_PRIOR = (0.4, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1)
"""What measures may explain of the abilities' variance; that they explain nothing comes first."""
SLANTS = (0.0, 0.15, 0.3, 0.45, 0.6, 0.8, 1.1)
"""How far judges may differ, in logits, if they are asked whether they do."""

Node = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Grid:
    """The sets of spreads that are weighed against each other, with their prior."""

    abilities: tuple[float, ...]
    explained: tuple[float, ...]
    slants: tuple[float, ...]

    def at(self, node: Node) -> Spreads:
        """The spreads of a node."""
        ability, explained, slant = node
        return Spreads(self.abilities[ability], self.explained[explained], self.slants[slant])

    def log_prior(self, node: Node) -> float:
        """The logarithm of a node's prior: even over the spread's logarithm and over slants."""
        return float(np.log(EXPLAINED_PRIOR[node[1]])) if len(self.explained) > 1 else 0.0

    def around(self, node: Node) -> Iterator[Node]:
        """The neighbours of a node."""
        sizes = (len(self.abilities), len(self.explained), len(self.slants))
        for axis in range(3):
            for step in (-1, 1):
                there = list(node)
                there[axis] += step
                if 0 <= there[axis] < sizes[axis]:
                    yield there[0], there[1], there[2]


def grid_for(judgements: Judgements, known: Known) -> Grid:
    """A grid that is as fine as the class allows to tell spreads apart."""
    step = min(0.25, 1.2 / np.sqrt(max(judgements.scripts, 1)))
    count = int(np.ceil(np.log(ABILITY_MAX / ABILITY_MIN) / step)) + 1
    abilities = np.geomspace(ABILITY_MIN, ABILITY_MAX, count)
    measured = known.features is not None and known.features.shape[1] > 0
    differ = known.judges_differ and judgements.judges > 1
    return Grid(
        tuple(float(one) for one in abilities),
        EXPLAINED if measured else (0.0,),
        SLANTS if differ else (0.0,),
    )


def learn(
    judgements: Judgements,
    known: Known,
    weights: Floats | None = None,
    near: Spreads | None = None,
) -> Posterior:
    """What is believed after the judgements, over all spreads that the class makes probable.

    `near` is where to begin to look (the spreads last found). How the pairs were chosen need not
    be known: the choice depended on judgements that are all here (Rubin 1976).
    """
    weights = np.ones(judgements.judges) if weights is None else weights
    laid = design(judgements, known, weights)
    if laid.layout.size > FACTORED_MAX and not known.judges_differ:
        return believe([_settled(laid, known, near)], np.ones(1))
    grid = grid_for(judgements, known)
    fits = _explored(laid, known, grid, near or Spreads(1.0))
    heights = {node: one.log_evidence + grid.log_prior(node) for node, one in fits.items()}
    best = max(heights.values())
    kept = [node for node, height in heights.items() if height > best - FAINT]
    shares = np.exp(np.array([heights[node] - best for node in kept]))
    return believe([fits[node] for node in kept], shares / shares.sum())


def _explored(laid: Design, known: Known, grid: Grid, near: Spreads) -> dict[Node, Fit]:
    """Climb to the most probable spreads and go on, as far as they are not faint."""
    begin: Node = (
        int(np.argmin(np.abs(np.log(np.array(grid.abilities) / near.ability)))),
        int(np.argmin(np.abs(np.array(grid.explained) - near.explained))),
        int(np.argmin(np.abs(np.array(grid.slants) - near.slant))),
    )
    fits = {begin: fit_design(laid, known, grid.at(begin))}
    heights = {begin: fits[begin].log_evidence + grid.log_prior(begin)}
    open_nodes = [begin]
    while open_nodes:
        node = max(open_nodes, key=lambda one: heights[one])
        open_nodes.remove(node)
        if heights[node] < max(heights.values()) - FAINT:
            break
        for there in grid.around(node):
            if there not in fits:
                fits[there] = fit_design(laid, known, grid.at(there), fits[node].unknowns)
                heights[there] = fits[there].log_evidence + grid.log_prior(there)
                open_nodes.append(there)
    return fits


def _settled(laid: Design, known: Known, near: Spreads | None) -> Fit:
    """The most probable spread of a large class, by MacKay's (1992) fixed point."""
    raise AssertionError
