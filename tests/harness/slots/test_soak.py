"""Many runs from one seed: drawn the same, and every fault with every other."""

import itertools
import random
from pathlib import Path

from huleedu.harness.slots import soak
from huleedu.lab.run import Fault
from huleedu.lab.run.faults import ON_NATS, ON_VALKEY, ONLY_ON_TRIAL


async def test_soaking_draws_the_same_from_the_same_seed_and_finds_nothing(tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(2**32)
    few = list(itertools.islice(soak.drawn(seed), 3))
    assert few == list(itertools.islice(soak.drawn(seed), 3))
    total = soak.Total()
    async for judged in soak.soak(iter(few), tmp_path / "soak", 10):
        print(judged.command, judged.words)
        total.add(judged)
    assert (total.runs, total.failed) == (3, 0)
    assert total.exact == total.repetitions == sum(plan.repeat for _, plan in few)


def test_every_fault_is_tried_with_every_other() -> None:
    plans = list(soak.one_by_one(1, 1))
    tried = {(ledger, plan.bus, frozenset(plan.faults)) for ledger, plan in plans}
    assert len(tried) == len(plans)
    ours = set(Fault) - ONLY_ON_TRIAL
    without_nats = ours - ON_NATS
    for one in without_nats:
        assert all(("valkey", "", frozenset((one, other))) in tried for other in without_nats)
    for one in ON_NATS:
        others = ours - ON_VALKEY
        assert all(("postgres", "nats", frozenset((one, other))) in tried for other in others)
