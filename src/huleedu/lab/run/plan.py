"""What a run asks, all of it from one seed: the same seed asks the same."""

import random
from collections.abc import Iterator
from uuid import UUID

import msgspec

from huleedu.lab.run.faults import OF_MESSAGES, Fault

LATE_MS = 30.0
SPREAD_MS = 12.0
"""A fault comes at some moment of the first of so many milliseconds: while offers are under way."""


class Offer(msgspec.Struct, frozen=True):
    """A content to be offered by a process, `after_ms` from the round's start."""

    content: str
    after_ms: float = 0.0


class Round(msgspec.Struct, frozen=True):
    """One repetition: a batch of its own, and what each process offers to it."""

    batch: str
    slots: int
    register_after_ms: float | None
    """None: it is registered before anybody offers."""
    shares: tuple[tuple[Offer, ...], ...]
    """What each process offers."""
    faults: tuple[tuple[Fault, float, int], ...]
    """Fault, when (ms from the start), and a number that chooses the process."""
    contents: int
    """How many different contents are offered."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for.

    Args:
        tasks: offers in a round.
        identical: how many of these offer the same content; 1: all are different.
        bus: what carries the offers to the processes; empty: they go straight to one.
    """

    tasks: int = 30
    slots: int = 15
    processes: int = 3
    repeat: int = 1
    identical: int = 1
    faults: tuple[Fault, ...] = ()
    bus: str = ""
    seed: int = 0


def rounds(plan: Plan) -> Iterator[Round]:
    """The rounds of a run."""
    dice = random.Random(plan.seed)
    for _ in range(plan.repeat):
        yield _round(plan, dice)


def _round(plan: Plan, dice: random.Random) -> Round:
    contents = [f"text {max(n, plan.identical)}" for n in range(1, plan.tasks + 1)]
    offers = [Offer(content) for content in contents]
    dice.shuffle(offers)
    register_after: float | None = None
    if Fault.OUT_OF_ORDER in plan.faults:
        register_after = dice.uniform(0, SPREAD_MS)
        offers = [Offer(o.content, dice.uniform(0, SPREAD_MS)) for o in offers]
    if Fault.LATE in plan.faults:
        late = set(dice.sample(range(len(offers)), max(1, len(offers) // 5)))
        offers = [
            Offer(o.content, o.after_ms + dice.uniform(0, LATE_MS)) if n in late else o
            for n, o in enumerate(offers)
        ]
    shares: list[list[Offer]] = [offers[n :: plan.processes] for n in range(plan.processes)]
    if Fault.TWICE in plan.faults:
        again = offers.copy()
        dice.shuffle(again)
        for n, offer in enumerate(again):
            shares[n % plan.processes].append(offer)
    return Round(
        batch=str(UUID(int=dice.getrandbits(128), version=4)),
        slots=plan.slots,
        register_after_ms=register_after,
        shares=tuple(map(tuple, shares)),
        faults=tuple(
            (fault, dice.uniform(0, SPREAD_MS), dice.randrange(plan.processes))
            for fault in plan.faults
            if fault not in OF_MESSAGES
        ),
        contents=len(set(contents)),
    )
