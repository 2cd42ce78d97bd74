"""What services do, on a database that is emptied for each test."""

import pytest

from huleedu.engines.postgres.database import Address


@pytest.fixture
def address(emptied: Address) -> Address:
    """A database that is up to date and empty, the same for one test after the other."""
    return emptied
