"""Read what each service knows of a batch, each by its own door."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

import msgspec

from huleedu.contracts.lifecycle import SlotAssigned, SlotHandedOver
from huleedu.contracts.message import name_of
from huleedu.harness.audit import (
    Announcement,
    Assignment,
    BatchFacts,
    BoardFacts,
    EssayState,
    Fate,
    PendingMessage,
    Shown,
    ShownFile,
)
from huleedu.kit import inbox, outbox
from huleedu.kit.content import ContentLost, address_of
from huleedu.kit.database import Row
from huleedu.kit.kept import kept_of
from huleedu.kit.runner import KEEP_S
from huleedu.services.batches import api as boards
from huleedu.services.batches.api import STEPS
from huleedu.services.lifecycle.api import AS_MANY_AS_COME, snapshot
from huleedu.services.results import api as results
from huleedu.wiring.modules import HEARD, SERVICES
from huleedu.wiring.program import House

RECENT_S = KEEP_S - 24 * 3600.0
"""What was said about an assignment that is not older is certainly still kept."""
HEARERS: Mapping[str, tuple[str, ...]] = {
    kind: tuple(service for service in HEARD if kind in HEARD[service])
    for kind in {kind for heard in HEARD.values() for kind in heard}
}
"""A message's name → the services that hear it."""


async def all_batches(house: House) -> list[UUID]:
    """Every batch that the lifecycle or the batches' own service knows of."""
    known = set(await snapshot.all_batches(house.database("lifecycle")))
    return sorted(known | set(await boards.all_batches(house.database("batches"))))


async def look(house: House, batches: Sequence[UUID], late_s: float) -> dict[UUID, BatchFacts]:
    """One look at each batch. Messages that are older than `late_s` are late."""
    facts = {batch: await _look_at(house, batch) for batch in batches}
    pending, said, unreadable = await _messages(house, batches, late_s)
    return {
        batch: replace(
            facts[batch],
            pending=tuple(pending[batch]),
            said=tuple(said[batch]),
            unreadable=(*facts[batch].unreadable, *unreadable[batch]),
        )
        for batch in batches
    }


async def _look_at(house: House, batch: UUID) -> BatchFacts:
    board, unreadable = None, ()
    try:
        board = await _board(house, batch)
    except (ValueError, msgspec.MsgspecError) as error:
        unreadable = (f"batches: {error}",)
    ledger = await snapshot.snapshot_of(house.database("lifecycle"), batch, RECENT_S)
    row = ledger.batch
    kept = await _kept_whole(house, [one["content"] for one in ledger.assignments])
    return BatchFacts(
        batch=str(batch),
        slots=row["slots"] if row else None,
        used=row["used"] if row else 0,
        closed=bool(row and row["closed"]),
        revision=row["revision"] if row else 0,
        settle_due=ledger.settle_due,
        assignments=tuple(
            Assignment(s["slot"], s["content"], str(s["essay"]), s["recent"], s["content"] in kept)
            for s in ledger.assignments
        ),
        essays=tuple(_essay(essay, ledger.next_ones) for essay in ledger.essays),
        board=board,
        unreadable=unreadable,
        shown=await _shown(house, batch),
        fences=ledger.fences,
        kept={
            f"{name}.{table}": rows
            for name, service in SERVICES.items()
            if service.kept
            for table, rows in (await kept_of(house.database(name), service.kept, batch)).items()
        },
    )


def _essay(row: Row, next_ones: frozenset[UUID]) -> EssayState:
    return EssayState(
        id=str(row["id"]),
        name=row["name"],
        state=row["state"],
        slot=row["slot"],
        content=row["content"],
        turn=UUID(int=row["id"].int) in next_ones,
    )


async def _kept_whole(house: House, contents: Sequence[str]) -> set[str]:
    """Those that are in the store under their own address."""
    kept: set[str] = set()
    for content in contents:
        try:
            if address_of(await house.contents.fetch(content)) == content:
                kept.add(content)
        except (ContentLost, ValueError):  # ValueError: it is not even an address
            continue
    return kept


async def _board(house: House, batch: UUID) -> BoardFacts | None:
    registered = await boards.board_of(house.database("batches"), batch)
    if isinstance(registered, boards.NotRegistered):
        return None
    board = registered.board
    ended = board.state in (boards.BatchState.ASSESSED, boards.BatchState.FAILED)
    awaited = board.taking(board.step) if board.step else ()
    return BoardFacts(
        revision=board.revision,
        state=board.state.value,
        run=board.run,
        essays={str(e.essay): (e.slot, e.text) for e in board.essays},
        awaited=tuple(str(e.essay) for e in awaited if board.step not in e.results),
        done={str(e.essay): frozenset(s for s in STEPS if e.succeeded(s)) for e in board.essays},
        gone=tuple(
            (str(e.essay), step)
            for step in (STEPS if ended else ())
            for e in board.taking(step)
            if step not in e.results
        ),
        registered=registered.slots or AS_MANY_AS_COME,
    )


async def _shown(house: House, batch: UUID) -> Shown | None:
    database = house.database("results")
    progress = await results.progress(database, batch)
    if isinstance(progress, results.NotHeardOf):
        return None
    files = await results.files_shown(database, batch)
    return Shown(
        slots=AS_MANY_AS_COME if progress.open else progress.slots,
        state=progress.state,
        run=progress.run,
        files={
            str(file["id"]): ShownFile(
                state=file["state"],
                slot=file["slot"],
                name=file["name"] or "",
                text=file["text"],
                steps=frozenset(step for step in STEPS if file[step]),
            )
            for file in files
        },
    )


async def _messages(
    house: House, batches: Sequence[UUID], late_s: float
) -> tuple[dict[UUID, list[PendingMessage]], dict[UUID, list[Announcement]], dict[UUID, list[str]]]:
    """What is on its way about each batch, what the ledger has said of it, what cannot be read."""
    unreadable: dict[UUID, list[str]] = defaultdict(list)
    pending: dict[UUID, list[PendingMessage]] = defaultdict(list)
    said: dict[UUID, list[Announcement]] = defaultdict(list)
    served = {one.consumer for one in await house.bus.served()}
    dead = {(d.envelope.id, d.consumer) for d in await house.bus.dead()}
    for sender in SERVICES:
        async with house.database(sender).session() as sql:
            rows = await outbox.about(sql, batches, late_s)
        for receiver in HEARD:
            heard = [row for row in rows if receiver in HEARERS.get(row["type"], ())]
            async with house.database(receiver).session() as sql:
                handled = await inbox.handled(sql, [row["id"] for row in heard])
            for row in heard:
                message = UUID(int=row["id"].int)
                if message in handled:
                    continue
                fate = Fate.UNDER_WAY if row["published_at"] else Fate.UNSENT
                if (message, receiver) in dead:
                    fate = Fate.DEAD
                one = PendingMessage(
                    str(message),
                    row["type"],
                    sender,
                    receiver,
                    fate,
                    late=row["late"],
                    served=receiver in served,
                )
                pending[UUID(int=row["batch"].int)].append(one)
        if sender == "lifecycle":
            for row in rows:
                batch = UUID(int=row["batch"].int)
                try:
                    spoken = _said(row)
                except msgspec.MsgspecError as error:
                    unreadable[batch].append(f"lifecycle.outbox, {row['type']}: {error}")
                    continue
                if spoken:
                    said[batch].append(spoken)
    return pending, said, unreadable


def _said(row: Row) -> Announcement | None:
    """A word about slots; None: it is about something else."""
    if row["type"] == name_of(SlotHandedOver):
        handed = msgspec.json.decode(row["body"], type=SlotHandedOver)
        return Announcement(handed.slot, str(handed.by))
    if row["type"] != name_of(SlotAssigned):
        return None
    assigned = msgspec.json.decode(row["body"], type=SlotAssigned)
    return Announcement(assigned.slot, str(assigned.essay))
