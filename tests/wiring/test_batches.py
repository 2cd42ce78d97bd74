"""Who else works on the services: those are left to them, and named to whoever waits."""

from datetime import UTC, datetime

import pytest

from huleedu.gateway.batches import OtherProcess
from huleedu.kit.bus import Serving
from huleedu.wiring.batches import batches_of
from huleedu.wiring.modules import HEARERS
from huleedu.wiring.program import House

SINCE = datetime(2026, 11, 2, 8, tzinfo=UTC)


async def test_what_others_run_is_left_to_them_and_told(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.start(["gateway"])
    theirs = ("lifecycle", "batches")

    async def served() -> list[Serving]:
        others = [Serving(consumer=name, host="far", pid=7, since=SINCE) for name in theirs]
        return [*others, Serving(consumer="results")]  # nobody knows who that is

    monkeypatch.setattr(house.bus, "served", served)
    assert await batches_of(house).help_out() == (
        OtherProcess("far", 7, SINCE, ("batches", "lifecycle")),
    )
    ours = {runner.service.name for runner in house.runners}
    assert ours == {"gateway", *HEARERS} - {*theirs, "results"}
