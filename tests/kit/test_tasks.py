import asyncio
import logging
import sys

import pytest

from huleedu.kit import tasks


async def deaf_to(cancellations: int, heard: list[str]) -> None:
    """As a driver that swallows a cancellation in a loop of ours."""
    while True:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            heard.append("cancelled")
            if len(heard) > cancellations:
                raise


async def test_a_task_that_swallows_its_first_cancellation_is_ended() -> None:
    heard: list[str] = []
    task = asyncio.create_task(deaf_to(1, heard))
    await asyncio.sleep(0)
    assert await tasks.end(task) == []
    assert task.cancelled()
    assert len(heard) == 2


async def test_one_that_never_ends_is_left_alone_and_told_with_where_it_stands(
    caplog: pytest.LogCaptureFixture,
) -> None:
    heard: list[str] = []
    task = asyncio.create_task(deaf_to(2, heard), name="the deaf one")
    await asyncio.sleep(0)
    assert await tasks.end(task, within_s=0.01) == ["the deaf one"]
    assert "the deaf one does not end" in caplog.text
    assert "await asyncio.Event().wait()" in caplog.text
    await tasks.end(task)


async def test_one_that_clears_up_is_given_time_to(caplog: pytest.LogCaptureFixture) -> None:
    cleared = False

    async def tidy() -> None:
        nonlocal cleared
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.01)
            cleared = True

    task = asyncio.create_task(tidy())
    await asyncio.sleep(0)
    assert await tasks.end(task) == []
    assert cleared


async def test_what_is_raised_at_the_end_is_told(caplog: pytest.LogCaptureFixture) -> None:
    async def break_down() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            raise ValueError("broken")

    task = asyncio.create_task(break_down(), name="the broken one")
    await asyncio.sleep(0)
    with caplog.at_level(logging.INFO):
        assert await tasks.end(task, None) == []
    assert "the broken one ended with ValueError: broken" in caplog.text


async def test_nothing_to_end_is_no_error() -> None:
    assert await tasks.end() == []


HANGS = """
import asyncio, threading
from huleedu.kit import tasks

async def main():
    tasks.end_process_within(0.1, 3)
    await asyncio.to_thread(threading.Event().wait)

asyncio.run(main())
"""


async def test_a_process_whose_thread_hangs_ends_and_tells_where() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HANGS, stderr=asyncio.subprocess.PIPE
    )
    _, told = await process.communicate()
    assert process.returncode == 3
    assert "not everything has ended within 0.1 s" in told.decode()
