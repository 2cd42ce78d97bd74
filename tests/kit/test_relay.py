"""The relay sends what was said in its order, once, and ends when it is told to."""

import asyncio
from uuid import UUID, uuid4

import pytest
from tests.patience import LONG_S

from huleedu.contracts.gateway import EndIntake
from huleedu.gateway.commands import Commands
from huleedu.kit.relay import Relay
from huleedu.wiring.program import House, now


@pytest.fixture
def relay(house: House) -> Relay:
    return Relay(house.database("gateway"), house.bus)


async def test_what_was_said_is_sent_once_and_in_order(house: House, relay: Relay) -> None:
    commands = Commands(house.database("gateway"), now, relay.hint)
    batches = [UUID(int=n) for n in range(700)]
    await commands.send(*(EndIntake(batch=batch) for batch in batches))
    assert [await relay.carry(), await relay.carry(), await relay.carry()] == [500, 200, 0]
    taken = await house.bus.take("lifecycle", 1000)
    assert [delivery.envelope.batch for delivery in taken] == batches


async def test_two_relays_of_one_outbox_do_not_overtake_each_other(house: House) -> None:
    relays = [Relay(house.database("gateway"), house.bus) for _ in range(3)]
    commands = Commands(house.database("gateway"), now, relays[0].hint)
    batch = uuid4()
    for _ in range(20):
        await commands.send(*(EndIntake(batch=batch) for _ in range(5)))
        await asyncio.gather(*(relay.carry() for relay in relays))
    while await relays[0].carry():
        pass
    taken = await house.bus.take("lifecycle", 1000)
    async with house.database("gateway").session() as sql:
        said = [row["id"].int for row in await sql.fetch("select id from outbox order by seq")]
    assert [delivery.envelope.id.int for delivery in taken] == said


@pytest.mark.parametrize("steps", range(8))
async def test_a_relay_that_is_hinted_and_told_to_end_at_once_ends(
    relay: Relay, steps: int
) -> None:
    task = asyncio.create_task(relay.carry_on())
    await asyncio.sleep(0.05)  # by then it waits for a hint
    relay.hint()
    for _ in range(steps):
        await asyncio.sleep(0)
    task.cancel()
    done, _ = await asyncio.wait([task], timeout=LONG_S)
    task.cancel()
    assert done
