"""Divide the partitions among the processes that serve a consumer; each has one holder.

Every process counts the living and comes to the same division. Who is to hold a partition takes it
when its checkpoint, written on its last revision only, names nobody who lives. It makes a consumer
of its own from the first message that is not done, and removes its predecessor's: one who was only
suspended hears nothing more.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from secrets import token_hex
from zlib import crc32

import msgspec
from nats.aio.msg import Msg

from huleedu.engines.nats.membership import Membership
from huleedu.engines.nats.partition_consumer import HOLD_MAX, Checkpoint, PartitionConsumer
from huleedu.engines.nats.store import Lost, Store, all_of, reaching
from huleedu.kit import tasks
from huleedu.kit.database import EngineAway
from huleedu.kit.outages import Outage
from huleedu.kit.retry import persist

NAME = "the bus on NATS"
PARTITIONS = 8
LOOK_EVERY_S = 1.0
LOOK_AGAIN_S = 0.05
TIDY_EVERY_S = 60.0
REBALANCE, GONE = "huleedu.rebalance", "gone"
HEARD = "huleedu.state.heard"


def partition_of(order_key: str) -> int:
    """Where a message goes; those of one key go to one partition."""
    return crc32(order_key.encode()) % PARTITIONS


class Coordinator:
    """What this process holds.

    Args:
        hint: called with a consumer when there may be something to take for it.
        outage: told whether NATS answers.
    """

    def __init__(self, store: Store, hint: Callable[[str], None], outage: Outage) -> None:
        self.partitions: dict[tuple[str, int], PartitionConsumer] = {}
        self.membership = Membership(store, outage)
        self.me = self.membership.me
        self._store = store
        self._hint = hint
        self._wanted: dict[str, tuple[str, ...]] = {}
        self._one_at_a_time = asyncio.Lock()
        self._look_now = asyncio.Event()
        self._tidied_at = time.monotonic()
        self._broke_off = False
        self._orphans: set[str] = set()
        self._renounced: set[tuple[str, int]] = set()
        """What we hold no more, though its checkpoint may name us: else nobody would take it."""
        self._loops: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        """Make what is needed and begin to look after it; raises `EngineAway`."""
        await self._store.make()
        await self._store.hear(REBALANCE, self._called)
        self._loops = [
            asyncio.create_task(persist(NAME, self._look_after), name=NAME),
            asyncio.create_task(self.membership.stay(), name="presence on NATS"),
        ]

    async def aclose(self) -> None:
        """Leave to others what we hold."""
        await tasks.end(*self._loops)
        with suppress(EngineAway):
            await all_of(self._release(partition) for partition in list(self.partitions.values()))
            if self.membership.serving:
                await self.membership.leave()
                await self._call_for_rebalance(GONE)

    async def subscribe(self, consumers: Mapping[str, Iterable[str]]) -> None:
        """See `kit.bus.Bus`."""
        self._wanted |= {name: tuple(sorted(consumers[name])) for name in consumers}
        await self._write_heard()

    async def serve(self, consumer: str) -> None:
        """Take our part of this consumer's work."""
        self.membership.serving.add(consumer)
        await self._rebalance()
        await self._call_for_rebalance()

    def of(self, consumer: str) -> list[PartitionConsumer]:
        """What we hold of this consumer."""
        return [partition for (name, _), partition in self.partitions.items() if name == consumer]

    async def note_failure(self, partition: PartitionConsumer, sequence: int) -> None:
        """Keep that an attempt at this message has failed; raises `Lost`: it is not ours."""
        async with partition.writing:
            known = partition.checkpoint.failures
            kept = {n: failures for n, failures in known.items() if n in partition.queue.out}
            kept[sequence] = kept.get(sequence, 0) + 1
            await self._write(
                partition, msgspec.structs.replace(partition.checkpoint, failures=kept)
            )

    async def reconnected(self) -> None:
        """The connection has been made again: perhaps to a server that has lost its last words.

        Then a sequence number may stand for another message now: so nothing that we remember
        counts, but what was written down.
        """
        for partition in self.partitions.values():
            partition.lost = True
        self._look_now.set()

    async def _look_after(self) -> None:
        if self._broke_off:  # the server may have lost even its streams
            await self._store.make()
            await self._write_heard()
        self._broke_off = True
        await self._rebalance()
        await self._tidy()
        self._broke_off = False
        await asyncio.sleep(LOOK_AGAIN_S)
        # not wait_for: in Python 3.11 it loses a cancellation that comes with the hint
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_EVERY_S):
                await self._look_now.wait()
        self._look_now.clear()

    async def _called(self, message: Msg) -> None:
        who, _, word = message.data.decode().partition(" ")
        if word == GONE:
            self.membership.forget(who)
        if who != self.me:
            self._look_now.set()

    async def _call_for_rebalance(self, word: str = "") -> None:
        """Tell the others that the division may be another."""
        with reaching():
            await self._store.client.publish(REBALANCE, f"{self.me} {word}".encode())

    async def _write_heard(self) -> None:
        """Write down who hears what, unless it stands there already.

        Who is new hears what the stream still keeps: what came first cannot be told for certain
        once a server may have lost what stood here.
        """
        while True:
            value = await self._store.get(HEARD)
            subscriptions = _subscriptions(value.data)
            if subscriptions | self._wanted == subscriptions:
                return
            with suppress(Lost):
                await self._store.put(
                    HEARD, msgspec.json.encode(subscriptions | self._wanted), value.revision
                )
                return

    async def _rebalance(self) -> None:
        async with self._one_at_a_time:
            if not self.membership.serving:
                return
            await self.membership.say()
            living = await self.membership.living()
            subscriptions = _subscriptions((await self._store.get(HEARD)).data)
            members: dict[str, list[str]] = defaultdict(list)
            for member, consumer in sorted(living):
                members[consumer].append(member)
            everybody = frozenset(member for member, _ in living)
            await all_of(
                self._see_to(
                    consumer, number, members[consumer], everybody, subscriptions[consumer]
                )
                for consumer in self.membership.serving
                if consumer in subscriptions
                for number in range(PARTITIONS)
            )

    async def _see_to(
        self,
        consumer: str,
        number: int,
        members: list[str],
        everybody: frozenset[str],
        types: tuple[str, ...],
    ) -> None:
        turn = number + crc32(consumer.encode())
        is_mine = members[turn % len(members)] == self.me
        partition = self.partitions.get((consumer, number))
        patterns = _patterns(consumer, number, types)
        if partition and (partition.patterns != patterns or await self._is_lost(partition)):
            await self._drop(partition)
            partition = None
        if partition:
            partition.leaving = not is_mine
            if is_mine:
                await partition.look_after()
                await self._commit(partition, partition.committed)
            elif not partition.queue.out:
                await self._release(partition)
                await self._call_for_rebalance()
        elif is_mine:
            value = await self._store.get(_subject(consumer, number))
            checkpoint = Checkpoint.of(value)
            if checkpoint.holder == self.me or checkpoint.holder not in everybody:
                await self._take_over(consumer, number, checkpoint, value.revision, patterns)
        elif (consumer, number) in self._renounced:
            await self._renounce(consumer, number)

    async def _is_lost(self, partition: PartitionConsumer) -> bool:
        if partition.lost or not partition.doubtful:
            return partition.lost
        if await self._store.consumer(partition.checkpoint.durable) is None:
            return True
        partition.doubtful = False
        return False

    async def _take_over(
        self,
        consumer: str,
        number: int,
        checkpoint: Checkpoint,
        revision: int,
        patterns: tuple[str, ...],
    ) -> None:
        since, committed = f"{self._store.since}", 0
        crashes: list[int] = []
        if checkpoint.since == since:
            committed = checkpoint.committed
            crashes += checkpoint.crashes
            if checkpoint.holder not in ("", self.me):
                info = await self._store.consumer(checkpoint.durable)
                crashes.append(info.delivered.stream_seq if info and info.delivered else 0)
        mine = Checkpoint(
            holder=self.me,
            durable=f"{consumer}-{number}-{token_hex(4)}",
            committed=committed,
            since=since,
            failures={
                sequence: n for sequence, n in checkpoint.failures.items() if sequence > committed
            },
            crashes=tuple(sequence for sequence in crashes if sequence > committed),
        )
        await self._store.consume(mine.durable, patterns, committed, 2 * HOLD_MAX)
        subject = _subject(consumer, number)
        self._renounced.add((consumer, number))  # until we know that it is ours
        try:
            revision = await self._store.put(subject, msgspec.json.encode(mine), revision)
        except Lost:
            await self._store.stop_consuming(mine.durable)
            return
        if checkpoint.durable:
            await self._store.stop_consuming(checkpoint.durable)
        partition = PartitionConsumer(
            store=self._store,
            consumer=consumer,
            number=number,
            checkpoint=mine,
            revision=revision,
            patterns=patterns,
            arrived=lambda: self._hint(consumer),
            doubted=self._look_now.set,
        )
        self.partitions[consumer, number] = partition
        self._renounced.discard((consumer, number))
        await partition.open()

    async def _write(self, partition: PartitionConsumer, checkpoint: Checkpoint) -> None:
        subject = _subject(partition.consumer, partition.number)
        partition.revision = await self._store.put(
            subject, msgspec.json.encode(checkpoint), partition.revision
        )
        partition.checkpoint = checkpoint

    async def _release(self, partition: PartitionConsumer) -> None:
        """Give it back; what was in hand counts as tried."""
        await self._drop(partition)
        failures = dict(partition.checkpoint.failures)
        for sequence in partition.queue.out:
            failures[sequence] = failures.get(sequence, 0) + 1
        given_back = msgspec.structs.replace(
            partition.checkpoint, holder="", committed=partition.committed, failures=failures
        )
        with suppress(Lost):
            async with partition.writing:
                await self._write(partition, given_back)
            self._renounced.discard((partition.consumer, partition.number))

    async def _renounce(self, consumer: str, number: int) -> None:
        """See to it that the checkpoint does not name us."""
        subject = _subject(consumer, number)
        value = await self._store.get(subject)
        checkpoint = Checkpoint.of(value)
        with suppress(Lost):
            if checkpoint.holder == self.me:
                nobodys = msgspec.structs.replace(checkpoint, holder="")
                await self._store.put(subject, msgspec.json.encode(nobodys), value.revision)
                await self._call_for_rebalance()
            self._renounced.discard((consumer, number))

    async def _commit(self, partition: PartitionConsumer, committed: int) -> None:
        if committed <= partition.checkpoint.committed:
            return
        async with partition.writing:
            try:
                await self._write(
                    partition, msgspec.structs.replace(partition.checkpoint, committed=committed)
                )
            except Lost:
                partition.lost = True

    async def _drop(self, partition: PartitionConsumer) -> None:
        del self.partitions[partition.consumer, partition.number]
        self._renounced.add((partition.consumer, partition.number))
        await partition.close()

    async def _tidy(self) -> None:
        """Remove messages that all have done, and consumers that nobody holds."""
        now = time.monotonic()
        if not self.partitions or now - self._tidied_at < TIDY_EVERY_S:
            return
        self._tidied_at = now
        since = f"{self._store.since}"
        last = await self._store.last_sequence()
        known = {info.name: info for info in await self._store.consumers()}
        for partition in list(self.partitions.values()):
            info = known.get(partition.checkpoint.durable)
            if info and partition.has_all(info):  # nothing that came for it lies before `last`
                await self._commit(partition, last)
        committed: list[int] = []
        for name in _subscriptions((await self._store.get(HEARD)).data):
            for number in range(PARTITIONS):
                checkpoint = Checkpoint.of(await self._store.get(_subject(name, number)))
                known.pop(checkpoint.durable, None)
                committed.append(checkpoint.committed if checkpoint.since == since else 0)
        for orphan in self._orphans & set(known):  # made by one who died before he wrote it down
            await self._store.stop_consuming(orphan)
        self._orphans = set(known)
        if committed and min(committed):
            await self._store.forget_before(min(committed) + 1)


def _subject(consumer: str, number: int) -> str:
    return f"huleedu.state.holder.{consumer}.{number}"


def _patterns(consumer: str, number: int, types: Iterable[str]) -> tuple[str, ...]:
    heard = [f"huleedu.to.{number}.all.{kind}" for kind in types]
    return (*heard, f"huleedu.to.{number}.one.{consumer}")


def _subscriptions(data: bytes) -> dict[str, tuple[str, ...]]:
    """Consumer → the types it hears."""
    return msgspec.json.decode(data, type=dict[str, tuple[str, ...]]) if data else {}
