# pyright: reportPrivateUsage=false
"""NATS loses nodes, processes and its memory; no message is lost, and each key keeps its order."""

import asyncio
import gc
import subprocess
import sys
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
import pytest
from tests.patience import LONG_S

from huleedu.engines.nats import server
from huleedu.engines.nats.bus import NatsBus
from huleedu.engines.nats.coordinator import PARTITIONS, partition_of
from huleedu.engines.nats.store import MEMBERS, MESSAGES, STATE
from huleedu.kit import tasks
from huleedu.kit.bus import Delivery
from huleedu.kit.database import EngineAway
from huleedu.kit.messages import Envelope

HOLD = """
import asyncio, sys
from huleedu.engines.nats.bus import NatsBus
async def hold():
    bus = NatsBus(sys.argv[1:])
    await bus.open()
    while not (held := await bus.take("ear", 10)):
        await bus.wait("ear", 0.1)
    print(len(held), flush=True)
    await asyncio.sleep(3600)
asyncio.run(hold())
"""


def envelope(key: str, number: int = 0) -> Envelope:
    identity = uuid4()
    return Envelope(
        id=identity,
        type="spoken",
        order_key=key,
        batch=UUID(int=number),
        said_at=datetime(2026, 11, 24, tzinfo=UTC),
        correlation=identity,
        causation=None,
        body="{}",
    )


@pytest.fixture
def one(tmp_path: Path) -> Iterator[server.Cluster]:
    with server.run(tmp_path / "nats", wait_for_end=True) as cluster:
        yield cluster


@asynccontextmanager
async def opened(cluster: server.Cluster) -> AsyncGenerator[NatsBus]:
    bus = NatsBus(cluster.urls)
    await bus.open()
    try:
        await bus.subscribe({"ear": ["spoken"]})
        yield bus
    finally:
        await bus.aclose()


async def taken(bus: NatsBus, count: int) -> list[Delivery]:
    found: list[Delivery] = []
    async with asyncio.timeout(LONG_S):
        while len(found) < count:
            found += await bus.take("ear", count - len(found))
            await bus.wait("ear", 0.05)
    return found


async def until(come_about: Callable[[], bool]) -> None:
    async with asyncio.timeout(LONG_S):
        while not come_about():
            await asyncio.sleep(0.02)


async def insist(bus: NatsBus, envelopes: list[Envelope]) -> None:
    """Publish as the relay does: again, until it is acknowledged."""
    async with asyncio.timeout(LONG_S):
        while True:
            try:
                return await bus.publish(envelopes)
            except EngineAway:
                await asyncio.sleep(0.05)


async def leader(bus: NatsBus) -> str:
    info = await bus._store._stream.stream_info(MESSAGES)
    assert info.cluster
    return info.cluster.leader or ""


class Load:
    """One sends, two work, as relay and runner do; the first time a message comes counts."""

    def __init__(self, keys: int, rounds: int) -> None:
        self.keys, self.rounds = keys, rounds
        self.sent: list[UUID] = []
        self.seen: set[UUID] = set()
        self.first: dict[str, list[int]] = defaultdict(list)

    async def send(self, bus: NatsBus) -> None:
        for number in range(self.rounds):
            batch = [envelope(f"key {k}", number) for k in range(self.keys)]
            await insist(bus, batch)
            self.sent.extend(e.id for e in batch)

    async def work(self, bus: NatsBus) -> None:
        while len(self.seen) < self.keys * self.rounds:
            with suppress(EngineAway):
                for delivery in await bus.take("ear", 20):
                    self._handle(delivery.envelope)
                    await bus.done(delivery)
            await bus.wait("ear", 0.05)

    def _handle(self, message: Envelope) -> None:
        if message.id not in self.seen:  # as the inbox does
            self.seen.add(message.id)
            self.first[message.order_key].append(message.batch.int)


# nats-py drops a transport whose server breaks off while it connects, without closing it
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
async def test_a_cluster_loses_its_leader_and_then_all_nodes_and_no_message(tmp_path: Path) -> None:
    load = Load(keys=11, rounds=120)
    with server.run(tmp_path / "nats", nodes=3, wait_for_end=True) as cluster:
        server.check_synced(cluster.monitors)
        nodes = {node.name: node for node in cluster.nodes}
        async with opened(cluster) as sender, opened(cluster) as one, opened(cluster) as two:
            info = await sender._store._stream.stream_info(MESSAGES)
            assert info.config.num_replicas == 3

            async def disturb() -> None:
                await until(lambda: len(load.sent) > 300)
                fallen = nodes[await leader(sender)]
                await asyncio.to_thread(fallen.kill)
                await until(lambda: len(load.sent) > 500)
                for node in cluster.nodes:
                    await asyncio.to_thread(node.kill)
                for node in cluster.nodes:
                    node.allow()
                    node.lease.start()
                for node in cluster.nodes:
                    await asyncio.to_thread(node.restart)

            async with asyncio.timeout(180):
                await asyncio.gather(load.send(sender), load.work(one), load.work(two), disturb())
    gc.collect()
    assert load.seen == set(load.sent)
    assert all(numbers == list(range(load.rounds)) for numbers in load.first.values())
    assert len(load.first) == load.keys


async def test_what_a_killed_process_held_comes_to_another_and_counts_as_tried(
    one: server.Cluster,
) -> None:
    async with opened(one) as survivor:
        sent = envelope("k")
        await survivor.publish([sent])
        words = [sys.executable, "-c", HOLD, *one.urls]
        mortal = await asyncio.create_subprocess_exec(*words, stdout=subprocess.PIPE)
        assert mortal.stdout
        assert await mortal.stdout.readline() == b"1\n"
        assert {one.consumer for one in await survivor.served()} == {"ear"}
        mortal.kill()
        await mortal.wait()
        [found] = await taken(survivor, 1)
        assert (found.envelope, found.attempt) == (sent, 2)


async def test_one_that_was_only_suspended_hears_nothing_more(one: server.Cluster) -> None:
    async with opened(one) as sleeper, opened(one) as other:
        await sleeper.publish([envelope("a"), envelope("b")])
        held = await taken(sleeper, 2)
        await tasks.end(*sleeper._coordinator._loops)  # it says no more that it lives
        asleep = [
            partition.checkpoint.durable for partition in sleeper._coordinator.partitions.values()
        ]
        again = await taken(other, 2)
        found = [await other._store.consumer(durable) for durable in asleep]
        assert len([info for info in found if info]) <= len(asleep) - 2
        assert {d.envelope.id for d in again} == {d.envelope.id for d in held}
        await sleeper._coordinator._rebalance()
        await until(
            lambda: (
                not sleeper._coordinator.partitions
                or len(other._coordinator.partitions) < PARTITIONS
            )
        )
        for delivery in held:
            await sleeper.retry(delivery, 0, "no longer ours")
        for delivery in again:
            await other.done(delivery)
        await sleeper.publish([last := envelope("a")])
        comes: list[Delivery] = []
        async with asyncio.timeout(LONG_S):
            while not comes:
                for bus in (sleeper, other):
                    comes += await bus.take("ear", 10)
                    await bus.wait("ear", 0.02)
                await sleeper._coordinator._rebalance()
        assert [d.envelope for d in comes] == [last]


async def test_processes_share_the_partitions_evenly_and_again_when_one_leaves(
    one: server.Cluster,
) -> None:
    async with opened(one) as first:
        await first.serve("ear")
        assert len(first._coordinator.partitions) == PARTITIONS
        async with opened(one) as second:
            await second.serve("ear")
            await until(lambda: len(second._coordinator.partitions) == PARTITIONS // 2)
            assert len(first._coordinator.partitions) == PARTITIONS // 2
        await until(lambda: len(first._coordinator.partitions) == PARTITIONS)


async def test_a_record_that_was_written_without_our_knowing_costs_no_message(
    one: server.Cluster,
) -> None:
    """An answer to a write can be lost on the way: then our revision is no longer the last."""
    async with opened(one) as bus:
        await bus.publish([sent := envelope("k")])
        [delivery] = await taken(bus, 1)
        partition = bus._coordinator.partitions["ear", partition_of("k")]
        subject = f"huleedu.state.holder.ear.{partition.number}"
        await bus._store.put(subject, msgspec.json.encode(partition.checkpoint))
        await bus.retry(delivery, 0, "broken")
        assert [d.envelope for d in await taken(bus, 1)] == [sent]


async def test_what_is_lost_while_another_should_have_it_goes_to_the_other(
    one: server.Cluster,
) -> None:
    """A partition that nobody holds must not have a checkpoint that names somebody who lives."""
    async with opened(one) as first, opened(one) as second:
        await first.serve("ear")
        assert len(first._coordinator.partitions) == PARTITIONS
        for partition in first._coordinator.partitions.values():
            partition.lost = True
        await second.serve("ear")
        await until(
            lambda: (
                len(first._coordinator.partitions) + len(second._coordinator.partitions)
                == PARTITIONS
            )
        )
        await first.publish([envelope(f"{n}") for n in range(64)])
        found: set[UUID] = set()
        async with asyncio.timeout(LONG_S):
            while len(found) < 64:
                for bus in (first, second):
                    found |= {d.envelope.id for d in await bus.take("ear", 64)}
                    await bus.wait("ear", 0.02)


async def test_failures_are_counted_from_one_holder_to_the_next(one: server.Cluster) -> None:
    async with opened(one) as first:
        await first.publish([envelope("k")])
        for attempt in (1, 2):
            [delivery] = await taken(first, 1)
            assert delivery.attempt == attempt
            await first.retry(delivery, 0, "broken")
        await until(lambda: first._coordinator.partitions != {})
    async with opened(one) as second:
        [delivery] = await taken(second, 1)
        assert delivery.attempt == 3


async def test_streams_that_are_lost_are_made_again(one: server.Cluster) -> None:
    async with opened(one) as bus:
        await bus.publish([envelope("old")])
        [delivery] = await taken(bus, 1)
        await bus.done(delivery)
        for stream in (MESSAGES, STATE, MEMBERS):
            await bus._store._stream.delete_stream(stream)
        sent = envelope("new")
        await insist(bus, [sent])
        assert [d.envelope for d in await taken(bus, 1)] == [sent]


async def test_what_all_have_done_is_removed_from_the_disk(one: server.Cluster) -> None:
    async with opened(one) as bus:
        await bus.publish([envelope(f"{n}") for n in range(50)])
        *some, kept = await taken(bus, 50)
        for delivery in some:
            await bus.done(delivery)

        async def left() -> int:
            bus._coordinator._tidied_at = -1e9
            await bus._coordinator._tidy()
            return (await bus._store._stream.stream_info(MESSAGES)).state.messages

        async with asyncio.timeout(LONG_S):
            while await left() == 50:
                await asyncio.sleep(0.02)
            assert await left() >= 1
            await bus.done(kept)
            while await left():
                await asyncio.sleep(0.02)


async def test_a_server_that_is_not_there_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huleedu.engines.nats.bus.CONNECT_WITHIN_S", 0.5)
    bus = NatsBus(["nats://127.0.0.1:1"])
    with pytest.raises(EngineAway):
        await bus.open()
