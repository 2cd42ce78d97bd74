"""One partition of what a consumer hears, while this process holds it."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import msgspec
from nats import errors
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.js import api

from huleedu.engines.nats.partition_queue import InFlight, PartitionQueue
from huleedu.engines.nats.store import ACK_WITHIN_S, MESSAGES, Store, Value, reaching
from huleedu.kit.database import EngineAway
from huleedu.kit.messages import Envelope

HOLD_MAX = 2000
"""Messages of a partition that wait in this process; a key with more holds up the others."""
ASK_FOR_S = 30.0
SIGN_OF_LIFE_S = 5.0
SILENT_S = 12.0
"""No message and no sign of life for so long: the server has forgotten that we asked."""
IN_PROGRESS = b"+WPI"
ASKED_IN_VAIN = "408"
SIGN = "100"
NANO = 1_000_000_000


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True):
    """Who holds a partition, and what is known of its messages; kept by JetStream.

    `committed`: all messages up to this sequence number are done, as far as the holder has written
    it down. We keep it ourselves: nothing is to depend on what a server remembers of
    acknowledgements after a crash.
    `since` tells which stream the numbers are of. `failures` and `crashes`: see `PartitionQueue`.
    """

    holder: str = ""
    durable: str = ""
    committed: int = msgspec.field(default=0, name="floor")  # so it is called where it is kept
    since: str = ""
    failures: dict[int, int] = {}
    crashes: tuple[int, ...] = ()

    @classmethod
    def of(cls, value: Value) -> "Checkpoint":
        """What is kept; an empty one where nothing is."""
        return msgspec.json.decode(value.data, type=cls) if value.data else cls()


@dataclass(slots=True)
class PartitionConsumer:
    """Messages arrive in its queue by themselves, as long as it is open.

    Args:
        revision: of the checkpoint.
        patterns: the subjects that it hears.
        arrived: called when there may be something to take.
        doubted: called when it may not be ours any more.
    """

    store: Store
    consumer: str
    number: int
    checkpoint: Checkpoint
    revision: int
    patterns: tuple[str, ...]
    arrived: Callable[[], None]
    doubted: Callable[[], None]
    queue: PartitionQueue = field(init=False)
    doubtful: bool = False
    lost: bool = False
    leaving: bool = False
    writing: asyncio.Lock = field(default_factory=asyncio.Lock)
    _asked: int = 0
    _seen: int = 0
    _number: int = 0
    """Of the last delivery: each has the next number, or one went astray."""
    _heard_at: float = 0.0
    _extended_at: float = 0.0
    _inbox: str = ""
    _subscription: Subscription | None = None

    def __post_init__(self) -> None:
        self.queue = PartitionQueue(self.checkpoint.failures, self.checkpoint.crashes)
        self._seen = self.checkpoint.committed

    @property
    def committed(self) -> int:
        """All messages up to this sequence number are done."""
        lowest = self.queue.lowest
        return self._seen if lowest is None else lowest - 1

    def has_all(self, info: api.ConsumerInfo) -> bool:
        """Was everything delivered, has all of it come here, and is all of it done?"""
        delivered = info.delivered.consumer_seq if info.delivered else 0
        here = delivered == self._number and not self.lost and not len(self.queue)
        return here and not info.num_pending

    async def open(self) -> None:
        """Begin to hear."""
        self._extended_at = time.monotonic()
        self._inbox = self.store.client.new_inbox()
        self._subscription = await self.store.hear(self._inbox, self._hear)
        await self.ask()

    async def close(self) -> None:
        """Hear no more."""
        if self._subscription:
            with suppress(errors.Error):
                await self._subscription.unsubscribe()

    async def ask(self) -> None:
        """Ask for as many messages as there is room, unless we have asked."""
        room = HOLD_MAX - len(self.queue)
        if self._asked or self.leaving or self.doubtful or self.lost or room < HOLD_MAX // 2:
            return
        self._asked = room
        self._heard_at = time.monotonic()
        request = {
            "batch": room,
            "expires": int(ASK_FOR_S * NANO),
            "idle_heartbeat": int(SIGN_OF_LIFE_S * NANO),
        }
        with reaching():
            await self.store.client.publish(
                f"$JS.API.CONSUMER.MSG.NEXT.{MESSAGES}.{self.checkpoint.durable}",
                msgspec.json.encode(request),
                reply=self._inbox,
            )

    async def look_after(self) -> None:
        """Ask again if nothing is heard; extend what waits here; to be called each second or so."""
        now = time.monotonic()
        if now - self._heard_at > SILENT_S:
            self._asked = 0
        await self.ask()
        if now - self._extended_at > ACK_WITHIN_S / 3:
            self._extended_at = now
            for message in list(self.queue.waiting()):
                await self.extend(message)

    async def extend(self, message: InFlight) -> None:
        """It is still being worked on."""
        with reaching():
            await self.store.client.publish(message.reply, IN_PROGRESS)

    async def acknowledge(self, message: InFlight) -> None:
        """It will not come again."""
        with reaching():
            await self.store.client.publish(message.reply, b"")
        if (
            self.queue.find_out(message.sequence) is message
        ):  # else it was done twice, and is over with
            self.queue.done(message)
        self.arrived()  # a key's next message may have waited for this
        await self.ask()

    async def _hear(self, message: Msg) -> None:
        self._heard_at = time.monotonic()
        headers = message.headers or {}
        status = headers.get("Status")
        if self.lost:
            return
        if status is None:
            sequence = message.metadata.sequence
            if sequence.consumer != self._number + 1:
                self._lose()
                return
            self._number = sequence.consumer
            self._seen = max(self._seen, sequence.stream)
            envelope = msgspec.json.decode(message.data, type=Envelope)
            self.queue.put(sequence.stream, message.reply, envelope)
            self._asked -= 1
            self.arrived()
        elif status == SIGN:
            if int(headers.get("Nats-Last-Consumer", self._number)) > self._number:
                self._lose()
            return
        elif status == ASKED_IN_VAIN:
            self._asked = 0
        else:  # deleted, or its leader has changed
            self._asked = 0
            self.doubtful = True
            self.doubted()
        with suppress(EngineAway):
            await self.ask()

    def _lose(self) -> None:
        """Messages went astray: they come again, but late, and others would overtake them."""
        self.lost = True
        self.doubted()
