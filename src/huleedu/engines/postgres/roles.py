"""Who may do what in the database: an owner and a viewer for each schema, and two that log in."""

from collections.abc import Sequence

import asyncpg

SET_SINCE = 16
"""The version from which on being a member and acting as it are two rights."""

OWNER = "select pg_get_userbyid(nspowner)::text from pg_namespace where nspname = $1"

# roles belong to the whole server: each database of each user has its own, which tells whose they
# are; they were called huleedu_<schema> once, and are found by what they own
ROLE = """
select 'huleedu_' || left(encode(sha256(convert_to(
    current_database() || '/' || current_user, 'UTF8')), 'hex'), 8) || '_' || $1::text
"""
OF_VIEWERS = "_web"
"""Behind an owner's name: who sees its tables as row security has it, and owns nothing."""

# it may be left over from a database of the same name, or made for another one just now
MAKE_ROLE = """
do $$ begin create role {role} {kind};
exception when duplicate_object or unique_violation then null; end $$
"""

# of these schemas' roles, those that this login may not become yet ($3: the name's end)
CLOSED = """
select array_agg(distinct quote_ident(r.rolname)) from pg_namespace n
join pg_roles r on r.rolname = pg_get_userbyid(n.nspowner) || $3::text
where n.nspname = any($1::text[]) and not exists (
    select from pg_auth_members m join pg_roles l on l.oid = m.member
    where m.roleid = r.oid and l.rolname = $2)
"""

# schemas of before there were viewers
WITHOUT_VIEWERS = """
select array_agg(n.nspname::text) from pg_namespace n
where n.nspname = any($1::text[]) and not exists (
    select from pg_roles r where r.rolname = pg_get_userbyid(n.nspowner) || $2::text)
"""

# what row security keeps apart
TENANT_TABLES = """
select string_agg(quote_ident(c.relname), ', ') from pg_class c
join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relrowsecurity
"""


async def make_room(connection: asyncpg.Connection, schema: str) -> None:
    """A schema, a role that has rights there and nowhere else, and one that may only look in."""
    owner = await connection.fetchval(OWNER, schema)
    if owner is None:
        owner = await connection.fetchval(ROLE, schema)
        await _make_role(connection, owner)
        await connection.execute(f"create schema {schema} authorization {_quoted(owner)}")
    viewer = owner + OF_VIEWERS
    await _make_role(connection, viewer)
    await as_owner(connection, schema, f"grant usage on schema {schema} to {_quoted(viewer)}")


async def _make_role(connection: asyncpg.Connection, role: str) -> None:
    """A role that nobody logs in as, and that we may act as."""
    quoted = _quoted(role)
    if not await connection.fetchval("select 1 from pg_roles where rolname = $1", role):
        await connection.execute(MAKE_ROLE.format(role=quoted, kind="nologin"))
    # who makes a role may act as it: since 16 only when told so
    may = "set" if connection.get_server_version().major >= SET_SINCE else "member"
    if not await connection.fetchval("select pg_has_role(current_user, $1, $2)", role, may):
        await connection.execute(f"grant {quoted} to current_user")


async def as_owner(connection: asyncpg.Connection, schema: str, statements: str) -> None:
    """Carry these out in a schema, with its owner's rights; inside a transaction."""
    owner = _quoted(await connection.fetchval(OWNER, schema))
    await connection.execute(f"set local role {owner}")
    await connection.execute(f"set local search_path = {schema}")
    await connection.execute(statements)
    await connection.execute("reset role; reset search_path")


async def open_to_viewers(connection: asyncpg.Connection, schema: str) -> None:
    """Let a schema's viewers at every table that row security keeps apart, and at no other."""
    if tables := await connection.fetchval(TENANT_TABLES, schema):
        viewer = _quoted(await connection.fetchval(OWNER, schema) + OF_VIEWERS)
        grant = f"grant select, insert, update, delete on {tables} to {viewer}"
        await as_owner(connection, schema, grant)


async def all_let_in(
    connection: asyncpg.Connection, schemas: Sequence[str], services: str | None, web: str | None
) -> bool:
    """Have these schemas viewers, and may these two become what they are to become?"""
    return not (
        await connection.fetchval(WITHOUT_VIEWERS, schemas, OF_VIEWERS)
        or (services and await connection.fetchval(CLOSED, schemas, services, ""))
        or (web and await connection.fetchval(CLOSED, schemas, web, OF_VIEWERS))
    )


async def let_in(
    connection: asyncpg.Connection, schemas: Sequence[str], services: str | None, web: str | None
) -> None:
    """Two that log in and have no rights of their own: to become owners, or to become viewers."""
    for login, end in ((services, ""), (web, OF_VIEWERS)):
        if login and (closed := await connection.fetchval(CLOSED, schemas, login, end)):
            await connection.execute(MAKE_ROLE.format(role=login, kind="login noinherit"))
            await connection.execute(f"grant {', '.join(closed)} to {login}")


def _quoted(role: str) -> str:
    """As `quote_ident`, for every name."""
    return '"' + role.replace('"', '""') + '"'
