import asyncio
import os
import sys
from pathlib import Path

import pytest

HANGS = """
import asyncio

async def deaf():
    while True:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            pass

async def test_that_hangs_when_its_loop_ends():
    task = asyncio.create_task(deaf(), name="the deaf one")
    await asyncio.sleep(0)
"""


@pytest.mark.parametrize("processes", ["0", "1"])
async def test_a_test_that_hangs_is_ended_and_tells_what_its_tasks_wait_for(
    tmp_path: Path, processes: str
) -> None:
    (tmp_path / "test_hangs.py").write_text(HANGS)
    (tmp_path / "pytest.ini").write_text("[pytest]\nasyncio_mode = auto\n")
    root = str(Path(__file__).parent.parent)
    tests = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "pytest", "-p", "tests.hanging", "-p", "no:randomly"),
        *("--timeout", "2", "--timeout-method", "thread", "-n", processes, "test_hangs.py"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": root},
    )
    out, _ = await tests.communicate()
    told = out.decode()
    assert tests.returncode == 1
    assert "the deaf one" in told
    assert "await asyncio.Event().wait()" in told, "the stack goes down to what it waits for"
    assert "most recent call first" in told
