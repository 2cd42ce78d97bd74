"""Work that is better done in another process, and what may become of it."""

from dataclasses import dataclass
from typing import Generic, TypeVar

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
