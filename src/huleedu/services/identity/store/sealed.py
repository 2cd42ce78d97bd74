"""Secrets as they are kept, for whoever looks after their seals."""

from collections.abc import Sequence

from huleedu.kit.database import Row, Sql

APPS = "select school, person, secret from totp order by school, person"
CLIENTS = "select school, client_secret from sign_in_secret order by school"

# one that changed meanwhile stays
SEAL_APP = "update totp set secret = $4 where school = $1 and person = $2 and secret = $3"
SEAL_CLIENT = """
update sign_in_secret set client_secret = $3 where school = $1 and client_secret = $2
"""


LOSE_CLIENT = """
delete from sign_in_service where school = $1 and exists (
    select from sign_in_secret s where s.school = $1 and s.client_secret = $2)
"""


async def lose_client(sql: Sql, row: Row) -> None:
    """Forget a school's service, whose secret of ours is lost."""
    await sql.execute(LOSE_CLIENT, row["school"], row["client_secret"])


async def apps(sql: Sql) -> Sequence[Row]:
    """The secrets of all code apps."""
    return await sql.fetch(APPS)


async def clients(sql: Sql) -> Sequence[Row]:
    """Our secrets at all schools' services."""
    return await sql.fetch(CLIENTS)


async def seal_app(sql: Sql, row: Row, sealed: str) -> None:
    """Keep the secret of a code app otherwise."""
    await sql.execute(SEAL_APP, row["school"], row["person"], row["secret"], sealed)


async def seal_client(sql: Sql, row: Row, sealed: str) -> None:
    """Keep our secret at a service otherwise."""
    await sql.execute(SEAL_CLIENT, row["school"], row["client_secret"], sealed)
