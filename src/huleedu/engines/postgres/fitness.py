"""Look whether a PostgreSQL can hold what HuleEdu keeps, before anything is written to it."""

import asyncpg

from huleedu.engines.postgres.connecting import DatabaseRefused

OLDEST = 14
"""The oldest PostgreSQL that is tried."""


async def refuse_unfit(connection: asyncpg.Connection) -> None:
    """Raises `DatabaseRefused`."""
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
