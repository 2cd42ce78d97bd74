"""Try again what stood in another's way, and keep nobody waiting without end."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

from huleedu.kit.database import Collision

WORK_S = 30.0
"""Nobody waits longer for an answer; what was asked may be asked again."""
TRIES = 5
"""Of two transactions in each other's way one goes through, so a few times are plenty."""

Answer = TypeVar("Answer")


async def tried(work: Callable[[], Awaitable[Answer]]) -> Answer:
    """What `work` answers; raises `EngineAway`, `Collision` or TimeoutError."""
    async with asyncio.timeout(WORK_S):
        for _ in range(TRIES - 1):
            with suppress(Collision):
                return await work()
        return await work()
