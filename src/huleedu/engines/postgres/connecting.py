"""Open a connection to PostgreSQL, set as every one of ours; say in words why there is none."""

import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.parse import parse_qs, urlsplit

import asyncpg
from asyncpg.connect_utils import SessionAttribute

from huleedu.engines.postgres.connection import Patience, Watched
from huleedu.kit.database import Collision, EngineAway, EngineUnable
from huleedu.kit.outages import Outage

GOING = (
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.InternalClientError,
)
"""The server ends, or has ended this transaction; the connection may not know yet that it is
closed, or be in disorder because it was said while nothing was asked."""
UNREACHABLE = (*GOING, asyncpg.InterfaceError, OSError)
FAILURES = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)
"""All that a connection can say or do instead of what was asked."""
UNABLE = (asyncpg.InsufficientResourcesError, asyncpg.PostgresSystemError)
"""The server is there and cannot work just now: its disk is full, or cannot be read."""
COLLISIONS = (
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.InvalidCachedStatementError,
)
BROKEN_OFF = (asyncpg.QueryCanceledError,)
"""Somebody ended the statement: an operator, or a limit of the server's that we may not lift."""
POOLED = (asyncpg.InvalidSQLStatementNameError, asyncpg.DuplicatePreparedStatementError)
"""What was prepared on this connection is not there, or what was not is: it is another's."""

STATEMENTS_KEPT = 1000
"""All schemas share the connections, and each keeps the plans of all their statements."""

# whatever was set for the server, the database or the user: ours are short, and end by themselves
SESSION = {
    "statement_timeout": "0",
    "lock_timeout": "0",
    "default_transaction_isolation": "'read committed'",
    "max_parallel_workers_per_gather": "0",  # would want shared memory, which a container lacks
    # a plan is mostly made while the tables are tiny, and kept when they have grown: so an index is
    # used from the beginning (docs/why/0025). Whoever reads a whole table still can; the cost that
    # stands for 'off' before PostgreSQL 18 must not start a compiler
    "enable_seqscan": "off",
    "jit": "off",
}
SESSION_SINCE = {14: {"idle_session_timeout": "0"}, 17: {"transaction_timeout": "0"}}
"""What a server takes from this version on."""

READ_ONLY = (
    "takes no changes: it is a standby, or set to be read only. Name the primary in "
    "HULEEDU_DATABASE_URL, or all servers with commas between them"
)
TRANSACTION_POOL = (
    "HULEEDU_DATABASE_URL leads to a pooler that gives one connection to several programs in turn "
    "(PgBouncer with pool_mode = transaction). HuleEdu listens, holds locks and prepares "
    "statements: set pool_mode = session for this database, or name PostgreSQL itself"
)


class DatabaseRefused(EngineUnable):
    """The URL, the user, its rights, or the database are not what they have to be."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where PostgreSQL is: a URL, or the arguments of asyncpg's `connect`.

    `look_up` tells, at each connection, which of the arguments have changed since: a server that
    was stopped and started again may be elsewhere. It raises `EngineAway`.
    """

    url: str | None = None
    arguments: Mapping[str, Any] = field(default_factory=dict[str, Any])
    look_up: Callable[[], Mapping[str, Any]] | None = None
    login: str | None = None
    """The role that services log in as, which `migrate` makes; None: they come in as everybody."""
    web: str | None = None
    """The same for what the gateway does for somebody who is signed in."""
    process: str = field(default_factory=lambda: f"huleedu {token_hex(4)}", compare=False)
    """Names all connections of this process, so that they can be told from those of others."""
    patience: Patience = field(default_factory=Patience)
    outage: Outage = field(default_factory=lambda: Outage("PostgreSQL"), compare=False, repr=False)
    """Told for all that reach the server by this address."""

    def of_database(self, name: str) -> "Address":
        """The same server, another database."""
        if self.url is None:
            return replace(self, arguments={**self.arguments, "database": name})
        return replace(self, url=urlsplit(self.url)._replace(path=f"/{name}").geturl())

    def of_services(self) -> "Address":
        """The same server, for those who need no rights but those of the schemas' owners."""
        if self.login is None:
            return self
        return replace(self, arguments={**self.arguments, "user": self.login}, login=None)

    def of_web(self) -> "Address":
        """The same server, for those who see a schema as one of its viewers and no further."""
        if self.web is None:
            return self
        arguments = {**self.arguments, "user": self.web}
        return replace(self, arguments=arguments, login=None, web=None)

    async def connect(self, *, statement_s: float | None = None) -> Watched:
        """One connection, to the first server that takes changes; raises `EngineAway`.

        Args:
            statement_s: how long a statement may take; None: as `patience` has it.
        """
        why = EngineAway("PostgreSQL does not answer")
        for server in self._servers():
            try:
                connection = await server.connect_to_it(statement_s or self.patience.statement_s)
            except EngineAway as error:
                why = error
            else:
                self.outage.works()
                return connection
        self.outage.lost(why)
        raise why

    def _servers(self) -> list["Address"]:
        """One for each server of the URL: one that is silent must not use up the others' time."""
        if self.url is None:
            return [self]
        parts = urlsplit(self.url)
        user, at, hosts = parts.netloc.rpartition("@")
        return [
            replace(self, url=parts._replace(netloc=f"{user}{at}{host}").geturl())
            for host in hosts.split(",")
        ]

    async def connect_to_it(self, statement_s: float) -> Watched:
        """As `connect`, of a single server."""
        self._check_files()
        arguments = {**self.arguments, **(self.look_up() if self.look_up else {})}
        try:
            connection = await asyncpg.connect(
                self.url,
                **arguments,
                timeout=self.patience.connect_s,
                command_timeout=statement_s,
                connection_class=Watched,
                statement_cache_size=STATEMENTS_KEPT,
                server_settings={"application_name": self.process},
                target_session_attrs=SessionAttribute.read_write,
            )
        except (*FAILURES, ValueError) as error:
            raise why_not(error) from error
        try:
            version = connection.get_server_version().major
            await connection.execute(_session(version, self.patience.settings()))
        except FAILURES as error:
            connection.terminate()
            raise why_not(error) from error
        return connection

    def _check_files(self) -> None:
        for name, values in parse_qs(urlsplit(self.url or "").query).items():
            if name in ("sslrootcert", "sslcert", "sslkey") and not Path(values[0]).is_file():
                raise DatabaseRefused(
                    f"HULEEDU_DATABASE_URL names {values[0]} as its {name}, and there is no such "
                    "file."
                )


def _session(version: int, when_silent: Mapping[str, str]) -> str:
    settings = {**SESSION, **when_silent}
    for since, more in SESSION_SINCE.items():
        if version >= since:
            settings |= more
    return "; ".join(f"set {name} = {value}" for name, value in settings.items())


def why_not(error: Exception) -> EngineAway:
    """Why no connection could be had, in words."""
    if isinstance(error, asyncpg.TargetServerAttributeNotMatched):
        return EngineUnable(f"PostgreSQL {READ_ONLY}.")
    if isinstance(error, asyncpg.TooManyConnectionsError):
        return EngineUnable(
            f"PostgreSQL takes no more connections ({error}). Raise its max_connections, or lower "
            "HULEEDU_DATABASE_CONNECTIONS."
        )
    if isinstance(error, ssl.SSLCertVerificationError):
        return DatabaseRefused(
            "PostgreSQL's certificate is not vouched for by the authority that the URL names, or "
            f"is another server's ({error.verify_message}). Look at sslrootcert, sslmode and the "
            "host's name in HULEEDU_DATABASE_URL."
        )
    if isinstance(error, asyncpg.ClientConfigurationError):
        return DatabaseRefused(f"HULEEDU_DATABASE_URL cannot be used: {error}")
    if isinstance(error, UNABLE):
        return _unable(error)
    if isinstance(error, UNREACHABLE):
        return EngineAway(f"PostgreSQL does not answer: {error or type(error).__name__}")
    return DatabaseRefused(f"PostgreSQL lets nobody in: {error}")


def meant(error: Exception, connection: asyncpg.Connection) -> Exception | None:
    """What a statement's failure means to whoever asked; None: it is the statement's own fault.

    A connection that is of no use any more is given up.
    """
    if isinstance(error, COLLISIONS):
        return Collision(str(error))
    if isinstance(error, UNABLE):
        return _unable(error)
    if isinstance(error, asyncpg.ReadOnlySQLTransactionError):
        connection.terminate()  # the next one is opened to a server that takes changes
        return EngineUnable(f"PostgreSQL {READ_ONLY}.")
    if isinstance(error, POOLED):
        connection.terminate()
        return DatabaseRefused(f"{TRANSACTION_POOL}.")
    if isinstance(error, BROKEN_OFF):
        return EngineAway(f"PostgreSQL broke off a statement: {error}")
    if isinstance(error, (*GOING, TimeoutError)):
        connection.terminate()
    if isinstance(error, UNREACHABLE) and connection.is_closed():
        return EngineAway(f"PostgreSQL went away: {str(error) or 'it is silent'}")
    return None


def _unable(error: Exception) -> EngineUnable:
    if isinstance(error, asyncpg.DiskFullError):
        return EngineUnable(f"The disk of PostgreSQL is full ({error}). Make room there.")
    if isinstance(error, asyncpg.OutOfMemoryError):
        return EngineUnable(f"PostgreSQL has no memory left ({error}).")
    return EngineUnable(f"PostgreSQL cannot work: {error}")
