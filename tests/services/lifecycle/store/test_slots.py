"""The rule of slots on a real ledger, asked by many at once."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest

from huleedu.contracts.lifecycle import SlotAssigned
from huleedu.contracts.message import name_of
from huleedu.engines.valkey.functions import ValkeyFunctions
from huleedu.kit.messages import Envelope
from huleedu.services.lifecycle.domain import (
    Assigned,
    BatchClosed,
    NoSlot,
    Outcome,
    Replayed,
    Slots,
    UnknownBatch,
)
from huleedu.services.lifecycle.store import batches
from huleedu.services.lifecycle.store.admission import LIBRARY, ValkeySlots
from huleedu.services.lifecycle.store.batches import Registration
from huleedu.services.lifecycle.store.slots import PostgresSlots
from huleedu.wiring.program import House

NOW = datetime(2026, 11, 24, tzinfo=UTC)
CAUSE = Envelope(
    id=UUID(int=7),
    type="test.v1",
    order_key="",
    batch=UUID(int=0),
    said_at=NOW,
    correlation=UUID(int=8),
    causation=None,
    body="{}",
)


@pytest.fixture(params=["postgres", "valkey"])
async def slots(house: House, request: pytest.FixtureRequest) -> AsyncIterator[Slots]:
    """Each ledger there is: what follows holds for all of them."""
    database = house.database("lifecycle")
    if request.param == "postgres":
        yield PostgresSlots(database)
        return
    functions = ValkeyFunctions(request.getfixturevalue("valkey").url, LIBRARY)
    await functions.open()
    ledger = ValkeySlots(PostgresSlots(database), database, functions)
    yield ledger
    await ledger.aclose()
    await functions.aclose()


async def register(house: House, slots: int | None) -> UUID:
    batch = uuid4()
    async with house.database("lifecycle").transaction() as sql:
        await batches.mention(sql, batch, NOW)
        await batches.register(sql, batch, Registration(slots), 60, NOW)
    return batch


async def said(house: House) -> Counter[str]:
    async with house.database("lifecycle").session() as sql:
        return Counter(row["type"] for row in await sql.fetch("select type from outbox"))


async def test_each_content_gets_the_next_slot_and_says_so_once(house: House, slots: Slots) -> None:
    batch = await register(house, 2)
    a, b = uuid4(), uuid4()
    assert await slots.offer(batch, "aa", a, CAUSE) == Assigned(1)
    assert await slots.offer(batch, "bb", b, CAUSE) == Assigned(2)
    assert await slots.offer(batch, "cc", uuid4(), CAUSE) == NoSlot()
    assert await slots.offer(batch, "aa", a, CAUSE) == Replayed(1, a)
    assert await said(house) == {"lifecycle.slot_assigned.v1": 2}


async def test_a_batch_that_is_not_registered_is_unknown(house: House, slots: Slots) -> None:
    assert await slots.offer(uuid4(), "aa", uuid4(), CAUSE) == UnknownBatch()
    batch = uuid4()
    async with house.database("lifecycle").session() as sql:
        await batches.mention(sql, batch, NOW)
    assert await slots.offer(batch, "aa", uuid4(), CAUSE) == UnknownBatch()


async def test_a_closed_batch_gives_no_slot_but_knows_its_own(house: House, slots: Slots) -> None:
    batch = await register(house, 2)
    a = uuid4()
    await slots.offer(batch, "aa", a, CAUSE)
    async with house.database("lifecycle").session() as sql:
        await batches.close(sql, batch)
    assert await slots.offer(batch, "bb", uuid4(), CAUSE) == BatchClosed()
    assert await slots.offer(batch, "aa", a, CAUSE) == Replayed(1, a)


async def test_the_same_content_twice_in_one_group_holds_one_slot(
    house: House, slots: Slots
) -> None:
    batch = await register(house, 5)
    a, b = uuid4(), uuid4()
    answers = await asyncio.gather(
        slots.offer(batch, "aa", a, CAUSE), slots.offer(batch, "aa", b, CAUSE)
    )
    assert set(answers) == {Assigned(1), Replayed(1, a)} or set(answers) == {
        Assigned(1),
        Replayed(1, b),
    }


async def test_what_the_statement_says_is_the_message_of_the_contract(
    house: House, slots: Slots
) -> None:
    batch, essay = await register(house, 1), uuid4()
    await slots.offer(batch, "åß", essay, CAUSE)
    async with house.database("lifecycle").session() as sql:
        [row] = await sql.fetch("select *, body::text as sent from outbox")
    message = msgspec.json.decode(row["sent"], type=SlotAssigned)
    assert message == SlotAssigned(batch=batch, essay=essay, slot=1, content="åß")
    assert msgspec.json.decode(row["sent"]) == msgspec.to_builtins(message), "and no more than that"
    assert row["type"] == name_of(message)
    assert row["order_key"] == message.order_key
    assert [row[column].int for column in ("batch", "correlation", "causation")] == [
        batch.int,
        8,
        7,
    ]


async def test_the_database_itself_refuses_a_slot_given_twice(house: House) -> None:
    batch = await register(house, 3)
    put = "insert into assignment (batch, slot, content, essay) values ($1, $2, $3, $4)"
    async with house.database("lifecycle").session() as sql:
        await sql.execute(put, batch, 1, "aa", uuid4())
        with pytest.raises(asyncpg.UniqueViolationError):
            await sql.execute(put, batch, 1, "bb", uuid4())
        with pytest.raises(asyncpg.UniqueViolationError):
            await sql.execute(put, batch, 2, "aa", uuid4())


async def test_many_batches_asked_at_once_are_each_exact(house: House, slots: Slots) -> None:
    known = [await register(house, 15) for _ in range(20)]
    offers = [(batch, f"{n}") for n in range(30) for batch in known]
    answers = await asyncio.gather(*(slots.offer(b, c, uuid4(), CAUSE) for b, c in offers))
    for batch in known:
        of_batch: list[Outcome] = [
            a for (b, _), a in zip(offers, answers, strict=True) if b == batch
        ]
        given = sorted(a.slot for a in of_batch if isinstance(a, Assigned))
        assert given == list(range(1, 16))
        assert of_batch.count(NoSlot()) == 15
    assert await said(house) == {"lifecycle.slot_assigned.v1": 300}


async def test_an_open_batch_gives_every_content_one_slot_and_leaves_none_out(
    house: House, slots: Slots
) -> None:
    batch = await register(house, None)
    offers = [f"{n % 200}" for n in range(600)]  # each content by three essays
    answers = await asyncio.gather(*(slots.offer(batch, c, uuid4(), CAUSE) for c in offers))
    of_content: dict[str, set[int]] = {}
    for content, answer in zip(offers, answers, strict=True):
        assert isinstance(answer, Assigned | Replayed)
        of_content.setdefault(content, set()).add(answer.slot)
    assert sum(isinstance(answer, Assigned) for answer in answers) == 200
    assert sorted(slot for held in of_content.values() for slot in held) == [*range(1, 201)]
    async with house.database("lifecycle").transaction() as sql:
        await batches.add_slots(sql, batch, uuid4(), 5, NOW)  # there are as many as there can be
    assert await slots.offer(batch, "late", uuid4(), CAUSE) == Assigned(201)
    assert await said(house) == {"lifecycle.slot_assigned.v1": 201}


async def test_slots_that_are_added_are_given(house: House, slots: Slots) -> None:
    batch = await register(house, 1)
    await slots.offer(batch, "aa", uuid4(), CAUSE)
    assert await slots.offer(batch, "bb", uuid4(), CAUSE) == NoSlot()
    async with house.database("lifecycle").transaction() as sql:
        await batches.add_slots(sql, batch, uuid4(), 1, NOW)
    assert await slots.offer(batch, "bb", uuid4(), CAUSE) == Assigned(2)
    assert await slots.offer(batch, "cc", uuid4(), CAUSE) == NoSlot()
