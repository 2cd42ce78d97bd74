"""Run after run from one seed until time is up, each with its own load and faults."""

import itertools
import random
import shutil
import time
from collections import Counter
from collections.abc import AsyncGenerator, Iterator, Sequence
from pathlib import Path

import msgspec

from huleedu.harness.slots.clients import OURS
from huleedu.harness.slots.runner import run
from huleedu.kit.folders import make_private
from huleedu.lab.run import Fault, Plan
from huleedu.lab.run.faults import ON_NATS, ON_VALKEY, ONLY_ON_TRIAL
from huleedu.lab.run.judging import Judged

JOURNAL = "soak.jsonl"
LOADS = ((30, 15), (30, 15), (12, 12), (40, 7), (9, 20), (60, 30))
"""Tasks and slots; the first is the usual one."""
REPEAT_MAX = 12


def drawn(seed: int) -> Iterator[tuple[str, Plan]]:
    """Ledger and plan of run after run, for ever; the same seed draws the same."""
    dice = random.Random(seed)
    while True:
        ledger = dice.choice(OURS)
        bus = dice.choice(("", "", "nats"))
        tasks, slots = dice.choice(LOADS)
        plan = Plan(
            tasks=tasks,
            slots=slots,
            processes=dice.choice((1, 2, 3, 3)),
            repeat=dice.randint(3, REPEAT_MAX),
            identical=dice.choice((1, 1, 2, 5)),
            faults=tuple(dice.sample(_of(ledger, bus), dice.randint(0, 3))),
            bus=bus,
            seed=dice.randrange(2**32),
        )
        yield ledger, plan


def one_by_one(seed: int, repeat: int) -> Iterator[tuple[str, Plan]]:
    """Every fault alone and each two together, on each ledger; those of NATS with one ledger."""
    dice = random.Random(seed)
    for ledger, bus in (*((ledger, "") for ledger in OURS), (OURS[0], "nats")):
        for size in (1, 2):
            for faults in itertools.combinations(_of(ledger, bus), size):
                if bus and not ON_NATS & {*faults}:
                    continue  # it has been without this bus
                seed = dice.randrange(2**32)
                plan = Plan(repeat=repeat, identical=3, faults=faults, bus=bus, seed=seed)
                yield ledger, plan


def _of(ledger: str, bus: str) -> Sequence[Fault]:
    absent = ONLY_ON_TRIAL
    if ledger != "valkey":
        absent |= ON_VALKEY
    if bus != "nats":
        absent |= ON_NATS
    return [fault for fault in Fault if fault not in absent]


class Total(msgspec.Struct):
    """What all runs have shown together."""

    runs: int = 0
    repetitions: int = 0
    exact: int = 0
    acknowledged: int = 0
    failed: int = 0
    faults: Counter[str] = msgspec.field(default_factory=Counter[str])

    def add(self, judged: Judged) -> None:
        """Count a run in."""
        self.runs += 1
        self.repetitions += judged.repetitions
        self.exact += judged.exact
        self.acknowledged += judged.acknowledged
        self.failed += not judged.passed
        self.faults.update(judged.faults)


async def soak(
    plans: Iterator[tuple[str, Plan]], folder: Path, minutes: float
) -> AsyncGenerator[Judged]:
    """Carry out plans until time is up, or there are no more.

    Each run is a line of the journal; the folders of those that failed are kept. Raises as `run`.
    """
    make_private(folder)
    until = time.monotonic() + minutes * 60
    for number, (ledger, plan) in enumerate(plans, 1):
        if time.monotonic() > until:
            return
        at = folder / f"run {number}"
        judged = await run(plan, ledger, at)
        with (folder / JOURNAL).open("ab") as journal:
            journal.write(msgspec.json.encode(judged) + b"\n")
        if judged.passed:
            shutil.rmtree(at)
        yield judged
