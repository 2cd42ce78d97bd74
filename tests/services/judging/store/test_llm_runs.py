"""What was asked for on account of a model is asked for no more once it has ended."""

from collections.abc import AsyncIterator
from decimal import Decimal

import pytest
from tests.services.judging.api.conftest import Clock
from tests.services.judging.api.test_desk import BATCH, scripts

from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.services.judging.api.judgings import Judgings, Rules
from huleedu.services.judging.api.llm_runs import LlmRuns
from huleedu.services.judging.store import llm_runs as store


@pytest.fixture
async def database(address: Address) -> AsyncIterator[PostgresDatabase]:
    database = PostgresDatabase(address, "judging")
    yield database
    await database.aclose()


async def test_what_a_model_leaves_is_lowered_and_each_start_told_once(
    database: PostgresDatabase,
) -> None:
    clock = Clock()
    judgings, runs = Judgings(database, clock), LlmRuns(database, clock)
    await judgings.open(BATCH, scripts(3), rules=Rules(judgements=2))
    await runs.start(BATCH, ["m", "n"], 3, Decimal(1), None)
    rules = await judgings.rules(BATCH)
    assert isinstance(rules, Rules)
    assert rules.judgements == 6
    async with database.transaction() as sql:
        assert sorted(await store.to_tell(sql)) == [(BATCH, "m", 1), (BATCH, "n", 1)]
        assert await store.to_tell(sql) == []
        await store.lower(sql, BATCH, "n")
    rules = await judgings.rules(BATCH)
    assert isinstance(rules, Rules)
    assert rules.judgements == 3
