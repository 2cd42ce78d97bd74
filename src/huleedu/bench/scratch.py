"""Databases of the benchmarks' own: fresh, or filled with years of work; gone afterwards."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from uuid import uuid4

from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.engines.postgres.migrations import migrate
from huleedu.wiring.program import all_migrations

SLOTS_EACH = 10
"""Slots of each batch that is filled in."""
# full batches of long ago: every slot assigned, every message sent
FILL_BATCHES = """
insert into batch (id, slots, used, waits_until)
select gen_random_uuid(), $2, $2, 'infinity' from generate_series(1, $1::integer)
"""
FILL_ASSIGNMENTS = """
insert into assignment (batch, slot, content, essay)
select b.id, s.slot, 'content ' || s.slot, gen_random_uuid()
from batch b cross join generate_series(1, b.slots) as s (slot)
"""
FILL_OUTBOX = """
insert into outbox (type, order_key, batch, correlation, body, published_at)
select 'bench.v1', essay::text, batch, essay, jsonb_build_object('slot', slot), clock_timestamp()
from assignment
"""


@asynccontextmanager
async def scratch(address: Address, like: Address | None = None) -> AsyncGenerator[Address]:
    """A database of the benchmark's own, up to date, or a copy of one that nobody uses."""
    name = f"huleedu_bench_{uuid4().hex[:8]}"
    admin = await address.connect()
    try:
        if like is None:
            await admin.execute(f"create database {name}")
        else:
            of = await _name(like)
            # else the copy would go through the log, and its checkpoints into what is measured
            version = int(await admin.fetchval("show server_version_num"))
            copied = "strategy file_copy" if version >= 150_000 else ""
            await admin.execute(f"create database {name} template {of} {copied}")
        own = address.of_database(name)
        await migrate(own, all_migrations())
        yield own
    finally:
        await admin.execute(f"drop database if exists {name} with (force)")
        await admin.close()


async def _name(address: Address) -> str:
    sql = await address.connect()
    try:
        return await sql.fetchval("select current_database()")
    finally:
        await sql.close()


async def fill(address: Address, assignments: int, *, analysed: bool) -> None:
    """Enter so many assignments, in full batches; not analysed: with no statistics of them."""
    database = PostgresDatabase(address, "lifecycle", connections=1)
    async with database.session() as sql:
        await sql.execute(FILL_BATCHES, -(-assignments // SLOTS_EACH), SLOTS_EACH)
        await sql.execute(FILL_ASSIGNMENTS)
        await sql.execute(FILL_OUTBOX)
        if analysed:
            await sql.execute("analyze batch, assignment, outbox")
    await database.aclose()
