"""Divide the partitions among the processes that serve a consumer; each has one holder.

Every process counts the living and comes to the same division. Who is to hold a partition takes it
when its record, written on its last revision only, names nobody who lives. It makes a consumer of
its own from the first message that is not done, and removes its predecessor's: one who was only
suspended hears nothing more.
"""

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from secrets import token_hex
from zlib import crc32

import msgspec
from nats.aio.msg import Msg

from huleedu.engines.nats.membership import Membership
from huleedu.engines.nats.share import HOLD_MAX, Record, Share
from huleedu.engines.nats.store import Lost, Store, all_of, reaching
from huleedu.kit import tasks
from huleedu.kit.database import EngineAway
from huleedu.kit.outages import Outage

log = logging.getLogger("huleedu.bus")

PARTITIONS = 8
LOOK_EVERY_S = 1.0
LOOK_AGAIN_S = 0.05
TIDY_EVERY_S = 60.0
NUDGE, GONE = "huleedu.nudge", "gone"
HEARD = "huleedu.state.heard"


def partition_of(order_key: str) -> int:
    """Where a message goes; those of one key go to one place."""
    return crc32(order_key.encode()) % PARTITIONS


class Steward:
    """What this process holds.

    Args:
        hint: called with a consumer when there may be something to take for it.
        outage: told whether NATS answers.
    """

    def __init__(self, store: Store, hint: Callable[[str], None], outage: Outage) -> None:
        self.shares: dict[tuple[str, int], Share] = {}
        self.membership = Membership(store, outage)
        self.me = self.membership.me
        self._store = store
        self._hint = hint
        self._wanted: dict[str, tuple[str, ...]] = {}
        self._one_at_a_time = asyncio.Lock()
        self._look_now = asyncio.Event()
        self._tidied_at = time.monotonic()
        self._orphans: set[str] = set()
        self._renounced: set[tuple[str, int]] = set()
        """What we hold no more, though its record may name us: then nobody else would take it."""
        self._loops: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        """Make what is needed and begin to look after it; raises `EngineAway`."""
        await self._store.make()
        await self._store.hear(NUDGE, self._nudged)
        self._loops = [
            asyncio.create_task(self._carry_on(), name="the bus on NATS"),
            asyncio.create_task(self.membership.stay(), name="presence on NATS"),
        ]

    async def aclose(self) -> None:
        """Leave to others what we hold."""
        await tasks.end(*self._loops)
        with suppress(EngineAway):
            await all_of(self._release(share) for share in list(self.shares.values()))
            if self.membership.serving:
                await self.membership.leave()
                await self._nudge(GONE)

    async def subscribe(self, consumers: Mapping[str, Iterable[str]]) -> None:
        """See `kit.bus.Bus`."""
        self._wanted |= {name: tuple(sorted(consumers[name])) for name in consumers}
        await self._write_heard()

    async def serve(self, consumer: str) -> None:
        """Take our part of this consumer's work."""
        self.membership.serving.add(consumer)
        await self._look()
        await self._nudge()

    def of(self, consumer: str) -> list[Share]:
        """What we hold of this consumer."""
        return [share for (name, _), share in self.shares.items() if name == consumer]

    async def note_failure(self, share: Share, place: int) -> None:
        """Keep that an attempt at this message has failed; raises `Lost`: it is not ours."""
        async with share.writing:
            kept = {held: n for held, n in share.record.failures.items() if held in share.lane.out}
            kept[place] = kept.get(place, 0) + 1
            await self._write(share, msgspec.structs.replace(share.record, failures=kept))

    async def reconnected(self) -> None:
        """The connection has been made again: perhaps to a server that has lost its last words.

        Then what had such a place may be another message now: so nothing that we remember counts,
        but what was written down.
        """
        for share in self.shares.values():
            share.lost = True
        self._look_now.set()

    async def _carry_on(self) -> None:
        while True:
            try:
                await self._look()
                await self._tidy()
            except EngineAway as error:
                log.info("%s", error)
                with suppress(EngineAway):
                    await self._store.make()
                    await self._write_heard()
            except Exception:  # a bug must not end the bus; it is told, and tried again
                log.exception("the bus on NATS")
            await asyncio.sleep(LOOK_AGAIN_S)
            # not wait_for: in Python 3.11 it loses a cancellation that comes with the hint
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY_S):
                    await self._look_now.wait()
            self._look_now.clear()

    async def _nudged(self, message: Msg) -> None:
        who, _, word = message.data.decode().partition(" ")
        if word == GONE:
            self.membership.forget(who)
        if who != self.me:
            self._look_now.set()

    async def _nudge(self, word: str = "") -> None:
        """Tell the others that the division may be another."""
        with reaching():
            await self._store.client.publish(NUDGE, f"{self.me} {word}".encode())

    async def _write_heard(self) -> None:
        """Write down who hears what, unless it stands there already.

        Who is new hears what the stream still keeps: what came first cannot be told for certain
        once a server may have lost what stood here.
        """
        while True:
            value = await self._store.get(HEARD)
            ears = _ears(value.data)
            if ears | self._wanted == ears:
                return
            with suppress(Lost):
                await self._store.put(
                    HEARD, msgspec.json.encode(ears | self._wanted), value.revision
                )
                return

    async def _look(self) -> None:
        async with self._one_at_a_time:
            if not self.membership.serving:
                return
            await self.membership.say()
            living = await self.membership.living()
            ears = _ears((await self._store.get(HEARD)).data)
            members: dict[str, list[str]] = defaultdict(list)
            for member, consumer in sorted(living):
                members[consumer].append(member)
            everybody = frozenset(member for member, _ in living)
            await all_of(
                self._see_to(consumer, partition, members[consumer], everybody, ears[consumer])
                for consumer in self.membership.serving
                if consumer in ears
                for partition in range(PARTITIONS)
            )

    async def _see_to(
        self,
        consumer: str,
        partition: int,
        members: list[str],
        everybody: frozenset[str],
        types: tuple[str, ...],
    ) -> None:
        turn = partition + crc32(consumer.encode())
        is_mine = members[turn % len(members)] == self.me
        share = self.shares.get((consumer, partition))
        patterns = _patterns(consumer, partition, types)
        if share and (share.patterns != patterns or await self._is_lost(share)):
            await self._drop(share)
            share = None
        if share:
            share.leaving = not is_mine
            if is_mine:
                await share.look_after()
                await self._note_floor(share, share.floor)
            elif not share.lane.out:
                await self._release(share)
                await self._nudge()
        elif is_mine:
            value = await self._store.get(_subject(consumer, partition))
            record = msgspec.json.decode(value.data, type=Record) if value.data else Record()
            if record.holder == self.me or record.holder not in everybody:
                await self._take_over(consumer, partition, record, value.revision, patterns)
        elif (consumer, partition) in self._renounced:
            await self._renounce(consumer, partition)

    async def _is_lost(self, share: Share) -> bool:
        if share.lost or not share.doubtful:
            return share.lost
        if await self._store.consumer(share.record.durable) is None:
            return True
        share.doubtful = False
        return False

    async def _take_over(
        self,
        consumer: str,
        partition: int,
        record: Record,
        revision: int,
        patterns: tuple[str, ...],
    ) -> None:
        since, floor = f"{self._store.since}", 0
        crashes: list[int] = []
        if record.since == since:
            floor = record.floor
            crashes += record.crashes
            if record.holder not in ("", self.me):
                info = await self._store.consumer(record.durable)
                crashes.append(info.delivered.stream_seq if info and info.delivered else 0)
        mine = Record(
            holder=self.me,
            durable=f"{consumer}-{partition}-{token_hex(4)}",
            floor=floor,
            since=since,
            failures={place: n for place, n in record.failures.items() if place > floor},
            crashes=tuple(place for place in crashes if place > floor),
        )
        await self._store.consume(mine.durable, patterns, floor, 2 * HOLD_MAX)
        subject = _subject(consumer, partition)
        self._renounced.add((consumer, partition))  # until we know that it is ours
        try:
            revision = await self._store.put(subject, msgspec.json.encode(mine), revision)
        except Lost:
            await self._store.stop_consuming(mine.durable)
            return
        if record.durable:
            await self._store.stop_consuming(record.durable)
        share = Share(
            store=self._store,
            consumer=consumer,
            partition=partition,
            record=mine,
            revision=revision,
            patterns=patterns,
            arrived=lambda: self._hint(consumer),
            doubted=self._look_now.set,
        )
        self.shares[consumer, partition] = share
        self._renounced.discard((consumer, partition))
        await share.open()

    async def _write(self, share: Share, record: Record) -> None:
        subject = _subject(share.consumer, share.partition)
        share.revision = await self._store.put(subject, msgspec.json.encode(record), share.revision)
        share.record = record

    async def _release(self, share: Share) -> None:
        """Give it back; what was in hand counts as tried."""
        await self._drop(share)
        failures = dict(share.record.failures)
        for place in share.lane.out:
            failures[place] = failures.get(place, 0) + 1
        given_back = msgspec.structs.replace(
            share.record, holder="", floor=share.floor, failures=failures
        )
        with suppress(Lost):
            async with share.writing:
                await self._write(share, given_back)
            self._renounced.discard((share.consumer, share.partition))

    async def _renounce(self, consumer: str, partition: int) -> None:
        """See to it that the record does not name us."""
        subject = _subject(consumer, partition)
        value = await self._store.get(subject)
        record = msgspec.json.decode(value.data, type=Record) if value.data else Record()
        with suppress(Lost):
            if record.holder == self.me:
                nobodys = msgspec.structs.replace(record, holder="")
                await self._store.put(subject, msgspec.json.encode(nobodys), value.revision)
                await self._nudge()
            self._renounced.discard((consumer, partition))

    async def _note_floor(self, share: Share, floor: int) -> None:
        if floor <= share.record.floor:
            return
        async with share.writing:
            try:
                await self._write(share, msgspec.structs.replace(share.record, floor=floor))
            except Lost:
                share.lost = True

    async def _drop(self, share: Share) -> None:
        del self.shares[share.consumer, share.partition]
        self._renounced.add((share.consumer, share.partition))
        await share.close()

    async def _tidy(self) -> None:
        """Remove messages that all have done, and consumers that nobody holds."""
        now = time.monotonic()
        if not self.shares or now - self._tidied_at < TIDY_EVERY_S:
            return
        self._tidied_at = now
        since = f"{self._store.since}"
        last = await self._store.last_place()
        known = {info.name: info for info in await self._store.consumers()}
        for share in list(self.shares.values()):
            info = known.get(share.record.durable)
            if info and share.has_all(info):  # nothing that came for it lies before `last`
                await self._note_floor(share, last)
        floors: list[int] = []
        for name in _ears((await self._store.get(HEARD)).data):
            for partition in range(PARTITIONS):
                data = (await self._store.get(_subject(name, partition))).data
                record = msgspec.json.decode(data, type=Record) if data else Record()
                known.pop(record.durable, None)
                floors.append(record.floor if record.since == since else 0)
        for orphan in self._orphans & set(known):  # made by one who died before he wrote it down
            await self._store.stop_consuming(orphan)
        self._orphans = set(known)
        if floors and min(floors):
            await self._store.forget_before(min(floors) + 1)


def _subject(consumer: str, partition: int) -> str:
    return f"huleedu.state.holder.{consumer}.{partition}"


def _patterns(consumer: str, partition: int, types: Iterable[str]) -> tuple[str, ...]:
    heard = [f"huleedu.to.{partition}.all.{kind}" for kind in types]
    return (*heard, f"huleedu.to.{partition}.one.{consumer}")


def _ears(data: bytes) -> dict[str, tuple[str, ...]]:
    """Consumer → the types it hears."""
    return msgspec.json.decode(data, type=dict[str, tuple[str, ...]]) if data else {}
