"""Who looks at a batch is woken when it changes, by one statement for all, and none for nobody."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from uuid import UUID

import pytest
from tests.services.results.hearing import BATCH, hear, life_of

from huleedu.gateway.web.live import STREAMS_MAX, Live, Stream, TooMany
from huleedu.kit.database import Database, EngineAway, Sql
from huleedu.wiring.program import House

ANNA, KARIN = UUID(int=10), UUID(int=11)


class Counting:
    """A database that counts how often it is asked, and is away when told so."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.asked = 0
        self.away = False

    def transaction(self) -> AsyncGenerator[Sql]:
        raise AssertionError("nothing is written")

    @asynccontextmanager
    async def session(self) -> AsyncGenerator[Sql]:
        self.asked += 1
        if self.away:
            raise EngineAway
        async with self._database.session() as sql:
            yield sql


@pytest.fixture
def database(house: House) -> Counting:
    return Counting(house.database("results"))


@pytest.fixture
def live(database: Counting) -> Live:
    return Live(database)  # pyright: ignore[reportArgumentType]


async def woken(stream: Stream | TooMany) -> None:
    assert isinstance(stream, Stream)
    async with asyncio.timeout(60):
        await stream.woken.wait()
    stream.woken.clear()


async def test_a_change_wakes_whoever_looks_at_that_batch(live: Live, house: House) -> None:
    results = house.database("results")
    await hear(results, *life_of(UUID(int=1)), *life_of(UUID(int=2), UUID(int=8)))
    async with live.stream(ANNA, BATCH) as one, live.stream(KARIN, UUID(int=8)) as other:
        await woken(one)  # once at the beginning: whatever came just before is looked for
        await woken(other)
        await hear(results, life_of(UUID(int=3))[0])
        await woken(one)
        assert isinstance(other, Stream)
        assert not other.woken.is_set()


async def test_any_number_of_readers_costs_one_statement_at_a_time(
    live: Live, database: Counting, house: House
) -> None:
    await hear(house.database("results"), life_of(UUID(int=1))[0])
    async with AsyncExitStack() as stack:
        streams = [
            await stack.enter_async_context(live.stream(UUID(int=n), BATCH)) for n in range(50)
        ]
        for stream in streams:
            await woken(stream)
        assert database.asked == 1


async def test_nothing_is_asked_when_nobody_looks(live: Live, database: Counting) -> None:
    async with live.stream(ANNA, BATCH):
        pass
    asked = database.asked
    await asyncio.sleep(1)
    assert database.asked == asked


async def test_a_database_that_was_away_is_asked_again(
    live: Live, database: Counting, house: House
) -> None:
    await hear(house.database("results"), life_of(UUID(int=1))[0])
    database.away = True
    async with live.stream(ANNA, BATCH) as stream:
        async with asyncio.timeout(60):
            while database.asked < 2:
                await asyncio.sleep(0.01)
        database.away = False
        await woken(stream)


async def test_one_person_has_so_many_streams_and_no_more(live: Live) -> None:
    async with AsyncExitStack() as stack:
        for n in range(STREAMS_MAX):
            await stack.enter_async_context(live.stream(ANNA, UUID(int=n)))
        async with live.stream(ANNA, BATCH) as stream:
            assert stream == TooMany()
        assert isinstance(await stack.enter_async_context(live.stream(KARIN, BATCH)), Stream)
    async with live.stream(ANNA, BATCH) as stream:
        assert isinstance(stream, Stream), "those that ended count no more"


async def test_all_are_woken_when_the_server_stops(live: Live) -> None:
    async with live.stream(ANNA, BATCH) as stream:
        live.stop()
        await woken(stream)
        assert live.stopped
