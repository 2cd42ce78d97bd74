"""Look whether a PostgreSQL can hold what HuleEdu keeps, before anything is written to it."""

import asyncpg

from huleedu.engines.postgres.connecting import TRANSACTION_POOL, Address, DatabaseRefused

OLDEST = 14
"""The oldest PostgreSQL that is tried."""


PROCESS = "select pg_backend_pid()"


async def refuse_unfit(address: Address, connection: asyncpg.Connection) -> None:
    """Raises `DatabaseRefused`."""
    await _refuse_pooling(address, connection)
    version = connection.get_server_version()
    if version.major < OLDEST:
        raise DatabaseRefused(
            f"HuleEdu needs PostgreSQL {OLDEST} or later, and this is {version.major}."
        )
    encoding = await connection.fetchval("show server_encoding")
    if encoding != "UTF8":
        name = await connection.fetchval("select current_database()")
        raise DatabaseRefused(
            f"The database {name} keeps its letters as {encoding}, which has no room for those of "
            "all pupils. Make one that does: create database … encoding 'UTF8' template template0."
        )


async def _refuse_pooling(address: Address, connection: asyncpg.Connection) -> None:
    process = await connection.fetchval(PROCESS)
    if process == connection.get_server_pid():
        return  # what was said when we came in is true: nobody stands between
    other = await address.connect()
    try:
        await other.execute("begin")
        if await other.fetchval(PROCESS) == process:  # which is ours as long as we are here
            raise DatabaseRefused(f"{TRANSACTION_POOL}.")
    finally:
        other.terminate()
