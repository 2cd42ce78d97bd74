"""What drafts cost never passes a limit, whoever asks at once, and is settled once."""

import asyncio
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from huleedu.gateway.drafting import store
from huleedu.gateway.drafting.store import DraftAsked
from huleedu.kit.database import Database
from huleedu.kit.llm import Usage
from huleedu.services.feedback.api import InBatch
from huleedu.wiring.program import House

OF = InBatch(UUID(int=1), UUID(int=100))
ESSAY, KARIN = UUID(int=101), UUID(int=11)
NOW = datetime(2026, 11, 30, tzinfo=UTC)
ONE, LIMIT = Decimal("0.3"), Decimal(1)


async def asked_for(database: Database) -> DraftAsked:
    async with database.transaction() as sql:
        [id_] = await store.ask(sql, OF, [(uuid4(), ESSAY)], KARIN, "sv", NOW)
        found = await store.one(sql, OF.batch, id_)
    assert found
    return found


async def test_of_ten_at_once_as_many_are_asked_as_fit(house: House) -> None:
    database = house.database("drafting")
    asked = await asked_for(database)
    ids = [uuid4() for _ in range(10)]
    done = await asyncio.gather(
        *(
            store.reserve(database, asked, (id_, "m", {"q": "?"}), Usage(9, 9), (ONE, LIMIT), NOW)
            for id_ in ids
        )
    )
    assert sum(done) == 3
    assert await store.spent(database, OF) == 3 * ONE
    first = ids[done.index(True)]
    for cost in (Decimal("0.1"), Decimal("0.2")):  # a second time changes nothing
        await store.settle(database, OF.school, first, "so\0", Usage(1, 2), cost, "drafted")
    assert await store.spent(database, OF) == 2 * ONE + Decimal("0.1")
    assert await store.answered(database, asked) == "so�"
    rows = await store.transcript(database, OF)
    assert [row["outcome"] for row in rows].count("under way") == 2


async def test_what_ended_stays_so_and_may_be_asked_for_again(house: House) -> None:
    database = house.database("drafting")
    first = await asked_for(database)
    async with database.transaction() as sql:
        assert await store.ask(sql, OF, [(uuid4(), ESSAY)], KARIN, "sv", NOW) == {}
        await store.end(sql, OF.batch, first.id, "failed", "away", NOW)
        await store.end(sql, OF.batch, first.id, "drafted", "", NOW)
        assert (await store.latest(sql, OF))[ESSAY].why == "away"
    assert (await asked_for(database)).id != first.id


async def test_requests_stand_apart_and_wait_when_they_are_told_to(house: House) -> None:
    database = house.database("drafting")
    waits = [await store.turn(database, "https://a", 100.0) for _ in range(3)]
    assert waits[0] == 0
    assert 90 < waits[1] < waits[2]
    assert await store.turn(database, "https://b", 1.0) == 0
    await store.hold(database, "https://c", 50.0)
    assert 40 < await store.turn(database, "https://c", 1.0) <= 50
