"""The simulation: our ledgers pass thousands of schedules, and a fault of theirs is seen."""

import asyncio
import random
from typing import Any

import pytest
from tests.sizes import Sized

from huleedu.harness.simulate import engines, failing, schedules, simulate
from huleedu.lab.simulate import Deadlock, SimulatedLoop


def a_seed() -> int:
    """Of chance, and printed should the test fail."""
    seed = random.SystemRandom().randrange(2**32)
    print("seed", seed)
    return seed


def test_our_ledgers_pass(sized: Sized) -> None:
    schedules = sized(200, study=20_000)
    offers, wrong = failing(a_seed(), schedules)
    assert wrong == []
    assert offers > schedules


def test_the_same_seed_plays_the_same() -> None:
    seed = a_seed()
    assert list(simulate(seed, 50)) == list(simulate(seed, 50))


def test_schedules_differ_and_meet_everything() -> None:
    drawn = [played.schedule for played in simulate(1, 200)]
    assert {schedule.ledger for schedule in drawn} == {"postgres", "valkey"}
    assert any(s.breaks and s.forgets and s.kills and s.ledger == "valkey" for s in drawn)
    assert any(s.late_batch for s in drawn)


def test_a_slot_given_twice_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    real = engines.SimulatedStore.assign

    def assign(store: engines.SimulatedStore, *asked: Any) -> Any:
        rows = real(store, *asked)
        for batch in store.batches.values():
            batch.used = max(0, batch.used - 1)
        return rows

    monkeypatch.setattr(engines.SimulatedStore, "assign", assign)
    assert any("slot_given_twice" in played.wrong for played in simulate(1, 200))


def test_valkeys_no_taken_at_its_word_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The false `no slot` of a holder that was killed."""

    def snapshot(
        _store: engines.SimulatedStore, batches: Any, contents: Any
    ) -> list[dict[str, Any]]:
        held = {"slots": 1, "used": 1, "closed": False, "slot": None, "essay": None}
        full = {**held, "slots": 0}
        return [full for _ in zip(batches, contents, strict=True)]

    monkeypatch.setattr(engines.SimulatedStore, "snapshot", snapshot)
    monkeypatch.setattr(schedules, "WITHIN_S", 5.0)
    assert any(played.wrong for played in simulate(1, 100))


def test_a_message_said_twice_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    real = engines.SimulatedStore.assign

    def assign(store: engines.SimulatedStore, *asked: Any) -> Any:
        rows = real(store, *asked)
        store.said += store.said[-1:]
        return rows

    monkeypatch.setattr(engines.SimulatedStore, "assign", assign)
    assert any("were said" in played.wrong for played in simulate(1, 50))


def test_time_is_made_up() -> None:
    loop = SimulatedLoop()
    loop.run_until_complete(asyncio.sleep(86_400))
    assert loop.time() == 86_400
    with pytest.raises(Deadlock):
        loop.run_until_complete(loop.create_future())
    loop.close()
