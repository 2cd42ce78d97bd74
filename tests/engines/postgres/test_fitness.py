"""A PostgreSQL that would lose what it has committed is refused before anything is written."""

import pytest
from tests.servers import server

from huleedu.engines.postgres.connecting import Address, DatabaseRefused
from huleedu.engines.postgres.migrations import migrate
from huleedu.wiring.program import all_migrations


async def test_a_server_without_fsync_is_refused_unless_that_is_to_be_shown() -> None:
    with server(18, "fsync=off") as lax:
        address = Address(url=lax.url())
        with pytest.raises(DatabaseRefused, match="fsync is off"):
            await migrate(address, all_migrations())
        connection = await address.connect()
        try:
            assert await connection.fetchval("select to_regnamespace('huleedu')") is None
        finally:
            await connection.close()
        assert await migrate(address, all_migrations(), synced=False)
