"""A worker that dies, hangs or grows is replaced, and every call gets an answer."""

import os
import signal
from collections.abc import AsyncIterator

import msgspec
import pytest

from huleedu.kit.work import Died, Done, OutOfMemory, TimedOut, Work
from huleedu.kit.workers import WorkerCannotStart, Workers

PID = Work("os:getpid", msgspec.msgpack.Decoder(int))
SLEEP = Work("time:sleep", msgspec.msgpack.Decoder(None))
GROW = Work("builtins:bytearray", msgspec.msgpack.Decoder(bytes))
KILL = Work("os:kill", msgspec.msgpack.Decoder(None))
BAD = Work("math:sqrt", msgspec.msgpack.Decoder(float))
MB = 1 << 20


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


async def test_an_error_in_the_work_is_told(workers: Workers) -> None:
    died = await workers.call(BAD, -1, time_s=30)
    assert isinstance(died, Died)
    assert "ValueError" in died.last_words or "math domain" in died.last_words


async def test_workers_that_cannot_start_say_so() -> None:
    async with Workers(1, memory_bytes=256 * MB, warm="huleedu:nothing") as pool:
        with pytest.raises(WorkerCannotStart):
            await pool.call(PID, time_s=30)
