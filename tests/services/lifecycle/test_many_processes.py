"""Fifteen slots, thirty contents, three processes: exact, every time."""

import asyncio
import json
import random
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path
from uuid import uuid4

from huleedu.engines.postgres.database import Address
from huleedu.services.lifecycle.store import batches
from huleedu.services.lifecycle.store.batches import Registration
from huleedu.wiring.program import House, now

REPETITIONS = 200
OFFERER = Path(__file__).with_name("offerer.py")


async def start(address: Address) -> Process:
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(OFFERER), json.dumps(dict(address.arguments)), stdin=PIPE, stdout=PIPE
    )
    assert process.stdout
    assert await process.stdout.readline() == b"ready\n"
    return process


async def ask(process: Process, batch: str, contents: list[str]) -> list[tuple[str, str, int]]:
    assert process.stdin
    assert process.stdout
    process.stdin.write(json.dumps([batch, contents]).encode() + b"\n")
    await process.stdin.drain()
    return json.loads(await process.stdout.readline())


async def test_three_processes_share_fifteen_slots_exactly(house: House, address: Address) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    dice = random.Random(seed)
    processes = await asyncio.gather(*(start(address) for _ in range(3)))
    for _ in range(REPETITIONS):
        batch = uuid4()
        async with house.database("lifecycle").transaction() as sql:
            await batches.mention(sql, batch, now())
            await batches.register(sql, batch, Registration(15), 60, now())
        contents = [f"content {n}" for n in range(30)]
        offers = contents + dice.sample(contents, 6)
        dice.shuffle(offers)
        shares = [offers[n::3] for n in range(3)]
        answered = await asyncio.gather(
            *(ask(p, str(batch), share) for p, share in zip(processes, shares, strict=True))
        )
        check([answer for answers in answered for answer in answers])
    for process in processes:
        assert process.stdin
        process.stdin.close()
        assert await process.wait() == 0
    async with house.database("lifecycle").session() as sql:
        said = await sql.fetch("select type, count(*) as n from outbox group by type")
    assert {row["type"]: row["n"] for row in said} == {
        "lifecycle.slot_assigned.v1": 15 * REPETITIONS,
    }


def check(answers: list[tuple[str, str, int]]) -> None:
    slots = [slot for _, outcome, slot in answers if outcome == "Assigned"]
    assert sorted(slots) == list(range(1, 16))
    holder = {content: slot for content, outcome, slot in answers if outcome == "Assigned"}
    for content, outcome, slot in answers:
        assert outcome in ("Assigned", "Replayed", "NoSlot")
        if outcome == "Replayed":
            assert holder[content] == slot
        if outcome == "NoSlot":
            assert content not in holder
