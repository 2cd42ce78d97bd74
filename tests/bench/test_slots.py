"""The benchmark of slots measures exact answers, beside a floor that writes the same rows."""

import random

import asyncpg

from huleedu.bench import slots
from huleedu.bench.scratch import fill, scratch
from huleedu.bench.slots import Filling, Load
from huleedu.engines.postgres.database import Address, PostgresDatabase

ROWS = """
select (select count(*) from lifecycle.assignment) as assignments,
       (select count(*) from lifecycle.outbox) as messages,
       (select sum(used) from lifecycle.batch) as used
"""


async def test_every_load_is_measured_from_its_first_round(address: Address) -> None:
    loads = [
        Load("few", 1, 15, 30, 0.1, 30, 2),
        Load("many, interleaved", 6, 5, 10, 0.0, 12, 2, mixed=True),
    ]
    found = await slots.measure(address, 1, loads, filling=Filling(1000))
    assert [(m.load, m.contents, m.wrong) for m in found] == [
        ("few", 33, 0),
        ("many, interleaved", 60, 0),
    ]
    assert all(m.per_s > 0 and m.first_per_s > 0 and m.floor_per_s > 0 for m in found)


async def test_the_floor_writes_each_slot_its_message_and_the_counters(address: Address) -> None:
    load = Load("some", 4, 5, 10, 0.2, 12, 1, mixed=True)
    database = PostgresDatabase(address, "lifecycle", connections=1)
    async with slots.offerers(address, None) as processes:
        offers = await slots.prepare(load, database, random.Random(1))
        await slots.run(processes, offers, load.at_once, "bare")
    await database.aclose()
    assert len(offers) == load.offers == 48
    assert await _rows(address) == (20, 20, 20)


async def test_a_database_is_filled_and_copied_with_or_without_statistics(address: Address) -> None:
    for analysed in (False, True):
        async with scratch(address) as model:
            await fill(model, 1234, analysed=analysed)
            async with scratch(address, like=model) as copy:
                assert await _rows(copy) == (1240, 1240, 1240)
                sql = await copy.connect()
                known = await sql.fetchval(
                    "select count(*) > 0 from pg_statistic s "
                    "where s.starelid = 'lifecycle.assignment'::regclass"
                )
                await sql.close()
                assert known == analysed


async def _rows(address: Address) -> tuple[int, int, int]:
    sql: asyncpg.Connection = await address.connect()
    row = await sql.fetchrow(ROWS)
    await sql.close()
    assert row
    return row["assignments"], row["messages"], row["used"]
