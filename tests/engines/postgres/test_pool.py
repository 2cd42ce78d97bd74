"""Connections are few and shared, and each statement runs with its own schema's rights."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import asyncpg
import pytest
from tests.patience import LONG_S

from huleedu.contracts.gateway import StopWaiting
from huleedu.engines.postgres.database import Address, Pool, PostgresDatabase
from huleedu.engines.postgres.migrations import migrate
from huleedu.engines.postgres.pool import View
from huleedu.kit.database import EngineAway
from huleedu.wiring.program import all_migrations, open_house, shares
from huleedu.wiring.settings import read

WHO = "select current_user || ' ' || current_schema() || ' ' || current_setting($1)"
SYNCS = "synchronous_commit"
OPEN = """
select count(*) from pg_stat_activity
where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()
"""


@pytest.fixture
async def pool(address: Address) -> AsyncIterator[Pool]:
    pool = Pool(address, 1)
    yield pool
    await pool.aclose()


async def owner(address: Address, schema: str) -> str:
    connection = await address.connect()
    try:
        asked = "select nspowner::regrole::text from pg_namespace where nspname = $1"
        return await connection.fetchval(asked, schema)
    finally:
        await connection.close()


async def test_one_connection_serves_all_schemas_each_with_its_own_rights(
    address: Address, pool: Pool
) -> None:
    lax = PostgresDatabase(pool, "bus", durable=False)
    results, files = PostgresDatabase(pool, "results"), PostgresDatabase(pool, "files")
    for _ in range(2):  # the second time over what the first has left
        for database, syncs in ((lax, "off"), (results, "on"), (files, "on")):
            role = await owner(address, database.schema)
            expected = f"{role} {database.schema} {syncs}"
            async with database.transaction() as sql:
                assert await sql.fetchval(WHO, SYNCS) == expected
            async with database.session() as sql:
                assert await sql.fetchval(WHO, SYNCS) == expected
            async with results.transaction() as sql:
                assert (await sql.fetchval(WHO, SYNCS)).split()[1] == "results"


async def test_the_same_words_find_each_schemas_own_tables(address: Address, pool: Pool) -> None:
    count = "select count(*) from outbox where type = $1"
    say = """
    insert into outbox (type, order_key, batch, correlation, body) values ($1, '', $2, $2, '{}')
    """
    results, files = PostgresDatabase(pool, "results"), PostgresDatabase(pool, "files")
    async with results.session() as sql:
        await sql.execute(say, "x", uuid4())
    for _ in range(8):  # after the fifth the server keeps a plan for good
        for database, many in ((results, 1), (files, 0)):
            async with database.session() as sql:
                assert await sql.fetchval(count, "x") == many


async def test_rights_of_a_transaction_that_failed_are_not_left_to_the_next(
    address: Address, pool: Pool
) -> None:
    results, files = PostgresDatabase(pool, "results"), PostgresDatabase(pool, "files")
    async with results.session() as sql:
        await sql.fetchval("select 1")
    with pytest.raises(asyncpg.PostgresError):
        async with files.transaction() as sql:
            await sql.execute("select 1 / 0")
    for database in (results, files):
        async with database.session() as sql:
            role = await owner(address, database.schema)
            assert await sql.fetchval(WHO, SYNCS) == f"{role} {database.schema} on"


async def test_who_holds_the_last_connection_is_not_left_waiting_for_itself(pool: Pool) -> None:
    async with pool.session(View("results", durable=True)):
        with pytest.raises(AssertionError, match="wait for another for ever"):
            async with pool.session(View("files", durable=True)):
                pass


async def test_a_transaction_that_is_cut_off_holds_no_connection(pool: Pool) -> None:
    view = View("results", durable=True)
    begun = asyncio.Event()

    async def hold() -> None:
        async with pool.transaction(view) as sql:
            begun.set()
            await sql.execute("select pg_sleep(3600)")

    task = asyncio.create_task(hold())
    await begun.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with asyncio.timeout(LONG_S), pool.transaction(view) as sql:
        assert await sql.fetchval("select 1") == 1


async def test_a_connection_that_the_server_ended_is_replaced(pool: Pool) -> None:
    view = View("results", durable=True)
    with pytest.raises(EngineAway):
        async with pool.transaction(view) as sql:
            await sql.execute("reset role; select pg_terminate_backend(pg_backend_pid())")
    async with pool.session(view) as sql:
        assert await sql.fetchval("select 1") == 1


async def test_one_cut_off_anywhere_leaves_its_rights_and_its_transaction_to_nobody(
    pool: Pool,
) -> None:
    mine, others = View("results", durable=True), View("files", durable=True)
    async with pool.session(mine) as sql:
        await sql.fetchval("select 1")

    async def work() -> None:
        async with pool.transaction(others) as sql:
            await sql.fetchval("select 1")

    done = False
    steps = 0
    while not done:  # cut it off at its first step, its second, … until it is done before
        task = asyncio.create_task(work())
        for _ in range(steps):
            await asyncio.sleep(0)
        done = task.done()
        task.cancel()
        async with asyncio.timeout(LONG_S), pool.session(mine) as sql:
            assert await sql.fetchval("select current_schema()") == "results"
            assert not sql.is_in_transaction()
        await asyncio.gather(task, return_exceptions=True)
        steps += 1


@pytest.mark.parametrize("most", [3, 8])
async def test_all_services_together_stay_within_their_connections(
    address: Address, most: int
) -> None:
    settings = read({"HULEEDU_DATABASE_CONNECTIONS": str(most)})
    assert sum(shares(settings)) + 1 == most
    async with open_house(address, settings) as house:
        await house.start(
            ["gateway", "files", "lifecycle", "batches", "spelling", "linguistics", "results"]
        )
        watcher = await address.connect()
        try:
            commands = house.commands()
            asked = [commands.send(StopWaiting(batch=uuid4())) for _ in range(200)]
            crowd = asyncio.gather(*asked)
            seen = 0
            while not crowd.done():
                seen = max(seen, await watcher.fetchval(OPEN))
                await asyncio.sleep(0)
            await crowd
            async with asyncio.timeout(LONG_S):
                while await watcher.fetchval("select count(*) from bus.delivery"):
                    seen = max(seen, await watcher.fetchval(OPEN))
            assert 1 < seen <= most
        finally:
            await watcher.close()


async def test_settings_of_the_server_do_not_cut_ours_short(
    empty_database: Address,
) -> None:
    name = empty_database.arguments["database"]
    admin = await empty_database.connect()
    try:
        for setting in (
            "statement_timeout = 1000",
            "lock_timeout = 1000",
            "synchronous_commit = off",
        ):
            await admin.execute(f"alter database {name} set {setting}")
    finally:
        await admin.close()
    await migrate(empty_database, all_migrations())
    database = PostgresDatabase(empty_database, "results")
    async with database.session() as sql:
        await sql.execute("select pg_sleep(1.2)")
        assert await sql.fetchval("show synchronous_commit") == "on"
    await database.aclose()
