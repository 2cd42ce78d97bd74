"""Choose the event loop: uvloop, where it is installed, is the faster one."""

from asyncio import AbstractEventLoop
from collections.abc import Callable

try:
    import uvloop
except ModuleNotFoundError:  # an extra
    uvloop = None


def loop_factory() -> Callable[[], AbstractEventLoop] | None:
    """What makes the loop, for `asyncio.Runner`; None is asyncio's own."""
    return uvloop.new_event_loop if uvloop else None
