"""Measure the pages while judges judge: open results, decided grades, and judges over HTTP."""

import asyncio
import re
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import UUID

import msgspec
import numpy as np

from huleedu.bench.batches import essays_of
from huleedu.bench.desk_at_scale import SEED, cpu_s, share
from huleedu.bench.judge_in_browser import has_browser, judge_in_browser
from huleedu.bench.judges import Judge, Met, open_class, sit_down
from huleedu.bench.visitors import Served, Visitor, begin, join, served, visitor
from huleedu.contracts.judging import Kind
from huleedu.engines.postgres import server
from huleedu.gateway.judged_scripts import scripts_of
from huleedu.kit import tasks
from huleedu.services.judging.api.desk import AssignedPairs
from huleedu.wiring.judging import desk_of, judgings_of
from huleedu.wiring.program import House, open_house
from huleedu.wiring.ranking import rankings_of
from huleedu.wiring.settings import Settings

TEACHERS, JUDGES, JUDGED = 50, 200, 1_000
ESSAYS = 6
"""Of each teacher's own class."""
RELOADS_EVERY_S = 5.0
PAUSE_S = 1.0
SECONDS = 30.0
SETTLE_S = 900.0
MEASURED = "select coalesce(sum(measured), 0)::integer from results.batch"
_FORM = re.compile(
    r'<form method="post" action="(/batches/[0-9a-f-]+/grades/[0-9a-f-]+)"(.*?)</form>', re.DOTALL
)
_HIDDEN = re.compile(r'type="hidden" name="(\w+)" value="([^"]*)"')


class Times(msgspec.Struct, frozen=True, kw_only=True):
    """How often something was answered, and in how many milliseconds."""

    often: int
    p50_ms: float
    p95_ms: float


class WebJudged(msgspec.Struct, frozen=True, kw_only=True):
    """What teachers and judges met at the same time."""

    teachers: int
    judges: int
    errors: dict[str, int]
    page: Times
    """A page of results, loaded again."""
    grade: Times
    """A grade decided, without a script: the form and the page that it leads to."""
    row: Times
    """From sending that to the event on the open page."""
    next: Times
    decision: Times
    browser: Times | None
    """In one real browser: from a key to the next texts; None: what drives one is not there."""
    server_share: float | None
    """How much of one core the server took."""


async def measure_judged(
    settings: Settings,
    teachers: int = TEACHERS,
    judges: int = JUDGES,
    *,
    judged: int = JUDGED,
    seconds: float = SECONDS,
) -> WebJudged:
    """On a home of its own, which is gone afterwards.

    Args:
        judged: essays of the batch on which all judges are.
    """
    with tempfile.TemporaryDirectory(prefix="huleedu-bench-") as folder:
        home = Path(folder) / "home"
        try:
            async with served(home) as program, AsyncExitStack() as stack:
                staff = await _staff(stack, program, teachers)
                batches = await _with_essays(home, staff)
                async with open_house(server.start(home).address, settings) as house:
                    for number, batch in enumerate(batches):
                        await _rank(house, batch, number)
                    keys = await open_class(house, judged, judges, SEED)
                return await _measured(program, stack, staff, batches, keys, seconds)
        finally:
            server.stop(home, now=True)


async def _staff(stack: AsyncExitStack, program: Served, teachers: int) -> list[Visitor]:
    administrator = await stack.enter_async_context(visitor(program))
    await begin(administrator, program)
    staff = [await stack.enter_async_context(visitor(program)) for _ in range(teachers)]
    for number, one in enumerate(staff):
        await join(administrator, one, f"teacher{number}@ekskolan.example")
    return staff


async def _with_essays(home: Path, staff: Sequence[Visitor]) -> list[UUID]:
    """A batch of each teacher, when all its essays are measured."""
    texts = essays_of(len(staff) * ESSAYS, SEED)
    batches = [await one.new_batch("A challenge") for one in staff]
    for one, batch in zip(staff, batches, strict=True):
        await one.drop(batch, {f"Pupil {n}.txt": next(texts).encode() for n in range(ESSAYS)})
        await one.send(f"/batches/{batch}/end-intake")
    sql = await server.start(home).address.connect()
    try:
        async with asyncio.timeout(SETTLE_S):
            while await sql.fetchval(MEASURED) < len(staff) * ESSAYS:  # noqa: ASYNC110 - it is another process that measures
                await asyncio.sleep(0.2)
    finally:
        await sql.close()
    return batches


async def _rank(house: House, batch: UUID, seed: int) -> None:
    """A judge decides enough of the batch for a ranking."""
    rankings, judgings, desk = rankings_of(house), judgings_of(house), desk_of(house)
    scripts = await scripts_of(house.database("results"), await rankings.report(batch))
    await judgings.open(batch, scripts, "A challenge")
    await judgings.enrol(batch, "bench", Kind.PERSON)
    dice = np.random.default_rng(seed)
    for _ in range(2 * len(scripts)):
        found = await desk.next(batch, "bench")
        assert isinstance(found, AssignedPairs)
        for pair in found.pairs:
            await desk.decide(pair.pair, "bench", int(dice.integers(-2, 3)), batch=batch)
    await desk.aclose()
    await rankings.address(batch)


class _Teacher:
    """A teacher with results open, who loads them again and decides a grade now and then."""

    def __init__(self, browser: Visitor, batch: UUID) -> None:
        self.browser = browser
        self.at = f"/batches/{batch}/results"
        self.grade_ms: list[float] = []
        self.row_ms: list[float] = []
        self._sent_at: float | None = None

    def told(self, _revision: int, at: float) -> None:
        """An event came to the open page."""
        if self._sent_at is not None:
            self.row_ms.append(1000 * (at - self._sent_at))
            self._sent_at = None

    async def work(self, begin_s: float) -> None:
        """Until it is cancelled; a grade is decided, and the next time it is undecided again."""
        await asyncio.sleep(begin_s)
        while True:
            page = await self.browser.page(self.at)
            await asyncio.sleep(RELOADS_EVERY_S / 2)
            forms = _FORM.findall(page)
            if forms:
                path, form = forms[len(self.grade_ms) % len(forms)]
                grade = "" if "<option selected>–" in form else "–"
                self._sent_at = began = time.perf_counter()
                fields = {**dict(_HIDDEN.findall(form)), "grade": grade, "later": "1"}
                await self.browser.send(path, **fields)
                self.grade_ms.append(1000 * (time.perf_counter() - began))
            await asyncio.sleep(RELOADS_EVERY_S / 2)


async def _measured(
    program: Served,
    stack: AsyncExitStack,
    staff: Sequence[Visitor],
    batches: Sequence[UUID],
    keys: Sequence[str],
    seconds: float,
) -> WebJudged:
    [of_browser, *others] = keys if has_browser() else ["", *keys]
    met = Met()
    judges = await sit_down(stack, program.url, others, met)
    await asyncio.gather(*(one.begin() for one in judges))
    teachers = [_Teacher(one, batch) for one, batch in zip(staff, batches, strict=True)]
    streams = [await _open(one) for one in teachers]
    for one in staff:
        one.seen.pages_ms.clear()
    met.next_ms.clear()
    before, began = cpu_s(program.pid), time.perf_counter()
    spread = RELOADS_EVERY_S / max(1, len(teachers))
    work = [asyncio.create_task(one.work(n * spread)) for n, one in enumerate(teachers)]
    work += [
        asyncio.create_task(_judge(one, n * PAUSE_S / len(judges))) for n, one in enumerate(judges)
    ]
    seen: list[float] | None = None
    if of_browser:
        link = f"{program.url.replace('127.0.0.1', 'localhost')}/judge#{of_browser}"
        looking = asyncio.create_task(judge_in_browser(link, int(seconds / 2), PAUSE_S))
        await asyncio.sleep(seconds)
        seen = await looking
    else:
        await asyncio.sleep(seconds)
    after, took = cpu_s(program.pid), time.perf_counter() - began
    await tasks.end(*work, *streams)
    errors = met.errors + Counter(error for one in staff for error in one.seen.errors)
    return WebJudged(
        teachers=len(staff),
        judges=len(keys),
        errors=dict(errors),
        page=_times([ms for one in staff for ms in one.seen.pages_ms]),
        grade=_times([ms for one in teachers for ms in one.grade_ms]),
        row=_times([ms for one in teachers for ms in one.row_ms]),
        next=_times(met.next_ms),
        decision=_times(met.decide_ms),
        browser=None if seen is None else _times(seen),
        server_share=None if before is None or after is None else (after - before) / took,
    )


async def _open(teacher: _Teacher) -> asyncio.Task[None]:
    """The teacher's page of results, which stays open."""
    opened = asyncio.Event()
    stream = asyncio.create_task(teacher.browser.watch(teacher.at, teacher.told, opened))
    await opened.wait()
    return stream


async def _judge(one: Judge, begin_s: float) -> None:
    await asyncio.sleep(begin_s)
    while True:
        await one.decide(PAUSE_S)


def _times(ms: list[float]) -> Times:
    return Times(often=len(ms), p50_ms=share(ms, 0.5), p95_ms=share(ms, 0.95))


def told_judged(m: WebJudged) -> list[tuple[str, ...]]:
    """What was measured, in words and figures."""
    rows = [
        (f"{m.teachers} open results, {m.judges} judges", "often", "P50 ms", "P95 ms"),
        _row("a page of results", m.page),
        _row("a grade decided, with the page after it", m.grade),
        _row("from sending it to its row on the open page", m.row),
        _row("a judge's next pair", m.next),
        _row("a judge's decision", m.decision),
    ]
    if m.browser is None:
        rows.append(("one judge in a real browser: playwright is not installed", "", "", ""))
    else:
        rows.append(_row("in one real browser, from a key to the next texts", m.browser))
    cores = "–" if m.server_share is None else f"{m.server_share:.0%}"
    return [
        *rows,
        ("of one core, the server", cores, "", ""),
        ("answers that were none", str(sum(m.errors.values())), "", ""),
        *((f"  {error}", str(times), "", "") for error, times in m.errors.items()),
    ]


def _row(words: str, times: Times) -> tuple[str, ...]:
    return words, f"{times.often:,}", f"{times.p50_ms:.0f}", f"{times.p95_ms:.0f}"
