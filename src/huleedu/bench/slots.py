"""Measure slots: exactness, latency and throughput, beside the bare writing of the same rows."""

import asyncio
import random
import statistics
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import Literal
from uuid import uuid4

import msgspec

from huleedu.bench.offering import Engines, Offer, OfferingAnswer, OfferingJob
from huleedu.bench.scratch import fill, scratch
from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.services.lifecycle.api import register
from huleedu.wiring.program import now

PROCESSES = 3
LINE_BYTES_MAX = 1 << 26


class Load(msgspec.Struct, frozen=True):
    """What is offered: `batches` of `slots` slots, `contents` each, a share of them twice.

    `rounds` of it one after the other; `at_once` calls are under way in all processes together.
    """

    name: str
    batches: int
    slots: int
    contents: int
    replays: float
    at_once: int
    rounds: int
    mixed: bool = False
    """All batches' contents in one heap, instead of one class after the other."""

    @property
    def offers(self) -> int:
        """How many offers a round makes."""
        return self.batches * (self.contents + int(self.replays * self.contents))


class Filling(msgspec.Struct, frozen=True):
    """What lies in the database before a load begins."""

    assignments: int = 0
    analysed: bool = False


EMPTY = Filling()


LOADS = (
    Load("30 for 15", 1, 15, 30, 0.0, 30, 40),
    Load("3,000 for 1,500, 10 % replays", 1, 1500, 3000, 0.1, 64, 5),
    Load("200 batches of 30 for 15", 200, 15, 30, 0.0, 64, 5),
    Load("the same, interleaved", 200, 15, 30, 0.0, 64, 5, mixed=True),
)


Ledger = Literal["postgres", "valkey"]


class LoadMeasured(msgspec.Struct, frozen=True):
    """A load's figures; the floor is the bare writing of the same rows, in the same run."""

    ledger: Ledger
    load: str
    contents: int
    wrong: int
    """Answers that the rule of slots does not allow."""
    p50_ms: float
    p95_ms: float
    first_per_s: float
    """In the first round, of a fresh database and fresh connections."""
    per_s: float
    floor_p95_ms: float
    floor_per_s: float


async def measure(
    address: Address,
    seed: int,
    loads: Sequence[Load] = LOADS,
    valkey_url: str | None = None,
    filling: Filling = EMPTY,
) -> list[LoadMeasured]:
    """Run all loads, on PostgreSQL's ledger and, given a URL, Valkey's.

    Each load has a database and processes of its own, from their first second on; medians over
    rounds, of which each offers the load to each ledger in turn and writes the floor.
    """
    ledgers: tuple[Ledger, ...] = ("postgres", "valkey") if valkey_url else ("postgres",)
    found: list[LoadMeasured] = []
    async with scratch(address) as model:
        if filling.assignments:
            await fill(model, filling.assignments, analysed=filling.analysed)
        for load in loads:
            async with scratch(address, like=model) as own, offerers(own, valkey_url) as processes:
                found += await _measure(load, ledgers, own, processes, random.Random(seed))
    return found


async def _measure(
    load: Load,
    ledgers: Sequence[Ledger],
    address: Address,
    processes: list[Process],
    dice: random.Random,
) -> list[LoadMeasured]:
    database = PostgresDatabase(address, "lifecycle", connections=1)
    bad: Counter[Ledger] = Counter()
    ours: dict[Ledger, list[tuple[float, list[float]]]] = {ledger: [] for ledger in ledgers}
    floor: list[tuple[float, list[float]]] = []
    for _ in range(load.rounds):
        for ledger in ledgers:
            answers = await run(
                processes, await prepare(load, database, dice), load.at_once, ledger
            )
            bad[ledger] += sum(wrong(load, of_batch) for of_batch in by_batch(answers))
            ours[ledger].append(speed(answers))
        bare = await prepare(load, database, dice)
        floor.append(speed(await run(processes, bare, load.at_once, "bare")))
    await database.aclose()
    floor_per_s, floor_seconds = _over_rounds(floor)
    found: list[LoadMeasured] = []
    for ledger in ledgers:
        per_s, seconds = _over_rounds(ours[ledger])
        found.append(
            LoadMeasured(
                ledger=ledger,
                load=load.name,
                contents=load.offers,
                wrong=bad[ledger],
                p50_ms=_quantile(seconds, 0.50) * 1000,
                p95_ms=_quantile(seconds, 0.95) * 1000,
                first_per_s=ours[ledger][0][0],
                per_s=per_s,
                floor_p95_ms=_quantile(floor_seconds, 0.95) * 1000,
                floor_per_s=floor_per_s,
            )
        )
    return found


async def prepare(load: Load, database: PostgresDatabase, dice: random.Random) -> list[Offer]:
    """Register the batches of a load; returns what is to be offered, in its order."""
    offers: list[tuple[str, str]] = []
    for _ in range(load.batches):
        batch = uuid4()
        await register(database, batch, load.slots, 3600, now())
        contents = [f"content {n}" for n in range(load.contents)]
        again = dice.sample(contents, int(load.replays * len(contents)))
        of_batch = [(str(batch), content) for content in contents + again]
        dice.shuffle(of_batch)
        offers += of_batch
    if load.mixed:
        dice.shuffle(offers)
    return _with_slots(offers, load.slots)


def _with_slots(offers: list[tuple[str, str]], slots: int) -> list[Offer]:
    """Who gets which slot if they are asked for in this order; a replay enters nothing."""
    used: Counter[str] = Counter()
    seen: set[tuple[str, str]] = set()
    found: list[Offer] = []
    for offer in offers:
        wins = offer not in seen and used[offer[0]] < slots
        used[offer[0]] += wins
        seen.add(offer)
        found.append((*offer, used[offer[0]] if wins else 0))
    return found


async def run(
    processes: list[Process],
    offers: list[Offer],
    at_once: int,
    how: Literal["postgres", "valkey", "bare"],
) -> list[OfferingAnswer]:
    """Have the processes offer it, each its share."""
    share = max(1, at_once // len(processes))
    jobs = [
        OfferingJob(tuple(offers[n :: len(processes)]), share, how) for n in range(len(processes))
    ]
    for process, job in zip(processes, jobs, strict=True):
        assert process.stdin
        process.stdin.write(msgspec.json.encode(job) + b"\n")
    answers: list[OfferingAnswer] = []
    for process in processes:
        assert process.stdout
        answers.append(msgspec.json.decode(await process.stdout.readline(), type=OfferingAnswer))
    return answers


Outcomes = list[tuple[str, str, int]]


def by_batch(answers: list[OfferingAnswer]) -> list[Outcomes]:
    """What was answered, batch by batch."""
    found: dict[str, Outcomes] = {}
    for answer in answers:
        for batch, content, outcome, slot in answer.outcomes:
            found.setdefault(batch, []).append((content, outcome, slot))
    return list(found.values())


def wrong(load: Load, outcomes: Outcomes) -> int:
    """How many answers about a batch break the rule of slots."""
    given = Counter(slot for _, outcome, slot in outcomes if outcome == "Assigned")
    holder = {content: slot for content, outcome, slot in outcomes if outcome == "Assigned"}
    wrong = sum(often - 1 for often in given.values())
    wrong += sum(given.values()) - len(holder)
    wrong += abs(len(given) - min(load.slots, load.contents))
    for content, outcome, slot in outcomes:
        if outcome == "Replayed":
            wrong += holder.get(content) != slot
        elif outcome == "NoSlot":
            wrong += content in holder
        elif outcome != "Assigned":
            wrong += 1
    return wrong


def speed(answers: list[OfferingAnswer]) -> tuple[float, list[float]]:
    """Offers a second, and how many seconds each took."""
    lasted = max(a.ended for a in answers) - min(a.began for a in answers)
    seconds = [s for answer in answers for s in answer.seconds]
    return len(seconds) / lasted, seconds


def _over_rounds(rounds: list[tuple[float, list[float]]]) -> tuple[float, list[float]]:
    per_s = statistics.median(speed for speed, _ in rounds)
    return per_s, sorted(s for _, seconds in rounds for s in seconds)


def _quantile(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@asynccontextmanager
async def offerers(
    address: Address, valkey_url: str | None, count: int = PROCESSES
) -> AsyncGenerator[list[Process]]:
    """Processes that offer, ended afterwards."""
    engines = Engines(address.url, dict(address.arguments), valkey_url)
    told = msgspec.json.encode(engines).decode()
    program = (sys.executable, "-m", "huleedu.bench.offering", told)
    processes = [
        await asyncio.create_subprocess_exec(
            *program, stdin=PIPE, stdout=PIPE, limit=LINE_BYTES_MAX
        )
        for _ in range(count)
    ]
    try:
        yield processes
    finally:
        for process in processes:
            assert process.stdin
            process.stdin.close()
        await asyncio.gather(*(process.wait() for process in processes))
