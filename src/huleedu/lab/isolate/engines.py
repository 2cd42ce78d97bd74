"""See what lies in a PostgreSQL server, to compare it with what lay there before; set it back."""

import asyncpg

UNREACHABLE = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError)
CONNECT_TIMEOUT_S = 60.0
"""On a busy machine a server that is well answers late, and one that is away refuses at once."""

DATABASES = "select datname from pg_database where not datistemplate order by datname"

# a statement that counts each table's rows, and sums up what is in them in any order
COUNTS = """
select format('select %L as name, count(*) as n,
               coalesce(sum(hashtextextended(t::text, 0)), 0)::text as content from %I.%I as t',
              schemaname || '.' || relname, schemaname, relname) as count
from pg_stat_user_tables order by 1
"""

NO_TABLES = "select null::text as name, 0 as n, '' as content where false"

NAMES = (
    "select quote_ident(current_database()) as here, quote_ident($1 || current_database()) as kept"
)
KEPT = "before_isolate_"
ADMINISTRATION, OTHER = "postgres", "template1"


class CannotSetBack(Exception):
    """A database that the tests use cannot be kept and set back; the message says why."""


async def lying_there(url: str) -> dict[str, dict[str, str | int]]:
    """The server's databases, and the rows of each table of the one that the URL names.

    Empty when the server does not answer.
    """
    try:
        connection = await asyncpg.connect(url, timeout=CONNECT_TIMEOUT_S)
    except UNREACHABLE:
        return {}
    try:
        databases = {row["datname"]: 1 for row in await connection.fetch(DATABASES)}
        counts = [row["count"] for row in await connection.fetch(COUNTS)]
        found = await connection.fetch(" union all ".join(counts) or NO_TABLES)
    except UNREACHABLE:
        return {}
    finally:
        connection.terminate()
    return {
        "database": {name: n for name, n in databases.items() if not name.startswith(KEPT)},
        "row": {row["name"]: row["n"] for row in found},
        "content": {row["name"]: row["content"] for row in found},
    }


class KeptDatabase:
    """A database as it was, kept beside itself on the same server.

    Making and using it raises `CannotSetBack`: it takes a user who may make databases, and nobody
    else may be connected.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._was: dict[str, dict[str, str | int]] = {}

    async def keep(self) -> None:
        """Keep it as it is now."""
        self._was = await lying_there(self.url)
        await self._carry_out(
            "drop database if exists {kept}", "create database {kept} template {here}"
        )

    async def set_back(self) -> None:
        """Make it as it was, if anything in it is otherwise."""
        now = await lying_there(self.url)
        if any(now.get(kind) != self._was.get(kind) for kind in ("row", "content")):
            await self._carry_out(
                "drop database {here} with (force)", "create database {here} template {kept}"
            )

    async def let_go(self) -> None:
        """Keep it no longer."""
        await self._carry_out("drop database if exists {kept}")

    async def _carry_out(self, *statements: str) -> None:
        try:
            own = await asyncpg.connect(self.url, timeout=CONNECT_TIMEOUT_S)
            names = await own.fetchrow(NAMES, KEPT)
            await own.close()
            assert names
            beside = OTHER if names["here"] == ADMINISTRATION else ADMINISTRATION
            admin = await asyncpg.connect(self.url, database=beside, timeout=CONNECT_TIMEOUT_S)
            try:
                for statement in statements:
                    await admin.execute(statement.format(**names))
            finally:
                await admin.close()
        except UNREACHABLE as error:
            raise CannotSetBack(f"{type(error).__name__}: {error}") from error
