"""See one schema of PostgreSQL with that schema's own role, through connections shared by all."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from huleedu.engines.postgres.connecting import UNREACHABLE, Address, DatabaseRefused
from huleedu.engines.postgres.pool import Pool, View
from huleedu.kit.database import Row, Sql

__all__ = ["UNREACHABLE", "Address", "DatabaseRefused", "Pool", "PostgresDatabase"]

CONNECTIONS = 6


class PostgresDatabase:
    """One schema, seen with its own role. Implements `kit.database.Database`.

    Args:
        at: the connections to use, or where the database is: then it has some of its own.
        connections: how many of its own at the most; they are opened when needed.
        durable: False lets the disk lag behind an answer, for what may be lost in a crash.
    """

    def __init__(
        self,
        at: Address | Pool,
        schema: str,
        *,
        connections: int = CONNECTIONS,
        durable: bool = True,
    ) -> None:
        self.schema = schema
        self._view = View(schema, durable)
        self._pool = at if isinstance(at, Pool) else Pool(at, connections)
        self._owns = not isinstance(at, Pool)

    @asynccontextmanager
    async def session(self) -> AsyncGenerator[Sql]:
        """See `kit.database.Database.session`."""
        async with self._pool.session(self._view) as connection:
            yield Statements(connection, self.schema)

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Sql]:
        """See `kit.database.Database.transaction`."""
        async with self._pool.transaction(self._view) as connection:
            yield Statements(connection, self.schema)

    async def aclose(self) -> None:
        """Close connections of its own; those in use are closed by their users' end."""
        if self._owns:
            await self._pool.aclose()


class Statements:
    """Runs statements as a schema's own.

    A statement's plan is found again by its text, and is made anew when the search path is another
    than before: the schema's name before it keeps each schema's plans apart.
    """

    def __init__(self, connection: asyncpg.Connection, schema: str) -> None:
        self._connection = connection
        self._mark = f"/* {schema} */ "

    async def execute(self, statement: str, /, *args: object) -> str:
        return await self._connection.execute(self._mark + statement, *args)

    async def fetch(self, statement: str, /, *args: object) -> Sequence[Row]:
        return await self._connection.fetch(self._mark + statement, *args)

    async def fetchrow(self, statement: str, /, *args: object) -> Row | None:
        return await self._connection.fetchrow(self._mark + statement, *args)

    async def fetchval(self, statement: str, /, *args: object) -> Any:
        return await self._connection.fetchval(self._mark + statement, *args)
