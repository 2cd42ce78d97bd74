"""Runs of the lab: our ledgers pass, each control is caught in its own way, faults cost nothing."""

import itertools
import os
import random
from pathlib import Path

import msgspec
import pytest
from tests.sizes import Sized

from huleedu.harness.slots import compare, soak
from huleedu.harness.slots.disk import NoDisk, disk
from huleedu.harness.slots.over_bus import BUSES
from huleedu.harness.slots.runner import HISTORY, Judged, run
from huleedu.lab.controls import CONTROLS
from huleedu.lab.report import Proven, verify_manifest
from huleedu.lab.run import Fault, Plan, rounds
from huleedu.lab.run.faults import NEED_ROOT, OF_MESSAGES, ON_NATS, ON_VALKEY

CAUGHT_BY = {
    "check-then-act": "slot_given_twice",
    "locked-is-none": "slot_was_free",
    "not-cleaned": "replay_of_nothing",
    "few-retries": "slot_was_free",
    "placeholder": "no_such_slot",
}
"""Control → the rule that it is seen to break."""


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


@pytest.mark.parametrize("ledger", ["postgres", "valkey"])
async def test_a_ledger_of_ours_is_exact(ledger: str, tmp_path: Path, sized: Sized) -> None:
    repeat = sized(5, study=200)
    judged = await tried(ledger, tmp_path / "run", repeat=repeat)
    assert_exact(judged)
    # each of 27 contents once; the one that comes four times replays thrice, if it has a slot
    assert judged.answers["assigned"] == 15 * repeat
    assert judged.answers["replayed"] % 3 == 0
    assert judged.acknowledged == sum(judged.answers.values()) == 30 * repeat
    assert isinstance(verify_manifest(tmp_path / "run"), Proven)


def test_every_control_has_its_rule() -> None:
    assert {*CAUGHT_BY, "handled"} == set(CONTROLS)


@pytest.mark.parametrize("control", CAUGHT_BY)
async def test_a_control_is_caught(control: str, tmp_path: Path) -> None:
    judged = await tried(control, tmp_path, repeat=10)
    assert judged.verdict == "violated"
    assert CAUGHT_BY[control] in judged.rules
    assert judged.exact < judged.repetitions


async def test_a_yes_to_everything_is_no_pass(tmp_path: Path) -> None:
    judged = await tried("handled", tmp_path)
    assert judged.verdict == "unknown"
    assert "handled" in judged.words


@pytest.mark.parametrize("ledger", ["postgres", "valkey"])
@pytest.mark.parametrize("fault", sorted(set(Fault) - NEED_ROOT - ON_NATS))
async def test_a_fault_costs_nothing(ledger: str, fault: Fault, tmp_path: Path) -> None:
    if fault in ON_VALKEY and ledger == "postgres":
        pytest.skip("there is no Valkey to disturb")
    judged = await tried(ledger, tmp_path, fault)
    assert_exact(judged)
    assert judged.faults == ({} if fault in OF_MESSAGES else {fault: 3})


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


def test_the_same_seed_asks_the_same() -> None:
    plan = Plan(repeat=5, faults=tuple(Fault), seed=3)
    assert list(rounds(plan)) == list(rounds(plan))
    assert list(rounds(plan)) != list(rounds(msgspec.structs.replace(plan, seed=4)))


async def test_what_a_run_leaves_can_be_checked_again(tmp_path: Path) -> None:
    judged = await tried("postgres", tmp_path)
    left = {HISTORY, "verdict.json", "report.html", "manifest.json"}
    assert set(os.listdir(tmp_path)) == left  # noqa: PTH208
    with open(tmp_path / "verdict.json", "rb") as file:  # noqa: ASYNC230, PTH123
        assert msgspec.json.decode(file.read(), type=Judged) == judged


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
    without_nats = set(Fault) - ON_NATS
    for one in without_nats:
        assert all(("valkey", "", frozenset((one, other))) in tried for other in without_nats)
    for one in ON_NATS:
        others = set(Fault) - ON_VALKEY
        assert all(("postgres", "nats", frozenset((one, other))) in tried for other in others)


async def test_a_comparison_tells_ours_from_the_controls(tmp_path: Path) -> None:
    found = [judged async for judged in compare.compare(11, 5, tmp_path)]
    assert all(map(compare.is_as_expected, found))
    page = compare.write_page(tmp_path, 11, found).read_text(encoding="utf-8")
    assert all(judged.ledger in page for judged in found)
