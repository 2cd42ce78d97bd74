"""What the audit asks: show again what the read model missed."""

from datetime import datetime
from uuid import uuid4

from huleedu.contracts.lifecycle import EssayLeftOver, SlotAssigned, SlotsAdded
from huleedu.kit import outbox
from huleedu.kit.database import Database
from huleedu.kit.messages import wrap
from huleedu.kit.service import Heard
from huleedu.services.results import handlers, store


async def show_again(
    database: Database, now: datetime, event: SlotAssigned | EssayLeftOver
) -> None:
    """Show of an essay what the event tells, as if it were heard for the first time."""
    async with outbox.speaking(database, now) as tx:
        await store.set_file(tx, event.batch, event.essay, slot=None)
        how = wrap(event, identity=uuid4(), now=now, cause=None)
        await handlers.on_file_event(tx, event.batch, [Heard(event, how)])


async def show_slots(database: Database, now: datetime, event: SlotsAdded) -> None:
    """Show how many slots there are."""
    async with outbox.speaking(database, now) as tx:
        await handlers.on_slots_added(tx, event)
