"""End a test that hangs, and tell what every thread and every task was waiting for."""

import asyncio
import faulthandler
import gc
import os
import threading
import traceback
from collections.abc import Iterator
from types import FrameType
from typing import TextIO

import pytest
from _pytest.capture import CaptureManager
from pytest_timeout import Settings, is_debugging

TIMER: pytest.StashKey[threading.Timer] = pytest.StashKey()


@pytest.hookimpl(tryfirst=True)
def pytest_timeout_set_timer(item: pytest.Item, settings: Settings) -> bool:
    """Instead of pytest-timeout's own timer, which knows of threads alone."""
    item.stash[TIMER] = timer = threading.Timer(settings.timeout, end, (item, settings))
    timer.daemon = True
    timer.start()
    return True


@pytest.hookimpl(tryfirst=True)
def pytest_timeout_cancel_timer(item: pytest.Item) -> bool:
    """The test has ended by itself; a file that could not be read has had no timer."""
    if timer := item.stash.get(TIMER, None):
        timer.cancel()
    return True


def end(item: pytest.Item, settings: Settings) -> None:
    """Tell, and end this process: a test that hangs does not end when it is asked to."""
    if is_debugging():
        return
    capture = item.config.pluginmanager.getplugin("capturemanager")
    if isinstance(capture, CaptureManager):
        capture.suspend_global_capture()
    # not pytest's terminal: what a worker of xdist writes there is not seen
    with os.fdopen(os.dup(2), "w") as out:
        print(f"\n~~~ {item.nodeid} took more than {settings.timeout:g} s", file=out)
        tell_tasks(out)
        print("\n~~~ the threads", file=out, flush=True)
        faulthandler.dump_traceback(out)
    os._exit(1)


def tell_tasks(out: TextIO) -> None:
    """Print every task of every running loop, from where it was begun to what it waits for."""
    for loop in running_loops():
        for task in asyncio.all_tasks(loop):
            print(f"\n~~~ {task!r}", file=out)
            for frame, line in waits_of(task.get_coro()):
                stack = traceback.StackSummary.extract(iter([(frame, line)]))
                print("".join(stack.format()), end="", file=out)


def running_loops() -> list[asyncio.AbstractEventLoop]:
    """Of all threads."""
    # not isinstance: it would ask every object, and proxies answer for what they stand for
    loops = [o for o in gc.get_objects() if issubclass(type(o), asyncio.AbstractEventLoop)]
    return [loop for loop in loops if loop.is_running()]


def waits_of(awaited: object) -> Iterator[tuple[FrameType, int]]:
    """The frames of a coroutine, and of what it awaits: outermost first, each with its line."""
    while awaited is not None:
        kind = next((k for k in ("cr", "gi", "ag") if hasattr(awaited, f"{k}_frame")), None)
        if kind is None:
            return
        frame: FrameType | None = getattr(awaited, f"{kind}_frame")
        if frame:
            yield frame, frame.f_lineno
        awaited = getattr(awaited, "gi_yieldfrom" if kind == "gi" else f"{kind}_await")
