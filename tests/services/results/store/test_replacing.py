"""Another file stands where one stood that had a slot, whatever is said late of that one."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from itertools import permutations
from uuid import UUID, uuid4

import pytest

from huleedu.contracts.gateway import FilesOffered, OfferedFile
from huleedu.contracts.lifecycle import SlotAssigned, SlotHandedOver
from huleedu.contracts.spelling import SpellingChecked
from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.kit.messages import wrap
from huleedu.kit.service import Heard, Transaction
from huleedu.services.results import api, handlers

BATCH, OLD, NEW, OTHER = UUID(int=7), UUID(int=70), UUID(int=71), UUID(int=72)
NOW = datetime(2026, 11, 29, tzinfo=UTC)
ASSIGNED = SlotAssigned(batch=BATCH, essay=OLD, slot=1, content="ab")
CHECKED = SpellingChecked(batch=BATCH, essay=OLD, run=0, language="sv", words=3, misspellings=())
HANDED = SlotHandedOver(
    batch=BATCH, essay=OLD, by=NEW, name="b.txt", slot=1, content="cd", first=OLD
)


@pytest.fixture
async def database(address: Address) -> AsyncIterator[PostgresDatabase]:
    database = PostgresDatabase(address, "results")
    yield database
    await database.aclose()


async def hear(
    database: PostgresDatabase, event: SlotAssigned | SpellingChecked | SlotHandedOver
) -> None:
    async with database.transaction() as sql:
        tx = Transaction(sql, NOW)
        if isinstance(event, SlotHandedOver):
            await handlers.on_slot_handed_over(tx, event)
        else:
            how = wrap(event, identity=uuid4(), now=NOW, cause=None)
            await handlers.on_file_event(tx, BATCH, [Heard(event, how)])


def offer(*essays: UUID) -> FilesOffered:
    files = (
        OfferedFile(essay=essay, name=f"{essay.int}.txt", size_bytes=1, content="00")
        for essay in essays
    )
    return FilesOffered(batch=BATCH, files=tuple(files))


@pytest.mark.parametrize("order", list(permutations((ASSIGNED, CHECKED, HANDED))))
async def test_in_whatever_order_it_is_heard(
    database: PostgresDatabase, order: tuple[SlotAssigned | SpellingChecked | SlotHandedOver, ...]
) -> None:
    async with database.transaction() as sql:
        tx = Transaction(sql, NOW)
        await handlers.on_files_offered(tx, offer(OLD, OTHER))
        await handlers.on_files_offered(tx, offer(NEW))
    for event in order:
        await hear(database, event)
    files = await api.files_listed(database, BATCH, "all", None, 0, 10)
    there = [file for file in files if file.state != "replaced"]
    assert [(file.id, file.state, file.words) for file in there] == [
        (NEW, "assigned", None),
        (OTHER, "waiting", None),
    ]
    progress = await api.progress(database, BATCH)
    assert isinstance(progress, api.Progress)
    assert (progress.files, progress.assigned, progress.checked) == (2, 1, 0)
