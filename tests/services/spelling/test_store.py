"""What was found is kept once for an essay: that of its latest run."""

import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from huleedu.contracts.spelling import FoundMisspelling, FoundRemark
from huleedu.kit.service import Transaction
from huleedu.services.spelling import store
from huleedu.wiring.program import House, now

BATCH, ESSAY = UUID(int=1), UUID(int=2)


@pytest.fixture
async def tx(house: House) -> AsyncIterator[Transaction]:
    async with house.database("spelling").transaction() as sql:
        yield Transaction(sql, now())


async def kept(tx: Transaction) -> tuple[int, Any, str | None]:
    [row] = await tx.sql.fetch("select run, misspellings, remarks, failed from checked")
    words = [word for _, _, word, _ in json.loads(row["misspellings"])]
    return row["run"], words + [rule for _, _, rule, _ in json.loads(row["remarks"])], row["failed"]


async def keep(tx: Transaction, run: int, word: str) -> None:
    found, remarks = [FoundMisspelling(0, len(word), word, ())], [FoundRemark(9, 11, "de", "De")]
    await store.keep_found(tx, BATCH, ESSAY, run, "sv", 1, found, remarks)


async def test_a_later_run_replaces_an_earlier_one(tx: Transaction) -> None:
    await keep(tx, 1, "mycke")
    await keep(tx, 2, "asså")
    assert await kept(tx) == (2, ["asså", "de"], None)


async def test_an_earlier_run_that_comes_late_changes_nothing(tx: Transaction) -> None:
    await keep(tx, 2, "asså")
    await keep(tx, 1, "mycke")
    assert await kept(tx) == (2, ["asså", "de"], None)


async def test_a_failure_is_kept_with_no_marks(tx: Transaction) -> None:
    await keep(tx, 1, "mycke")
    await store.keep_failure(tx, BATCH, ESSAY, 2, "checking_broke_down")
    assert await kept(tx) == (2, [], "checking_broke_down")
