"""What every bus must do, on each bus that there is."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.patience import LONG_S

from huleedu.engines.nats import server as nats
from huleedu.engines.nats.bus import NatsBus
from huleedu.engines.postgres.bus import PostgresBus
from huleedu.engines.postgres.database import Address
from huleedu.kit.bus import Bus, Delivery
from huleedu.kit.database import EngineAway
from huleedu.kit.messages import Envelope


def envelope(key: str = "k", *, kind: str = "spoken", number: int = 0) -> Envelope:
    identity = uuid4()
    return Envelope(
        id=identity,
        type=kind,
        order_key=key,
        batch=UUID(int=number),
        said_at=datetime(2026, 11, 24, tzinfo=UTC),
        correlation=identity,
        causation=None,
        body='{"å": "ß"}',
    )


Opens = Callable[[], AbstractAsyncContextManager[Bus]]
PRESENT_S, LOOK_S = 2.0, 0.1
"""So that nobody has to wait long until one who is suspended is passed over."""


@pytest.fixture(params=["postgres", "nats"])
def where(request: pytest.FixtureRequest) -> Iterator[dict[str, Any] | list[str]]:
    """The bus's engine: PostgreSQL's arguments, or NATS' addresses."""
    if request.param == "postgres":
        address: Address = request.getfixturevalue("address")
        yield dict(address.of_services().arguments)
        return
    with nats.run(request.getfixturevalue("tmp_path") / "nats", wait_for_end=True) as cluster:
        yield list(cluster.urls)


@pytest.fixture
def opened(where: dict[str, Any] | list[str]) -> Opens:
    """Opens the bus once more, as another process would."""
    return lambda: heard(bus_at(where))


def bus_at(where: dict[str, Any] | list[str]) -> PostgresBus | NatsBus:
    if isinstance(where, list):
        return NatsBus(where)
    return PostgresBus(Address(arguments=where), present_s=PRESENT_S, look_s=LOOK_S)


@asynccontextmanager
async def heard(bus: PostgresBus | NatsBus) -> AsyncGenerator[Bus]:
    await bus.open()
    try:
        await bus.subscribe({"ear": ["spoken"], "eye": ["spoken", "shown"]})
        yield bus
    finally:
        await bus.aclose()


@pytest.fixture
async def bus(opened: Opens) -> AsyncIterator[Bus]:
    async with opened() as bus:
        yield bus


async def taken(bus: Bus, consumer: str, count: int, at_most: int = 10) -> list[Delivery]:
    """What comes, until there are so many."""
    found: list[Delivery] = []
    async with asyncio.timeout(LONG_S):
        while len(found) < count:
            found += await bus.take(consumer, min(at_most, count - len(found)))
            if len(found) < count:
                await bus.wait(consumer, 0.1)
    return found


async def rest(bus: Bus, consumer: str) -> list[Delivery]:
    """What else there is to take: all that comes before messages of other keys that come now."""
    markers = [envelope(f"marker {n}") for n in range(64)]
    await bus.publish(markers)
    left, found = {marker.id for marker in markers}, list[Delivery]()
    async with asyncio.timeout(LONG_S):
        while left:
            for delivery in await bus.take(consumer, 100):
                if delivery.envelope.id in left:
                    left.remove(delivery.envelope.id)
                    await bus.done(delivery)
                else:
                    found.append(delivery)
            if left:
                await bus.wait(consumer, 0.1)
    return found


async def test_a_message_reaches_everyone_who_hears_it_and_nobody_else(bus: Bus) -> None:
    spoken, shown = envelope(), envelope(kind="shown")
    await bus.publish([spoken, shown])
    assert [d.envelope for d in await taken(bus, "ear", 1)] == [spoken]
    assert [d.envelope for d in await taken(bus, "eye", 2)] == [spoken, shown]
    assert await rest(bus, "ear") == []


async def test_the_same_message_published_twice_is_delivered_once(bus: Bus) -> None:
    spoken = envelope()
    await bus.publish([spoken])
    await bus.publish([spoken])
    await bus.publish([envelope("other"), spoken])
    assert len(await taken(bus, "ear", 2)) == 2
    assert await rest(bus, "ear") == []


async def test_what_is_done_does_not_come_again(bus: Bus) -> None:
    await bus.publish([envelope()])
    [delivery] = await taken(bus, "ear", 1)
    await bus.done(delivery)
    assert await rest(bus, "ear") == []


async def test_a_message_that_is_done_twice_at_once_is_done(bus: Bus) -> None:
    await bus.publish([envelope()])
    [delivery] = await taken(bus, "ear", 1)
    await asyncio.gather(bus.done(delivery), bus.done(delivery))
    assert await rest(bus, "ear") == []


async def test_a_key_comes_in_order_and_one_run_at_a_time(bus: Bus) -> None:
    first, second, third = (envelope("a", number=n) for n in range(3))
    await bus.publish([first, second])
    assert [d.envelope for d in await taken(bus, "ear", 1)] == [first]
    await bus.publish([third])
    assert await rest(bus, "ear") == []


async def test_other_keys_go_past_one_that_is_busy(bus: Bus) -> None:
    await bus.publish([envelope("a")])
    await taken(bus, "ear", 1)
    other = envelope("b")
    await bus.publish([envelope("a"), other])
    assert [d.envelope for d in await taken(bus, "ear", 1)] == [other]
    assert await rest(bus, "ear") == []


async def test_a_retry_holds_back_its_key_and_counts_as_an_attempt(bus: Bus) -> None:
    first, second = envelope("a"), envelope("a")
    await bus.publish([first])
    [delivery] = await taken(bus, "ear", 1)
    await bus.publish([second])
    await bus.retry(delivery, 60, "broken")
    assert await rest(bus, "ear") == []
    await bus.retry(delivery, 0, "no longer ours: changes nothing")
    assert await rest(bus, "ear") == []


async def test_a_retry_comes_back_before_what_followed_it(bus: Bus) -> None:
    first, second = envelope("a"), envelope("a")
    await bus.publish([first])
    [delivery] = await taken(bus, "ear", 1)
    await bus.publish([second])
    await bus.retry(delivery, 0, "broken")
    again = await taken(bus, "ear", 2)
    assert [(d.envelope, d.attempt) for d in again] == [(first, 2), (second, 1)]


async def test_a_retry_without_fault_is_not_counted(bus: Bus) -> None:
    await bus.publish([envelope()])
    [delivery] = await taken(bus, "ear", 1)
    await bus.retry(delivery, 0, None)
    [again] = await taken(bus, "ear", 1)
    assert again.attempt == 1


async def test_what_one_that_leaves_held_goes_to_the_next(opened: Opens) -> None:
    async with opened() as survivor:
        async with opened() as mortal:
            sent = envelope()
            await mortal.publish([sent])
            [lost] = await taken(mortal, "ear", 1)
        [found] = await taken(survivor, "ear", 1)
        assert (found.envelope, lost.envelope) == (sent, sent)
        assert found.attempt == 2


async def test_a_waiting_consumer_of_another_process_is_woken(opened: Opens) -> None:
    async with opened() as here, opened() as there:
        await there.serve("ear")
        await there.take("ear", 1)
        waiting = asyncio.create_task(there.wait("ear", 30))
        await asyncio.sleep(0)
        await here.publish([envelope()])
        async with asyncio.timeout(LONG_S):
            await waiting
        assert len(await taken(there, "ear", 1)) == 1


async def test_a_dead_letter_keeps_its_error_and_lets_its_key_go_on(bus: Bus) -> None:
    bad, good = envelope("a"), envelope("a")
    await bus.publish([bad])
    [delivery] = await taken(bus, "ear", 1)
    await bus.publish([good])
    await bus.bury(delivery, "ValueError: no")
    assert [d.envelope for d in await taken(bus, "ear", 1)] == [good]
    [letter] = await bus.dead()
    assert (letter.envelope, letter.consumer, letter.error) == (bad, "ear", "ValueError: no")


async def test_a_dead_letter_can_be_revived_or_forgotten(bus: Bus) -> None:
    await bus.publish([envelope("a"), envelope("b")])
    for delivery in await taken(bus, "ear", 2):
        await bus.bury(delivery, "no")
    first, second = await bus.dead()
    assert await bus.revive(first.envelope.id, "ear")
    assert await bus.forget(second.envelope.id, "ear")
    assert not await bus.forget(second.envelope.id, "ear")
    assert not await bus.revive(uuid4(), "ear")
    assert await bus.dead() == []
    [again] = await taken(bus, "ear", 1)
    assert again.attempt == 1


async def test_those_who_serve_are_known_as_long_as_they_live(opened: Opens) -> None:
    async with opened() as watcher:
        async with opened() as worker:
            await worker.serve("ear")
            [worker_of_ear] = await watcher.served()
            assert (worker_of_ear.consumer, worker_of_ear.pid) == ("ear", os.getpid())
        async with asyncio.timeout(
            LONG_S
        ):  # a server notices a moment later that a connection ended
            while await watcher.served():
                await asyncio.sleep(0.01)


async def steadily(ask: Callable[..., Awaitable[None]], *args: object) -> None:
    """As the runner does: the server has ended the connections of who was passed over."""
    while True:
        try:
            return await ask(*args)
        except EngineAway:
            await asyncio.sleep(0.01)


TAKES = """
import asyncio, json, sys
from tests.engines.test_buses import bus_at, heard, steadily, taken

async def main():
    async with heard(bus_at(json.loads(sys.argv[1]))) as bus:
        [delivery] = await taken(bus, "ear", 1)
        print("holds", bus.holds(delivery), flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        print("holds", bus.holds(delivery), flush=True)
        await steadily(bus.retry, delivery, 0, "too late")
        await steadily(bus.bury, delivery, "too late")
        print("done", flush=True)

asyncio.run(main())
"""


async def test_one_that_is_suspended_is_passed_over_and_finds_it_out(
    where: dict[str, Any] | list[str], opened: Opens
) -> None:
    async with opened() as survivor:
        await survivor.publish([sent := envelope("a"), envelope("a", number=1)])
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", TAKES, json.dumps(where)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert process.stdin
        assert process.stdout
        assert await process.stdout.readline() == b"holds True\n"
        process.send_signal(signal.SIGSTOP)
        again = await taken(survivor, "ear", 2)
        assert [d.envelope.id for d in again][:1] == [sent.id]
        assert all(one.pid != process.pid for one in await survivor.served())
        process.stdin.write(b"\n")
        process.send_signal(signal.SIGCONT)
        assert await process.stdout.readline() == b"holds False\n"
        assert await process.stdout.readline() == b"done\n"
        await process.wait()
        assert await survivor.dead() == []
        for delivery in again:
            assert survivor.holds(delivery)
            await survivor.done(delivery)
        assert await rest(survivor, "ear") == []


async def test_many_takers_share_the_work_in_order_and_twice_nothing(opened: Opens) -> None:
    async with opened() as one, opened() as two, opened() as three:
        sent = [envelope(f"key {n % 7}", number=n) for n in range(300)]
        await one.publish(sent)
        numbers: list[int] = []

        async def work(bus: Bus) -> None:
            while len(numbers) < len(sent):
                for delivery in await bus.take("ear", 5):
                    numbers.append(delivery.envelope.batch.int)
                    await bus.done(delivery)
                await bus.wait("ear", 0.05)

        async with asyncio.timeout(LONG_S):
            await asyncio.gather(work(one), work(two), work(three))
        assert sorted(numbers) == list(range(300))
        for key in range(7):
            of_key = [number for number in numbers if number % 7 == key]
            assert of_key == sorted(of_key)
