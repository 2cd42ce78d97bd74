"""A service's definition: its name, what it hears, its tables, and what it does by the clock."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Generic, TypeVar

from huleedu.contracts.message import Message
from huleedu.kit.database import Sql
from huleedu.kit.messages import Envelope


@dataclass(slots=True)
class Transaction:
    """What a handler works with: its tables, the time, and a mouth.

    What it says leaves if and only if what it saves is saved.
    """

    sql: Sql
    now: datetime
    cause: Envelope | None = None
    said: list[tuple[Message, Envelope | None]] = field(default_factory=list)
    """What is not in the outbox yet."""
    spoke: bool = False
    once: set[Message] = field(default_factory=set)

    def say(self, *messages: Message) -> None:
        """Send these when the transaction is committed."""
        self.spoke = self.spoke or bool(messages)
        self.said.extend((message, self.cause) for message in messages)

    def say_once(self, message: Message) -> None:
        """Send this when the transaction is committed, unless it has said the same already."""
        if message not in self.once:
            self.once.add(message)
            self.say(message)


Heard_ = TypeVar("Heard_", bound=Message)


@dataclass(frozen=True, slots=True)
class Heard(Generic[Heard_]):
    """A message that is handled together with others, and how it came."""

    message: Heard_
    envelope: Envelope


class TryAgain(Exception):
    """What the message needs is not there yet; it is handed over again at once."""


@dataclass(frozen=True, slots=True)
class Route:
    """How a message is handled.

    `handle(tx, message)` runs inside a transaction. Work that takes long, or commits on its own,
    is done before it by `prepare(ports, message, envelope)`; then it is
    `handle(tx, message, found)`.
    `prepare` may run more than once for a message, `handle` has its effect once.

    With `together` it is `handle(tx, batch, heard)`: messages of one batch that came one behind the
    other, of every kind that has this same `handle`, in their order. What a batch costs then goes
    with its statements, not with its messages.

    Where it failed too often, `on_give_up(message, why)` says what is sent so that nobody waits.
    """

    handle: Callable[..., Awaitable[None]]
    prepare: Callable[[Any, Any, Envelope], Awaitable[object]] | None = None
    together: bool = False
    on_give_up: Callable[[Any, str], Sequence[Message]] | None = None

    def __post_init__(self) -> None:
        assert not (self.together and self.prepare), "what is prepared belongs to one message"


Routes = Mapping[type[Message], Route]
"""What a service hears → what it does about it."""


@dataclass(frozen=True, slots=True)
class Periodic:
    """Something that is done every so often, each time in a transaction."""

    name: str
    every_s: float
    run: Callable[[Transaction], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Service:
    """A service, as the program sees it."""

    name: str
    purpose: str
    schema: Path | None
    """The folder of its migrations; None: nothing but outbox and inbox."""
    routes: Routes = field(default_factory=dict[type[Message], Route])
    periodic: tuple[Periodic, ...] = ()
    kept: Mapping[str, str] = field(default_factory=dict[str, str])
    """What it keeps of a batch: a name → the statement that gives the rows (`kit.kept`)."""
