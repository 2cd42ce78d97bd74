"""A disk that fails costs nothing, and an engine that does not sync is caught."""

from pathlib import Path

import pytest
from tests.harness.slots.runs import assert_exact, tried

from huleedu.harness.slots.runner import run
from huleedu.lab.run import Fault, Plan
from huleedu.lab.run.disk import NoDisk, disk
from huleedu.lab.run.faults import NEED_ROOT


@pytest.fixture
def own_disk(tmp_path: Path) -> None:
    """Skips where no file system can be mounted."""
    try:
        with disk(tmp_path / "probe"):
            pass
    except NoDisk as error:
        pytest.skip(str(error))


@pytest.mark.usefixtures("own_disk")
@pytest.mark.parametrize("ledger", ["postgres", "valkey"])
@pytest.mark.parametrize("fault", sorted(NEED_ROOT))
async def test_a_disk_that_fails_costs_nothing(ledger: str, fault: Fault, tmp_path: Path) -> None:
    assert_exact(await tried(ledger, tmp_path / "run", fault))


@pytest.mark.usefixtures("own_disk")
async def test_an_engine_that_does_not_sync_is_caught(tmp_path: Path) -> None:
    plan = Plan(repeat=6, faults=(Fault.POWER_CUT,), seed=5)
    judged = await run(plan, "postgres", tmp_path / "run", {"synchronous_commit": "off"})
    assert judged.verdict == "violated"
