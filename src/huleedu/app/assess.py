"""Assess a folder of essays: offer the files, see them through, and fetch the picture."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal
from uuid import UUID, uuid4

import msgspec

from huleedu.app.house import House
from huleedu.app.modules import SERVICES
from huleedu.contracts.gateway import (
    AddSlots,
    EndIntake,
    FilesOffered,
    RegisterBatch,
)
from huleedu.gateway import intake
from huleedu.services.files.domain import count_members
from huleedu.services.results import store as results
from huleedu.services.results.store import Progress

LOOK_EVERY_S = 0.02
LOOK_FOR_HELP_S = 1.0


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
    """The batch could not be registered; the message says why."""


async def offer(house: House, request: Request, size_bytes_max: int) -> UUID:
    """Take in the files and ask for their batch; the same request again is the same batch.

    Raises `NothingToAssess` or FileNotFoundError.
    """
    found = intake.find(request.paths, request.leave_out)
    if not found:
        raise NothingToAssess(
            "There is no file in " + ", ".join(str(path) for path in request.paths)
        )
    taken = await intake.take_in(found, house.contents, size_bytes_max)
    slots = request.slots or sum(count_members(file.path) for file in found)
    batch = intake.batch_id(
        request.title, slots, request.language, request.pupils, [(f.name, f.content) for f in taken]
    )
    await house.door().ask(
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


async def add(house: House, batch: UUID, paths: Sequence[Path], size_bytes_max: int) -> None:
    """Offer more files to a batch: corrected ones, or latecomers."""
    taken = await intake.take_in(intake.find(paths), house.contents, size_bytes_max)
    await house.door().ask(
        FilesOffered(batch=batch, files=intake.offered(batch, taken)), EndIntake(batch=batch)
    )


async def add_slots(house: House, batch: UUID, count: int) -> None:
    """Make room for texts that were left over."""
    await house.door().ask(AddSlots(batch=batch, wish=uuid4(), count=count))


async def see_through(
    house: House,
    batch: UUID,
    tell: Callable[[Progress], None],
    *,
    after_run: int = 0,
) -> Progress:
    """Wait until the batch is finished, and help with whatever nobody else does.

    Services that other processes run are left to them, as long as they live.

    Args:
        tell: hears of every change.
        after_run: a run of a higher number must have ended.
    """
    last: Progress | None = None
    loop = asyncio.get_running_loop()
    look_for_help = loop.time()
    while True:
        if loop.time() >= look_for_help:
            served = await house.bus.served()
            await house.start([name for name in SERVICES if name not in served])
            look_for_help = loop.time() + LOOK_FOR_HELP_S
        async with house.database("results").session() as sql:
            progress = await results.progress(sql, batch)
        if progress and progress != last:
            last = progress
            tell(progress)
        if progress and progress.refused:
            raise RegistrationWasRefused(progress.refused)
        if progress and progress.finished and progress.run > after_run:
            return progress
        await asyncio.sleep(LOOK_EVERY_S)
