"""See which scripts can be compared at all: those that a chain of judgements links."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from huleedu.services.judging.domain.judgements import Ints, Judgements


@dataclass(frozen=True, slots=True)
class Linked:
    """A chain of judgements leads from each script to each other."""


@dataclass(frozen=True, slots=True, eq=False)
class Apart:
    """The scripts fall into groups that no judgement links.

    Places within a group rest on judgements; between groups only on what is known beforehand, and
    the errors say so. `group` (scripts) numbers the groups, the largest first; `sizes` are theirs;
    `unjudged` are the scripts without any judgement, each a group of its own.
    """

    group: Ints
    sizes: tuple[int, ...]
    unjudged: tuple[int, ...]


def links(judgements: Judgements) -> Linked | Apart:
    """Whether all scripts hang together."""
    shape = (judgements.scripts, judgements.scripts)
    ones = np.ones(len(judgements), np.int8)
    graph = sparse.coo_array((ones, (judgements.first, judgements.second)), shape=shape)
    count, found = connected_components(graph.tocsr(), directed=False)
    if count <= 1:
        return Linked()
    sizes = np.bincount(found, minlength=count)
    order = np.argsort(-sizes, kind="stable")
    number = np.empty(count, np.int64)
    number[order] = np.arange(count)
    seen = np.concatenate([judgements.first, judgements.second])
    unjudged = np.setdiff1d(np.arange(judgements.scripts), seen)
    return Apart(
        group=number[found],
        sizes=tuple(int(size) for size in sizes[order]),
        unjudged=tuple(int(script) for script in unjudged),
    )
