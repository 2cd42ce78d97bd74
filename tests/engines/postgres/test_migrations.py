"""The database is brought up to date once, by whoever comes first, and never backwards."""

import asyncio
from dataclasses import replace

import pytest

from huleedu.engines.postgres.database import Address
from huleedu.engines.postgres.migrations import (
    ChangedMigration,
    Migration,
    NewerDatabase,
    migrate,
)
from huleedu.wiring.program import all_migrations


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
