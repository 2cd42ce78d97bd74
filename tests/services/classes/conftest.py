"""The classes of a school, seen as a teacher of it and as one of another."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from huleedu.engines.postgres.database import Address
from huleedu.engines.postgres.viewers import Viewers, pool_of_viewers
from huleedu.kit.database import Database, Viewer
from huleedu.services.classes.api.classes import Teacher

OURS = Teacher(UUID(int=1), UUID(int=11))
COLLEAGUE = Teacher(UUID(int=1), UUID(int=12))
THEIRS = Teacher(UUID(int=2), UUID(int=21))


@pytest.fixture
async def viewers(address: Address) -> AsyncIterator[Viewers]:
    pool = pool_of_viewers(address, 6)
    yield Viewers(pool, "classes")
    await pool.aclose()


@pytest.fixture
def seen(viewers: Viewers) -> Database:
    """As our school's teachers see it."""
    return viewers.of(Viewer(OURS.school, OURS.person))


@pytest.fixture
def seen_elsewhere(viewers: Viewers) -> Database:
    """As another school's teachers see it."""
    return viewers.of(Viewer(THEIRS.school, THEIRS.person))
