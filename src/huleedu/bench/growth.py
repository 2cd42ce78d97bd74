"""Measure how slots scale from one process to three, and whether these grow or slow down."""

import random
import statistics
from collections.abc import Sequence

import msgspec

from huleedu.bench.scratch import scratch
from huleedu.bench.slots import (
    Ledger,
    Load,
    by_batch,
    offerers,
    prepare,
    run,
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


class Throughput(msgspec.Struct, frozen=True):
    """Contents a second over a few rounds, and the bare writing of the same rows beside them."""

    per_s: float
    floor_per_s: float


class Grown(msgspec.Struct, frozen=True):
    """How much more memory the process takes that has grown most, and whether it slows down.

    The processes keep their connections, and these the plans that they made of empty tables.
    """

    ledger: Ledger
    contents: int
    before_mb: float
    growth_mb: float
    first: Throughput
    last: Throughput
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
                        rows = await prepare(LOAD, database, dice)
                        bare = await run(processes, rows, LOAD.at_once, "bare")
                        floor.append(speed(bare)[0])
                    medians = statistics.median(ours[1:]), statistics.median(floor[1:])
                    found.append(Scaled(ledger, count, *medians, bad))
        await database.aclose()
    return found


async def growth(
    address: Address, seed: int, ledgers: Sequence[Ledger], url: str | None, contents: int
) -> list[Grown]:
    """Offer so many contents to three processes, in rounds; each ledger from an empty database."""
    found: list[Grown] = []
    rounds = -(-contents // (LOAD.batches * LOAD.contents))
    for ledger in ledgers:
        async with scratch(address) as fresh, offerers(fresh, url) as processes:
            database = PostgresDatabase(fresh, "lifecycle", connections=1)
            dice, bad = random.Random(seed), 0
            paces: list[Throughput] = []
            before = after = [0]
            for number in range(WARM_ROUNDS + rounds):
                offers = await prepare(LOAD, database, dice)
                answers = await run(processes, offers, LOAD.at_once, ledger)
                bad += sum(wrong(LOAD, of_batch) for of_batch in by_batch(answers))
                bare = await prepare(LOAD, database, dice)
                floor = await run(processes, bare, LOAD.at_once, "bare")
                paces.append(Throughput(speed(answers)[0], speed(floor)[0]))
                after = [answer.resident_bytes for answer in floor]
                if number < WARM_ROUNDS:
                    before = after
            await database.aclose()
        found.append(
            Grown(
                ledger=ledger,
                contents=rounds * LOAD.batches * LOAD.contents,
                before_mb=max(before) / 1e6,
                growth_mb=max(b - a for a, b in zip(before, after, strict=True)) / 1e6,
                first=_over(paces[:WARM_ROUNDS]),
                last=_over(paces[-WARM_ROUNDS:]),
                wrong=bad,
            )
        )
    return found


def _over(paces: Sequence[Throughput]) -> Throughput:
    return Throughput(
        statistics.median(pace.per_s for pace in paces),
        statistics.median(pace.floor_per_s for pace in paces),
    )
