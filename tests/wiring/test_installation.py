"""What is away or hangs is told as such, and nobody waits for it."""

import asyncio
from uuid import uuid4

import pytest

from huleedu.gateway.web.installation import Silent
from huleedu.kit.bus import DeadLetter
from huleedu.kit.database import EngineAway
from huleedu.wiring import installation, parts
from huleedu.wiring.installation import HouseInstallation
from huleedu.wiring.program import House


async def test_a_bus_that_is_away_or_hangs_is_silent(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> list[DeadLetter]:
        raise EngineAway

    async def hangs(*_: object) -> list[DeadLetter]:
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(installation, "PART_S", 0.0)
    monkeypatch.setattr(installation, "SIZES_S", 0.0)
    for bus in (away, hangs):
        monkeypatch.setattr(house.bus, "dead", bus)
        monkeypatch.setattr(house.bus, "revive", bus)
        silent = HouseInstallation(house)
        assert await silent.given_up() == Silent()
        assert await silent.try_again([(uuid4(), "results")]) == Silent()


async def test_a_part_that_fails_or_hangs_keeps_no_other_from_its_word(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hangs(*_: object) -> None:
        await asyncio.Event().wait()

    async def fails(*_: object) -> None:
        raise OSError("the disk does not answer")

    monkeypatch.setattr(parts, "of_dictionaries", hangs)
    monkeypatch.setattr(parts, "of_disk", fails)
    looked_at = HouseInstallation(house)
    monkeypatch.setattr(installation, "PART_S", 0.0)
    silent = {part.name for part in await looked_at.parts() if part.state == "silent"}
    assert silent == {"version", "clock", "database", "disk", "dictionaries"}
    monkeypatch.setattr(installation, "PART_S", 0.1)
    states = {}
    while "well" not in (states.get("version"), states.get("database")):
        states = {part.name: part.state for part in await looked_at.parts()}
    assert states["version"] == states["clock"] == "well"
    assert (states["disk"], states["dictionaries"]) == ("silent", "silent")
