"""Another text has an essay's slot: it is whose the one before was, and that one is nobody's."""

from collections.abc import AsyncIterator

import pytest
from tests.services.classes.test_handlers import (
    BATCH,
    NOW,
    essay,
    find,
    hear,
    registered,
    say,
    settled,
    text,
)

from huleedu.contracts.classes import MatchBatch, PupilsMatched
from huleedu.contracts.gateway import EssayDecision, MatchPupils
from huleedu.contracts.lifecycle import SlotAssigned, SlotHandedOver
from huleedu.contracts.message import Message
from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.kit.service import Transaction
from huleedu.services.classes import handlers
from huleedu.services.classes.handlers import ClassesPorts


@pytest.fixture
async def ports(address: Address) -> AsyncIterator[ClassesPorts]:
    database = PostgresDatabase(address, "classes")
    yield ClassesPorts(database)
    await database.aclose()


async def handed(ports: ClassesPorts, number: int, by: int) -> list[Message]:
    """What is said when this essay's slot has that text."""
    event = SlotHandedOver(
        batch=BATCH,
        essay=essay(number),
        by=essay(by),
        name=f"{by}.txt",
        slot=number + 1,
        content="cd",
        first=essay(number),
    )
    async with ports.database.transaction() as sql:
        tx = Transaction(sql, NOW)
        await handlers.on_slot_handed_over(tx, event)
        return [message for message, _ in tx.said]


async def told(ports: ClassesPorts) -> dict[str, tuple[str, bool]]:
    [said] = await say(ports, await find(ports))
    assert isinstance(said, PupilsMatched)
    return {str(one.essay): (one.pupil, one.sure) for one in said.essays}


async def test_it_is_whose_the_one_before_was(ports: ClassesPorts) -> None:
    await registered(ports)
    await hear(ports, text(0, "Anna Åberg.txt"), text(1, "Björn Ek.txt"))
    await settled(ports, 2)
    await say(ports, await find(ports))
    assert await handed(ports, 0, by=5) == [MatchBatch(batch=BATCH)]
    assert await told(ports) == {str(essay(5)): ("Anna Åberg", True)}
    await hear(ports, SlotAssigned(batch=BATCH, essay=essay(0), slot=1, content="ab"))
    assert [one.id for one in await shown(ports)] == [str(essay(5)), str(essay(1))]


async def test_what_was_decided_by_hand_stands(ports: ClassesPorts) -> None:
    await registered(ports)
    await hear(ports, text(0, "Anna Åberg.txt"))
    await settled(ports, 1)
    decision = EssayDecision(essay=essay(0), pupils=("Björn Ek",))
    async with ports.database.transaction() as sql:
        command = MatchPupils(batch=BATCH, person=None, decisions=(decision,))
        await handlers.match_pupils(Transaction(sql, NOW), command)
    await handed(ports, 0, by=5)
    await handed(ports, 0, by=5)
    assert (await told(ports))[str(essay(5))] == ("Björn Ek", True)


async def shown(ports: ClassesPorts) -> list[handlers.store.EssayHints]:
    async with ports.database.session() as sql:
        return await handlers.store.hints(sql, BATCH)
