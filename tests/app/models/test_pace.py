"""How often a model is asked is decided once, for all processes."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from tests.app.models.conftest import Run
from tests.app.models.server import Answer

from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.services.judging.api.automated import Finished
from huleedu.services.judging.store.budget import Pace

FREE_AT = "select extract(epoch from free_at)::float8 from pace where model = 'm'"


@pytest.fixture
async def another(address: Address) -> AsyncIterator[PostgresDatabase]:
    """The same tables, as another process sees them."""
    database = PostgresDatabase(address, "judging")
    yield database
    await database.aclose()


async def test_each_takes_a_moment_of_its_own(
    database: PostgresDatabase, another: PostgresDatabase
) -> None:
    paces = [Pace(database, "m", 6), Pace(another, "m", 6)]
    await paces[0].turn()
    async with database.session() as sql:
        before = await sql.fetchval(FREE_AT)
    waits = await asyncio.gather(*(paces[n % 2].turn() for n in range(20)))
    async with database.session() as sql:
        after = await sql.fetchval(FREE_AT)
    assert after - before == pytest.approx(200), "twenty turns of ten seconds"
    # each is told a wait of its own: ten seconds apart, less what asking took
    assert len({round(wait / 10) for wait in waits}) == 20


async def test_a_model_that_was_not_asked_for_long_owes_no_turns(
    database: PostgresDatabase,
) -> None:
    pace = Pace(database, "m", 6)
    await pace.turn()
    async with database.transaction() as sql:
        await sql.execute("update pace set free_at = now() - interval '1 hour'")
    assert await pace.turn() == 0
    assert await pace.turn() > 9


async def test_each_model_has_a_pace_of_its_own(database: PostgresDatabase) -> None:
    await Pace(database, "m", 1).turn()
    assert await Pace(database, "another", 1).turn() == 0


async def test_a_pause_holds_for_all_and_they_do_not_come_at_once_after_it(
    database: PostgresDatabase, another: PostgresDatabase
) -> None:
    one, two = Pace(database, "m", 60), Pace(another, "m", 60)
    assert await one.held() == 0
    await one.hold(100)
    assert 90 < await two.held() <= 100
    waits = [await two.turn(), await one.turn(), await two.turn()]
    assert 90 < waits[0] <= 100
    assert [round(wait - waits[0]) for wait in waits] == [0, 1, 2]
    await two.hold(10)
    assert await one.held() > 80, "a shorter pause does not end a longer one"


async def test_a_request_waits_for_what_another_process_was_told(
    judged: Run, another: PostgresDatabase
) -> None:
    judged.texts = judged.texts[:2]
    await Pace(another, "judge-1", 60).hold(1.0)
    loop = asyncio.get_running_loop()
    began = loop.time()
    ran = await judged(1)
    assert isinstance(ran.ended, Finished)
    assert loop.time() - began > 0.9


async def test_what_the_endpoint_asks_for_is_waited_for(judged: Run) -> None:
    judged.texts = judged.texts[:2]
    judged.models.first = [Answer({}, 429, {"retry-after": "1"})]
    loop = asyncio.get_running_loop()
    began = loop.time()
    ran = await judged(1)
    assert len(await ran.answers()) == 1
    assert loop.time() - began > 1.0


async def test_a_pause_that_begins_while_a_request_waits_for_its_turn_counts_for_it(
    judged: Run, another: PostgresDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged.texts = judged.texts[:2]
    take, turns = Pace.turn, list[float]()

    async def turn(pace: Pace) -> float:
        turns.append(await take(pace))
        if len(turns) == 1:
            await Pace(another, "judge-1", 60).hold(1.0)
        return turns[-1]

    monkeypatch.setattr(Pace, "turn", turn)
    loop = asyncio.get_running_loop()
    began = loop.time()
    await judged(1)
    assert len(turns) == 3, "the first took another turn"
    assert loop.time() - began > 0.9
