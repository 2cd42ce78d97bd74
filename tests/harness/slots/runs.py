"""A run of the lab with a seed of chance, and what is to come of it."""

import random
from pathlib import Path

from huleedu.harness.slots.runner import run
from huleedu.lab.run import Fault, Plan
from huleedu.lab.run.judging import Judged


async def tried(
    ledger: str, folder: Path, *faults: Fault, repeat: int = 3, bus: str = ""
) -> Judged:
    """A run with a seed of chance, which is printed should the test fail."""
    seed = random.SystemRandom().randrange(2**32)
    plan = Plan(repeat=repeat, identical=4, faults=faults, bus=bus, seed=seed)
    judged = await run(plan, ledger, folder)
    print(judged.command, judged.words)
    return judged


def assert_exact(judged: Judged) -> None:
    assert judged.verdict == "allowed"
    assert judged.exact == judged.repetitions
    assert judged.crashes == 0
