"""The port to an engine that runs small functions of ours beside its data, each all at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class FunctionCall:
    """A function, the keys that it touches (all of one hash tag), and its other arguments."""

    function: str
    keys: tuple[str, ...]
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CallRefused:
    """The engine would not carry out a call; `why` is what it said."""

    why: str


class Functions(Protocol):
    """Calls functions; nothing of others comes between the steps of one."""

    async def call(self, calls: Sequence[FunctionCall]) -> list[Any | CallRefused]:
        """Carry these out, each by itself, in one round; answers in their order.

        Raises `EngineAway`: then each may have been carried out or not.
        """
        ...
