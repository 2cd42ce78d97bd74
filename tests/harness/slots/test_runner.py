"""Runs of the lab: our ledgers pass, and each control is caught in its own way."""

import gc
import os
from pathlib import Path

import msgspec
import pytest
from tests.harness.slots.runs import assert_exact, tried
from tests.sizes import Sized

from huleedu.harness.slots import runner
from huleedu.harness.slots.runner import HISTORY, Hung
from huleedu.lab.controls import CONTROLS
from huleedu.lab.report import Proven, verify_manifest
from huleedu.lab.run import Plan
from huleedu.lab.run.judging import Judged

CAUGHT_BY = {
    "check-then-act": "slot_given_twice",
    "locked-is-none": "slot_was_free",
    "not-cleaned": "replay_of_nothing",
    "few-retries": "slot_was_free",
    "placeholder": "no_such_slot",
}
"""Control → the rule that it is seen to break."""


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


async def test_a_run_that_fails_leaves_no_connection_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "ROUND_WITHIN_S", 0.0)
    with pytest.raises(Hung):
        await runner.run(Plan(repeat=1, identical=4, seed=1), "valkey", tmp_path / "run")
    gc.collect()  # what was left open would be told now, and fail the test


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


async def test_what_a_run_leaves_can_be_checked_again(tmp_path: Path) -> None:
    judged = await tried("postgres", tmp_path)
    left = {HISTORY, "verdict.json", "report.html", "manifest.json"}
    assert set(os.listdir(tmp_path)) == left  # noqa: PTH208
    with open(tmp_path / "verdict.json", "rb") as file:  # noqa: ASYNC230, PTH123
        assert msgspec.json.decode(file.read(), type=Judged) == judged
