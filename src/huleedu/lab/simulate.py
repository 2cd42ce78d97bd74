"""An event loop whose time is made up: a second of waiting takes none, and a seed decides all."""

import asyncio
import selectors
from collections.abc import Mapping
from typing import Any


class _Clock(selectors.BaseSelector):
    """Instead of waiting for the world, time goes on."""

    def __init__(self) -> None:
        self.now = 0.0
        self._keys: dict[Any, selectors.SelectorKey] = {}

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        key = selectors.SelectorKey(fileobj, 0, events, data)
        self._keys[fileobj] = key
        return key

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return self._keys.pop(fileobj)

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise Deadlock("everybody waits, and nothing is going to happen")
        self.now += max(0.0, timeout)
        return []

    def get_map(self) -> Mapping[Any, selectors.SelectorKey]:
        return self._keys


class Deadlock(Exception):
    """Nobody can ever go on."""


class SimulatedLoop(asyncio.SelectorEventLoop):
    """Runs one thing after the other, as asyncio does, in time that only it knows."""

    def __init__(self) -> None:
        self._made_up = _Clock()
        super().__init__(self._made_up)

    def time(self) -> float:
        """Seconds since it began."""
        return self._made_up.now

    def begin_anew(self) -> None:
        """Time begins again; nothing may be under way."""
        self._made_up.now = 0.0
