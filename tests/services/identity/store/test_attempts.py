"""Counts are changed by one at a time, and forgotten."""

import asyncio

from tests.services.identity.persons import NOW, later

from huleedu.kit.database import Database
from huleedu.services.identity.domain.attempts import Failures
from huleedu.services.identity.store import attempts


async def test_no_failure_is_lost_among_many_at_once(tables: Database) -> None:
    async def fail(*keys: str) -> None:
        async with tables.transaction() as sql:
            before = await attempts.lock(sql, keys, NOW)
            for key in keys:
                await attempts.save(sql, key, Failures(before[key].count + 1, NOW))

    await asyncio.gather(*(fail(*(("a", "b") if n % 2 else ("b", "a"))) for n in range(20)))
    async with tables.transaction() as sql:
        assert await attempts.lock(sql, ["a", "b"], NOW) == {
            "a": Failures(20, NOW),
            "b": Failures(20, NOW),
        }


async def test_counts_are_taken_back_and_forgotten(tables: Database) -> None:
    async with tables.transaction() as sql:
        await attempts.lock(sql, ["a", "b", "c"], NOW)
        await attempts.save(sql, "b", Failures(3, later(hours=1)))
        await attempts.take_back(sql, ["a", "b"])
        await attempts.clear(sql, ["c"])
        await attempts.prune(sql, later(hours=1))
        found = await sql.fetch("select key, failures from attempt")
        assert [tuple(row) for row in found] == [("b", 2)]  # pyright: ignore[reportArgumentType]
