"""The database is brought up to date once, by whoever comes first, and never backwards."""

import asyncio
from dataclasses import replace

import asyncpg
import pytest

from huleedu.engines.postgres.database import Address
from huleedu.engines.postgres.migrations import (
    ChangedMigration,
    Migration,
    NewerDatabase,
    migrate,
)
from huleedu.wiring.program import all_migrations

OWNERS = """
select quote_ident(pg_get_userbyid(nspowner)) from pg_namespace
where nspowner <> 10 and nspname <> 'public' and has_schema_privilege(nspowner, oid, 'create')
"""


async def test_many_programs_that_start_at_once_migrate_once(empty_database: Address) -> None:
    applied = await asyncio.gather(*(migrate(empty_database, all_migrations()) for _ in range(6)))
    assert sorted(len(done) for done in applied) == [0] * 5 + [len(all_migrations())]


async def test_a_database_of_a_newer_version_is_refused_in_words(empty_database: Address) -> None:
    wanted = all_migrations()
    newer = Migration("results", "own", 9999, "9999_newer", "select 1")
    await migrate(empty_database, [*wanted, newer])
    with pytest.raises(NewerDatabase, match="newer HuleEdu"):
        await migrate(empty_database, wanted)


async def test_a_migration_that_was_changed_is_refused(empty_database: Address) -> None:
    wanted = all_migrations()
    await migrate(empty_database, wanted)
    changed = replace(wanted[0], statements=wanted[0].statements + "-- more")
    with pytest.raises(ChangedMigration):
        await migrate(empty_database, [changed, *wanted[1:]])


async def test_one_that_fails_leaves_nothing_behind(empty_database: Address) -> None:
    wanted = all_migrations()
    broken = Migration("results", "own", 2, "0002_broken", "create table x (y integer); select z")
    with pytest.raises(Exception, match="z"):
        await migrate(empty_database, [*wanted, broken])
    assert len(await migrate(empty_database, wanted)) == len(wanted)


async def test_services_log_in_with_no_rights_but_to_become_a_schemas_owner(
    empty_database: Address,
) -> None:
    """Homes of older versions, whose services were superusers, are brought up to that, too."""
    everybody = replace(empty_database, login=None, web=None)
    await migrate(everybody, all_migrations())
    assert everybody.of_services() is everybody
    assert await migrate(empty_database, all_migrations()) == []
    connection = await empty_database.of_services().connect()
    try:
        assert await connection.fetchval("show is_superuser") == "off"
        owners = [row[0] for row in await connection.fetch(OWNERS)]
        assert len(owners) == len({migration.schema for migration in all_migrations()})
        for forbidden in (
            "select * from spelling.outbox",
            "select * from huleedu.migration",
            "create role another",
            "create schema another",
            "alter role huleedu nologin",
            "set role huleedu",
            "copy (select 1) to program 'true'",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(forbidden)
        async with connection.transaction():
            await connection.execute(f"set local role {owners[0]}")
        assert await connection.fetchval("select current_user") == "huleedu_services"
    finally:
        await connection.close()


async def test_the_same_server_may_be_let_into_twice_at_once(empty_database: Address) -> None:
    await migrate(replace(empty_database, login=None), all_migrations())
    again = await asyncio.gather(*(migrate(empty_database, all_migrations()) for _ in range(4)))
    assert again == [[]] * 4
