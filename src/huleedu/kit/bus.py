"""The port through which messages go from service to service: at least once, in order per key."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

import msgspec

from huleedu.kit.messages import Envelope


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """A message handed to a consumer; `attempt` counts from 1 and includes crashes."""

    consumer: str
    envelope: Envelope
    attempt: int
    sequence: int
    """Order of arrival."""
    lease: int = 0
    """Under which this process holds it; see `Bus.holds`."""


class Serving(msgspec.Struct, frozen=True, kw_only=True):
    """A consumer, and a process that works for it: where and since when, if that is known."""

    consumer: str
    host: str | None = None
    pid: int | None = None
    since: datetime | None = None


class DeadLetter(msgspec.Struct, frozen=True, kw_only=True):
    """A message that was given up, with its last error."""

    consumer: str
    envelope: Envelope
    attempts: int
    error: str


class Bus(Protocol):
    """What an engine must do to carry messages. Every method may raise `EngineAway`."""

    async def subscribe(self, consumers: Mapping[str, Iterable[str]]) -> None:
        """Consumer → the types it hears, from now on; replaces what these consumers heard."""
        ...

    async def publish(self, envelopes: Sequence[Envelope]) -> None:
        """Hand over in this order; the same envelope twice is delivered once or twice.

        It lasts once what its outbox commits after this does: docs/why/0028.
        """
        ...

    async def serve(self, consumer: str) -> None:
        """Say that this process works for `consumer` from now on."""
        ...

    async def served(self) -> list[Serving]:
        """Who works for whom, of all processes that say so: not of one that is suspended."""
        ...

    async def wait(self, consumer: str, timeout_s: float) -> None:
        """Return when there may be something to take, or after the time."""
        ...

    async def take(self, consumer: str, at_most: int) -> list[Delivery]:
        """Lease the next messages: of each order key the oldest, none while one is out."""
        ...

    async def extend(self, deliveries: Sequence[Delivery]) -> None:
        """Lease these for longer: they are still being worked on."""
        ...

    def holds(self, delivery: Delivery) -> bool:
        """Can nobody else have been given this message, as far as this process's clock tells?

        False for one that was suspended for so long that others have taken its work over. Who asks
        in the transaction of an effect, after its mark in the inbox, and then commits, keeps the
        order of a key: whoever else may be given the message waits at that mark.
        """
        ...

    async def done(self, delivery: Delivery) -> None:
        """It was handled; it will not come again."""
        ...

    async def retry(self, delivery: Delivery, after_s: float, error: str | None) -> None:
        """Hand it over again after a while; what follows it in order waits.

        Without an error it was not the message's fault, and the attempt is not counted.
        """
        ...

    async def bury(self, delivery: Delivery, error: str) -> None:
        """Give it up: it becomes a dead letter, and what follows it in order goes on."""
        ...

    async def dead(self) -> list[DeadLetter]:
        """All dead letters, oldest first."""
        ...

    async def revive(self, message: UUID, consumer: str) -> bool:
        """Deliver a dead letter again; False: there is none of that id for this consumer."""
        ...

    async def forget(self, message: UUID, consumer: str) -> bool:
        """Drop a dead letter; False: there is none of that id for this consumer."""
        ...
