"""The bus on NATS JetStream: a stream in partitions, each consumed by one process at a time."""

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import count
from uuid import UUID

import msgspec
from nats import errors
from nats.aio.client import Client

from huleedu.engines.nats.coordinator import Coordinator, partition_of
from huleedu.engines.nats.partition_consumer import PartitionConsumer
from huleedu.engines.nats.partition_queue import InFlight
from huleedu.engines.nats.store import STATE, Letter, Lost, Store, reaching
from huleedu.kit.bus import DeadLetter, Delivery, Serving
from huleedu.kit.database import EngineAway
from huleedu.kit.messages import Envelope
from huleedu.kit.outages import Outage

log = logging.getLogger("huleedu.bus")

CONNECT_WITHIN_S = 10.0
TRY_AGAIN_S = 0.2
PING_S = 5.0
LEAVE_WITHIN_S = 1.0
BUFFER_BYTES = 16 << 20


class NatsBus:
    """Implements `kit.bus.Bus`. Call `open` before use and `aclose` after it.

    Args:
        urls: of one server, or of several of a cluster, with user and password or token.
        ping_s: how often the server is asked for a sign of life; it may miss two.
    """

    def __init__(self, urls: Sequence[str], *, ping_s: float = PING_S) -> None:
        self._urls = list(urls)
        self._client = Client()
        self._store = Store(self._client)
        self._ping_s = ping_s
        self._outage = Outage("NATS")
        self._coordinator = Coordinator(
            self._store, lambda consumer: self._hint(consumer).set(), self._outage
        )
        self._hints: dict[str, asyncio.Event] = {}
        self._serving: set[str] = set()
        self._opened = False
        self._turns = count()

    async def open(self) -> None:
        """Connect; raises `EngineAway`."""
        try:
            with reaching():
                async with asyncio.timeout(CONNECT_WITHIN_S):
                    await self._client.connect(
                        self._urls,
                        name="huleedu",
                        max_reconnect_attempts=-1,
                        reconnect_time_wait=TRY_AGAIN_S,  # pyright: ignore[reportArgumentType] - seconds
                        pending_size=BUFFER_BYTES,
                        error_cb=_told,
                        ping_interval=self._ping_s,  # pyright: ignore[reportArgumentType] - seconds
                        max_outstanding_pings=2,
                        disconnected_cb=self._disconnected,
                        reconnected_cb=self._coordinator.reconnected,
                    )
            self._opened = True
            await self._coordinator.open()
        except EngineAway:
            await self._client.close()
            raise

    async def aclose(self) -> None:
        """Give back what we hold and leave."""
        if not self._opened:
            return
        await self._coordinator.aclose()
        if self._client.is_connected:
            with suppress(errors.Error, OSError, TimeoutError):
                await self._client.flush(timeout=1)
        with suppress(TimeoutError):  # it waits until the other side has taken its last words
            async with asyncio.timeout(LEAVE_WITHIN_S):
                await self._client.close()

    async def subscribe(self, consumers: Mapping[str, Iterable[str]]) -> None:
        """See `kit.bus.Bus`."""
        await self._coordinator.subscribe(consumers)

    async def publish(self, envelopes: Sequence[Envelope]) -> None:
        """See `kit.bus.Bus`."""
        await self._store.send(
            [
                Letter(
                    f"huleedu.to.{partition_of(e.order_key)}.all.{e.type}",
                    f"{e.id}",
                    msgspec.json.encode(e),
                )
                for e in envelopes
            ]
        )

    async def serve(self, consumer: str) -> None:
        """See `kit.bus.Bus`."""
        self._serving.add(consumer)
        await self._coordinator.serve(consumer)

    async def served(self) -> list[Serving]:
        """See `kit.bus.Bus`."""
        return await self._coordinator.membership.served()

    async def wait(self, consumer: str, timeout_s: float) -> None:
        """See `kit.bus.Bus`."""
        hint = self._hint(consumer)
        # not wait_for: in Python 3.11 it loses a cancellation that comes with the hint
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                await hint.wait()

    async def take(self, consumer: str, at_most: int) -> list[Delivery]:
        """See `kit.bus.Bus`; who takes serves."""
        if consumer not in self._serving:
            await self.serve(consumer)
        self._hint(consumer).clear()
        partitions = [
            partition for partition in self._coordinator.of(consumer) if not partition.leaving
        ]
        if not partitions:
            return []
        first = next(self._turns) % len(partitions)  # or those who come first would have it all
        now = asyncio.get_running_loop().time()
        taken: list[InFlight] = []
        for partition in (*partitions[first:], *partitions[:first]):
            taken += partition.queue.take(at_most - len(taken), now)
        return [
            Delivery(consumer=consumer, envelope=h.envelope, attempt=h.attempt, sequence=h.sequence)
            for h in sorted(taken, key=lambda message: message.sequence)
        ]

    async def extend(self, deliveries: Sequence[Delivery]) -> None:
        """See `kit.bus.Bus`."""
        for delivery in deliveries:
            if found := self._find(delivery):
                partition, message = found
                await partition.extend(message)

    def holds(self, delivery: Delivery) -> bool:
        """See `kit.bus.Bus`."""
        found = self._find(delivery)
        return found is not None and not found[0].lost and self._coordinator.membership.is_current

    async def done(self, delivery: Delivery) -> None:
        """See `kit.bus.Bus`."""
        if found := self._find(delivery):
            partition, message = found
            await partition.acknowledge(message)

    async def retry(self, delivery: Delivery, after_s: float, error: str | None) -> None:
        """See `kit.bus.Bus`."""
        if not (found := self._find(delivery)):
            return
        partition, message = found
        if error is not None:
            try:
                await self._coordinator.note_failure(partition, message.sequence)
            except Lost:
                partition.lost = True
                return
            message.attempt += 1
        if partition.queue.find_out(message.sequence) is not message:
            return  # meanwhile it was done
        loop = asyncio.get_running_loop()
        partition.queue.give_back(message, loop.time() + after_s)
        loop.call_later(after_s, self._hint(delivery.consumer).set)

    async def bury(self, delivery: Delivery, error: str) -> None:
        """See `kit.bus.Bus`."""
        if not (found := self._find(delivery)):
            return
        partition, message = found
        try:  # or one who was suspended would bury what another is working on
            await self._coordinator.note_failure(partition, message.sequence)
        except Lost:
            partition.lost = True
            return
        letter = DeadLetter(
            consumer=delivery.consumer,
            envelope=delivery.envelope,
            attempts=delivery.attempt,
            error=error,
        )
        subject = _grave(delivery.envelope.id, delivery.consumer)
        await self._store.put(subject, msgspec.json.encode(letter))
        await partition.acknowledge(message)

    async def dead(self) -> list[DeadLetter]:
        """See `kit.bus.Bus`."""
        graves = await self._store.subjects(STATE, "huleedu.state.dead.>")
        values = await asyncio.gather(*map(self._store.get, graves))
        return [
            msgspec.json.decode(value.data, type=DeadLetter)
            for value in sorted(values, key=lambda value: value.revision)
            if value.data
        ]

    async def revive(self, message: UUID, consumer: str) -> bool:
        """See `kit.bus.Bus`."""
        grave = _grave(message, consumer)
        value = await self._store.get(grave)
        if not value.data:
            return False
        envelope = msgspec.json.decode(value.data, type=DeadLetter).envelope
        subject = f"huleedu.to.{partition_of(envelope.order_key)}.one.{consumer}"
        identity = f"{message} {consumer} {value.revision}"
        await self._store.send([Letter(subject, identity, msgspec.json.encode(envelope))])
        await self._store.remove(STATE, grave)
        return True

    async def forget(self, message: UUID, consumer: str) -> bool:
        """See `kit.bus.Bus`."""
        grave = _grave(message, consumer)
        if not (await self._store.get(grave)).data:
            return False
        await self._store.remove(STATE, grave)
        return True

    async def _disconnected(self) -> None:
        if not self._client.is_closed:
            self._outage.lost("the connection broke")
        await self._store.disconnected()

    def _hint(self, consumer: str) -> asyncio.Event:
        return self._hints.setdefault(consumer, asyncio.Event())

    def _find(self, delivery: Delivery) -> tuple[PartitionConsumer, InFlight] | None:
        """The message, if it is still ours."""
        number = partition_of(delivery.envelope.order_key)
        partition = self._coordinator.partitions.get((delivery.consumer, number))
        message = partition.queue.find_out(delivery.sequence) if partition else None
        # a server that lost its last words gives their sequence numbers to other messages
        is_it = message is not None and message.envelope.id == delivery.envelope.id
        return (partition, message) if partition and message and is_it else None


def _grave(message: UUID, consumer: str) -> str:
    return f"huleedu.state.dead.{consumer}.{message}"


async def _told(error: Exception) -> None:
    log.info("NATS: %s", error or type(error).__name__)
