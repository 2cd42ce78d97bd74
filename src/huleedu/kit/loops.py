"""Choose the event loop: uvloop, where it is installed, is the faster one."""

from asyncio import AbstractEventLoop
from collections.abc import Callable

from huleedu.kit import extras


def loop_factory() -> Callable[[], AbstractEventLoop] | None:
    """What makes the loop, for `asyncio.Runner`; None is asyncio's own."""
    if not extras.is_there("uvloop"):
        return None
    import uvloop  # noqa: PLC0415 - not installed everywhere

    return uvloop.new_event_loop
