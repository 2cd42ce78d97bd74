"""Judges at once, whose processes are killed in between."""

import asyncio
import json
import random
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from tests.services.judging.api.test_desk import BATCH, scripts

from huleedu.contracts.judging import (
    Kind,
)
from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.services.judging.api.judgings import Judgings

TIME_S = 600
"""No machine is so slow."""

JUDGES = """
import asyncio, json, sys
from datetime import UTC, datetime
from uuid import UUID
from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.services.judging.domain.desk import AssignedPairs
from huleedu.services.judging.api.desk import Desk
from huleedu.services.judging.api.judgings import Judgings

async def judge(desk, name, log):
    while isinstance(found := await desk.next(UUID(int=7), name), AssignedPairs):
        [pair] = found.pairs
        answered = await desk.decide(pair.pair, name, 1 if pair.first < pair.second else -1)
        log.write(f"{pair.pair} {type(answered).__name__}\\n")
        log.flush()

async def main(arguments, file, *names):
    database = PostgresDatabase(Address(arguments=json.loads(arguments)), "judging")
    desk = Desk(database, lambda: datetime.now(UTC), lease_s=1.0)
    with open(file, "a") as log:
        await asyncio.gather(*(judge(desk, name, log) for name in names))
    await database.aclose()

asyncio.run(main(*sys.argv[1:]))
"""


async def test_twenty_judges_at_once_with_kills_in_between(
    address: Address, tmp_path: Path
) -> None:
    """Three processes of judges, killed again and again: every answer counts exactly once."""
    database = PostgresDatabase(address, "judging")
    judgings = Judgings(database, lambda: datetime.now(UTC))
    await judgings.open(BATCH, scripts(30))
    names = [f"judge {n}" for n in range(20)]
    for name in names:
        await judgings.enrol(BATCH, name, Kind.PERSON, quota=12)
    seed = random.SystemRandom().randrange(2**32)
    print("seed", seed)
    dice = random.Random(seed)
    told = json.dumps(address.arguments)
    log = tmp_path / "answers"

    async def keep_going(names: list[str]) -> None:
        kills = 3
        while True:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-c", JUDGES, told, str(log), *names
            )
            if kills:
                kills -= 1
                before = len(log.read_text().splitlines()) if log.exists() else 0
                wanted = before + dice.randint(1, 15)
                while process.returncode is None and (
                    not log.exists() or len(log.read_text().splitlines()) < wanted
                ):
                    await asyncio.sleep(0.01)
                if process.returncode is None:
                    process.kill()
            try:
                if await process.wait() == 0:
                    return
            finally:
                if process.returncode is None:
                    process.kill()

    async with asyncio.timeout(TIME_S):
        await asyncio.gather(*(keep_going(names[n::3]) for n in range(3)))
    answers = [line.split() for line in log.read_text().splitlines()]
    assert {word for _, word in answers} == {"Recorded"}
    assert max(Counter(pair for pair, _ in answers).values()) == 1
    async with database.session() as sql:
        rows = await sql.fetch("select id, judge, state from pair")
    kept = {str(row["id"]) for row in rows if row["state"] == "decided"}
    assert {pair for pair, _ in answers} <= kept
    by_judge = Counter(row["judge"] for row in rows if row["state"] == "decided")
    assert by_judge == dict.fromkeys(names, 12)
    assert all(row["state"] in ("decided", "lapsed") for row in rows)
    await database.aclose()
