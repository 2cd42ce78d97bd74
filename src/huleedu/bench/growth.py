"""Measure how slots scale from one process to three, and whether processes grow."""

import random
import statistics
from collections.abc import Sequence

import msgspec

from huleedu.bench.slots import (
    Ledger,
    Load,
    by_batch,
    offerers,
    prepare,
    run,
    scratch,
    speed,
    wrong,
)
from huleedu.engines.postgres.database import Address, PostgresDatabase

LOAD = Load("200 batches of 30 for 15", 200, 15, 30, 0.0, 64, 3, mixed=True)
PROCESSES = (1, 2, 3)
WARM_ROUNDS = 3
"""Before the first look at memory: connections, statements and pools are there by then."""


class Scaled(msgspec.Struct, frozen=True):
    """So many processes: how fast they were together."""

    ledger: Ledger
    processes: int
    per_s: float
    floor_per_s: float
    """The bare writing of as many rows by as many processes, in the same run."""
    wrong: int


class Grown(msgspec.Struct, frozen=True):
    """How much more memory the process takes that has grown most."""

    ledger: Ledger
    contents: int
    before_mb: float
    growth_mb: float
    wrong: int


async def scaling(
    address: Address, seed: int, ledgers: Sequence[Ledger], url: str | None
) -> list[Scaled]:
    """Medians over rounds, each ledger with one process, two, and three."""
    found: list[Scaled] = []
    async with scratch(address) as fresh:
        database = PostgresDatabase(fresh, "lifecycle", connections=1)
        for count in PROCESSES:
            async with offerers(fresh, url, count) as processes:
                dice = random.Random(seed)
                for ledger in ledgers:
                    ours: list[float] = []
                    floor: list[float] = []
                    bad = 0
                    for _ in range(LOAD.rounds + 1):
                        offers = await prepare(LOAD, database, dice)
                        answers = await run(processes, offers, LOAD.at_once, ledger)
                        bad += sum(wrong(LOAD, of_batch) for of_batch in by_batch(answers))
                        ours.append(speed(answers)[0])
                        bare = await run(processes, offers, LOAD.at_once, "bare")
                        floor.append(speed(bare)[0])
                    medians = statistics.median(ours[1:]), statistics.median(floor[1:])
                    found.append(Scaled(ledger, count, *medians, bad))
        await database.aclose()
    return found


async def growth(
    address: Address, seed: int, ledgers: Sequence[Ledger], url: str | None, contents: int
) -> list[Grown]:
    """Offer so many contents to three processes, in rounds, and look at their memory."""
    found: list[Grown] = []
    rounds = -(-contents // (LOAD.batches * LOAD.contents))
    async with scratch(address) as fresh:
        database = PostgresDatabase(fresh, "lifecycle", connections=1)
        for ledger in ledgers:
            async with offerers(fresh, url) as processes:
                dice, bad = random.Random(seed), 0
                before = after = [0]
                for number in range(WARM_ROUNDS + rounds):
                    offers = await prepare(LOAD, database, dice)
                    answers = await run(processes, offers, LOAD.at_once, ledger)
                    bad += sum(wrong(LOAD, of_batch) for of_batch in by_batch(answers))
                    after = [answer.resident_bytes for answer in answers]
                    if number < WARM_ROUNDS:
                        before = after
            grown = max(b - a for a, b in zip(before, after, strict=True))
            offered = rounds * LOAD.batches * LOAD.contents
            found.append(Grown(ledger, offered, max(before) / 1e6, grown / 1e6, bad))
        await database.aclose()
    return found
