"""What the lifecycle does about each message it hears."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from huleedu.contracts.batches import BatchRegistered, StepFinished
from huleedu.contracts.files import ArchiveUnpacked, FileRefused, TextRead
from huleedu.contracts.gateway import (
    AddSlots,
    AddSlotsV1,
    EndIntake,
    FilesOffered,
    ReplaceFile,
    StopWaiting,
    WithdrawFile,
)
from huleedu.contracts.lifecycle import (
    BatchSettled,
    EssayLeftOver,
    EssayRefused,
    EssayReplaced,
    EssayWithdrawn,
    OfferTexts,
    SlotHandedOver,
    SlotsAdded,
)
from huleedu.contracts.reason import Reason, Why
from huleedu.kit.database import Database
from huleedu.kit.messages import Envelope
from huleedu.kit.service import Heard, Route, Routes, Transaction
from huleedu.services.lifecycle import domain
from huleedu.services.lifecycle.domain import (
    Assigned,
    BatchClosed,
    NoSlot,
    Outcome,
    Replayed,
    Slots,
    State,
    TakesPlace,
    UnknownBatch,
)
from huleedu.services.lifecycle.store import batches, essays, replacing
from huleedu.services.lifecycle.store.batches import Registration
from huleedu.services.lifecycle.store.essays import Move, Ready
from huleedu.services.lifecycle.store.replacing import HandedOver, HeldAlready, NoLongerHeld

SAME_TEXT = "same_text"
GIVEN_UP = "given_up"
AFTER_STEP = {"spelling": State.CHECKED, "linguistics": State.MEASURED}


@dataclass(frozen=True, slots=True)
class LifecyclePorts:
    """What the lifecycle needs besides its transaction."""

    slots: Slots
    database: Database


async def on_files_offered(tx: Transaction, event: FilesOffered) -> None:
    """Know the files, in the teacher's order; close the rejections that they correct."""
    await batches.mention(tx.sql, event.batch, tx.now)
    await batches.lock(tx.sql, event.batch)
    offering = await batches.next_offering(tx.sql, event.batch)
    refused = await essays.in_state(tx.sql, event.batch, State.REFUSED)
    files = [(file.essay, file.name) for file in event.files]
    await essays.add(tx, event.batch, files, [offering])
    again = [essay for essay, _ in files]
    await essays.move(tx, again, State.OFFERED, Reason("move.offered"), only_from=State.WITHDRAWN)
    for old, new in domain.replaced_by(refused, files).items():
        await essays.move(tx, [old], State.REPLACED, Reason("move.corrected"))
        tx.say(EssayReplaced(batch=event.batch, essay=old, by=new))


async def on_archive_unpacked(tx: Transaction, event: ArchiveUnpacked) -> None:
    """The archive's members take its place in the order."""
    await _know(tx, event.batch, event.essay, event.name)
    place = await essays.place_of(tx.sql, event.essay)
    files = [(member.essay, member.name) for member in event.members]
    await essays.add(tx, event.batch, files, place)
    await essays.move(tx, [event.essay], State.UNPACKED, Reason("move.unpacked", {"n": len(files)}))
    await _go_on(tx, event.batch)


async def on_text_read(tx: Transaction, batch: UUID, heard: Sequence[Heard[TextRead]]) -> None:
    """The texts stand in line for a slot."""
    events = [each.message for each in heard]
    await batches.mention(tx.sql, batch, tx.now)
    await batches.lock(tx.sql, batch)
    # a word about a file may come before the word that it was offered
    await essays.add(tx, batch, [(event.essay, event.name) for event in events], [0])
    moves = [
        Move(one.message.essay, Reason("move.read"), one.envelope.id, content=one.message.text)
        for one in heard
    ]
    # read again, it does not stand in line again
    await essays.move_each(tx, moves, State.WAITING, only_from=State.OFFERED)
    await _go_on(tx, batch)


async def on_file_refused(tx: Transaction, event: FileRefused) -> None:
    """The file gets no slot, and the teacher is told why."""
    await _know(tx, event.batch, event.essay, event.name)
    await _refuse(tx, event.batch, event.essay, event.code, event.reason)
    await _go_on(tx, event.batch)


async def on_batch_registered(tx: Transaction, event: BatchRegistered) -> None:
    """The batch has slots now: whoever came before it is offered."""
    await batches.mention(tx.sql, event.batch, tx.now)
    await batches.lock(tx.sql, event.batch)
    wanted = Registration(event.slots, event.due, event.school)
    if await batches.register(tx.sql, event.batch, wanted, event.deadline_s, tx.now):
        await _ask_again(tx, event.batch, Reason("move.registered"))
        await _go_on(tx, event.batch)


async def end_intake(tx: Transaction, command: EndIntake) -> None:
    """No more files are to come; what was offered is still answered."""
    await batches.mention(tx.sql, command.batch, tx.now)
    await batches.lock(tx.sql, command.batch)
    await batches.end_intake(tx.sql, command.batch, tx.now)
    await _go_on(tx, command.batch)


async def stop_waiting(tx: Transaction, command: StopWaiting) -> None:
    """Close the batch short: what is not read by now is given up, and named."""
    await batches.mention(tx.sql, command.batch, tx.now)
    await batches.lock(tx.sql, command.batch)
    await _close(tx, command.batch)


async def add_slots(tx: Transaction, command: AddSlots) -> None:
    """Make room, and ask those that were left over to stand in line again."""
    await batches.mention(tx.sql, command.batch, tx.now)
    await batches.lock(tx.sql, command.batch)
    room = await batches.add_slots(tx.sql, command.batch, command.request, command.count, tx.now)
    if room is not None and room.slots is not None:
        if not room.open:
            tx.say(SlotsAdded(batch=command.batch, slots=room.slots))
        await _ask_again(tx, command.batch, Reason("move.slots_added"))


async def add_slots_v1(tx: Transaction, command: AddSlotsV1) -> None:
    """The same, as it was asked before."""
    await add_slots(tx, AddSlots(batch=command.batch, request=command.wish, count=command.count))


async def replace_file(tx: Transaction, command: ReplaceFile) -> None:
    """Keep that a file is to have an essay's place; it has it once its text is read."""
    await batches.mention(tx.sql, command.batch, tx.now)
    await batches.lock(tx.sql, command.batch)
    known = await replacing.states(tx.sql, [command.essay, command.by])
    old, new = known.get(command.essay), known.get(command.by)
    verdict = domain.replacing(command.essay, old, new)
    if isinstance(verdict, TakesPlace):
        await replacing.ask(tx.sql, command.batch, command.essay, command.by)
        cause = Reason("move.takes_place")
        await essays.move(tx, [command.by], State.WAITING, cause, only_from=State.LEFT_OVER)
        await _go_on(tx, command.batch)


async def ask_ledger(
    ports: LifecyclePorts, command: OfferTexts, cause: Envelope
) -> list[tuple[Ready, Outcome | TakesPlace]]:
    """Ask a slot for each text whose turn it is, in the teacher's order."""
    async with ports.database.session() as sql:
        ready = await essays.ready(sql, command.batch)
        instead = await replacing.asked(sql, [text.essay for text in ready])
    texts = [text for text in ready if text.essay not in instead]
    asked = [ports.slots.offer(command.batch, t.content, t.essay, cause) for t in texts]
    return [
        *zip(texts, await asyncio.gather(*asked), strict=True),
        *((t, TakesPlace(instead[t.essay])) for t in ready if t.essay in instead),
    ]


async def offer_texts(
    tx: Transaction, command: OfferTexts, answers: list[tuple[Ready, Outcome | TakesPlace]]
) -> None:
    """Keep what the ledger answered."""
    message = tx.cause.id if tx.cause else None
    placed: list[Move] = []
    left: dict[str, list[UUID]] = {}
    for text, outcome in answers:
        match outcome:
            case Assigned(slot):
                cause = Reason("move.given_slot", {"slot": slot})
                placed.append(Move(text.essay, cause, message, slot=slot))
            case Replayed(slot, holder) if holder == text.essay:
                cause = Reason("move.has_slot", {"slot": slot})
                placed.append(Move(text.essay, cause, message, slot=slot))
            case Replayed(_, holder):
                name = await essays.name_of(tx.sql, holder)
                reason = Reason(SAME_TEXT, {"name": name})
                await _refuse(tx, command.batch, text.essay, SAME_TEXT, reason, holder)
            case NoSlot():
                left.setdefault("all_taken", []).append(text.essay)
            case BatchClosed():
                left.setdefault("closed", []).append(text.essay)
            case UnknownBatch():
                pass  # it stands in line until the batch is registered
            case TakesPlace():
                pass  # once the batch is locked
    await essays.move_each(tx, placed, State.ASSIGNED)
    for cause, texts in left.items():
        await _leave_over(tx, command.batch, texts, Reason(f"move.{cause}"))
    await batches.lock(tx.sql, command.batch)
    for text, outcome in answers:
        if isinstance(outcome, TakesPlace):
            await _hand_over(tx, command.batch, outcome.essay, text)
    await _settle(tx, command.batch)


async def _hand_over(tx: Transaction, batch: UUID, old: UUID, text: Ready) -> None:
    handed = await replacing.hand_over(tx.sql, batch, old, text.essay, text.content)
    match handed:
        case HandedOver(slot, first):
            name = await essays.name_of(tx.sql, text.essay)
            await essays.move(tx, [old], State.REPLACED, Reason("move.gave_place"))
            cause = Reason("move.given_slot", {"slot": slot})
            await essays.move(tx, [text.essay], State.ASSIGNED, cause, slot=slot)
            tx.say(
                SlotHandedOver(
                    batch=batch,
                    essay=old,
                    by=text.essay,
                    name=name,
                    slot=slot,
                    content=text.content,
                    first=first,
                )
            )
        case HeldAlready(holder):
            name = await essays.name_of(tx.sql, holder)
            reason = Reason(SAME_TEXT, {"name": name})
            await _refuse(tx, batch, text.essay, SAME_TEXT, reason, holder)
        case NoLongerHeld():
            await _leave_over(tx, batch, [text.essay], Reason("move.place_gone"))


async def withdraw_file(tx: Transaction, command: WithdrawFile) -> None:
    """Take back a file that takes no part; one that has a slot keeps it, for good."""
    await batches.mention(tx.sql, command.batch, tx.now)
    await batches.lock(tx.sql, command.batch)
    cause = Reason("move.withdrawn")
    if await essays.move(tx, [command.essay], State.WITHDRAWN, cause):
        tx.say(EssayWithdrawn(batch=command.batch, essay=command.essay))


async def on_step_finished(tx: Transaction, event: StepFinished) -> None:
    """The essays' lives go on."""
    done = AFTER_STEP[event.step]
    await essays.move(tx, event.succeeded, done, Reason(f"move.{event.step}_done"))
    for failure in event.failed:
        why = failure.reason
        await essays.move(tx, [failure.essay], State.FAILED, why, reason=why)


async def close_overdue(tx: Transaction) -> None:
    """Nothing waits for ever: batches whose time is up go on with what there is."""
    for overdue in await batches.overdue(tx.sql, tx.now):
        batch = overdue.batch
        match domain.time_is_up(overdue):
            case "end intake":
                await batches.stop_clock(tx.sql, batch)
                await batches.end_intake(tx.sql, batch, tx.now)
                await _go_on(tx, batch)
            case "give up unread":
                await batches.stop_clock(tx.sql, batch)
                await _give_up_unread(tx, batch)
                await _go_on(tx, batch)
            case "close":
                await _close(tx, batch)


async def _know(tx: Transaction, batch: UUID, essay: UUID, name: str) -> None:
    """A word about a file may come before the word that it was offered."""
    await batches.mention(tx.sql, batch, tx.now)
    await essays.add(tx, batch, [(essay, name)], [0])


async def _go_on(tx: Transaction, batch: UUID) -> None:
    await batches.lock(tx.sql, batch)
    if await essays.any_ready(tx.sql, batch):
        tx.say_once(OfferTexts(batch=batch))
    else:
        await _settle(tx, batch)


async def _ask_again(tx: Transaction, batch: UUID, cause: Reason) -> None:
    left = await essays.in_state(tx.sql, batch, State.LEFT_OVER)
    await essays.move(tx, [essay for essay, _ in left], State.WAITING, cause)
    tx.say_once(OfferTexts(batch=batch))


async def _refuse(
    tx: Transaction, batch: UUID, essay: UUID, code: str, reason: Why, same: UUID | None = None
) -> None:
    if await essays.move(tx, [essay], State.REFUSED, reason, reason=reason):
        tx.say(EssayRefused(batch=batch, essay=essay, code=code, reason=reason, same_as=same))


async def _leave_over(tx: Transaction, batch: UUID, texts: Sequence[UUID], cause: Reason) -> None:
    moved = set(await essays.move(tx, texts, State.LEFT_OVER, cause, reason=cause))
    tx.say(*(EssayLeftOver(batch=batch, essay=essay) for essay in texts if essay in moved))


async def _close(tx: Transaction, batch: UUID) -> None:
    await batches.close(tx.sql, batch)
    await _give_up_unread(tx, batch)
    waiting = [essay for essay, _ in await essays.in_state(tx.sql, batch, State.WAITING)]
    await _leave_over(tx, batch, waiting, Reason("move.closed_before"))
    await _settle(tx, batch)


async def _give_up_unread(tx: Transaction, batch: UUID) -> None:
    for essay, _ in await essays.in_state(tx.sql, batch, State.OFFERED):
        await _refuse(tx, batch, essay, GIVEN_UP, Reason(GIVEN_UP))


async def _settle(tx: Transaction, batch: UUID) -> None:
    """Say that the batch is settled, if it is and that was not said."""
    facts, left_over = await batches.settling(tx.sql, batch)
    verdict = domain.settle(facts)
    if isinstance(verdict, domain.StillOpen):
        return
    revision = await batches.mark_settled(tx.sql, batch, facts.assigned)
    tx.say(
        BatchSettled(
            batch=batch,
            revision=revision,
            cause=verdict.cause,
            essays=tuple(await batches.taking_part(tx.sql, batch)),
            refused=facts.refused,
            left_over=left_over,
        )
    )


ROUTES: Routes = {
    FilesOffered: Route(on_files_offered),
    ArchiveUnpacked: Route(on_archive_unpacked),
    TextRead: Route(on_text_read, together=True),
    FileRefused: Route(on_file_refused),
    BatchRegistered: Route(on_batch_registered),
    EndIntake: Route(end_intake),
    StopWaiting: Route(stop_waiting),
    AddSlots: Route(add_slots),
    AddSlotsV1: Route(add_slots_v1),
    WithdrawFile: Route(withdraw_file),
    ReplaceFile: Route(replace_file),
    OfferTexts: Route(offer_texts, prepare=ask_ledger),
    StepFinished: Route(on_step_finished),
}
