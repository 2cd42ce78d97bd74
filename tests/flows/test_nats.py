"""The whole program with NATS between its services."""

import asyncio
import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.program import Program, finish

from huleedu.engines.nats import server
from huleedu.sample import SampleClass


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[server.Cluster]:
    with server.run(tmp_path / "nats", wait_for_end=True) as cluster:
        yield cluster


@pytest.fixture
def over_nats(on_database: Program, cluster: server.Cluster) -> Program:
    settings = {
        "HULEEDU_BUS": "nats",
        "HULEEDU_NATS_URL": ",".join(cluster.urls),
        "HULEEDU_NATS_MONITOR": ",".join(cluster.monitors),
    }
    return Program(on_database.environment | settings, on_database.folder)


def report_of(folder: Path) -> dict[str, object]:
    return json.loads((folder / "results.json").read_text())["report"]


async def test_an_essay_goes_the_same_way_over_nats(
    over_nats: Program, on_database: Program, school_class: SampleClass
) -> None:
    command = ("assess", str(school_class.essays), "--slots", "30", "--json")
    ran = await over_nats.run(*command, "--out", "over")
    assert ran.code == 1, ran.err
    assert ran.err.count("warning") == 0
    straight = await on_database.run(*command, "--out", "straight")
    assert ran.report == straight.report


async def test_processes_share_the_work_and_one_is_killed(
    over_nats: Program, school_class: SampleClass
) -> None:
    workers = [await over_nats.start("run", "spelling", "linguistics") for _ in range(3)]
    try:
        assessing = asyncio.create_task(
            over_nats.run("assess", str(school_class.essays), "--slots", "30", "--json")
        )
        for worker in workers:
            assert worker.stderr
            assert await worker.stderr.readline()
        workers[0].send_signal(signal.SIGKILL)
        ran = await assessing
        assert ran.code == 1, ran.err
        essays = ran.report["essays"]
        assert len(essays) == 30
        assert all(essay["measures"]["words"] for essay in essays)
    finally:
        for worker in workers[1:]:
            worker.terminate()
        for worker in workers:
            await finish(worker)


async def test_a_server_that_does_not_sync_every_write_is_refused(
    on_database: Program, tmp_path: Path, school_class: SampleClass
) -> None:
    with server.run(tmp_path / "lax", sync="2m", wait_for_end=True) as lax:
        settings = {
            "HULEEDU_BUS": "nats",
            "HULEEDU_NATS_URL": lax.urls[0],
            "HULEEDU_NATS_MONITOR": lax.monitors[0],
        }
        program = Program(on_database.environment | settings, tmp_path)
        ran = await program.run("assess", str(school_class.essays))
    assert ran.code == 3
    assert "sync_interval: always" in ran.err


async def test_a_nats_that_is_not_there_is_told(
    on_database: Program, tmp_path: Path, school_class: SampleClass
) -> None:
    settings = {"HULEEDU_BUS": "nats", "HULEEDU_NATS_URL": "nats://127.0.0.1:1"}
    ran = await Program(on_database.environment | settings, tmp_path).run(
        "assess", str(school_class.essays)
    )
    assert ran.code == 3
    assert "NATS does not answer" in ran.err
