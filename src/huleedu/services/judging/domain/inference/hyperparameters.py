"""Learn from the class itself how far its abilities spread, and what its measures are worth."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from huleedu.services.judging.domain.inference.expectation_propagation import (
    Average,
    Factors,
    factors_at,
    propagate,
)
from huleedu.services.judging.domain.inference.fit import ALIKE, Spreads, fit_design
from huleedu.services.judging.domain.inference.iterative import settle
from huleedu.services.judging.domain.inference.model import Design, design
from huleedu.services.judging.domain.inference.posterior import Posterior, believe, believe_fit
from huleedu.services.judging.domain.judgements import Floats, Judgements, Known

WEIGHED_MAX = 400
"""Up to so many unknowns all probable spreads are weighed; above, the most probable serves."""
ABILITY_MIN, ABILITY_MAX = 0.2, 8.0
ALIKE_PRIOR = 0.25
"""How probable it is, before anybody has judged, that the scripts are alike to the judges."""
NARROW, WIDE = 0.6, 3.0
"""Else the logarithm of the spread is as likely anywhere between those of these, in logits, and
less likely beyond: of a scale nothing else is known (Jeffreys 1946)."""
FAINT = 5.5
"""Spreads whose evidence is so much (in natural logarithms) below the best are left out."""
EXPLAINED = (0.0, 0.2, 0.4, 0.6, 0.8)
"""What measures may explain of the abilities' variance: each of these is as likely, beforehand.
To believe at first in a measure that is noise costs .001 of rank correlation at ten judgements of
each script; not to believe in one that correlates .66 costs .002 at six."""
SLANTS = (0.0, 0.25, 0.5, 0.75, 1.1)
"""How far judges may differ, in logits, if they are asked whether they do."""


class Node(NamedTuple):
    """A set of spreads by its numbers on the grid."""

    ability: int
    explained: int
    slant: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The sets of spreads that are weighed against each other, with their prior."""

    abilities: tuple[float, ...]
    log_priors: tuple[float, ...]
    explained: tuple[float, ...]
    slants: tuple[float, ...]

    def at(self, node: Node) -> Spreads:
        """The spreads of a node."""
        return Spreads(
            self.abilities[node.ability], self.explained[node.explained], self.slants[node.slant]
        )

    def log_prior(self, node: Node) -> float:
        """The logarithm of a node's prior."""
        measured = len(self.explained) > 1 and node.ability > 0
        return self.log_priors[node.ability] - (np.log(len(self.explained)) if measured else 0.0)

    def near(self, spreads: Spreads) -> Node:
        """The node that is nearest to some spreads, where scripts are not alike."""
        away = np.abs(np.log(np.array(self.abilities[1:]) / max(spreads.ability, ALIKE)))
        return Node(
            1 + int(np.argmin(away)),
            int(np.argmin(np.abs(np.array(self.explained) - spreads.explained))),
            int(np.argmin(np.abs(np.array(self.slants) - spreads.slant))),
        )

    def around(self, node: Node) -> Iterator[Node]:
        """The neighbours of a node. If scripts are alike, measures have nothing to explain."""
        sizes = (len(self.abilities), len(self.explained), len(self.slants))
        for axis in range(3):
            for step in (-1, 1):
                there = list(node)
                there[axis] += step
                alike = there[0] == 0 and there[1] > 0
                if 0 <= there[axis] < sizes[axis] and not alike:
                    yield Node(*there)


def grid_for(judgements: Judgements, known: Known) -> Grid:
    """A grid that is as fine as the class allows to tell spreads apart."""
    step = min(0.25, 1.4 / np.sqrt(max(judgements.scripts, 1)))
    count = int(np.ceil(np.log(ABILITY_MAX / ABILITY_MIN) / step)) + 1
    abilities = np.geomspace(ABILITY_MIN, ABILITY_MAX, count)
    density = np.exp(-((NARROW / abilities) ** 2) - (abilities / WIDE) ** 2)
    priors = np.append(ALIKE_PRIOR, (1 - ALIKE_PRIOR) * density / density.sum())
    measured = known.features is not None and known.features.shape[1] > 0
    differ = known.judges_differ and judgements.judges > 1
    return Grid(
        (ALIKE, *(float(one) for one in abilities)),
        tuple(float(one) for one in np.log(np.maximum(priors, 1e-300))),
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

    `weights` are of the judges, 1 unless told; `near` is where to begin to look (the spreads last
    found). How the pairs were chosen need not be known: the choice depended on nothing but
    judgements that are all here (Rubin 1976).
    """
    laid = design(judgements, known, np.ones(judgements.judges) if weights is None else weights)
    if laid.layout.size > WEIGHED_MAX and not known.judges_differ:
        return believe_fit(settle(laid, known, near))
    grid = grid_for(judgements, known)
    return weigh(laid, known, grid, near or Spreads(1.5))


def learn_at(
    judgements: Judgements, known: Known, spreads: Spreads, weights: Floats | None = None
) -> Posterior:
    """What is believed if somebody tells the spreads."""
    weights = np.ones(judgements.judges) if weights is None else weights
    laid = design(judgements, known, weights)
    found = fit_design(laid, known, spreads)
    if laid.layout.size > WEIGHED_MAX and not known.judges_differ:
        return believe_fit(found)
    return believe(
        laid, [propagate(laid, known, spreads, factors_at(laid, found.unknowns))], np.ones(1)
    )


def learn_under(
    judgements: Judgements, known: Known, weights: Floats, believed: Posterior
) -> Posterior:
    """What is believed if spreads are as probable as another posterior has them.

    For classes whose spreads are weighed; `weights` are of the judges.
    """
    laid = design(judgements, known, weights)
    start = factors_at(laid, fit_design(laid, known, believed.best).unknowns)
    averages = [propagate(laid, known, spreads, start) for spreads in believed.spreads]
    return believe(laid, averages, believed.weights)


def weigh(laid: Design, known: Known, grid: Grid, near: Spreads) -> Posterior:
    """Climb to the most probable spreads and go on, as far as they are not faint."""
    averages: dict[Node, Average] = {}
    heights: dict[Node, float] = {}

    def visit(node: Node, start: Factors) -> None:
        averages[node] = propagate(laid, known, grid.at(node), start)
        heights[node] = averages[node].log_evidence + grid.log_prior(node)

    begin = grid.near(near)
    visit(begin, factors_at(laid, fit_design(laid, known, grid.at(begin)).unknowns))
    highest = heights[begin]
    for slant in range(len(grid.slants)):
        visit(Node(0, 0, slant), averages[begin].factors)
    waiting = [begin]
    while waiting:
        node = max(waiting, key=lambda one: heights[one])
        waiting.remove(node)
        if heights[node] < highest - FAINT:
            break
        for there in grid.around(node):
            if there not in averages:
                visit(there, averages[node].factors)
                waiting.append(there)
                highest = max(highest, heights[there]) if there.ability else highest
    best = max(heights.values())
    kept = [node for node, height in heights.items() if height > best - FAINT]
    shares = np.exp(np.array([heights[node] - best for node in kept]))
    return believe(laid, [averages[node] for node in kept], shares / shares.sum())
