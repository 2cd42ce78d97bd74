"""Who judged last is told of the batch that was opened last, and only who may be asked again."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from huleedu.contracts.judging import Kind
from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.api.naming import invite
from huleedu.services.judging.api.set_up import judges_of_last
from huleedu.services.judging.api.steering import Overview, Steering

OLD, NEW, EMPTY = UUID(int=7), UUID(int=8), UUID(int=9)
NOW = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture
async def database(address: Address) -> AsyncIterator[PostgresDatabase]:
    database = PostgresDatabase(address, "judging")
    yield database
    await database.aclose()


async def test_of_the_batch_that_was_opened_last(database: PostgresDatabase) -> None:
    for days, batch in enumerate((OLD, NEW, EMPTY)):
        at = NOW + timedelta(days=days)
        judgings = Judgings(database, lambda at=at: at)
        await judgings.open(batch, ())
        if batch != EMPTY:
            await judgings.enrol(batch, f"Åsa {days}", Kind.PERSON, email="asa@ek.example")
            await judgings.enrol(batch, "Bo", Kind.PERSON)
            await judgings.enrol(batch, "gpt", Kind.MODEL)
            await invite(database, batch, lambda n: f"Judge {n}", at)
    assert await judges_of_last(database, [OLD]) == [("Bo", ""), ("Åsa 0", "asa@ek.example")]
    all_of_them = [OLD, NEW, EMPTY, uuid4()]
    assert await judges_of_last(database, all_of_them) == [("Bo", ""), ("Åsa 1", "asa@ek.example")]
    assert await judges_of_last(database, [EMPTY]) == []
    assert await judges_of_last(database, []) == []
    steering = Steering(database, lambda: NOW)
    found = await steering.overview(NEW)
    assert isinstance(found, Overview)
    bo = next(one for one in found.judges if one.name == "Bo")
    await steering.leave_out(NEW, bo.id, out=True)
    assert await judges_of_last(database, all_of_them) == [("Åsa 1", "asa@ek.example")]
