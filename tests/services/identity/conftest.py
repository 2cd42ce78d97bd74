"""identity on a database of its own, as pages see it and as it sees itself."""

from collections.abc import AsyncIterator

import pytest

from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.engines.postgres.viewers import Viewers, pool_of_viewers
from huleedu.kit.database import Database, Viewer


@pytest.fixture
async def address(emptied: Address) -> Address:
    """A database that is up to date and empty, the same for one test after the other."""
    return emptied


@pytest.fixture
async def identity(address: Address) -> AsyncIterator[Database]:
    """As the gateway has it: nothing is seen but by who may see it."""
    pool = pool_of_viewers(address, 6)
    yield Viewers(pool, "identity").of(Viewer(None))
    await pool.aclose()


@pytest.fixture
async def tables(address: Address) -> AsyncIterator[Database]:
    """The same with its owner's rights, to look at what is kept."""
    database = PostgresDatabase(address, "identity")
    yield database
    await database.aclose()
