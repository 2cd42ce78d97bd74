"""What every bus must do, on each bus that there is."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from huleedu.engines.postgres.bus import PostgresBus
from huleedu.engines.postgres.database import Address
from huleedu.kit.bus import Bus, Delivery
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


@pytest.fixture
async def bus(address: Address) -> AsyncIterator[Bus]:
    async with opened(address) as bus:
        yield bus


class opened:  # noqa: N801 - reads as a verb where it is used
    def __init__(self, address: Address, lease_s: int = 30) -> None:
        self._bus = PostgresBus(address, lease_s=lease_s)

    async def __aenter__(self) -> PostgresBus:
        await self._bus.open()
        await self._bus.subscribe({"ear": ["spoken"], "eye": ["spoken", "shown"]})
        return self._bus

    async def __aexit__(self, *_: object) -> None:
        await self._bus.aclose()


async def test_a_message_reaches_everyone_who_hears_it_and_nobody_else(bus: Bus) -> None:
    spoken, shown = envelope(), envelope(kind="shown")
    await bus.publish([spoken, shown])
    assert [d.envelope for d in await bus.take("ear", 10)] == [spoken]
    assert [d.envelope for d in await bus.take("eye", 10)] == [spoken, shown]


async def test_the_same_message_published_twice_is_delivered_once(bus: Bus) -> None:
    spoken = envelope()
    await bus.publish([spoken])
    await bus.publish([spoken])
    assert len(await bus.take("ear", 10)) == 1


async def test_what_is_done_does_not_come_again(bus: Bus) -> None:
    await bus.publish([envelope()])
    [delivery] = await bus.take("ear", 10)
    await bus.done(delivery)
    assert await bus.take("ear", 10) == []


async def test_a_key_comes_in_order_and_one_run_at_a_time(bus: Bus) -> None:
    first, second, third = (envelope("a", number=n) for n in range(3))
    await bus.publish([first, second])
    assert [d.envelope for d in await bus.take("ear", 1)] == [first]
    await bus.publish([third])
    assert await bus.take("ear", 10) == []


async def test_other_keys_go_past_one_that_is_busy(bus: Bus) -> None:
    await bus.publish([envelope("a")])
    await bus.take("ear", 10)
    other = envelope("b")
    await bus.publish([envelope("a"), other])
    assert [d.envelope for d in await bus.take("ear", 10)] == [other]


async def test_a_retry_holds_back_its_key_and_counts_as_an_attempt(bus: Bus) -> None:
    first, second = envelope("a"), envelope("a")
    await bus.publish([first])
    [delivery] = await bus.take("ear", 10)
    await bus.publish([second])
    await bus.retry(delivery, 60, "broken")
    assert await bus.take("ear", 10) == []
    await bus.retry(delivery, 0, "no longer ours: changes nothing")
    assert await bus.take("ear", 10) == []


async def test_a_retry_comes_back_before_what_followed_it(bus: Bus) -> None:
    first, second = envelope("a"), envelope("a")
    await bus.publish([first])
    [delivery] = await bus.take("ear", 10)
    await bus.publish([second])
    await bus.retry(delivery, 0, "broken")
    again = await bus.take("ear", 10)
    assert [(d.envelope, d.attempt) for d in again] == [(first, 2), (second, 1)]


async def test_a_retry_without_fault_is_not_counted(bus: Bus) -> None:
    await bus.publish([envelope()])
    [delivery] = await bus.take("ear", 10)
    await bus.retry(delivery, 0, None)
    [again] = await bus.take("ear", 10)
    assert again.attempt == 1


async def test_a_lease_that_ends_gives_the_message_to_the_next(address: Address) -> None:
    async with opened(address, lease_s=0) as hasty, opened(address) as other:
        await hasty.publish([envelope()])
        [lost] = await hasty.take("ear", 10)
        [found] = await other.take("ear", 10)
        assert found.envelope == lost.envelope
        assert found.attempt == 2


async def test_what_a_dead_process_held_is_given_back_long_before_its_lease_ends(
    address: Address,
) -> None:
    async with opened(address, lease_s=3600) as survivor:
        async with opened(address, lease_s=3600) as mortal:
            await mortal.publish([envelope()])
            assert len(await mortal.take("ear", 10)) == 1
            assert await survivor.take("ear", 10) == []
        deliveries: list[Delivery] = []
        async with asyncio.timeout(20):
            while not deliveries:
                await survivor.wait("ear", 0.1)
                deliveries = await survivor.take("ear", 10)
        assert deliveries[0].attempt == 2


async def test_a_waiting_consumer_of_another_process_is_woken(address: Address) -> None:
    async with opened(address) as here, opened(address) as there:
        await there.take("ear", 1)
        waiting = asyncio.create_task(there.wait("ear", 30))
        await asyncio.sleep(0)
        await here.publish([envelope()])
        async with asyncio.timeout(10):
            await waiting
        assert len(await there.take("ear", 1)) == 1


async def test_a_dead_letter_keeps_its_error_and_lets_its_key_go_on(bus: Bus) -> None:
    bad, good = envelope("a"), envelope("a")
    await bus.publish([bad])
    [delivery] = await bus.take("ear", 10)
    await bus.publish([good])
    await bus.bury(delivery, "ValueError: no")
    assert [d.envelope for d in await bus.take("ear", 10)] == [good]
    [letter] = await bus.dead()
    assert (letter.envelope, letter.consumer, letter.error) == (bad, "ear", "ValueError: no")


async def test_a_dead_letter_can_be_revived_or_forgotten(bus: Bus) -> None:
    await bus.publish([envelope("a"), envelope("b")])
    for delivery in await bus.take("ear", 10):
        await bus.bury(delivery, "no")
    first, second = await bus.dead()
    assert await bus.revive(first.envelope.id, "ear")
    assert await bus.forget(second.envelope.id, "ear")
    assert not await bus.forget(second.envelope.id, "ear")
    assert not await bus.revive(uuid4(), "ear")
    assert await bus.dead() == []
    [again] = await bus.take("ear", 10)
    assert again.attempt == 1


async def test_those_who_serve_are_known_as_long_as_they_live(address: Address) -> None:
    async with opened(address) as watcher:
        async with opened(address) as worker:
            await worker.serve("ear")
            assert await watcher.served() == {"ear"}
        assert await watcher.served() == frozenset()


async def test_many_takers_share_the_work_in_order_and_twice_nothing(address: Address) -> None:
    async with opened(address) as one, opened(address) as two, opened(address) as three:
        sent = [envelope(f"key {n % 7}", number=n) for n in range(300)]
        await one.publish(sent)
        taken: list[int] = []

        async def work(bus: Bus) -> None:
            while len(taken) < len(sent):
                for delivery in await bus.take("ear", 5):
                    taken.append(delivery.envelope.batch.int)
                    await bus.done(delivery)

        async with asyncio.timeout(60):
            await asyncio.gather(work(one), work(two), work(three))
        assert sorted(taken) == list(range(300))
        for key in range(7):
            of_key = [number for number in taken if number % 7 == key]
            assert of_key == sorted(of_key)
