"""Carry out what mends a disagreement, while the batch stands still."""

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from huleedu.contracts.lifecycle import EssayLeftOver, SlotAssigned, SlotsAdded
from huleedu.harness.audit import Disagreement, OnlyTold, mends, plan
from huleedu.harness.audit.mends import Mend
from huleedu.harness.audit.reading import look
from huleedu.kit import outbox
from huleedu.services.lifecycle.api.repair import Repair, held_still
from huleedu.services.results import api as results
from huleedu.wiring.program import House

BESIDE_S = 30.0
"""What is done while a batch is held still never takes longer, or it is left."""

Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Mended:
    """A disagreement that was mended, and what was done."""

    batch: UUID
    one: Disagreement
    done: str


async def mend(
    house: House, batch: UUID, found: Sequence[Disagreement], late_s: float
) -> list[Mended]:
    """Mend those that still stand; nobody moves the batch in the meantime.

    Nothing at all is touched if anything has changed since they were found, or if one of all the
    batch's disagreements is for a person to decide.
    """
    try:
        return await _mended(house, batch, found, late_s)
    except TimeoutError:
        return []


async def _mended(
    house: House, batch: UUID, found: Sequence[Disagreement], late_s: float
) -> list[Mended]:
    database, now = house.database("lifecycle"), house.clock()
    async with held_still(database, batch, now) as repair:
        planned = plan((await _beside(look(house, [batch], late_s)))[batch])
        if isinstance(planned, OnlyTold):
            return []
        known = {(one.kind, one.subject, one.mend) for one in found}
        if any((one.kind, one.subject, one.mend) not in known for one in planned.now):
            return []
        done: dict[Mend, str] = {}
        for one in planned.now:
            assert one.mend, "what is planned has a mend"
            if one.mend not in done:
                done[one.mend] = await _carry_out(house, repair, batch, one.mend)
        return [Mended(batch, one, done[one.mend]) for one in planned.now if one.mend]


async def _carry_out(house: House, repair: Repair, batch: UUID, wanted: Mend) -> str:
    """Returns what was done, in words."""
    match wanted:
        case mends.Recount(used):
            await repair.recount(used)
            return f"the counter says {used} now"
        case mends.RestoreAssignment(slot, content, essay):
            await repair.restore(slot, content, UUID(essay))
            return f"slot {slot} is entered in the ledger again"
        case mends.GiveSlot(essay, slot):
            await repair.give(UUID(essay), slot)
            return f"the essay has slot {slot} now"
        case mends.ShowFile(essay, state, slot):
            await _beside(_show(house, batch, UUID(essay), slot))
            return f"people are shown: {state.replace('_', ' ')}, slot {slot or '–'}"
        case mends.ShowSlots(slots):
            await _beside(_show_slots(house, SlotsAdded(batch=batch, slots=slots)))
            return f"people are shown {slots} slots"
        case mends.LookAgain():
            await repair.offer_again()
            return "those who stand in line are offered again"
        case mends.SettleAgain():
            await repair.settle_again()
            return "it is said again who takes part"
        case mends.SendAgain(message, sender):
            await _beside(_send_again(house, batch, message, sender))
            return "it is sent again"


async def _beside(work: Coroutine[Any, Any, Done]) -> Done:
    """Work by another connection than the one that holds the batch still, and not for ever."""
    async with asyncio.timeout(BESIDE_S):
        return await asyncio.create_task(work)


async def _send_again(house: House, batch: UUID, message: str, sender: str) -> None:
    async with house.database(sender).session() as sql:
        rows = await outbox.about(sql, [batch], 0.0)
    await house.bus.publish([outbox.envelope_of(row) for row in rows if str(row["id"]) == message])


async def _show_slots(house: House, event: SlotsAdded) -> None:
    await results.show_slots(house.database("results"), house.clock(), event)


async def _show(house: House, batch: UUID, essay: UUID, slot: int | None) -> None:
    if slot is None:
        event = EssayLeftOver(batch=batch, essay=essay)
    else:
        # results takes no notice of what the text was: the ledger and the essay know it
        event = SlotAssigned(batch=batch, essay=essay, slot=slot, content="")
    await results.show_again(house.database("results"), house.clock(), event)
