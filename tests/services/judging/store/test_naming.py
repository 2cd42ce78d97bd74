"""Judges' names in the tables."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from tests.services.judging.api.test_desk import BATCH, scripts

from huleedu.contracts.judging import Kind
from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.store import naming

NOW = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture
async def database(address: Address) -> AsyncIterator[PostgresDatabase]:
    database = PostgresDatabase(address, "judging")
    yield database
    await database.aclose()


async def test_only_a_person_has_a_name_to_tell(database: PostgresDatabase) -> None:
    judgings = Judgings(database, lambda: NOW)
    await judgings.open(BATCH, scripts(3), "9B")
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON)
    await judgings.enrol(BATCH, "gpt", Kind.MODEL)
    async with database.transaction() as sql:
        assert await naming.is_unnamed(sql, BATCH, "Åsa") is False
        assert await naming.is_unnamed(sql, BATCH, "gpt") is None
        assert await naming.is_unnamed(sql, BATCH, "nobody") is None
        await naming.unnamed(sql, BATCH, "Åsa")
        assert await naming.is_unnamed(sql, BATCH, "Åsa") is True
        await naming.rename(sql, BATCH, "Åsa", "Åsa Ek")
        assert await naming.is_unnamed(sql, BATCH, "Åsa Ek") is False
        assert await naming.has_decided(sql, BATCH, "Åsa Ek") is False
