"""Look whether a PostgreSQL can hold what HuleEdu keeps, before anything is written to it."""

import asyncpg

from huleedu.engines.postgres.connecting import TRANSACTION_POOL, Address, DatabaseRefused
from huleedu.kit.fitness import Advice, Finding, Fit, Unfit

OLDEST = 15
"""The oldest PostgreSQL that is tried."""


PROCESS = "select pg_backend_pid()"

# what a power cut may take
SYNCS = """
select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commits,
    current_setting('full_page_writes') as pages
"""


async def refuse_unfit(
    address: Address, connection: asyncpg.Connection, *, synced: bool = True
) -> None:
    """Raises `DatabaseRefused`; with `synced`, also for one that a power cut may destroy."""
    refuse(await pooling(address, connection))
    refuse(await version(connection))
    refuse(await encoding(connection))
    if synced:
        refuse(await syncs(connection))


def refuse(finding: Finding) -> None:
    """Raises `DatabaseRefused`, if it will not do."""
    if isinstance(finding, Unfit):
        raise DatabaseRefused(finding.found)


async def version(connection: asyncpg.Connection) -> Finding:
    """Is it new enough?"""
    major = connection.get_server_version().major
    if major < OLDEST:
        return Unfit("version", f"HuleEdu needs PostgreSQL {OLDEST} or later, and this is {major}.")
    # some say more than the number: 15.14 (Debian 15.14-0+deb12u1)
    number, *_ = (await connection.fetchval("show server_version")).split()
    return Fit("version", f"{number}; {OLDEST} is the oldest that will do")


async def encoding(connection: asyncpg.Connection) -> Finding:
    """Has it room for all letters?"""
    found = await connection.fetchval("show server_encoding")
    if found == "UTF8":
        return Fit("encoding", "UTF8")
    name = await connection.fetchval("select current_database()")
    return Unfit(
        "encoding",
        f"The database {name} keeps its letters as {found}, which has no room for those of "
        "all pupils. Make one that does: create database … encoding 'UTF8' template template0.",
    )


async def pooling(address: Address, connection: asyncpg.Connection) -> Finding:
    """Is a connection ours as long as we hold it?"""
    process = await connection.fetchval(PROCESS)
    if process == connection.get_server_pid():
        # what was said when we came in is true: nobody stands between
        return Fit("pooler", "none")
    other = await address.connect()
    try:
        await other.execute("begin")
        if await other.fetchval(PROCESS) == process:  # which is ours as long as we are here
            return Unfit("pooler", f"{TRANSACTION_POOL}.")
    finally:
        other.terminate()
    return Fit("pooler", "one that keeps a connection for a session, as it has to")


async def syncs(connection: asyncpg.Connection) -> Finding:
    """What may a power cut take?"""
    row = await connection.fetchrow(SYNCS)
    assert row
    if row["fsync"] == "off":
        return Unfit(
            "syncs",
            "fsync is off: a power cut may destroy the database. Set fsync = on there, and "
            "reload it.",
        )
    if row["pages"] == "off":
        return Advice(
            "syncs",
            "full_page_writes is off: unless its disk writes whole pages or none (ZFS does), a "
            "power cut may destroy the database. Set full_page_writes = on there.",
        )
    if row["commits"] == "off":
        return Fit("syncs", "fsync and full_page_writes; HuleEdu turns synchronous_commit on")
    return Fit("syncs", f"fsync, full_page_writes, synchronous_commit = {row['commits']}")
