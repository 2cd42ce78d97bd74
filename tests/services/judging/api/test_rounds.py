"""All judges of a batch who wait are served together; nobody learns while the batch is locked."""

import asyncio
import threading
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from tests.patience import LONG_S
from tests.services.judging.api.conftest import Clock
from tests.services.judging.api.test_desk import BATCH, scripts

from huleedu.contracts.judging import Kind, NoPairNow, NotEnrolled, NotOpened, QuotaReached
from huleedu.engines.postgres.database import PostgresDatabase
from huleedu.kit.database import Database, Row, Sql
from huleedu.services.judging.api.desk import Desk
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.domain import learning
from huleedu.services.judging.domain.desk import AssignedPair, AssignedPairs, Rules

FREE = "select pg_try_advisory_xact_lock(hashtextextended($1::text, 0))"


@dataclass
class Counting:
    """A database that counts statements and transactions."""

    database: Database
    counted: Counter[str] = field(default_factory=Counter[str])

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Sql]:
        self.counted["transactions"] += 1
        async with self.database.transaction() as sql:
            yield CountingSql(sql, self.counted)

    @asynccontextmanager
    async def session(self) -> AsyncGenerator[Sql]:
        async with self.database.session() as sql:
            yield CountingSql(sql, self.counted)


@dataclass
class CountingSql:
    sql: Sql
    counted: Counter[str]

    async def execute(self, statement: str, /, *args: object) -> str:
        self.counted["statements"] += 1
        return await self.sql.execute(statement, *args)

    async def fetch(self, statement: str, /, *args: object) -> list[Row]:
        self.counted["statements"] += 1
        return [*await self.sql.fetch(statement, *args)]

    async def fetchrow(self, statement: str, /, *args: object) -> Row | None:
        self.counted["statements"] += 1
        return await self.sql.fetchrow(statement, *args)

    async def fetchval(self, statement: str, /, *args: object) -> Any:
        self.counted["statements"] += 1
        return await self.sql.fetchval(statement, *args)


async def sit_down(judgings: Judgings, *judges: str, rules: Rules | None = None) -> None:
    await judgings.open(BATCH, scripts(20), rules=rules)
    for judge in judges:
        await judgings.enrol(BATCH, judge, Kind.PERSON)


def pairs_of(*found: object) -> list[AssignedPair]:
    assert all(isinstance(each, AssignedPairs) for each in found), found
    return [pair for each in found if isinstance(each, AssignedPairs) for pair in each.pairs]


async def test_twenty_at_once_cost_the_statements_of_one(
    database: PostgresDatabase, judgings: Judgings, clock: Clock
) -> None:
    names = [f"judge {n}" for n in range(21)]
    await sit_down(judgings, *names)
    counting = Counting(database)
    desk = Desk(counting, clock)
    await desk.next(BATCH, names[0])  # what is believed is learnt
    counting.counted.clear()
    [one] = pairs_of(await desk.next(BATCH, names[0], holding=UUID(int=1)))
    assert one
    counting.counted.clear()
    await desk.next(BATCH, names[1])
    alone = dict(counting.counted)
    assert alone["transactions"] == 1
    counting.counted.clear()
    found = await asyncio.gather(*(desk.next(BATCH, name) for name in names[2:]))
    assert dict(counting.counted) == alone
    pairs = {frozenset((pair.first, pair.second)) for pair in pairs_of(*found)}
    assert len(pairs) == 19, "each has a pair that nobody else has"
    again = await asyncio.gather(*(desk.next(BATCH, name) for name in names[2:]))
    assert pairs_of(*again) == pairs_of(*found), "it stays theirs"


async def test_each_is_told_their_own(judgings: Judgings, desk: Desk) -> None:
    await sit_down(judgings, "a", "b", rules=Rules(judgements=9))
    await judgings.enrol(BATCH, "machine", Kind.BASELINE)
    await judgings.enrol(BATCH, "done", Kind.PERSON, quota=1)
    [made] = pairs_of(await desk.next(BATCH, "done"))
    await desk.decide(made.pair, "done", 1)
    who = ("a", "nobody", "machine", "done", "b", "a")
    found = await asyncio.gather(*(desk.next(BATCH, name) for name in who))
    first, nobody, machine, done, second, same = found
    assert pairs_of(first) == pairs_of(same)
    assert pairs_of(first) != pairs_of(second)
    assert pairs_of(machine)
    assert (nobody, done) == (NotEnrolled(), QuotaReached(1))
    assert await desk.next(UUID(int=9), "a") == NotOpened()


async def test_a_budget_is_for_all_who_wait(judgings: Judgings, desk: Desk) -> None:
    names = ["a", "b", "c", "d"]
    await sit_down(judgings, *names, rules=Rules(judgements=2))
    found = await asyncio.gather(*(desk.next(BATCH, name) for name in names))
    assert found[2:] == [NoPairNow(), NoPairNow()]
    assert len(pairs_of(*found[:2])) == 2


async def test_nobody_learns_while_the_batch_is_locked(
    database: PostgresDatabase, judgings: Judgings, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sit_down(judgings, "a", "b")
    learns, may_end, learn = threading.Event(), threading.Event(), learning.learn_from

    def slowly(*of: Any) -> Any:
        learns.set()
        assert may_end.wait(LONG_S)
        return learn(*of)

    monkeypatch.setattr(learning, "learn_from", slowly)
    asking = asyncio.create_task(desk.next(BATCH, "a"))
    try:
        assert await asyncio.to_thread(learns.wait, LONG_S)
        async with asyncio.timeout(LONG_S):
            free = False
            while not free:  # the transaction in which it was begun may be about to end
                async with database.transaction() as sql:
                    free = await sql.fetchval(FREE, str(BATCH))
        assert not asking.done()
    finally:
        may_end.set()
    assert pairs_of(await asking)
