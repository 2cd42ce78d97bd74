"""Carry out what mends a disagreement, while the batch stands still."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from huleedu.contracts.lifecycle import BatchFilled, BatchSettled, OfferTexts, SlotAssigned
from huleedu.harness.audit import Disagreement, disagreements, mends
from huleedu.harness.audit.mends import Mend
from huleedu.harness.audit.reading import look
from huleedu.kit import outbox
from huleedu.kit.service import Transaction
from huleedu.services.lifecycle.domain import State
from huleedu.services.lifecycle.store import batches, essays, standing
from huleedu.services.results import store as results
from huleedu.wiring.program import House

CAUSE = "audit: it was given slot {slot} by the ledger"


@dataclass(frozen=True, slots=True)
class Mended:
    """A disagreement that was mended, and what was done."""

    batch: UUID
    one: Disagreement
    done: str


async def mend(
    house: House, batch: UUID, found: Sequence[Disagreement], late_s: float
) -> list[Mended]:
    """Mend those that still stand; nobody moves the batch in the meantime."""
    done: list[Mended] = []
    async with _speaking(house, "lifecycle") as tx:
        await standing.hold_still(tx.sql, batch)
        facts = (await look(house, [batch], late_s))[batch]
        wanted = {(one.kind, one.subject) for one in found}
        carried_out: dict[Mend, str] = {}
        for one in disagreements(facts):
            if one.mend and (one.kind, one.subject) in wanted:
                if one.mend not in carried_out:
                    carried_out[one.mend] = await _carry_out(house, tx, batch, one.mend)
                done.append(Mended(batch, one, carried_out[one.mend]))
    return done


async def _carry_out(house: House, tx: Transaction, batch: UUID, wanted: Mend) -> str:
    """Returns what was done, in words."""
    match wanted:
        case mends.Recount(used):
            await standing.set_used(tx.sql, batch, used)
            return f"the counter says {used} now"
        case mends.RestoreSeat(slot, content, essay):
            await standing.restore(tx.sql, batch, slot, content, UUID(essay))
            return f"slot {slot} is entered in the ledger again"
        case mends.MoveToSeat(essay, slot):
            await _move_to_seat(tx, UUID(essay), slot)
            return f"the essay has slot {slot} now"
        case mends.SayAssigned(essay, slot, content):
            tx.say(SlotAssigned(batch=batch, essay=UUID(essay), slot=slot, content=content))
            return f"it is said that it has slot {slot}"
        case mends.SayFilled(slots):
            tx.say(BatchFilled(batch=batch, slots=slots))
            return f"it is said that all {slots} slots are taken"
        case mends.LookAgain():
            left = await essays.in_state(tx.sql, batch, State.LEFT_OVER)
            waiting = [essay for essay, _ in left]
            await essays.move(tx, waiting, State.WAITING, "audit: a slot is free")
            tx.say(OfferTexts(batch=batch))
            return "those who stand in line are offered again"
        case mends.SettleAgain():
            await _settle_again(tx, batch)
            return "it is said again who takes part"
        case _:
            return await _outside(house, batch, wanted)


async def _outside(house: House, batch: UUID, wanted: Mend) -> str:
    """Mend what the lifecycle does not own."""
    match wanted:
        case mends.SendAgain(message, sender):
            async with house.database(sender).session() as sql:
                rows = await outbox.about(sql, [batch], 0.0)
            again = [outbox.envelope_of(row) for row in rows if str(row["id"]) == message]
            await house.bus.publish(again)
            return "it is sent again"
        case mends.ShowFile(essay, state, slot):
            async with _speaking(house, "results") as tx:
                await results.set_file(tx, batch, UUID(essay), state=state, slot=slot)
            return f"people are shown: {state.replace('_', ' ')}, slot {slot or '–'}"
        case mends.ShowSlots(slots):
            async with _speaking(house, "results") as tx:
                await results.slots_added(tx, batch, slots)
            return f"people are shown {slots} slots"
        case mends.ShowEnd(run, state):
            async with _speaking(house, "results") as tx:
                note = "The audit found that this was not shown."
                await results.finished(tx, batch, run, state, note)
            return f"people are shown that the batch is {state}"
        case other:
            raise AssertionError(f"nobody knows how to carry out {other}")


async def _move_to_seat(tx: Transaction, essay: UUID, slot: int) -> None:
    cause = CAUSE.format(slot=slot)
    await essays.move(tx, [essay], State.WAITING, cause, only_from=State.LEFT_OVER)
    if not await essays.move(tx, [essay], State.ASSIGNED, cause, slot=slot):
        await standing.give(tx.sql, essay, slot)  # it had another one; its state stays


async def _settle_again(tx: Transaction, batch: UUID) -> None:
    facts, left_over = await batches.settling(tx.sql, batch)
    tx.say(
        BatchSettled(
            batch=batch,
            revision=await batches.mark_settled(tx.sql, batch, facts.assigned),
            cause="intake ended",
            essays=tuple(await batches.taking_part(tx.sql, batch)),
            refused=facts.refused,
            left_over=left_over,
        )
    )


@asynccontextmanager
async def _speaking(house: House, service: str) -> AsyncGenerator[Transaction]:
    """A transaction of this service; what it says leaves with it."""
    async with house.database(service).transaction() as sql:
        tx = Transaction(sql, house.clock())
        yield tx
        await outbox.write_said(tx)
