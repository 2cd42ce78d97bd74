"""Tell who holds the event loop: everybody else of the process waits for whoever does."""

import asyncio
import sys
import threading
import time
import traceback
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass

HELD_MAX_S = 0.05
LOOK_EVERY_S = 0.005


@dataclass(frozen=True, slots=True)
class BlockedStep:
    """A step of a task that did not let go of the loop."""

    processor_s: float
    """Of the loop's thread, not by the clock: a busy machine is not the task's fault."""
    task: str
    stack: str
    """Where it was when it was noticed."""


@contextmanager
def watching(
    tell: Callable[[BlockedStep], None], held_max_s: float = HELD_MAX_S
) -> Generator[None]:
    """Watch the running loop from a thread of its own; each step that holds it is told once.

    Sees a step while it runs, whatever loop it is, and costs a look every 5 ms. Where the system
    does not tell the processor time of a thread (Windows), nothing is watched.
    """
    if not hasattr(time, "pthread_getcpuclockid"):
        yield
        return
    loop, ended = asyncio.get_running_loop(), threading.Event()
    watch = _Watch(loop, threading.get_ident(), tell, held_max_s)
    thread = threading.Thread(target=watch.until, args=(ended,), name="watchdog", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


class _Watch:
    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        thread: int,
        tell: Callable[[BlockedStep], None],
        held_max_s: float,
    ) -> None:
        self._loop = loop
        self._thread = thread
        self._clock = time.pthread_getcpuclockid(thread)
        self._tell = tell
        self._held_max_s = held_max_s
        self._rounds = 0
        """Rounds of the loop that were seen to end."""

    def until(self, ended: threading.Event) -> None:
        """Look again and again at which task is running, and since when."""
        seen: tuple[object, int] = (None, -1)
        since, asked, told = 0.0, -1, False
        while not ended.wait(LOOK_EVERY_S):
            if asked != self._rounds:  # the last one has been answered
                asked = self._rounds
                try:
                    self._loop.call_soon_threadsafe(self._count)
                except RuntimeError:  # the loop is closed
                    return
            now = (asyncio.current_task(self._loop), self._rounds)
            spent = time.clock_gettime(self._clock)
            if now != seen or now[0] is None:
                seen, since, told = now, spent, False
            elif not told and spent - since > self._held_max_s:
                told = True
                self._tell(BlockedStep(spent - since, str(now[0]), self._stack()))

    def _count(self) -> None:
        self._rounds += 1

    def _stack(self) -> str:
        # as faulthandler does
        frames = sys._current_frames()  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
        frame = frames.get(self._thread)
        return "".join(traceback.format_stack(frame)) if frame else ""
