"""identity on a database of its own."""

from collections.abc import AsyncIterator

import pytest

from huleedu.engines.postgres.database import Address, PostgresDatabase


@pytest.fixture
async def identity(address: Address) -> AsyncIterator[PostgresDatabase]:
    """identity's tables, empty but for the installation's own school."""
    database = PostgresDatabase(address, "identity")
    yield database
    await database.aclose()
