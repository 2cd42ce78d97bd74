"""See what lies in a PostgreSQL server, to compare it with what lay there before."""

import asyncpg

UNREACHABLE = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError)
CONNECT_TIMEOUT_S = 10.0

DATABASES = "select datname from pg_database where not datistemplate order by datname"

# a statement that counts each table's rows
COUNTS = """
select format('select %L as name, count(*) as n from %I.%I',
              schemaname || '.' || relname, schemaname, relname) as count
from pg_stat_user_tables order by 1
"""

NO_TABLES = "select null::text as name, 0 as n where false"


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
    return {"database": {**databases}, "row": {row["name"]: row["n"] for row in found}}
