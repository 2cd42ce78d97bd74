"""What changes by itself: a batch's page is told each change, as whole rows.

A stream goes on behind the revision that its reader has seen, in whatever process: what is told is
read from the tables when it is told (docs/why). Nothing is asked for a page on which nothing
changes, but one statement for all of a process.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

from huleedu.kit import tasks
from huleedu.kit.database import Database
from huleedu.kit.retry import persist
from huleedu.services.results import api as results

LOOK_EVERY_S = 0.25
Revisions = Callable[[Sequence[UUID]], Awaitable[Mapping[UUID, int]]]
"""How often something of each of these batches has changed."""
STREAMS_MAX = 8
"""Of one person; a browser has six connections to a host."""


@dataclass(frozen=True, slots=True)
class TooMany:
    """This person has as many streams as one may have."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a stream tells: parts of the page, made from the batch as it is at this revision."""

    revision: int
    html: str


@dataclass(slots=True, eq=False)
class Stream:
    """Somebody who looks at some batches."""

    batches: tuple[UUID, ...]
    woken: asyncio.Event = field(default_factory=asyncio.Event)


JUDGED_FROM = 27
"""Bits of a page's revision that count a batch's changes; above them stands how it is judged."""


@dataclass(frozen=True, slots=True)
class PageRevision:
    """What a page was made from: how often its batch changed, and what names how it is judged."""

    changed: int
    judged: int

    @property
    def number(self) -> int:
        """Both in one number: as streams and addresses have it."""
        return self.judged << JUDGED_FROM | self.changed

    @staticmethod
    def of(number: int) -> "PageRevision":
        """The two that make this number."""
        return PageRevision(number & (1 << JUDGED_FROM) - 1, number >> JUDGED_FROM)


class Live:
    """Who looks at which batch in this process, and what wakes them.

    Args:
        database: the results' tables as the services see them: of a school nothing but how often
            its batches changed is asked.
        more: what else wakes who looks at a batch: tables of others that its pages show.
    """

    def __init__(self, database: Database, *more: Revisions) -> None:
        self._database = database
        self._more = more
        self._streams: dict[UUID, set[Stream]] = {}
        self._of_person: Counter[UUID] = Counter()
        self._seen: dict[UUID, tuple[int, ...]] = {}
        self._task: asyncio.Task[None] | None = None
        self._open: set[Stream] = set()
        self.stopped = False

    @asynccontextmanager
    async def stream(self, person: UUID, *batches: UUID) -> AsyncGenerator[Stream | TooMany]:
        """A stream of this person, woken at each change of a batch, and when all is to end."""
        if self._of_person[person] >= STREAMS_MAX:
            yield TooMany()
            return
        stream = Stream(batches)
        self._of_person[person] += 1
        self._open.add(stream)
        for batch in batches:
            self._streams.setdefault(batch, set()).add(stream)
        if self._task is None and batches:
            self._task = asyncio.create_task(persist("live", self._look))
        try:
            yield stream
        finally:
            self._open.discard(stream)
            for batch in batches:
                self._streams[batch].discard(stream)
                if not self._streams[batch]:
                    del self._streams[batch]
                    self._seen.pop(batch, None)
            self._of_person[person] -= 1
            if not self._of_person[person]:
                del self._of_person[person]
            if not self._streams and self._task:
                task, self._task = self._task, None
                await tasks.end(task)

    async def _look(self) -> None:
        batches = list(self._streams)
        found = [await results.revisions(self._database, batches)]
        found += [await revisions(batches) for revisions in self._more]
        for batch in batches:
            revision = tuple(each.get(batch, 0) for each in found)
            if self._seen.get(batch) != revision:
                self._seen[batch] = revision
                self._wake(self._streams.get(batch, ()))
        await asyncio.sleep(LOOK_EVERY_S)

    def _wake(self, streams: Collection[Stream]) -> None:
        for stream in streams:
            stream.woken.set()

    def stop(self) -> None:
        """Let every stream end by itself: the server does."""
        self.stopped = True
        self._wake(self._open)
