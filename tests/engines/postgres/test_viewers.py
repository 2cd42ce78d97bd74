"""Who is signed in sees the rows of their school, and no statement leads to another's."""

from collections.abc import AsyncIterator, Sequence
from uuid import UUID, uuid4

import asyncpg
import pytest

from huleedu.contracts.gateway import StopWaiting
from huleedu.engines.postgres.contents import PostgresContents
from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.engines.postgres.migrations import Migration, migrate
from huleedu.engines.postgres.pool import Pool, View
from huleedu.engines.postgres.viewers import Viewers, pool_of_viewers
from huleedu.gateway.commands import Commands
from huleedu.kit.database import Database, Row, Viewer
from huleedu.wiring.program import all_migrations, now

A, B = UUID(int=0xA), UUID(int=0xB)
SECRET = "5f" * 32
THINGS = """
create table thing (
    school uuid not null, name text not null, hash text, number bigint generated always as identity,
    primary key (school, name)
);
alter table thing enable row level security;
alter table thing force row level security;
create policy of_services on thing to current_user using (true) with check (true);
create policy of_viewers on thing using (
    school = (select nullif(current_setting('huleedu.school', true), '')::uuid)
    or hash = (select current_setting('huleedu.presented', true))
);
create table other (x integer);
"""
NAMES = "select name from thing order by name"
WAYS_OUT = (
    "reset role",
    "set role none",
    "reset session authorization",
    "set session authorization default",
    "select set_config('role', 'none', false)",
    "discard all",
)


@pytest.fixture
async def things(empty_database: Address) -> Address:
    """A database with a table of two schools' things."""
    wanted = [*all_migrations(), Migration("results", "own", 9999, "9999_things", THINGS)]
    await migrate(empty_database, wanted)
    database = PostgresDatabase(empty_database.of_services(), "results", connections=1)
    insert = "insert into thing (school, name, hash) values ($1, $2, $3)"
    async with database.session() as sql:
        for school, name, secret in ((A, "anna", None), (A, "arne", SECRET), (B, "anna", None)):
            await sql.execute(insert, school, name, secret)
        assert await sql.fetchval("select count(*) from thing") == 3
    await database.aclose()
    return empty_database


@pytest.fixture
async def pool(things: Address) -> AsyncIterator[Pool]:
    """One connection, which all viewers share."""
    pool = pool_of_viewers(things, 1)
    yield pool
    await pool.aclose()


async def names(database: Database) -> list[str]:
    async with database.session() as sql:
        return [row["name"] for row in await sql.fetch(NAMES)]


async def names_after(statement: str, database: Database) -> Sequence[Row]:
    async with database.transaction() as sql:
        await sql.execute(statement)
        return await sql.fetch("select * from results.thing")


async def pieces(*some: bytes) -> AsyncIterator[bytes]:
    for piece in some:
        yield piece


async def test_each_sees_their_own_schools_rows(pool: Pool) -> None:
    results = Viewers(pool, "results")
    for _ in range(8):  # after the fifth the server keeps a plan for good
        assert await names(results.of(Viewer(A))) == ["anna", "arne"]
        assert await names(results.of(Viewer(B, uuid4()))) == ["anna"]
        assert await names(results.of(Viewer(None))) == []
        assert await names(results.of(Viewer(None, presented=SECRET))) == ["arne"]


async def test_who_writes_writes_for_their_own_school(pool: Pool) -> None:
    results = Viewers(pool, "results")
    insert = "insert into thing (school, name) values ($1, $2)"
    async with results.of(Viewer(A)).transaction() as sql:
        await sql.execute(insert, A, "åke")
        assert await sql.execute("delete from thing where name = 'anna'") == "DELETE 1"
        assert await sql.execute("update thing set name = 'x' where school = $1", B) == "UPDATE 0"
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with results.of(Viewer(A)).transaction() as sql:
            await sql.execute(insert, B, "åke")
    assert await names(results.of(Viewer(B))) == ["anna"]


async def test_a_statement_put_into_the_pool_by_hand_sees_nothing(
    things: Address, pool: Pool
) -> None:
    """It comes behind another one's transaction, on that very connection."""
    assert await names(Viewers(pool, "results").of(Viewer(A)))
    for durable in (True, False):
        async with pool.transaction(View("results", durable)) as connection:
            assert await connection.fetch(NAMES) == []
    async with pool.session(View("results", durable=True)) as connection:
        assert await connection.fetch(NAMES) == []
        await connection.execute("reset role")
        assert await connection.fetchval("select current_user") == things.web
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.fetch("select * from results.thing")


async def test_no_statement_leads_out(things: Address, pool: Pool) -> None:
    admin = await things.connect()
    try:
        owner = await admin.fetchval(
            "select nspowner::regrole::text from pg_namespace where nspname = 'results'"
        )
        me = await admin.fetchval("select current_user")
    finally:
        await admin.close()
    viewer = Viewers(pool, "results").of(Viewer(A))
    for role in (owner, me, things.login, "pg_read_all_data", "pg_monitor"):
        for way in ("set role", "set local role", "set session authorization"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with viewer.transaction() as sql:
                    await sql.execute(f"{way} {role}")
    for way in WAYS_OUT:
        with pytest.raises(asyncpg.PostgresError):
            await names_after(way, viewer)
    for forbidden in (
        "select * from other",
        "select * from huleedu.migration",
        "select * from outbox",
        "create table mine (x integer)",
        "alter table thing disable row level security",
        "drop policy of_viewers on thing",
        "alter role current_user bypassrls",
        "select * from files.outbox",
        "copy (select 1) to program 'true'",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with viewer.transaction() as sql:
                await sql.execute(forbidden)


async def test_the_login_is_no_superuser_and_a_member_of_viewers_alone(things: Address) -> None:
    connection = await things.of_web().connect()
    try:
        assert await connection.fetchval("show is_superuser") == "off"
        role = await connection.fetchrow("select * from pg_roles where rolname = current_user")
        assert role
        rights = ("rolbypassrls", "rolinherit", "rolcreaterole", "rolcreatedb", "rolreplication")
        assert not any(role[right] for right in rights)
        of = await connection.fetch(
            "select roleid::regrole::text from pg_auth_members where member = $1", role["oid"]
        )
        assert of
        assert all(row[0].endswith("_web") for row in of)
    finally:
        await connection.close()


async def test_who_is_signed_in_may_say_commands_and_keep_contents(pool: Pool) -> None:
    viewer, told = Viewer(A), list[str]()
    commands = Commands(Viewers(pool, "gateway").of(viewer), now, lambda: told.append("hint"))
    await commands.send(StopWaiting(batch=uuid4()), StopWaiting(batch=uuid4()))
    assert told == ["hint"]
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with Viewers(pool, "gateway").of(viewer).session() as sql:
            await sql.fetch("select body from outbox")
    contents = PostgresContents(Viewers(pool, "content").of(viewer))
    (address,) = await contents.keep([b"an essay"])
    assert await contents.fetch(address) == b"an essay"
    whole = await contents.keep_stream(pieces(b"an ", b"essay"))
    assert whole == address
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with Viewers(pool, "content").of(viewer).session() as sql:
            await sql.execute("delete from content")


async def test_on_a_server_of_ones_own_the_urls_user_becomes_a_viewer(things: Address) -> None:
    """There is no login of ours: the roles are the same."""
    pool = pool_of_viewers(things.of_services(), 1)
    assert pool.address.arguments["user"] == things.web
    user = Address(arguments=things.arguments)
    everybody = pool_of_viewers(user, 1)
    assert everybody.address is user
    assert await names(Viewers(everybody, "results").of(Viewer(B))) == ["anna"]
    assert await names(Viewers(everybody, "results").of(Viewer(None))) == []
    await everybody.aclose()
