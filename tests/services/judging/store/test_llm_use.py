"""What was said to and by models is told in parts, each once."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest
from tests.services.judging.api.conftest import Clock
from tests.services.judging.api.test_desk import BATCH, scripts
from tests.services.judging.api.test_llm_use import ASKED

from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.kit.llm import Usage
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.api.llm_use import exchanges
from huleedu.services.judging.store.budget import Budget, Limits, Prices, Reserved


@pytest.fixture
async def database(address: Address) -> AsyncIterator[PostgresDatabase]:
    database = PostgresDatabase(address, "judging")
    yield database
    await database.aclose()


async def test_what_was_said_is_told_in_parts(
    database: PostgresDatabase,
) -> None:
    clock = Clock()
    judgings = Judgings(database, clock)
    await judgings.open(BATCH, scripts(2))
    budget = Budget(database, clock, BATCH, "m", Limits(), Prices())
    for _ in range(3):
        reserved = await budget.reserve(ASKED)
        assert isinstance(reserved, Reserved)
        await budget.settle(reserved, "said", Usage(9, 1), "said")
    first = await exchanges(database, BATCH, None, 2)
    rest = await exchanges(database, BATCH, first[-1].id, 9)
    assert len({one.id for one in (*first, *rest)}) == 3
    assert (first[0].words, first[0].response, first[0].first) == ({"a": "b"}, "said", UUID(int=1))
