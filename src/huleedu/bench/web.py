"""Measure the pages as a school meets them: one program, and teachers who send essays at once."""

import asyncio
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import asyncpg
import msgspec

from huleedu.bench.batches import essays_of
from huleedu.bench.visitors import Served, Visitor, begin, join, served, sign_in, visitor
from huleedu.engines.postgres import server
from huleedu.kit import tasks

TEACHERS, ESSAYS, OPEN_PAGES, SIGN_INS = 50, 30, 300, 20
QUIET_ROUNDS = 50
LOOK_EVERY_S = 0.02
"""How often revisions are looked up: what is told as live may have changed so much earlier."""
READS_EVERY_S = 1.0
"""A teacher whose essays are on their way looks at a page so often."""
STREAMS_EACH = 6
"""Pages that one browser keeps open: as many as it has connections."""
IDLE_S = 10.0
SETTLE_S = 900.0
REVISIONS = "select id, revision from results.batch"
MEASURED = "select coalesce(sum(measured), 0)::integer from results.batch"
COMMITS = "select xact_commit from pg_stat_database where datname = current_database()"


class WebMeasured(msgspec.Struct, frozen=True, kw_only=True):
    """What teachers and the process that serves them met; times of the whole answer."""

    teachers: int
    essays: int
    """Of each teacher."""
    errors: dict[str, int]
    """Answers that were none, by kind."""
    quiet_p50_ms: float
    quiet_p95_ms: float
    busy_pages: int
    busy_p50_ms: float
    busy_p95_ms: float
    """Pages read while all essays came in, were read and measured."""
    came_s: float
    """From the first essay on its way to the last one there."""
    settled_s: float
    """Until the last one was measured."""
    events: int
    live_p50_s: float
    live_p95_s: float
    live_max_s: float
    """From a change of a batch, as its table tells, to the event on an open page."""
    sign_ins: int
    sign_in_max_s: float
    sign_in_memory_mb: float | None
    """The most that the process had while all signed in at once."""
    open_pages: int
    open_memory_mb: float | None
    """What the process had with so many pages open; without its workers and engines.
    None where the system does not tell (it is Linux that does)."""
    idle_per_s: float
    """Transactions a second with no page open."""
    open_per_s: float
    """Transactions a second with that many, on which nothing changes."""


@dataclass(slots=True)
class Live:
    """When each revision of a batch was there, and how long until an open page was told."""

    there: defaultdict[UUID, dict[int, float]] = field(default_factory=lambda: defaultdict(dict))
    told: dict[UUID, int] = field(default_factory=dict[UUID, int])
    waited_s: list[float] = field(default_factory=list[float])

    def look(self, revisions: Sequence[asyncpg.Record]) -> None:
        """What the tables tell now."""
        now = time.perf_counter()
        for batch, revision in revisions:
            self.there[batch].setdefault(revision, now)

    def tell(self, batch: UUID, revision: int, at: float) -> None:
        """An event came: all revisions up to this one are told."""
        since, self.told[batch] = self.told.get(batch, -1), revision
        seen = [was for of, was in self.there[batch].items() if since < of <= revision]
        if seen:
            self.waited_s.append(max(0.0, at - min(seen)))


async def measure(
    teachers: int = TEACHERS,
    essays: int = ESSAYS,
    open_pages: int = OPEN_PAGES,
    sign_ins: int = SIGN_INS,
    seed: int = 1,
    idle_s: float = IDLE_S,
) -> WebMeasured:
    """On a home of its own, which is gone afterwards.

    Args:
        idle_s: so long nothing is done before transactions are counted, and while they are.
    """
    with tempfile.TemporaryDirectory(prefix="huleedu-bench-") as folder:
        home = Path(folder) / "home"
        try:
            async with served(home) as program, AsyncExitStack() as stack:
                address = server.start(home).address
                run = _Run(program, await address.connect(), await address.connect(), stack, idle_s)
                stack.push_async_callback(run.sql.close)
                stack.push_async_callback(run.looking.close)
                texts = _dealt(teachers, essays, seed)
                return await run.measured(texts, open_pages, min(sign_ins, teachers))
        finally:
            server.stop(home, now=True)


@dataclass(slots=True)
class _Run:
    program: Served
    sql: asyncpg.Connection
    looking: asyncpg.Connection
    """Both of the database's owner, beside the program's own connections."""
    stack: AsyncExitStack
    idle_s: float
    live: Live = field(default_factory=Live)

    async def measured(
        self, texts: Sequence[dict[str, bytes]], open_pages: int, sign_ins: int
    ) -> WebMeasured:
        teachers = len(texts)
        emails = [f"teacher{number}@ekskolan.example" for number in range(teachers)]
        staff = await self._staff(emails)
        signed_in, sign_in_mb = await self._sign_in(emails[:sign_ins])
        batches = [await one.new_batch("A challenge") for one in staff]
        idle = await self._transactions()
        async with self._open(staff, batches, teachers):
            quiet = await self._quiet(staff, batches)
            for one in staff:
                one.seen.pages_ms.clear()
            came, settled = await self._send_all(staff, batches, texts)
        busy = sorted(ms for one in staff for ms in one.seen.pages_ms)
        async with self._open(staff, batches, open_pages):
            opened = await self._transactions()
            open_mb = _memory_mb(self.program.pid, "VmRSS")
        waited = sorted(self.live.waited_s)
        return WebMeasured(
            teachers=teachers,
            essays=len(texts[0]),
            errors=dict(Counter(error for one in staff for error in one.seen.errors)),
            quiet_p50_ms=_share(quiet, 0.5),
            quiet_p95_ms=_share(quiet, 0.95),
            busy_pages=len(busy),
            busy_p50_ms=_share(busy, 0.5),
            busy_p95_ms=_share(busy, 0.95),
            came_s=came,
            settled_s=settled,
            events=len(waited),
            live_p50_s=_share(waited, 0.5),
            live_p95_s=_share(waited, 0.95),
            live_max_s=waited[-1],
            sign_ins=sign_ins,
            sign_in_max_s=max(signed_in),
            sign_in_memory_mb=sign_in_mb,
            open_pages=open_pages,
            open_memory_mb=open_mb,
            idle_per_s=idle,
            open_per_s=opened,
        )

    async def _staff(self, emails: Sequence[str]) -> list[Visitor]:
        """A school of these teachers, all signed in."""
        administrator = await self.stack.enter_async_context(visitor(self.program))
        await begin(administrator, self.program)
        staff = [await self.stack.enter_async_context(visitor(self.program)) for _ in emails]
        for one, email in zip(staff, emails, strict=True):
            await join(administrator, one, email)
        assert not administrator.seen.errors, administrator.seen.errors
        return staff

    async def _sign_in(self, emails: Sequence[str]) -> tuple[list[float], float | None]:
        """All of them at once, each in a browser that nobody knows."""
        async with AsyncExitStack() as stack:
            fresh = [await stack.enter_async_context(visitor(self.program)) for _ in emails]
            _forget_peak(self.program.pid)
            came = zip(fresh, emails, strict=True)
            took = await asyncio.gather(*(sign_in(one, email) for one, email in came))
            wrong = [error for one in fresh for error in one.seen.errors]
            assert not wrong, wrong
            return took, _memory_mb(self.program.pid, "VmHWM")

    async def _quiet(self, staff: Sequence[Visitor], batches: Sequence[UUID]) -> list[float]:
        """Pages one after the other, while nothing else is asked of the program."""
        first, batch = staff[0], batches[0]
        first.seen.pages_ms.clear()
        for _ in range(QUIET_ROUNDS):
            for path in ("/", f"/batches/{batch}", f"/batches/{batch}/pupils", "/classes"):
                await first.page(path)
        return sorted(first.seen.pages_ms)

    @asynccontextmanager
    async def _open(
        self, staff: Sequence[Visitor], batches: Sequence[UUID], pages: int
    ) -> AsyncGenerator[None]:
        """So many open pages, of which each hears what changes on it."""
        pairs = list(zip(staff, batches, strict=True))
        streams: list[asyncio.Task[None]] = []
        for one, batch in (pairs * -(-pages // len(pairs)))[:pages]:
            opened = asyncio.Event()

            def told(revision: int, at: float, batch: UUID = batch) -> None:
                self.live.tell(batch, revision, at)

            streams.append(asyncio.create_task(one.watch(f"/batches/{batch}", told, opened)))
            await opened.wait()
        yield
        await tasks.end(*streams)

    async def _send_all(
        self,
        staff: Sequence[Visitor],
        batches: Sequence[UUID],
        texts: Sequence[dict[str, bytes]],
    ) -> tuple[float, float]:
        """Seconds until all essays had come, and until all were measured."""
        began = time.perf_counter()
        looking = asyncio.create_task(self._look())
        reading = [
            asyncio.create_task(_read(one, batch))
            for one, batch in zip(staff, batches, strict=True)
        ]
        sent = zip(staff, batches, texts, strict=True)
        await asyncio.gather(*(one.drop(batch, some) for one, batch, some in sent))
        came = time.perf_counter() - began
        for one, batch in zip(staff, batches, strict=True):
            await one.send(f"/batches/{batch}/end-intake")
        async with asyncio.timeout(SETTLE_S):
            while await self.sql.fetchval(MEASURED) < sum(map(len, texts)):  # noqa: ASYNC110 - it is another process that measures
                await asyncio.sleep(LOOK_EVERY_S * 5)
        settled = time.perf_counter() - began
        await tasks.end(looking, *reading)
        return came, settled

    async def _look(self) -> None:
        while True:
            self.live.look(await self.looking.fetch(REVISIONS))
            await asyncio.sleep(LOOK_EVERY_S)

    async def _transactions(self) -> float:
        """How many the database sees in a second."""
        await asyncio.sleep(
            self.idle_s
        )  # services that have nothing to do look less and less often
        before = await self.sql.fetchval(COMMITS)
        await asyncio.sleep(self.idle_s)
        return (await self.sql.fetchval(COMMITS) - before) / self.idle_s


def told(m: WebMeasured) -> list[tuple[str, str]]:
    """What was measured, in words and figures."""
    return [
        (f"{m.teachers} teachers send {m.essays} essays each", ""),
        ("  answers that were none", str(sum(m.errors.values()))),
        *((f"    {error}", str(times)) for error, times in m.errors.items()),
        ("  a page, quiet: median, P95", f"{m.quiet_p50_ms:.0f}, {m.quiet_p95_ms:.0f} ms"),
        (
            f"  a page of {m.busy_pages:,} meanwhile: median, P95",
            f"{m.busy_p50_ms:.0f}, {m.busy_p95_ms:.0f} ms",
        ),
        ("  all had come, all were measured", f"{m.came_s:.1f}, {m.settled_s:.1f} s"),
        (
            f"  from a change to its event, of {m.events:,}: median, P95, most",
            f"{m.live_p50_s:.2f}, {m.live_p95_s:.2f}, {m.live_max_s:.2f} s",
        ),
        (f"{m.sign_ins} sign-ins at once: the slowest", f"{m.sign_in_max_s:.2f} s"),
        ("  the most memory meanwhile", _mb(m.sign_in_memory_mb)),
        (f"memory with {m.open_pages} open pages", _mb(m.open_memory_mb)),
        (
            "transactions a second: no page open, all open and nothing changes",
            f"{m.idle_per_s:.1f}, {m.open_per_s:.1f}",
        ),
    ]


def _mb(memory: float | None) -> str:
    return "–" if memory is None else f"{memory:.0f} MB"


def _dealt(teachers: int, essays: int, seed: int) -> list[dict[str, bytes]]:
    """The files of each teacher, by name."""
    texts = essays_of(teachers * essays, seed)
    return [
        {f"Pupil {number}.txt": next(texts).encode() for number in range(essays)}
        for _ in range(teachers)
    ]


async def _read(one: Visitor, batch: UUID) -> None:
    """Look at a page and at another, again and again."""
    while True:
        for path in (f"/batches/{batch}", "/"):
            await one.page(path)
            await asyncio.sleep(READS_EVERY_S)


def _share(ordered: Sequence[float], share: float) -> float:
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def _memory_mb(pid: int, kind: str) -> float | None:
    """What the process has now (VmRSS), or had at most (VmHWM)."""
    if sys.platform != "linux":
        return None
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(kind))


def _forget_peak(pid: int) -> None:
    if sys.platform == "linux":
        Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="utf-8")
