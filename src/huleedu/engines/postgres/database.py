"""Reach PostgreSQL: one pool of connections per service, each with that service's role."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

import asyncpg

from huleedu.kit.database import Collision, EngineAway, Sql

GOING = (
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.InternalClientError,
)
"""The server said that it ends; the connection may not know yet that it is closed, or be in
disorder because it was said while nothing was asked."""
UNREACHABLE = (*GOING, asyncpg.TooManyConnectionsError, asyncpg.InterfaceError, OSError)
UNABLE = (asyncpg.InsufficientResourcesError, asyncpg.PostgresSystemError)
"""The server is there and cannot work just now: its disk is full, or cannot be read."""
COLLISIONS = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError)

CONNECT_TIMEOUT_S = 10.0


class DatabaseRefused(Exception):
    """The URL, the user, the password or the database's name is wrong."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where PostgreSQL is: a URL, or the arguments of asyncpg's `connect`.

    `look_up` tells, at each connection, which of the arguments have changed since: a server that
    was stopped and started again may be elsewhere. It raises `EngineAway`.
    """

    url: str | None = None
    arguments: Mapping[str, Any] = field(default_factory=dict[str, Any])
    look_up: Callable[[], Mapping[str, Any]] | None = None

    def of_database(self, name: str) -> "Address":
        """The same server, another database."""
        if self.url is None:
            return replace(self, arguments={**self.arguments, "database": name})
        return Address(url=urlsplit(self.url)._replace(path=f"/{name}").geturl())

    async def connect(self, role: str | None = None, **settings: str) -> asyncpg.Connection:
        """One connection, with the rights of `role`; raises `EngineAway`."""
        server_settings = {"application_name": "huleedu", **settings}
        if role:
            server_settings["role"] = role
        arguments = {**self.arguments, **(self.look_up() if self.look_up else {})}
        try:
            return await asyncpg.connect(
                self.url,
                **arguments,
                timeout=CONNECT_TIMEOUT_S,
                server_settings=server_settings,
            )
        except (*UNREACHABLE, *UNABLE) as error:
            raise EngineAway(f"PostgreSQL does not answer: {error}") from error
        except (asyncpg.PostgresError, ValueError) as error:
            raise DatabaseRefused(f"PostgreSQL lets nobody in: {error}") from error


def role_of(schema: str) -> str:
    """The role that owns a schema: it has rights there and nowhere else."""
    return f"huleedu_{schema}"


class PostgresDatabase:
    """One schema, seen with its own role. Implements `kit.database.Database`.

    Args:
        connections: how many at the most are open at once; they are opened when needed.
        durable: False lets the disk lag behind an answer, for what may be lost in a crash.
    """

    def __init__(
        self, address: Address, schema: str, *, connections: int = 6, durable: bool = True
    ) -> None:
        self.address = address
        self.schema = schema
        self._settings = {"search_path": schema} | (
            {} if durable else {"synchronous_commit": "off"}
        )
        self._room = asyncio.Semaphore(connections)
        self._idle: list[asyncpg.Connection] = []

    @asynccontextmanager
    async def session(self) -> AsyncGenerator[Sql]:
        """See `kit.database.Database.session`."""
        async with self._room:
            connection = await self._connection()
            try:
                yield connection
            except COLLISIONS as error:
                raise Collision(str(error)) from error
            except UNABLE as error:
                raise EngineAway(f"PostgreSQL cannot work: {error}") from error
            except UNREACHABLE as error:
                if isinstance(error, GOING):
                    connection.terminate()
                if not connection.is_closed():
                    raise
                raise EngineAway(f"PostgreSQL went away: {error}") from error
            finally:
                await self._put_back(connection)

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Sql]:
        """See `kit.database.Database.transaction`."""
        async with self.session() as sql:
            assert isinstance(sql, asyncpg.Connection)
            async with sql.transaction():
                yield sql

    async def _connection(self) -> asyncpg.Connection:
        while self._idle:
            connection = self._idle.pop()
            if not connection.is_closed():
                return connection
        return await self.address.connect(role_of(self.schema), **self._settings)

    async def _put_back(self, connection: asyncpg.Connection) -> None:
        # a transaction cut off in its middle must not be handed to the next user
        if connection.is_closed() or connection.is_in_transaction():
            connection.terminate()
        else:
            self._idle.append(connection)

    async def aclose(self) -> None:
        """Close the idle connections; those in use are closed by their users' end."""
        while self._idle:
            connection = self._idle.pop()
            try:
                await connection.close(timeout=2)
            except UNREACHABLE:
                connection.terminate()
