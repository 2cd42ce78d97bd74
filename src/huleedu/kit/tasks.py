"""End tasks for certain: a cancellation can be lost on its way, so once is not enough."""

import asyncio
import logging
import os
import threading
import traceback
from typing import Any

log = logging.getLogger("huleedu.tasks")

WITHIN_S = 5.0
AGAIN_S = 0.5
"""A task that was cancelled has this long to clear up before it is cancelled again."""


async def end(*tasks: asyncio.Task[Any] | None, within_s: float = WITHIN_S) -> list[str]:
    """Cancel until they have ended; returns the names of those that have not within the time.

    Drivers swallow cancellations: nats-py wherever it flushes, and `asyncio.wait_for` of Python
    3.11 when the answer comes at the same moment. A task that loops is then as it was, and whoever
    waits for its end waits for ever. Where one stands that does not end is told in the log, and
    what a task raises while it ends.
    """
    loop = asyncio.get_running_loop()
    until = loop.time() + within_s
    left = [task for task in tasks if task is not None]
    while left:
        for task in left:
            task.cancel()
        ended, _ = await asyncio.wait(left, timeout=min(AGAIN_S, within_s))
        for task in ended:
            if not task.cancelled() and (error := task.exception()):
                log.info("%s ended with %s: %s", task.get_name(), type(error).__name__, error)
        left = [task for task in left if not task.done()]
        if loop.time() >= until:
            break
    for task in left:
        log.error(
            "%s does not end, and is left alone. It stands at:\n%s", task.get_name(), at(task)
        )
    return [task.get_name() for task in left]


def at(task: asyncio.Task[Any]) -> str:
    """The lines at which it waits, outermost first."""
    awaited: object = task.get_coro()
    lines: list[str] = []
    while awaited is not None:
        if frame := getattr(awaited, "cr_frame", None):
            lines += traceback.format_stack(frame, limit=1)
        awaited = getattr(awaited, "cr_await", None)
    return "".join(lines)


def end_process_within(seconds: float, code: int) -> None:
    """However it stands by then, end this process: its threads cannot be cancelled.

    A process that is told to end and does not is killed by whoever told it, without a word.
    """
    loop = asyncio.get_running_loop()

    def end_now() -> None:
        places = "\n".join(f"{task.get_name()}:\n{at(task)}" for task in asyncio.all_tasks(loop))
        log.error("not everything has ended within %g s:\n%s", seconds, places)
        logging.shutdown()
        os._exit(code)

    timer = threading.Timer(seconds, end_now)
    timer.daemon = True
    timer.start()
