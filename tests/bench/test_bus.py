"""The benchmark of the buses counts every message."""

import pytest

from huleedu.bench import bus
from huleedu.engines.postgres.database import Address


async def test_each_bus_is_measured_with_every_effect_once(
    address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bus, "SINGLE", 5)
    monkeypatch.setattr(bus, "GROUPS", 4)
    found = await bus.measure(address, nats=True)
    assert [(m.bus, m.messages, m.wrong) for m in found] == [("postgres", 400, 0), ("nats", 400, 0)]
    assert all(0 < m.p50_ms <= m.p95_ms and m.per_s > 0 and m.floor_per_s > 0 for m in found)
