"""Check a batch that is registered, enlarged or closed while contents come.

`sweep` goes through the instants and lets changes happen as late as they can, when an answer is due
that can't be right before. Let any right order of steps be given, and let the sweep make changes in
its order. It leaves each phase between two changes no earlier than that order does, and by then
every step that the order made in this phase or before has been made here as well: the same slots
are taken, as they are named, and slots that nobody names are as many. So if an answer is due here
and fits nowhere, it fits nowhere in that order; and if it fits nowhere in any, the history is
impossible.

Which change comes next is open only where several that differ are under way: each is tried, and
what led to a failure before is not tried again (Lowe, Concurrency and Computation 29(4), 2017).
"""

from collections.abc import Hashable
from dataclasses import dataclass

from huleedu.lab.check.claims import BatchClaims
from huleedu.lab.check.moments import Batch
from huleedu.lab.check.sweep import Alike, Impossible, Sweep
from huleedu.lab.verdict import Rule

NAMELESS = "slots without names were given while calls stayed unanswered"
CHOICE_MOMENTS = 20
"""A choice takes as long as so many of them."""
MOMENTS_MAX = 5_000_000
"""So many instants are gone through, before nobody can tell."""


class Budget:
    """How many more instants may be gone through, in one check or in several."""

    def __init__(self, moments: int = MOMENTS_MAX) -> None:
        self.left = moments


@dataclass(frozen=True, slots=True)
class Possible:
    """There is an order of steps that gives every answer."""


@dataclass(frozen=True, slots=True)
class Undecided:
    """This check cannot tell."""

    why: str


def check_changing(
    facts: BatchClaims, budget: Budget | None = None
) -> Possible | Impossible | Undecided:
    """Can a batch's history have come about, its claims being without contradiction?"""
    budget = budget or Budget()
    batch = Batch(facts)
    furthest = Impossible(Rule.CHANGE, None, -1)
    others: list[tuple[Sweep, tuple[Alike, ...]]] = []
    failed: set[Hashable] = set()
    sweep = Sweep(batch)
    while True:
        start = sweep.place
        found = sweep.go_on()
        budget.left -= sweep.place - start + 1
        if found is None:
            return Possible()
        if isinstance(found, Impossible):
            furthest = max(furthest, found, key=lambda failure: failure.at)
        elif (key := sweep.key()) not in failed:
            failed.add(key)
            budget.left -= CHOICE_MOMENTS
            others.append((sweep, found.of))
        if not others:
            return furthest if batch.is_exact else Undecided(NAMELESS)
        if budget.left < 0:
            return Undecided("too many orders of overlapping changes are possible")
        sweep, (first, *rest) = others.pop()
        if rest:
            others.append((sweep.copy(), tuple(rest)))
        sweep.make(first)
