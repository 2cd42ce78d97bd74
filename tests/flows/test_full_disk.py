"""A disk that is full, small or closed ends a command with a sentence, and costs nothing."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import asyncpg
import pytest
from tests.program import Program, Ran, finish

from huleedu.app.commands.program import Exit
from huleedu.engines.postgres import server

ESSAYS = 200
DISK = "200m"
"""Room for a database of these essays, and not much more."""
WRITE_ON = "select pg_current_xact_id(), pg_switch_wal()"


def mount(*options: str, at: Path) -> None:
    """An empty file system; the test is skipped where nobody may have one."""
    at.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(at)]
    if sys.platform != "linux" or os.geteuid() or not shutil.which("mount"):
        pytest.skip("only root on Linux mounts a file system")
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no file system can be mounted here: {done.stderr}")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of the test's own."""
    disk = tmp_path / "disk"
    mount(f"size={DISK}", "mode=0755", at=disk)
    yield disk
    server.stop(disk / "home", now=True)
    subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.fixture
def program(disk: Path, tmp_path: Path) -> Program:
    return Program({"HULEEDU_HOME": str(disk / "home")}, tmp_path)


@pytest.fixture
def essays(tmp_path: Path) -> Path:
    folder = tmp_path / "essays"
    folder.mkdir()
    for n in range(ESSAYS):
        (folder / f"{n}.txt").write_text(f"The sea was calm on day {n}, and we sailed home. " * 40)
    return folder


async def crash(home: Path) -> None:
    """Have PostgreSQL write where there is no room, until it gives up."""
    running = server.status(home)
    assert isinstance(running, server.Running)
    connection = await running.address.connect()
    with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
        while True:
            await connection.fetch(WRITE_ON)
    connection.terminate()


@pytest.mark.parametrize("crashes", [False, True], ids=["goes on", "crashes"])
async def test_a_disk_that_fills_in_the_middle_is_told_and_all_goes_on_when_there_is_room(
    program: Program, disk: Path, essays: Path, crashes: bool
) -> None:
    command = ("assess", str(essays), "--json", "--out", "out")
    process = await program.start(*command)
    assert process.stderr
    while b"Reading files" not in await process.stderr.readline():
        assert process.returncode is None
    process.send_signal(signal.SIGSTOP)
    with (disk / "fill").open("wb", buffering=0) as fill, suppress(OSError):
        while True:
            fill.write(bytes(1 << 16))
    if crashes:
        await crash(disk / "home")
    process.send_signal(signal.SIGCONT)
    _, err = await finish(process)
    assert process.returncode == Exit.COULD_NOT_RUN, err.decode()
    [said] = [line for line in err.decode().splitlines() if line.startswith("huleedu: ")]
    assert "is full" in said
    (disk / "fill").unlink()
    ran = await program.run(*command)
    assert ran.code == Exit.WELL, ran.err
    assert len(ran.report["essays"]) == ESSAYS


async def test_a_tiny_dev_shm_is_enough(home: Path, tmp_path: Path) -> None:
    if os.geteuid() or not shutil.which("unshare"):
        pytest.skip("only root on Linux has a /dev/shm of his own")
    (tmp_path / "essay.txt").write_text("The sea was calm, and we sailed home.")
    process = await asyncio.create_subprocess_exec(
        *("unshare", "--mount", "sh", "-c"),
        'mount -t tmpfs -o size=4k tmpfs /dev/shm && exec "$@"',
        *("sh", sys.executable, "-c", "from huleedu.app.cli import main; main()"),
        *("assess", "essay.txt", "--json"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "HULEEDU_HOME": str(home)},
        cwd=tmp_path,
    )
    out, err = await finish(process)
    if b"mount" in err or b"unshare" in err:
        pytest.skip(f"no file system can be mounted here: {err.decode()}")
    ran = Ran(process.returncode or 0, out.decode(), err.decode())
    assert ran.code == Exit.WELL, ran.err
    assert len(ran.report["essays"]) == 1


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Path]:
    """A folder that nobody may write to, not even root."""
    closed = tmp_path / "closed"
    if os.geteuid():
        closed.mkdir(mode=0o500)
        yield closed
        return
    mount("ro", at=closed)
    yield closed
    subprocess.run(["umount", "-l", str(closed)], check=True)


async def test_a_folder_that_takes_no_results_is_named(
    home: Path, tmp_path: Path, closed: Path
) -> None:
    (tmp_path / "essay.txt").write_text("The sea was calm, and we sailed home.")
    program = Program({"HULEEDU_HOME": str(home)}, tmp_path)
    ran = await program.run("assess", "essay.txt", "--out", str(closed / "out"))
    assert ran.code == Exit.COULD_NOT_RUN, ran.err
    assert "Traceback" not in ran.err
    assert str(closed / "out") in ran.err
