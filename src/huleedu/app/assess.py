"""Assess a folder of essays: offer the files, see them through, and tell what came about."""

import asyncio
import logging
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from socket import gethostname
from typing import Literal, Protocol
from uuid import UUID, uuid4

import msgspec

from huleedu.contracts.gateway import (
    AddSlots,
    EndIntake,
    FilesOffered,
    RegisterBatch,
    RetryBatch,
    StopWaiting,
)
from huleedu.contracts.reason import Why
from huleedu.gateway import intake
from huleedu.gateway.intake import FoundFile, TakenIn
from huleedu.kit.bus import Serving
from huleedu.kit.database import EngineAway, Sql
from huleedu.services.files.api import count_members
from huleedu.services.results import store as results
from huleedu.services.results.store import Progress
from huleedu.wiring.modules import HEARERS
from huleedu.wiring.program import House

log = logging.getLogger("huleedu.assess")

LOOK_EVERY_S = 0.02
LOOK_SELDOM_S = 0.25
LOOK_SHARE = 0.02
"""Of the time that has gone by already: whoever waits for a minute need not know it to 20 ms."""
TELL_WAIT_S = 5.0
LOOK_FOR_HELP_S = 1.0
PATIENCE_S = 60.0
"""How long an engine may be away."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What a teacher wants to have assessed.

    `slots` None: as many as there are files. `pupils` is the roster.
    """

    paths: tuple[Path, ...]
    title: str
    slots: int | None = None
    language: Literal["auto", "en", "sv"] = "auto"
    pupils: tuple[str, ...] = ()
    leave_out: tuple[Path, ...] = ()


class NothingToAssess(Exception):
    """There is no file in what was named."""


class RegistrationWasRefused(Exception):
    """The batch could not be registered."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


async def offer(house: House, request: Request) -> UUID:
    """Take in the files and ask for their batch; the same request again is the same batch.

    Raises `NothingToAssess` or FileNotFoundError.
    """
    found = intake.find(request.paths, request.leave_out)
    if not found:
        raise NothingToAssess(
            "There is no file in " + ", ".join(str(path) for path in request.paths)
        )
    taken = await _take_in(house, found)
    slots = request.slots or sum(file.files for file in taken)
    batch = intake.batch_id(
        request.title, slots, request.language, request.pupils, [(f.name, f.content) for f in taken]
    )
    await house.commands().send(
        RegisterBatch(
            batch=batch,
            title=request.title,
            slots=slots,
            language=request.language,
            pupils=request.pupils,
        ),
        FilesOffered(batch=batch, files=intake.offered(batch, taken)),
        EndIntake(batch=batch),
    )
    return batch


async def _take_in(house: House, found: Sequence[FoundFile]) -> list[TakenIn]:
    limits = house.settings.files

    def count(name: str, content: bytes) -> int:
        return count_members(name, content, limits)

    return await intake.take_in(found, house.contents, limits.size_bytes_max, count)


class Ended(Protocol):
    """Has what was asked for come about? Asked again and again with how the batch stands."""

    async def __call__(self, sql: Sql, progress: Progress) -> bool: ...


async def finished(sql: Sql, progress: Progress) -> bool:
    """Nothing more is to come."""
    return progress.finished


async def add(house: House, batch: UUID, paths: Sequence[Path]) -> Ended:
    """Offer more files to a batch: corrected ones, or latecomers."""
    taken = await _take_in(house, intake.find(paths))
    offered, _ = await house.commands().send(
        FilesOffered(batch=batch, files=intake.offered(batch, taken)), EndIntake(batch=batch)
    )

    async def added(sql: Sql, progress: Progress) -> bool:
        if not await results.has_heard(sql, [offered]):
            return False
        # how it stands now: what we were told may be older than what was heard
        now = await results.progress(sql, batch)
        return now is not None and now.finished

    return added


async def add_slots(house: House, batch: UUID, count: int) -> Ended:
    """Make room for texts that were left over."""
    before = await _standing(house, batch)
    await house.commands().send(AddSlots(batch=batch, request=uuid4(), count=count))

    async def used(sql: Sql, progress: Progress) -> bool:
        slots = progress.slots or 0
        room_for_more = progress.left_over > 0 and progress.assigned < slots
        return progress.finished and slots >= (before.slots or 0) + count and not room_for_more

    return used


async def retry(house: House, batch: UUID) -> Ended:
    """Try again what failed; what succeeded is reused."""
    before = await _standing(house, batch)
    await house.commands().send(RetryBatch(batch=batch))

    async def tried(sql: Sql, progress: Progress) -> bool:
        # a batch that is at work has nothing to try again yet
        return progress.finished and (progress.run > before.run or not before.finished)

    return tried


async def close(house: House, batch: UUID) -> Ended:
    """Stop waiting: go on with what there is."""
    await house.commands().send(StopWaiting(batch=batch))
    return finished


async def _standing(house: House, batch: UUID) -> Progress:
    async with house.database("results").session() as sql:
        progress = await results.progress(sql, batch)
    assert progress, f"batch {batch} is not known"
    return progress


async def see_through(
    house: House,
    batch: UUID,
    tell: Callable[[Progress], None],
    ended: Ended = finished,
    tell_wait: Callable[[str], None] = log.warning,
) -> Progress:
    """Wait until what was asked for has come about, and help with whatever nobody else does.

    Services that other processes run are left to them, as long as they live.

    Args:
        tell: hears of every change.
        tell_wait: hears for whom it waits, once nothing has changed for a while.

    Raises `RegistrationWasRefused`, or `EngineAway` when an engine does not come back; after
    seconds when it is there and cannot work.
    """
    last: Progress | None = None
    loop = asyncio.get_running_loop()
    began = look_for_help = changed_at = loop.time()
    waits = ""
    patience_until = began + PATIENCE_S
    while True:
        try:
            if loop.time() >= look_for_help:
                others = await _help(house)
                look_for_help = loop.time() + LOOK_FOR_HELP_S
                if loop.time() > changed_at + TELL_WAIT_S and others not in ("", waits):
                    waits = others
                    tell_wait(waits)
            async with house.database("results").session() as sql:
                progress = await results.progress(sql, batch)
                done = progress is not None and await ended(sql, progress)
            patience_until = loop.time() + PATIENCE_S
        except EngineAway:
            if loop.time() > patience_until or house.unable():
                raise
            await asyncio.sleep(LOOK_EVERY_S)
            continue
        if unable := house.unable():
            raise unable
        if progress and progress != last:
            last = progress
            changed_at = loop.time()
            tell(progress)
        if progress and progress.refused:
            raise RegistrationWasRefused(progress.refused)
        if progress and done:
            await house.catch_up()
            return progress
        waited = loop.time() - began
        await asyncio.sleep(min(LOOK_SELDOM_S, max(LOOK_EVERY_S, LOOK_SHARE * waited)))


async def _help(house: House) -> str:
    """Run here what no living process runs; tells what others run, and who they are."""
    serving = await house.bus.served()
    served = {one.consumer for one in serving}
    await house.start([name for name in HEARERS if name not in served])
    return " ".join(_others(serving))


def _others(serving: Sequence[Serving]) -> list[str]:
    """A sentence for each process but this one, with the services that it alone runs."""
    of_process: dict[tuple[str, int, str], list[str]] = {}
    here = (gethostname(), os.getpid())
    ours = {one.consumer for one in serving if (one.host, one.pid) == here}
    for one in serving:
        if one.consumer in HEARERS and one.consumer not in ours and one.host and one.pid:
            since = one.since.astimezone().strftime("%H:%M:%S") if one.since else "?"
            of_process.setdefault((one.host, one.pid, since), []).append(one.consumer)
    return [
        f"Waiting for process {pid} on {host}, which has run {', '.join(sorted(names))} since "
        f"{since}. Should it be suspended, this one takes its work over within 20 s."
        for (host, pid, since), names in of_process.items()
    ]
