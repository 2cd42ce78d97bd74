"""What the bus on PostgreSQL reads, and whom it wakes."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from tests.engines.test_buses import envelope

from huleedu.engines.postgres.bus import SCHEMA, PostgresBus
from huleedu.engines.postgres.connecting import Address
from huleedu.engines.postgres.database import PostgresDatabase
from huleedu.engines.postgres.presence import CHANNEL
from huleedu.kit.bus import Delivery

LINE = 1500
"""Far more than is read of a line that is in nobody's way."""
READ = """
select coalesce(sum(idx_tup_fetch), 0)::bigint from pg_stat_xact_user_tables
where schemaname = 'bus' and relname = 'delivery'
"""
TAKE = "select id, place from take_v4('ear', $1, $2, interval '30 s')"


@pytest.fixture
async def bus(address: Address) -> AsyncIterator[PostgresBus]:
    bus = PostgresBus(address)
    await bus.open()
    try:
        await bus.subscribe({"ear": ["spoken"]})
        yield bus
    finally:
        await bus.aclose()


@pytest.fixture
async def tables(address: Address) -> AsyncIterator[PostgresDatabase]:
    database = PostgresDatabase(address, SCHEMA, connections=1)
    yield database
    await database.aclose()


async def all_in_order(bus: PostgresBus, at_most: int) -> list[Delivery]:
    """Everything that can be had, each run done before the next is taken."""
    found: list[Delivery] = []
    while some := await bus.take("ear", at_most):
        found += some
        await asyncio.gather(*map(bus.done, some))
    return found


async def test_the_line_behind_a_busy_key_is_read_once(
    bus: PostgresBus, tables: PostgresDatabase
) -> None:
    await bus.publish([envelope("busy", number=n) for n in range(LINE)])
    [out] = await bus.take("ear", 1)
    for number in range(3):
        sent = envelope(f"other {number}")
        await bus.publish([sent])
        async with tables.transaction() as sql:
            [holder] = [row["holder"] for row in await sql.fetch("select holder from presence")]
            before = await sql.fetchval(READ)
            assert [row["id"] for row in await sql.fetch(TAKE, 10, holder)] == [sent.id]
            read = await sql.fetchval(READ) - before
        assert (read >= LINE) == (number == 0)
    await bus.retry(out, 0, None)
    again = await all_in_order(bus, 64)
    of_key = [d.envelope.batch.int for d in again if d.envelope.order_key == "busy"]
    assert of_key == list(range(LINE))


async def test_what_follows_a_line_that_was_put_aside_waits_for_it(bus: PostgresBus) -> None:
    await bus.publish([envelope("busy", number=n) for n in range(LINE)])
    first = await bus.take("ear", 64)
    assert await bus.take("ear", 64) == []  # here the line is put aside
    await bus.publish([envelope("busy", number=LINE + n) for n in range(100)])
    for delivery in reversed(first):  # what was taken before comes again before what was put aside
        await bus.retry(delivery, 0, None)
    found = await all_in_order(bus, 100)
    assert [d.envelope.batch.int for d in found] == list(range(LINE + 100))


async def test_programs_from_before_take_the_same(
    bus: PostgresBus, tables: PostgresDatabase
) -> None:
    await bus.publish([envelope("busy", number=n) for n in range(LINE)])
    await bus.take("ear", 1)
    assert await bus.take("ear", 1) == []
    other = envelope("other")
    await bus.publish([other])
    async with tables.transaction() as sql:
        [holder] = [row["holder"] for row in await sql.fetch("select holder from presence")]
        rows = await sql.fetch(TAKE.replace("take_v4", "take_v3"), 10, holder)
    assert [row["id"] for row in rows] == [other.id]


async def test_only_who_hears_in_another_process_is_notified(
    address: Address, bus: PostgresBus
) -> None:
    told = asyncio.Queue[object]()

    def hear(_connection: object, _pid: int, _channel: str, consumers: object) -> None:
        told.put_nowait(consumers)

    listening = await address.connect()
    try:
        await listening.add_listener(CHANNEL, hear)
        await bus.serve("ear")
        await bus.take("ear", 1)
        waiting = asyncio.create_task(bus.wait("ear", 30))
        await bus.publish([envelope()])
        async with asyncio.timeout(10):
            await waiting
        other = PostgresBus(address)
        await other.open()
        await other.serve("ear")
        await bus.publish([envelope()])
        async with asyncio.timeout(10):
            assert await told.get() == "ear"
        await other.aclose()
        await listening.execute("select")
        assert told.empty()
    finally:
        await listening.close()
