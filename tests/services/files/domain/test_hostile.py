"""Files that want to do harm: each is refused in words, and the worker's memory stays bounded."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from tests.services.files.hostile import HOSTILE, Hostile

from huleedu.gateway.words.words import words
from huleedu.kit.work import Died, Done, OutOfMemory, TimedOut
from huleedu.kit.workers import Workers
from huleedu.services.files.domain import READ, WARM, Limits, Refused

LIMITS = Limits()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def workers() -> AsyncIterator[Workers]:
    async with Workers(1, memory_bytes=LIMITS.memory_bytes, warm=WARM, tries=1) as pool:
        yield pool


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("file", HOSTILE.values(), ids=HOSTILE)
async def test_a_hostile_file_is_refused_in_words(workers: Workers, file: Hostile) -> None:
    work = workers.call(READ, file.name, file.make(), LIMITS, time_s=LIMITS.time_s)
    task = asyncio.create_task(work)
    peak = 0
    while not task.done():
        peak = max([peak, *map(_peak_bytes, workers.pids)])
        await asyncio.wait([task], timeout=0.005)
    match task.result():
        case TimedOut():
            code = "took_too_long"
        case OutOfMemory():
            code = "needs_too_much_memory"
        case Died():
            code = "unreadable"
        case Done(Refused() as refused):
            code = refused.code.value
            assert words("en").explain(refused.reason)
        case Done():
            code = "read"
    assert code in file.codes
    assert peak < LIMITS.memory_bytes


def _peak_bytes(pid: int) -> int:
    """The most memory that the process ever had, 0 if it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)
