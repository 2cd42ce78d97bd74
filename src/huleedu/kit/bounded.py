"""Ask what may never answer, such as a disk or a server that is away, without waiting for it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """It did not answer in time."""


class Asking(Generic[T]):
    """One question at a time: who asks while it is still on its way waits for the same answer.

    So what hangs for ever holds one task, and at most one thread, however often it is asked.
    """

    def __init__(self, ask: Callable[[], Awaitable[T]]) -> None:
        self._ask = ask
        self._asked: asyncio.Future[T] | None = None

    async def answer(self, within_s: float) -> T | NoAnswer:
        """The answer, or that there is none yet; raises what `ask` raises."""
        if self._asked is None or self._asked.done():
            self._asked = asyncio.ensure_future(self._ask())
            self._asked.add_done_callback(_look_at)
        done, _ = await asyncio.wait([self._asked], timeout=within_s)
        return self._asked.result() if done else NoAnswer()


def _look_at(asked: asyncio.Future[T]) -> None:
    """Whoever asked may have gone: what it raised is nobody's any more."""
    if not asked.cancelled():
        asked.exception()
