"""What people do with batches: offer files, add some, try again, close, and see it through."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import inf
from pathlib import Path
from typing import Literal, TypeVar
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
from huleedu.gateway.commands import Commands
from huleedu.gateway.finding import FoundFile, find
from huleedu.gateway.intake import TakenIn
from huleedu.kit.content import Contents
from huleedu.kit.database import Database, EngineAway, EngineUnable
from huleedu.services.files.api import Limits, count_members
from huleedu.services.results import api as results
from huleedu.services.results.api import NotHeardOf, Progress

Looked = TypeVar("Looked")

LOOK_EVERY_S = 0.02
LOOK_SELDOM_S = 0.25
LOOK_SHARE = 0.02
"""Of the time that has gone by already: whoever waits for a minute need not know it to 20 ms."""
TELL_WAIT_S = 5.0
LOOK_FOR_HELP_S = 1.0
OFFERED_AT_ONCE = 500
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
    """There is no file in what was named: these `places`."""

    def __init__(self, places: Sequence[Path]) -> None:
        super().__init__(places)
        self.places = places


class RegistrationWasRefused(Exception):
    """The batch could not be registered."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


class Offered(msgspec.Struct, frozen=True):
    """The batch was asked for, and is to be seen through.

    `passed_over`: results of an earlier run that lay among the files.
    """

    batch: UUID
    passed_over: tuple[str, ...] = ()


class FinishedBefore(msgspec.Struct, frozen=True):
    """The same was asked for before, and is done; nothing more is asked."""

    batch: UUID
    passed_over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherProcess:
    """A process that alone runs some of the services, and since when, if that is known."""

    host: str
    pid: int
    since: datetime | None
    services: tuple[str, ...]


HelpOut = Callable[[], Awaitable[tuple[OtherProcess, ...]]]
"""Runs here what no living process runs; returns who runs the rest. Raises `EngineAway`."""
TellWait = Callable[[Sequence[OtherProcess]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """What must have come about before a batch has been seen through; it has ended in any case."""

    heard: UUID | None = None
    """This message has had its effect."""
    run: int = 0
    """It has run at least so often."""
    slots: int = 0
    """It has at least so many slots, and none is free while a text is left over for want of it."""

    def came_about(self, progress: Progress) -> bool:
        """Whether it has, but for the message."""
        slots = inf if progress.open else progress.slots or 0
        room_for_more = progress.left_over > 0 and progress.assigned < slots
        used = not self.slots or (slots >= self.slots and not room_for_more)
        return progress.finished and progress.run >= self.run and used


ENDED = Awaited()


@dataclass(frozen=True, slots=True, kw_only=True)
class Batches:
    """Sends what people ask for, and waits for it. Every method may raise `EngineAway`.

    Args:
        contents: where files are kept.
        limits: of what one file may take of us.
        results: the tables of the results, which tell how far a batch is.
        catch_up: handles what lies there for the services of this process, and what it leads to.
        unable: what keeps the database from its work, if it has done so for some seconds.
    """

    commands: Commands
    contents: Contents
    limits: Limits
    results: Database
    help_out: HelpOut
    catch_up: Callable[[], Awaitable[None]]
    unable: Callable[[], EngineUnable | None]

    async def offer(self, request: Request) -> Offered | FinishedBefore:
        """Take in the files and ask for their batch; the same request again is the same batch.

        Raises `NothingToAssess` or FileNotFoundError.
        """
        found = find(request.paths, request.leave_out)
        if not found.files:
            raise NothingToAssess(request.paths)
        taken = await self._take_in(found.files)
        slots = request.slots or sum(file.files for file in taken)
        files = [(file.name, file.content) for file in taken]
        batch = intake.batch_id(request.title, slots, request.language, request.pupils, files)
        before = await results.progress(self.results, batch)
        if isinstance(before, Progress) and before.finished:
            return FinishedBefore(batch, found.passed_over)
        await self.commands.send(
            RegisterBatch(
                batch=batch,
                title=request.title,
                slots=slots,
                language=request.language,
                pupils=request.pupils,
            ),
            *_files_offered(batch, taken),
            EndIntake(batch=batch),
        )
        return Offered(batch, found.passed_over)

    async def _take_in(self, found: Sequence[FoundFile]) -> list[TakenIn]:
        def count(name: str, content: bytes) -> int:
            return count_members(name, content, self.limits)

        return await intake.take_in(found, self.contents, self.limits.size_bytes_max, count)

    async def add(self, batch: UUID, paths: Sequence[Path]) -> Awaited:
        """Offer more files to a batch: corrected ones, or latecomers."""
        taken = await self._take_in(find(paths).files)
        sent = await self.commands.send(*_files_offered(batch, taken), EndIntake(batch=batch))
        return Awaited(heard=sent[-2])  # they are heard in their order

    async def add_slots(self, batch: UUID, count: int) -> Awaited:
        """Make room for texts that were left over."""
        before = await self._progress(batch)
        await self.commands.send(AddSlots(batch=batch, request=uuid4(), count=count))
        return Awaited(slots=(before.slots or 0) + count)

    async def retry(self, batch: UUID) -> Awaited:
        """Try again what failed; what succeeded is reused."""
        before = await self._progress(batch)
        await self.commands.send(RetryBatch(batch=batch))
        # a batch that is at work has nothing to try again yet
        return Awaited(run=before.run + 1) if before.finished else ENDED

    async def close(self, batch: UUID) -> Awaited:
        """Stop waiting: go on with what there is."""
        await self.commands.send(StopWaiting(batch=batch))
        return ENDED

    async def _progress(self, batch: UUID) -> Progress:
        progress = await results.progress(self.results, batch)
        assert isinstance(progress, Progress), f"batch {batch} is not known"
        return progress

    async def see_through(
        self,
        batch: UUID,
        tell: Callable[[Progress], None],
        awaited: Awaited = ENDED,
        tell_wait: TellWait = lambda _: None,
    ) -> Progress:
        """Wait until what was asked for has come about, and help with whatever nobody else does.

        Services that other processes run are left to them, as long as they live.

        Args:
            tell: hears of every change.
            tell_wait: hears for whom it waits, once nothing has changed for a while.

        Raises `RegistrationWasRefused`, or `EngineAway` when an engine does not come back; after
        seconds when it is there and cannot work.
        """
        began = asyncio.get_running_loop().time()
        helping = _Helping(self.help_out, tell_wait, began)
        while True:
            progress, ended = await self._patiently(lambda: self._look(batch, awaited, helping))
            if isinstance(progress, Progress):
                helping.notice(progress, tell)
                if progress.refused:
                    raise RegistrationWasRefused(progress.refused)
                if ended:
                    await self.catch_up()  # a command leaves nothing half told behind
                    return progress
            waited = asyncio.get_running_loop().time() - began
            await asyncio.sleep(min(LOOK_SELDOM_S, max(LOOK_EVERY_S, LOOK_SHARE * waited)))

    async def _look(
        self, batch: UUID, awaited: Awaited, helping: "_Helping"
    ) -> tuple[Progress | NotHeardOf, bool]:
        """How far the batch is, and whether what was awaited has come about."""
        await helping.help_out()
        heard = awaited.heard is None or await results.has_heard(self.results, awaited.heard)
        # read after that: what it tells is not older than what was heard
        progress = await results.progress(self.results, batch)
        return progress, heard and isinstance(progress, Progress) and awaited.came_about(progress)

    async def _patiently(self, look: Callable[[], Awaitable[Looked]]) -> Looked:
        """Look again while an engine is away, but not for ever."""
        loop = asyncio.get_running_loop()
        patience_until = loop.time() + PATIENCE_S
        while True:
            try:
                seen = await look()
            except EngineAway:
                if loop.time() > patience_until or self.unable():
                    raise
                await asyncio.sleep(LOOK_EVERY_S)
                continue
            if unable := self.unable():
                raise unable
            return seen


def _files_offered(batch: UUID, taken: Sequence[TakenIn]) -> list[FilesOffered]:
    """A message for every few hundred files: one of 30,000 would be 7 MB."""
    files = intake.offered(batch, taken)
    return [
        FilesOffered(batch=batch, files=files[at : at + OFFERED_AT_ONCE])
        for at in range(0, len(files), OFFERED_AT_ONCE)
    ]


class _Helping:
    """Looks now and then who works on the services, and tells if it takes long."""

    def __init__(self, help_out: HelpOut, tell_wait: TellWait, now: float) -> None:
        self._help_out = help_out
        self._tell_wait = tell_wait
        self._look_at = self._changed_at = now
        self._told: tuple[OtherProcess, ...] = ()
        self._last: Progress | None = None

    async def help_out(self) -> None:
        """Run here what nobody runs; raises `EngineAway`."""
        loop = asyncio.get_running_loop()
        if loop.time() < self._look_at:
            return
        others = await self._help_out()
        self._look_at = loop.time() + LOOK_FOR_HELP_S
        if loop.time() > self._changed_at + TELL_WAIT_S and others not in ((), self._told):
            self._told = others
            self._tell_wait(others)

    def notice(self, progress: Progress, tell: Callable[[Progress], None]) -> None:
        """Tell of a change."""
        if progress != self._last:
            self._last = progress
            self._changed_at = asyncio.get_running_loop().time()
            tell(progress)
