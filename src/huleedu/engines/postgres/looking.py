"""See what lies in a server, for whoever compares it with what lay there before."""

from huleedu.engines.postgres.database import Address

DATABASES = "select datname from pg_database where not datistemplate order by datname"

# a statement that counts each table's rows
COUNTS = """
select format('select %L as name, count(*) as n from %I.%I',
              schemaname || '.' || relname, schemaname, relname) as count
from pg_stat_user_tables order by 1
"""


async def databases(address: Address) -> dict[str, int]:
    """The databases of the server; raises `EngineAway`."""
    connection = await address.connect()
    try:
        return {row["datname"]: 1 for row in await connection.fetch(DATABASES)}
    finally:
        await connection.close()


async def rows(address: Address) -> dict[str, int]:
    """Table → how many rows it has, of one database; raises `EngineAway`."""
    connection = await address.connect()
    try:
        counts = [row["count"] for row in await connection.fetch(COUNTS)]
        if not counts:
            return {}
        found = await connection.fetch(" union all ".join(counts))
        return {row["name"]: row["n"] for row in found}
    finally:
        await connection.close()
