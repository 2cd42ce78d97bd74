"""What people ask for, on a database that is emptied for each test; in browsers that have time."""

import pytest
from playwright import async_api, sync_api

from huleedu.engines.postgres.database import Address

# a busy machine is no reason for a test to fail: else what is expected must be there in 5 s
async_api.expect.set_options(timeout=60_000)
sync_api.expect.set_options(timeout=60_000)


@pytest.fixture
async def address(emptied: Address) -> Address:
    """A database that is up to date and empty, the same for one test after the other."""
    return emptied
