"""A worker that dies, hangs or grows is replaced, and every call gets an answer."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest
from tests.patience import LONG_S

from huleedu.kit.database import EngineAway
from huleedu.kit.work import Died, Done, OutOfMemory, TimedOut, Work
from huleedu.kit.workers import WorkerCannotStart, Workers

PID = Work("os:getpid", msgspec.msgpack.Decoder(int))
SLEEP = Work("time:sleep", msgspec.msgpack.Decoder(None))
GROW = Work("builtins:bytearray", msgspec.msgpack.Decoder(bytes))
KILL = Work("os:kill", msgspec.msgpack.Decoder(None))
BAD = Work("math:sqrt", msgspec.msgpack.Decoder(float))
DO = Work("builtins:exec", msgspec.msgpack.Decoder(None))
MB = 1 << 20
FOR_EVER = "while True: pass"
STOP_ONCE = """
import os, signal
if os.path.exists(mark):
    os.remove(mark)
    os.kill(os.getpid(), signal.SIGSTOP)
"""
DIE_ONCE = """
import os
if os.path.exists(mark):
    os.remove(mark)
    os.kill(os.getpid(), 9)
"""


@pytest.fixture
async def workers() -> AsyncIterator[Workers]:
    pool = Workers(1, memory_bytes=256 * MB, tries=1)
    yield pool
    await pool.aclose()
    assert pool.pids == frozenset()


async def test_a_worker_answers_again_and_again(workers: Workers) -> None:
    first = await workers.call(PID, time_s=30)
    assert first == await workers.call(PID, time_s=30)
    assert isinstance(first, Done)
    assert first.value != os.getpid()


async def test_one_that_hangs_is_ended_and_the_next_call_is_answered(workers: Workers) -> None:
    assert await workers.call(SLEEP, 3600, time_s=0.2) == TimedOut()
    assert isinstance(await workers.call(PID, time_s=30), Done)


async def test_one_that_grows_is_stopped_by_its_limit(workers: Workers) -> None:
    assert await workers.call(GROW, 2000 * MB, time_s=30) == OutOfMemory()
    assert isinstance(await workers.call(PID, time_s=30), Done)


async def test_one_that_is_killed_in_the_middle_is_replaced(workers: Workers) -> None:
    found = await workers.call(PID, time_s=30)
    assert isinstance(found, Done)
    died = await workers.call(KILL, found.value, int(signal.SIGKILL), time_s=30)
    assert isinstance(died, Died)
    assert died.signal == signal.SIGKILL
    assert isinstance(await workers.call(PID, time_s=30), Done)


async def test_one_that_was_suspended_is_not_the_works_fault(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    mark.touch()
    async with Workers(1, memory_bytes=256 * MB, tries=2) as pool:
        await pool.call(PID, time_s=30)
        assert await pool.call(DO, STOP_ONCE, {"mark": str(mark)}, time_s=1) == Done(None)
    assert not mark.exists()


async def test_an_error_in_the_work_is_told(workers: Workers) -> None:
    died = await workers.call(BAD, -1, time_s=30)
    assert isinstance(died, Died)
    assert "ValueError" in died.last_words or "math domain" in died.last_words


async def test_workers_that_cannot_start_say_so() -> None:
    async with Workers(1, memory_bytes=256 * MB, warm="huleedu:nothing") as pool:
        with pytest.raises(WorkerCannotStart):
            await pool.call(PID, time_s=30)


@pytest.mark.skipif(sys.platform == "win32", reason="its limits are other ones")
async def test_a_machine_without_room_for_a_worker_is_away_until_it_has(tmp_path: Path) -> None:
    import resource

    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    async with Workers(1, memory_bytes=256 * MB) as warmed:  # what the loop itself needs is open
        assert isinstance(await warmed.call(PID, time_s=30), Done)
    pool = Workers(1, memory_bytes=256 * MB)
    with (tmp_path / "last").open("w") as last:
        resource.setrlimit(resource.RLIMIT_NOFILE, (last.fileno() + 1, limits[1]))
        try:
            await pool.start()  # nobody loses his seat
            with pytest.raises(WorkerCannotStart) as told:
                await pool.call(PID, time_s=30)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert isinstance(told.value, EngineAway)
    assert isinstance(await pool.call(PID, time_s=30), Done)
    await pool.aclose()


async def test_a_death_is_the_works_fault_only_if_a_fresh_worker_dies_of_it_too(
    tmp_path: Path,
) -> None:
    mark = tmp_path / "die"
    mark.touch()
    async with Workers(1, memory_bytes=256 * MB, tries=2) as pool:
        assert await pool.call(DO, DIE_ONCE, {"mark": str(mark)}, time_s=30) == Done(None)
        assert isinstance(await pool.call(DO, "import os; os.abort()", time_s=30), Died)


async def test_what_the_work_prints_is_no_answer(workers: Workers) -> None:
    assert await workers.call(DO, "print('x' * 100)", time_s=30) == Done(None)
    assert await workers.call(DO, "import os; os.write(1, b'y' * 100)", time_s=30) == Done(None)
    assert isinstance(await workers.call(PID, time_s=30), Done)


async def test_an_answer_of_the_wrong_kind_is_none(workers: Workers) -> None:
    wrong = Work("os:getcwd", msgspec.msgpack.Decoder(int))
    died = await workers.call(wrong, time_s=30)
    assert isinstance(died, Died)
    assert isinstance(await workers.call(PID, time_s=30), Done)


async def test_an_answer_longer_than_allowed_is_not_taken() -> None:
    long = Work("builtins:bytes", msgspec.msgpack.Decoder(bytes))
    async with Workers(1, memory_bytes=256 * MB, tries=1, answer_bytes_max=1000) as pool:
        assert await pool.call(long, 900, time_s=30) == Done(bytes(900))
        assert isinstance(await pool.call(long, 2000, time_s=30), Died)


async def test_work_that_nobody_waits_for_any_more_is_ended(
    workers: Workers, tmp_path: Path
) -> None:
    begun = tmp_path / "begun"
    work = f"open(begun, 'w')\n{FOR_EVER}"
    task = asyncio.create_task(workers.call(DO, work, {"begun": str(begun)}, time_s=3600))
    while not begun.exists():
        await asyncio.sleep(0.01)
    [before] = workers.pids
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert before not in workers.pids
    assert isinstance(await workers.call(PID, time_s=30), Done)


async def test_more_calls_than_workers_are_all_answered() -> None:
    double = Work("operator:mul", msgspec.msgpack.Decoder(int))
    async with Workers(2, memory_bytes=256 * MB) as pool:
        answers = await asyncio.gather(*(pool.call(double, n, 2, time_s=30) for n in range(50)))
        assert answers == [Done(2 * n) for n in range(50)]
        assert len(pool.pids) == 2


async def test_workers_that_were_sent_home_take_no_work() -> None:
    pool = Workers(1, memory_bytes=256 * MB)
    await pool.start()
    await pool.aclose()
    with pytest.raises(WorkerCannotStart):
        await pool.call(PID, time_s=30)
    assert pool.pids == frozenset()


async def test_what_a_worker_holds_stays_below_its_limit(workers: Workers) -> None:
    grow = "held = []\nwhile True: held.append(bytes(1 << 20))"
    task = asyncio.create_task(workers.call(DO, grow, {}, time_s=60))
    peak = 0
    while not task.done():
        peak = max([peak, *(_peak_bytes(pid) for pid in workers.pids)])
        await asyncio.sleep(0.001)
    assert task.result() == OutOfMemory()
    assert 0 < peak < 256 * MB


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it ends after its task")
async def test_a_busy_worker_ends_when_its_parent_is_killed() -> None:
    program = """
import asyncio, msgspec
from huleedu.kit.work import Work
from huleedu.kit.workers import Workers
async def main():
    pool = Workers(1, memory_bytes=1 << 28)
    found = await pool.call(Work("os:getpid", msgspec.msgpack.Decoder(int)), time_s=30)
    busy = Work("builtins:exec", msgspec.msgpack.Decoder(None))
    task = asyncio.create_task(pool.call(busy, "while True: pass", time_s=3600))
    await asyncio.sleep(0.1)
    print(found.value, flush=True)
    await task
asyncio.run(main())
"""
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdout
    pid = int(await parent.stdout.readline())
    parent.kill()
    await parent.wait()
    async with asyncio.timeout(LONG_S):
        while _lives(pid):
            await asyncio.sleep(0.01)


def _lives(pid: int) -> bool:
    """A zombie that nobody has fetched yet doesn't live."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def _peak_bytes(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)
