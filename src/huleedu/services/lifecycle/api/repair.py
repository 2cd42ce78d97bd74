"""Put the ledger of a batch right while it stands still: commands to the owner of the data."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

from huleedu.contracts.lifecycle import BatchSettled, OfferTexts
from huleedu.contracts.reason import Reason
from huleedu.kit import outbox
from huleedu.kit.database import Database
from huleedu.kit.service import Transaction
from huleedu.services.lifecycle.domain import State
from huleedu.services.lifecycle.store import batches, essays, snapshot


class Repair:
    """A batch that stands still: nobody else moves it or its essays."""

    def __init__(self, tx: Transaction, batch: UUID) -> None:
        self._tx = tx
        self._batch = batch

    async def recount(self, used: int) -> None:
        """Set the counter of slots that are taken."""
        await snapshot.set_used(self._tx.sql, self._batch, used)

    async def restore(self, slot: int, content: str, essay: UUID) -> None:
        """Enter an assignment again, if neither the slot nor the content is held."""
        await snapshot.restore(self._tx.sql, self._batch, slot, content, essay)

    async def give(self, essay: UUID, slot: int) -> None:
        """Let the essay have the slot that it was assigned, whatever it had."""
        await snapshot.give(self._tx.sql, essay, slot)

    async def offer_again(self) -> None:
        """Offer those who stand in line again, for a slot is free."""
        left = await essays.in_state(self._tx.sql, self._batch, State.LEFT_OVER)
        waiting = [essay for essay, _ in left]
        await essays.move(self._tx, waiting, State.WAITING, Reason("move.slot_is_free"))
        self._tx.say(OfferTexts(batch=self._batch))

    async def settle_again(self) -> None:
        """Say again who takes part."""
        sql = self._tx.sql
        facts, left_over = await batches.settling(sql, self._batch)
        self._tx.say(
            BatchSettled(
                batch=self._batch,
                revision=await batches.mark_settled(sql, self._batch, facts.assigned),
                cause="intake ended",
                essays=tuple(await batches.taking_part(sql, self._batch)),
                refused=facts.refused,
                left_over=left_over,
            )
        )


@asynccontextmanager
async def held_still(database: Database, batch: UUID, now: datetime) -> AsyncGenerator[Repair]:
    """Hold the batch still for the block; all that was repaired in it holds together, or nothing.

    Raises `EngineAway` or `Collision`.
    """
    async with outbox.speaking(database, now) as tx:
        await snapshot.hold_still(tx.sql, batch)
        yield Repair(tx, batch)
