"""Killed in the middle, then the same command again: nothing lost, nothing twice."""

import asyncio
import os
import signal
from collections import Counter
from pathlib import Path

import pytest
from tests.patience import LONG_S
from tests.program import Program, Ran, finish

from huleedu.engines.postgres import server
from huleedu.engines.postgres.embedded import Embedded
from huleedu.sample import SampleClass

STAGES = ("Reading files", "Giving places", "Checking spelling")


def assert_exact(ran: Ran) -> None:
    assert ran.code == 1, ran.err
    files = ran.report["files"]
    assert len(files) == 34
    assert Counter(file["state"] for file in files) == {
        "assigned": 30,
        "refused": 3,
        "left_over": 1,
    }
    essays = ran.report["essays"]
    assert sorted(essay["slot"] for essay in essays) == list(range(1, 31))
    assert len({essay["text"] for essay in essays}) == 30
    assert all(essay["measures"] and not essay["failures"] for essay in essays)


async def assert_each_event_said_once(home: Path) -> None:
    with server.PostgresLease(home) as lease:
        connection = await lease.running().address.connect()
        for schema, event, often in (
            ("lifecycle", "lifecycle.slot_assigned.v1", 30),
            ("lifecycle", "lifecycle.batch_settled.v1", 1),
            ("batches", "batches.step_finished.v1", 2),
            ("batches", "batches.batch_assessed.v1", 1),
        ):
            said = f"select count(*) from {schema}.outbox where type = $1"
            assert await connection.fetchval(said, event) == often, event
        assert await connection.fetchval("select count(*) from bus.dead") == 0
        await connection.close()


@pytest.mark.parametrize("stage", STAGES)
async def test_assess_killed_and_run_again(
    program: Program, home: Path, school_class: SampleClass, stage: str
) -> None:
    command = ("assess", str(school_class.essays), "--slots", "30", "--json", "--out", "out")
    await program.run_until(stage, *command)
    assert_exact(await program.run(*command))
    await assert_each_event_said_once(home)


@pytest.mark.parametrize("stage", STAGES)
async def test_postgresql_killed_while_assess_runs(
    program: Program, home: Path, school_class: SampleClass, stage: str
) -> None:
    command = ("assess", str(school_class.essays), "--slots", "30", "--json", "--out", "out")
    assessing = await program.start(*command)
    assert assessing.stderr
    while line := await assessing.stderr.readline():
        if stage in line.decode():
            os.kill(Embedded(home).files.read_state().server, signal.SIGKILL)
            break
    out, err = await finish(assessing)
    # it waits for the engine and goes on
    assert_exact(Ran(assessing.returncode or 0, out.decode(), err.decode()))
    assert_exact(await program.run(*command))
    await assert_each_event_said_once(home)


async def test_a_worker_process_killed_in_the_middle_is_replaced(
    program: Program, school_class: SampleClass
) -> None:
    command = ("assess", str(school_class.essays), "--slots", "30", "--json", "--out", "out")
    assessing = await program.start(*command)
    killed = 0
    async with asyncio.timeout(LONG_S):
        while not killed:
            for pid in _workers_of(assessing.pid):
                os.kill(pid, signal.SIGKILL)
                killed += 1
            await asyncio.sleep(0.005)
    out, err = await finish(assessing)
    assert_exact(Ran(assessing.returncode or 0, out.decode(), err.decode()))


def _workers_of(parent: int) -> list[int]:
    found: list[int] = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            status = (process / "stat").read_text()
            command = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if int(status.rpartition(")")[2].split()[1]) == parent and b"worker_process" in command:
            found.append(int(process.name))
    return found
