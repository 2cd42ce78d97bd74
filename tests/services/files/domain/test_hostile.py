"""Files that want to do harm: each is refused in words, the worker's memory stays bounded."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from tests.services.files.hostile import HOSTILE, Hostile

from huleedu.kit.work import Died, Done, OutOfMemory, TimedOut
from huleedu.kit.workers import Workers
from huleedu.services.files.domain import READ, Archive, Limits, Outcome, Reading, explain

LIMITS = Limits(time_s=20)
MEMORY_MAX = LIMITS.memory_bytes + (256 << 20)
"""What libraries and the interpreter take stands beside what the limit bounds."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def workers() -> AsyncIterator[Workers]:
    pool = Workers(1, memory_bytes=LIMITS.memory_bytes)
    yield pool
    await pool.aclose()


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("file", HOSTILE.values(), ids=HOSTILE)
async def test_a_hostile_file_is_refused_in_words(workers: Workers, file: Hostile) -> None:
    outcome = await workers.call(READ, file.name, file.make(), LIMITS, time_s=LIMITS.time_s)
    match outcome:
        case TimedOut():
            code = "took_too_long"
        case OutOfMemory():
            code = "needs_too_much_memory"
        case Died():
            code = "unreadable"
        case Done(value):
            code = _code(value)
    assert code in file.codes
    for pid in workers.pids:
        assert _peak_bytes(pid) < MEMORY_MAX


def _code(outcome: Outcome) -> str:
    if isinstance(outcome, Archive):
        return next((member.refused.code.value for member in outcome.refused), "read")
    if isinstance(outcome, Reading):
        return "read"
    assert explain(outcome)
    return outcome.code.value


def _peak_bytes(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0
