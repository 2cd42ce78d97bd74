"""A schema has an owner and a viewer; where there is none, the next start makes it."""

import asyncpg
import pytest

from huleedu.engines.postgres.check import check
from huleedu.engines.postgres.database import Address
from huleedu.engines.postgres.migrations import migrate
from huleedu.engines.postgres.viewers import Viewers, pool_of_viewers
from huleedu.kit.database import Viewer
from huleedu.kit.fitness import Finding, Fit, Unfit
from huleedu.wiring.program import all_migrations

CONNECTIONS = 8
VIEWER = """
select pg_get_userbyid(nspowner) || '_web' from pg_namespace where nspname = 'results'
"""


@pytest.fixture
async def older(empty_database: Address) -> Address:
    """A database of before there were viewers, as far as one schema goes."""
    await migrate(empty_database, all_migrations())
    admin = await empty_database.connect()
    try:
        viewer = await admin.fetchval(VIEWER)
        await admin.execute(f'drop owned by "{viewer}"; drop role "{viewer}"')
    finally:
        await admin.close()
    return empty_database


async def rights(address: Address) -> Finding:
    found = {one.about: one for one in await check(address, all_migrations(), CONNECTIONS)}
    return found["rights"]


async def test_an_older_database_has_its_viewers_from_the_next_start_on(older: Address) -> None:
    assert await migrate(older, all_migrations()) == []
    pool = pool_of_viewers(older, 1)
    results = Viewers(pool, "results").of(Viewer(None))
    async with results.session() as sql:
        for table in ("batch", "file", "step", "ranking", "share"):
            assert await sql.fetch(f"select * from {table}") == []
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await sql.fetch("select * from outbox")
    await pool.aclose()


async def test_whoever_may_make_no_roles_is_told_before_they_are_needed(older: Address) -> None:
    assert isinstance(await rights(older), Fit)
    services = older.of_services()
    found = await rights(services)
    assert isinstance(found, Unfit)
    assert "alter role huleedu_services createrole" in found.found
    await migrate(older, all_migrations())
    assert isinstance(await rights(services), Fit)
