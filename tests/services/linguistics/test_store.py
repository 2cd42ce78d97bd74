"""What was measured is kept once for an essay: that of its latest run."""

import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from huleedu.kit.service import Transaction
from huleedu.services.linguistics import store
from huleedu.wiring.program import House, now

BATCH, ESSAY = UUID(int=1), UUID(int=2)


@pytest.fixture
async def tx(house: House) -> AsyncIterator[Transaction]:
    async with house.database("linguistics").transaction() as sql:
        yield Transaction(sql, now())


async def kept(tx: Transaction) -> tuple[int, Any, str | None]:
    [row] = await tx.sql.fetch("select run, measures, failed from measured")
    return row["run"], json.loads(row["measures"]), row["failed"]


async def keep(tx: Transaction, run: int, words: float) -> None:
    await store.keep_measures(tx, BATCH, ESSAY, run, {"words": words}, {})


async def test_a_later_run_replaces_an_earlier_one(tx: Transaction) -> None:
    await keep(tx, 1, 10.0)
    await keep(tx, 2, 20.0)
    assert await kept(tx) == (2, {"words": 20.0}, None)


async def test_an_earlier_run_that_comes_late_changes_nothing(tx: Transaction) -> None:
    await keep(tx, 2, 20.0)
    await keep(tx, 1, 10.0)
    assert await kept(tx) == (2, {"words": 20.0}, None)


async def test_a_failure_is_kept_with_no_measures(tx: Transaction) -> None:
    await keep(tx, 1, 10.0)
    await store.keep_failure(tx, BATCH, ESSAY, 2, "measuring_broke_down")
    assert await kept(tx) == (2, {}, "measuring_broke_down")
