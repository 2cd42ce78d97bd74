"""Tell of a PostgreSQL all that decides whether it will do: rights, room, clock, syncs …"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import asyncpg

from huleedu.engines.postgres import fitness
from huleedu.engines.postgres.connecting import FAILURES, Address, meant
from huleedu.engines.postgres.migrations import (
    ChangedMigration,
    Migration,
    NewerDatabase,
    pending,
)
from huleedu.engines.postgres.roles import OF_VIEWERS, SET_SINCE, WITHOUT_VIEWERS
from huleedu.kit.fitness import Advice, Finding, Fit, Unfit

CLOCKS_APART_S = 1.0
"""More is no fault of the network: it shows in times that people read, and in what waits."""
CLOCK_TRIES = 3

# who we are, and whether we may make what is not there yet
RIGHTS = """
select quote_ident(current_user) as name, quote_ident(current_database()) as database,
    rolsuper or rolcreaterole as makes_roles,
    has_database_privilege(current_database(), 'create') as makes_schemas
from pg_roles where rolname = current_user
"""

# of these schemas those that are there, and whether we may act as their owners ($2: the right)
OWNERS = """
select nspname as schema, quote_ident(pg_get_userbyid(nspowner)) as role,
    pg_has_role(current_user, nspowner, $2) as ours
from pg_namespace where nspname = any($1::text[]) order by nspname
"""

# how many connections each limit leaves to such as us, and how many are taken; the two limits for
# users and databases, and what is reserved, do not hold for superusers
ROOM = """
select 'max_connections' as limit, current_setting('max_connections')::int - case when rolsuper
        then 0 else current_setting('superuser_reserved_connections')::int
            + coalesce(current_setting('reserved_connections', true)::int, 0) end as most,
    (select sum(numbackends)::int from pg_stat_database) as taken
from pg_roles where rolname = current_user
union all
select 'the connection limit of the user ' || rolname, rolconnlimit,
    (select count(*)::int from pg_stat_activity where usesysid = r.oid)
from pg_roles as r where rolname = current_user and rolconnlimit >= 0 and not rolsuper
union all
select 'the connection limit of the database ' || datname, datconnlimit,
    (select count(*)::int from pg_stat_activity as a where a.datid = d.oid)
from pg_database as d, pg_roles
where datname = current_database() and datconnlimit >= 0
    and rolname = current_user and not rolsuper
"""


async def check(address: Address, wanted: Sequence[Migration], connections: int) -> list[Finding]:
    """All that there is to say; it changes nothing. Raises `EngineAway`.

    Args:
        wanted: the migrations that this version of the program needs.
        connections: how many a program opens at most.
    """
    connection = await address.connect()
    try:
        pooling = await fitness.pooling(address, connection)
        if isinstance(pooling, Unfit):
            return [pooling]  # whatever else is asked may be answered for another
        return [
            await fitness.version(connection),
            await fitness.encoding(connection),
            pooling,
            await _rights(connection, wanted),
            await _migrations(connection, wanted),
            await _room(connection, connections),
            await _clock(connection),
            await fitness.syncs(connection),
        ]
    except FAILURES as error:
        raise meant(error, connection) or error from error
    finally:
        await connection.close()


async def _rights(connection: asyncpg.Connection, wanted: Sequence[Migration]) -> Finding:
    user = await connection.fetchrow(RIGHTS)
    assert user
    schemas = {migration.schema for migration in wanted}
    may = "set" if connection.get_server_version().major >= SET_SINCE else "member"
    owners = await connection.fetch(OWNERS, list(schemas), may)
    if foreign := [row for row in owners if not row["ours"]]:
        roles = ", ".join(dict.fromkeys(row["role"] for row in foreign))
        return Unfit(
            "rights",
            f"The user {user['name']} may not act as the owners of {len(foreign)} of HuleEdu's "
            f"schemas: name in HULEEDU_DATABASE_URL the user who set them up, or "
            f"grant {roles} to {user['name']}.",
        )
    viewers = not await connection.fetchval(WITHOUT_VIEWERS, list(schemas), OF_VIEWERS)
    if len(owners) == len(schemas) and viewers:
        return Fit("rights", f"{user['name']} may act as the owner of each schema")
    lacking = [
        *([] if user["makes_roles"] else [f"alter role {user['name']} createrole"]),
        *(
            []
            if user["makes_schemas"]
            else [f"grant create on database {user['database']} to {user['name']}"]
        ),
    ]
    if lacking:
        return Unfit(
            "rights",
            f"The user {user['name']} may not set up HuleEdu's schemas: {'; '.join(lacking)}. "
            "Once `huleedu engine migrate` is done, CREATEROLE may be taken away again.",
        )
    return Fit("rights", f"{user['name']} may set up the schemas and their roles")


async def _migrations(connection: asyncpg.Connection, wanted: Sequence[Migration]) -> Finding:
    try:
        missing = await pending(connection, wanted)
    except (NewerDatabase, ChangedMigration) as error:
        return Unfit("migrations", f"{str(error)[0].upper()}{str(error)[1:]}.")
    except asyncpg.InsufficientPrivilegeError:
        return Unfit(
            "migrations",
            "Another user set up HuleEdu in this database, and keeps its list of them: name that "
            "user in HULEEDU_DATABASE_URL, or another database.",
        )
    if missing:
        return Advice(
            "migrations",
            f"{len(missing)} of {len(wanted)} are still to be made: `huleedu engine migrate` makes "
            "them, and so does the next start of a program.",
            {"n": len(missing)},
        )
    return Fit("migrations", f"all {len(wanted)} are made")


async def _room(connection: asyncpg.Connection, wanted: int) -> Finding:
    limits = await connection.fetch(ROOM)
    smallest = min(limits, key=lambda row: row["most"])
    fullest = min(limits, key=lambda row: row["most"] - row["taken"])
    one = f"a program opens up to {wanted} (HULEEDU_DATABASE_CONNECTIONS)"
    if smallest["most"] < wanted:
        return Unfit(
            "connections",
            f"There are {smallest['most']} at most, and {one}: raise {smallest['limit']}, or "
            "lower HULEEDU_DATABASE_CONNECTIONS.",
            {"most": smallest["most"], "wanted": wanted},
        )
    taken = fullest["taken"] - 1  # this one is ours, and goes
    found = f"{fullest['most']} at most, {taken} taken; {one}"
    if fullest["most"] - taken < wanted:
        return Advice(
            "connections",
            f"{found}: raise {fullest['limit']} for one program more.",
            {"most": fullest["most"], "taken": taken, "wanted": wanted},
        )
    return Fit("connections", found)


async def _clock(connection: asyncpg.Connection) -> Finding:
    tries: list[tuple[timedelta, timedelta]] = []
    for _ in range(CLOCK_TRIES):
        before = datetime.now(UTC)
        theirs = await connection.fetchval("select clock_timestamp()")
        took = datetime.now(UTC) - before
        tries.append((took, theirs - (before + took / 2)))
    took, apart = min(tries)  # the quickest answer tells it best
    seconds = abs(apart.total_seconds())
    if seconds > CLOCKS_APART_S + took.total_seconds():
        return Advice(
            "clock",
            f"It is {seconds:.0f} s {'ahead of' if apart > timedelta() else 'behind'} this "
            "machine's: have both set by NTP.",
            {"n": round(seconds)},
        )
    return Fit("clock", f"{seconds:.2f} s from this machine's")
