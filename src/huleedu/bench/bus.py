"""Measure the buses: from the commit that says a message to the handler of another service."""

import asyncio
import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import msgspec

from huleedu.bench.scratch import scratch
from huleedu.contracts.gateway import EndIntake
from huleedu.contracts.message import name_of
from huleedu.engines.nats import server
from huleedu.engines.postgres.bus import PostgresBus
from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.kit import outbox, tasks
from huleedu.kit.database import Database
from huleedu.kit.messages import wrap
from huleedu.kit.relay import Relay
from huleedu.kit.runner import Runner
from huleedu.kit.service import Route, Service, Transaction
from huleedu.wiring import drivers
from huleedu.wiring.modules import KNOWN
from huleedu.wiring.program import now

if TYPE_CHECKING:
    from huleedu.engines.nats.bus import NatsBus

SPEAKER, HEARER = "gateway", "linguistics"
"""Schemas whose outbox and inbox are used."""
SINGLE = 200
GROUPS, TOGETHER = 50, 100
PAUSE_S = 0.005


class BusMeasured(msgspec.Struct, frozen=True):
    """How long single messages took while nothing else went on, and how many went in a second."""

    bus: str
    p50_ms: float
    p95_ms: float
    messages: int
    per_s: float
    """From the first commit in the speaker's outbox to the last commit in the hearer's inbox."""
    floor_per_s: float
    """Writing the outbox alone, in the same run."""
    wrong: int
    """Messages whose effect came more than once, or not at all."""


async def measure(address: Address, *, nats: bool) -> list[BusMeasured]:
    """PostgreSQL's bus, and NATS' on a server of its own; each on tables of its own.

    Raises `CannotStart` or `NotInstalled`.
    """
    found = [await _opened("postgres", address, PostgresBus)]
    if nats:
        with ExitStack() as holds:
            folder = Path(holds.enter_context(TemporaryDirectory(prefix="huleedu-bench-")))
            running = server.run(folder, wait_for_end=True)
            cluster = await asyncio.to_thread(holds.enter_context, running)
            found.append(await _opened("nats", address, lambda _: drivers.nats_bus(cluster.urls)))
    return found


async def _opened(
    name: str, address: Address, make: "Callable[[Address], PostgresBus | NatsBus]"
) -> BusMeasured:
    async with scratch(address) as fresh:
        bus = make(fresh)
        await bus.open()
        try:
            return await _measured(name, fresh, bus)
        finally:
            await bus.aclose()


async def _measured(name: str, address: Address, bus: "PostgresBus | NatsBus") -> BusMeasured:
    speaker, hearer = PostgresDatabase(address, SPEAKER), PostgresDatabase(address, HEARER)
    heard: list[tuple[UUID, float]] = []

    async def hear(_tx: Transaction, message: EndIntake) -> None:
        heard.append((message.batch, time.perf_counter()))

    await bus.subscribe({HEARER: [name_of(EndIntake)]})
    service = Service(HEARER, "", None, {EndIntake: Route(hear)})
    runner = Runner(service, None, hearer, bus, KNOWN, now)
    relay = Relay(speaker, bus)
    carrying = asyncio.create_task(relay.carry_on())
    await runner.start()
    try:
        took = [await _single(speaker, relay, heard) for _ in range(SINGLE)]
        heard.clear()
        began = time.perf_counter()
        sent: list[UUID] = []
        for _ in range(GROUPS):
            sent += await _say(speaker, [uuid4() for _ in range(TOGETHER)])
            relay.hint()
        floor = len(sent) / (time.perf_counter() - began)
        async with asyncio.timeout(120):
            while runner.counts["handled"] < SINGLE + len(sent):  # noqa: ASYNC110 - it only counts
                await asyncio.sleep(PAUSE_S)
        rate = len(sent) / (heard[-1][1] - began)
    finally:
        await tasks.end(carrying)
        await runner.stop()
        await asyncio.gather(speaker.aclose(), hearer.aclose())
    came = [batch for batch, _ in heard]
    took.sort()
    return BusMeasured(
        bus=name,
        p50_ms=statistics.median(took) * 1e3,
        p95_ms=took[int(len(took) * 0.95)] * 1e3,
        messages=len(sent),
        per_s=rate,
        floor_per_s=floor,
        wrong=len(came) - len(set(came)) + len(set(sent) ^ set(came)),
    )


async def _single(database: Database, relay: Relay, heard: list[tuple[UUID, float]]) -> float:
    """Seconds from the commit to the handler."""
    before = len(heard)
    await _say(database, [uuid4()])
    committed = time.perf_counter()
    relay.hint()
    async with asyncio.timeout(30):
        while len(heard) == before:  # noqa: ASYNC110 - an event would add to what is measured
            await asyncio.sleep(0)
    await asyncio.sleep(PAUSE_S)
    return heard[-1][1] - committed


async def _say(database: Database, batches: Sequence[UUID]) -> Sequence[UUID]:
    messages = [EndIntake(batch=batch) for batch in batches]
    async with database.transaction() as sql:
        await outbox.write(
            sql, [wrap(m, identity=uuid4(), now=now(), cause=None) for m in messages]
        )
    return batches
