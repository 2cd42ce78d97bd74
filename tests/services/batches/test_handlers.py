"""Whose a batch is, and what its owner changes about it, is kept once and said once."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID, uuid4

import pytest

from huleedu.contracts.batches import (
    BatchArchived,
    BatchRegistered,
    BatchRenamed,
    BatchShared,
    BatchTransferred,
    RegistrationRefused,
)
from huleedu.contracts.gateway import (
    ArchiveBatch,
    RegisterBatch,
    RenameBatch,
    ShareBatch,
    TransferBatch,
)
from huleedu.contracts.message import Message
from huleedu.contracts.people import OWN_SCHOOL
from huleedu.kit.service import Transaction, TryAgain
from huleedu.services.batches import store
from huleedu.services.batches.handlers import ROUTES
from huleedu.wiring.program import House, now

SCHOOL, OWNER, CLASS, COLLEAGUE = (UUID(int=n) for n in (1, 2, 3, 4))
DUE = datetime(2026, 12, 4, 14, tzinfo=UTC)


async def said(house: House, *commands: Message) -> Sequence[Message]:
    """What is said when these are heard, one after the other."""
    answers: list[Message] = []
    for command in commands:
        async with house.database("batches").transaction() as sql:
            tx = Transaction(sql, now())
            await ROUTES[type(command)].handle(tx, command)
            answers += [message for message, _ in tx.said]
    return answers


def registration(batch: UUID) -> RegisterBatch:
    return RegisterBatch(
        batch=batch,
        title="9b",
        slots=None,
        school=SCHOOL,
        owner=OWNER,
        class_=CLASS,
        due=DUE,
        blind=True,
    )


async def test_a_batch_tells_whose_it_is_and_is_made_once(house: House) -> None:
    batch = uuid4()
    asked = registration(batch)
    [told] = await said(house, asked, asked)
    assert isinstance(told, BatchRegistered)
    assert (told.school, told.owner, told.class_, told.due, told.blind, told.slots) == (
        *(SCHOOL, OWNER, CLASS, DUE, True, None),
    )
    other = RegisterBatch(batch=batch, title="9b", slots=None, school=SCHOOL)
    [refused] = await said(house, other)
    assert isinstance(refused, RegistrationRefused)


async def test_a_registration_of_before_there_were_schools_is_known_again(house: House) -> None:
    """Its digest was that of its JSON, in which nothing stood of schools."""
    batch = uuid4()
    before = {
        "type": "gateway.register_batch.v1",
        "batch": str(batch),
        "title": "9b",
        "slots": 30,
        "language": "auto",
        "pupils": ["Åsa"],
        "deadline_s": 86400,
    }
    asked = RegisterBatch(batch=batch, title="9b", slots=30, pupils=("Åsa",))
    [told] = await said(house, asked)
    assert isinstance(told, BatchRegistered)
    assert told.school == OWN_SCHOOL
    async with house.database("batches").session() as sql:
        as_it_was = json.dumps(before, ensure_ascii=False, separators=(",", ":")).encode()
        assert await store.digest(sql, batch) == sha256(as_it_was).hexdigest()


async def test_each_change_is_said_when_it_changes_something(house: House) -> None:
    batch = uuid4()
    await said(house, registration(batch))
    look = ShareBatch(batch=batch, person=COLLEAGUE, may="look")
    work = ShareBatch(batch=batch, person=COLLEAGUE, may="work")
    none = ShareBatch(batch=batch, person=COLLEAGUE, may=None)
    assert await said(house, none, look, look, work, work, none, none) == [
        BatchShared(batch=batch, person=COLLEAGUE, may="look"),
        BatchShared(batch=batch, person=COLLEAGUE, may="work"),
        BatchShared(batch=batch, person=COLLEAGUE, may=None),
    ]
    away, back = ArchiveBatch(batch=batch), ArchiveBatch(batch=batch, archived=False)
    assert await said(house, back, away, away, back) == [
        BatchArchived(batch=batch, archived=True),
        BatchArchived(batch=batch, archived=False),
    ]
    theirs, nobodys = (
        TransferBatch(batch=batch, owner=COLLEAGUE),
        TransferBatch(batch=batch, owner=None),
    )
    assert await said(house, work, theirs, theirs, none, nobodys) == [
        BatchShared(batch=batch, person=COLLEAGUE, may="work"),
        BatchTransferred(batch=batch, owner=COLLEAGUE),  # who needs no share of it any more
        BatchTransferred(batch=batch, owner=None),
    ]
    titles = ("9b", " Ett val ", "Ett val", "  ")
    assert await said(house, *(RenameBatch(batch=batch, title=title) for title in titles)) == [
        BatchRenamed(batch=batch, title="Ett val")
    ]
    assert await said(house, registration(batch)) == []  # it is the same batch as before


async def test_what_is_asked_of_a_batch_before_it_is_registered_is_asked_again(
    house: House,
) -> None:
    with pytest.raises(TryAgain):
        await said(house, ArchiveBatch(batch=uuid4()))
