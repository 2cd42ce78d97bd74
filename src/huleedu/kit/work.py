"""Work that is better done in another process, and what may become of it."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Generic, Protocol, TypeVar

import msgspec

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Work(Generic[T]):
    """A function to be called in a worker, and the type of its answer.

    The function is named ("module:function"), so that only the worker loads what it needs; its
    answer is anything that msgspec can encode.
    """

    function: str
    answer: msgspec.msgpack.Decoder[T]


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """The function returned this."""

    value: T


@dataclass(frozen=True, slots=True)
class TimedOut:
    """It was not ready in time, and was ended."""


@dataclass(frozen=True, slots=True)
class OutOfMemory:
    """It needed more memory than it was given."""


@dataclass(frozen=True, slots=True)
class Died:
    """The worker ended in the middle of it: by a signal, by an error, or it talked nonsense."""

    signal: int | None
    last_words: str
    """The end of what it wrote to its standard error."""


Outcome = Done[T] | TimedOut | OutOfMemory | Died
"""What becomes of work that was given to a worker."""


class Doer(Protocol):
    """Whoever does work that is given to them, and always answers."""

    async def call(self, work: Work[T], *args: object, time_s: float) -> Outcome[T]:
        """Do the work within so many seconds."""
        ...


def answered(function: str, args: tuple[object, ...]) -> bytes:
    """Call a function by its name ("module:function"); its answer, ready to be sent."""
    return msgspec.msgpack.encode(named(function)(*args))


def named(function: str) -> Callable[..., object]:
    """A function by its name."""
    module, _, name = function.partition(":")
    return getattr(import_module(module), name)
