"""Measure how long judges wait when hundreds judge at once, over HTTP, on the same cores."""

import asyncio
import random
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path

import msgspec

from huleedu.bench.judges import Judge, Met, open_class, sit_down
from huleedu.bench.visitors import served
from huleedu.engines.postgres import server
from huleedu.wiring.program import open_house
from huleedu.wiring.settings import Settings

SEED = 20261130
ESSAYS = 1000
"""Of all batches together."""
PAUSE_S = 1.0
DECISIONS_EACH = 15
UNPAUSED_S = 10.0


class Waits(msgspec.Struct, frozen=True, kw_only=True):
    """How long judges waited, in milliseconds."""

    next_p50_ms: float
    next_p95_ms: float
    decide_p50_ms: float
    decide_p95_ms: float


class DeskAtScale(msgspec.Struct, frozen=True, kw_only=True):
    """What judges met at the first moment, with a pause before each decision, and without."""

    judges: int
    batches: int
    errors: dict[str, int]
    first_p50_ms: float
    first_p95_ms: float
    """The first pair: all ask for it in the same moment."""
    paused: Waits
    unpaused: Waits
    decisions_per_s: float
    """Without a pause."""
    server_ms: float | None
    """CPU time of the server for a decision and the next pair, with a pause; see `cpu_s`."""


async def measure(
    settings: Settings,
    judges: int = 200,
    batches: int = 1,
    *,
    essays: int = ESSAYS,
    decisions_each: int = DECISIONS_EACH,
    pause_s: float = PAUSE_S,
    unpaused_s: float = UNPAUSED_S,
) -> DeskAtScale:
    """On a home of its own, which is gone afterwards; judges are dealt evenly to the batches."""
    with tempfile.TemporaryDirectory(prefix="huleedu-bench-") as folder:
        home = Path(folder) / "home"
        try:
            async with served(home) as program, AsyncExitStack() as stack:
                keys: list[str] = []
                async with open_house(server.start(home).address, settings) as house:
                    for number in range(batches):
                        each = judges // batches
                        keys += await open_class(house, essays // batches, each, SEED + number)
                first, paused, unpaused = Met(), Met(), Met()
                seated = await sit_down(stack, program.url, keys, first)
                await asyncio.gather(*(one.begin() for one in seated))
                before = cpu_s(program.pid)
                await _with_pauses(seated, paused, decisions_each, pause_s)
                after = cpu_s(program.pid)
                took_s = await _without(seated, unpaused, unpaused_s)
        finally:
            server.stop(home, now=True)
    made = len(paused.decide_ms)
    errors = first.errors + paused.errors + unpaused.errors
    return DeskAtScale(
        judges=len(keys),
        batches=batches,
        errors=dict(errors),
        first_p50_ms=share(first.next_ms, 0.5),
        first_p95_ms=share(first.next_ms, 0.95),
        paused=_waits(paused),
        unpaused=_waits(unpaused),
        decisions_per_s=len(unpaused.decide_ms) / took_s,
        server_ms=None if before is None or after is None else 1000 * (after - before) / made,
    )


async def _with_pauses(judges: list[Judge], met: Met, decisions: int, pause_s: float) -> None:
    """Each decides so often; they do not begin in the same moment, as people do not."""
    dice = random.Random(SEED)

    async def judge(one: Judge, begin_s: float) -> None:
        one.met = met
        await asyncio.sleep(begin_s)
        for _ in range(decisions):
            await one.decide(pause_s)

    await asyncio.gather(*(judge(one, pause_s * dice.random()) for one in judges))


async def _without(judges: list[Judge], met: Met, seconds: float) -> float:
    """All decide as fast as they are answered; how long that went on."""
    began = time.perf_counter()

    async def judge(one: Judge) -> None:
        one.met = met
        while time.perf_counter() - began < seconds:
            await one.decide(0.0)

    await asyncio.gather(*map(judge, judges))
    return time.perf_counter() - began


def _waits(met: Met) -> Waits:
    return Waits(
        next_p50_ms=share(met.next_ms, 0.5),
        next_p95_ms=share(met.next_ms, 0.95),
        decide_p50_ms=share(met.decide_ms, 0.5),
        decide_p95_ms=share(met.decide_ms, 0.95),
    )


def share(values: list[float], part: float) -> float:
    """The value below which this part of all are; 0 if there are none."""
    ordered = sorted(values)
    return ordered[min(int(part * len(ordered)), len(ordered) - 1)] if ordered else 0.0


def cpu_s(pid: int) -> float | None:
    """CPU seconds that a process has had, without those that it started; None: not told here."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return None
    user, system = told.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / 100


def told(m: DeskAtScale) -> list[tuple[str, ...]]:
    """What was measured, in words and figures."""
    rows = [
        (_heading(m), "next P50", "P95 ms", "decision P50", "P95 ms"),
        ("at the first moment", f"{m.first_p50_ms:.0f}", f"{m.first_p95_ms:.0f}", "", ""),
    ]
    for words, waits in (("a second each", m.paused), ("without a pause", m.unpaused)):
        rows.append(
            (
                words,
                f"{waits.next_p50_ms:.0f}",
                f"{waits.next_p95_ms:.0f}",
                f"{waits.decide_p50_ms:.0f}",
                f"{waits.decide_p95_ms:.0f}",
            )
        )
    server = "–" if m.server_ms is None else f"{m.server_ms:.1f}"
    return [
        *rows,
        ("decisions a second without a pause", f"{m.decisions_per_s:.0f}", "", "", ""),
        ("server's CPU ms for a decision and its next pair", server, "", "", ""),
        ("answers that were none", str(sum(m.errors.values())), "", "", ""),
        *((f"  {error}", str(times), "", "", "") for error, times in m.errors.items()),
    ]


def _heading(m: DeskAtScale) -> str:
    where = "one batch" if m.batches == 1 else f"{m.batches} batches"
    return f"{m.judges} judges on {where}"
