"""A process of the slots benchmark: offers contents as fast as it may, and times each answer.

Reads a job a line from standard input, and answers it with a line; see `slots.py`.
"""

import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID, uuid4

import msgspec

from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.kit.group_commit import GroupCommit
from huleedu.kit.loops import loop_factory
from huleedu.kit.messages import Envelope
from huleedu.services.lifecycle.api import (
    LIBRARY,
    Assigned,
    PostgresSlots,
    Replayed,
    Slots,
    ValkeySlots,
)
from huleedu.wiring import drivers

if TYPE_CHECKING:
    from huleedu.engines.valkey.functions import ValkeyFunctions

# what a group of offers cannot do without: each slot's row, its message, and the batch's counter,
# with no decision; the rows that are counted on are locked in order, or two groups could deadlock
BARE = """
with locked as materialized (
    select id from batch where id = any($1::uuid[]) order by id for no key update
), rows as (
    select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::integer[])
        as r (batch, content, essay, slot) where slot > 0
), kept as (
    insert into assignment (batch, slot, content, essay)
    select batch, slot, content, essay from rows
), counted as (
    update batch b set used = b.used + w.n
    from (select batch, count(*) as n from rows group by batch) w
    where b.id = w.batch and b.id = any($1::uuid[]) and (select count(*) from locked) > 0
)
insert into outbox (type, order_key, batch, correlation, body)
select 'bench.v1', essay::text, batch, essay, jsonb_build_object(
    'type', 'bench.v1', 'batch', batch, 'essay', essay, 'slot', slot, 'content', content)
from rows
"""
Offer = tuple[str, str, int]
"""Batch, content, and the slot that the floor enters for it; 0: none. Ledgers decide themselves."""


class OfferingJob(msgspec.Struct, frozen=True):
    """What to offer, and how many at once; `bare`: only write what must be written."""

    offers: tuple[Offer, ...]
    at_once: int
    how: Literal["postgres", "valkey", "bare"]


class Engines(msgspec.Struct, frozen=True):
    """Where the engines are: PostgreSQL by a URL or by arguments, and perhaps a Valkey."""

    url: str | None
    arguments: dict[str, Any]
    valkey_url: str | None


class OfferingAnswer(msgspec.Struct, frozen=True):
    """What came of each offer: batch, content, outcome, slot; and how long each took, in s."""

    outcomes: tuple[tuple[str, str, str, int], ...]
    seconds: tuple[float, ...]
    began: float
    ended: float
    """On the clock that all processes of the machine share."""
    resident_bytes: int
    """What the process takes of memory, afterwards."""


Ask = Callable[[Offer], Awaitable[tuple[str, int]]]


def _by_ledger(slots: Slots) -> Ask:
    cause = Envelope(
        id=uuid4(),
        type="bench.v1",
        order_key="",
        batch=uuid4(),
        said_at=datetime.now(UTC),
        correlation=uuid4(),
        causation=None,
        body="{}",
    )

    async def ask(offer: Offer) -> tuple[str, int]:
        outcome = await slots.offer(UUID(offer[0]), offer[1], uuid4(), cause)
        slot = outcome.slot if isinstance(outcome, Assigned | Replayed) else 0
        return type(outcome).__name__, slot

    return ask


def _bare(database: PostgresDatabase) -> Ask:
    async def write(offers: list[Offer]) -> list[tuple[str, int]]:
        async with database.session() as sql:
            await sql.execute(
                BARE,
                [UUID(o[0]) for o in offers],
                [o[1] for o in offers],
                [uuid4() for _ in offers],
                [o[2] for o in offers],
            )
        return [("Bare", 0)] * len(offers)

    return GroupCommit(write, at_most=128, side_by_side=1)


async def _do(job: OfferingJob, ask: Ask) -> OfferingAnswer:
    room = asyncio.Semaphore(job.at_once)
    seconds: list[float] = []

    async def one(offer: Offer) -> tuple[str, str, str, int]:
        async with room:
            began = time.perf_counter()
            outcome, slot = await ask(offer)
            seconds.append(time.perf_counter() - began)
        return offer[0], offer[1], outcome, slot

    began = time.monotonic()
    outcomes: Sequence[tuple[str, str, str, int]] = await asyncio.gather(*map(one, job.offers))
    ended = time.monotonic()
    return OfferingAnswer(tuple(outcomes), tuple(seconds), began, ended, _resident_bytes())


def _resident_bytes() -> int:
    """0 where the system does not tell."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


async def _functions(valkey_url: str) -> "ValkeyFunctions":
    functions = drivers.valkey_functions(valkey_url, LIBRARY)
    await functions.open()
    return functions


async def _main(engines: Engines) -> None:
    address = Address(engines.url, engines.arguments)
    database = PostgresDatabase(address, "lifecycle")
    ledger = PostgresSlots(database)
    ways = {"postgres": _by_ledger(ledger), "bare": _bare(database)}
    functions = await _functions(engines.valkey_url) if engines.valkey_url else None
    if functions:
        ways["valkey"] = _by_ledger(ValkeySlots(ledger, database, functions))
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.buffer.readline):
        job = msgspec.json.decode(line, type=OfferingJob)
        answer = await _do(job, ways[job.how])
        sys.stdout.buffer.write(msgspec.json.encode(answer) + b"\n")
        sys.stdout.buffer.flush()
    if functions:
        await functions.aclose()
    await database.aclose()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(_main(msgspec.json.decode(sys.argv[1], type=Engines)))
