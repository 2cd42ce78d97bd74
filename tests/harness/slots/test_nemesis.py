"""Faults cost nothing: processes and engines are killed, paused, cut off, and none is wrong."""

from pathlib import Path

import pytest
from tests.harness.slots.runs import assert_exact, tried

from huleedu.lab.run import Fault
from huleedu.lab.run.faults import NEED_ROOT, OF_MESSAGES, ON_NATS, ON_VALKEY, ONLY_ON_TRIAL


@pytest.mark.parametrize("ledger", ["postgres", "valkey"])
@pytest.mark.parametrize("fault", sorted(set(Fault) - NEED_ROOT - ON_NATS - ONLY_ON_TRIAL))
async def test_a_fault_costs_nothing(ledger: str, fault: Fault, tmp_path: Path) -> None:
    if fault in ON_VALKEY and ledger == "postgres":
        pytest.skip("there is no Valkey to disturb")
    judged = await tried(ledger, tmp_path, fault)
    assert_exact(judged)
    assert judged.faults == ({} if fault in OF_MESSAGES else {fault: 3})
