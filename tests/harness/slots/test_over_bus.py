"""Offers that travel over a bus are answered, whatever happens on the way."""

from pathlib import Path

import pytest
from tests.harness.slots.runs import assert_exact, tried

from huleedu.harness.slots.over_bus import BUSES
from huleedu.lab.run import Fault
from huleedu.lab.run.faults import ON_NATS


@pytest.mark.parametrize("bus", BUSES)
async def test_offers_that_travel_over_a_bus_are_all_answered(bus: str, tmp_path: Path) -> None:
    judged = await tried("postgres", tmp_path, bus=bus)
    assert_exact(judged)
    assert judged.acknowledged == 90


@pytest.mark.parametrize("fault", sorted({*ON_NATS, Fault.KILL_WORKER, Fault.CUT}))
async def test_a_fault_on_the_way_over_nats_costs_nothing(fault: Fault, tmp_path: Path) -> None:
    judged = await tried("postgres", tmp_path, fault, bus="nats")
    assert_exact(judged)
    assert judged.faults == {fault: 3}
