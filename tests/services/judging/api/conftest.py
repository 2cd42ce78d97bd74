"""A desk with a clock that can be put forward, and another desk as of another process."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

import pytest

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.services.judging.api.desk import Desk
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.domain.desk import Enrolment, KeyHolder

ASA = KeyHolder(Enrolment(UUID(int=7), "Åsa"), OWN_SCHOOL)
"""Whose key it is, if it is Åsa's."""


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def database(address: Address) -> AsyncIterator[PostgresDatabase]:
    database = PostgresDatabase(address, "judging")
    yield database
    await database.aclose()


@pytest.fixture
def judgings(database: PostgresDatabase, clock: Clock) -> Judgings:
    return Judgings(database, clock)


@pytest.fixture
async def desk(address: Address, clock: Clock) -> AsyncIterator[Desk]:
    database = PostgresDatabase(address, "judging")
    yield Desk(database, clock, lease_s=60)
    await database.aclose()


@pytest.fixture
async def elsewhere(address: Address, clock: Clock) -> AsyncIterator[Desk]:
    """The desk as another process has it."""
    database = PostgresDatabase(address, "judging")
    yield Desk(database, clock, lease_s=60)
    await database.aclose()
