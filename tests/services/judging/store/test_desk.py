"""The desk hands out pairs and keeps decisions: none lost, none twice, whoever is killed."""

import asyncio
import json
import random
import sys
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.services.judging.domain.desk import (
    Closed,
    Flag,
    HandedOut,
    Kind,
    NoSuchAnswer,
    NotBeforeYou,
    NothingLeft,
    NotOpened,
    NotSeated,
    QuotaReached,
    Recorded,
    RecordedBefore,
    Script,
)
from huleedu.services.judging.store.desk import Desk

BATCH = UUID(int=7)

JUDGES = """
import asyncio, json, sys
from datetime import UTC, datetime
from uuid import UUID
from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.services.judging.domain.desk import HandedOut
from huleedu.services.judging.store.desk import Desk

async def judge(desk, name, log):
    while isinstance(found := await desk.next(UUID(int=7), name), HandedOut):
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


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def desk(address: Address, clock: Clock) -> AsyncIterator[Desk]:
    database = PostgresDatabase(address, "judging")
    yield Desk(database, clock, lease_s=60)
    await database.aclose()


def scripts(count: int) -> list[Script]:
    return [
        Script(essay=UUID(int=n + 1), name=f"Essay {n}", text="0" * 64, measures={"words": n})
        for n in range(count)
    ]


async def one(desk: Desk, judge: str) -> tuple[UUID, int, int]:
    found = await desk.next(BATCH, judge)
    assert isinstance(found, HandedOut)
    [pair] = found.pairs
    return pair.pair, pair.first, pair.second


async def test_a_pair_is_the_judges_until_it_is_decided(desk: Desk) -> None:
    assert isinstance(await desk.next(BATCH, "Åsa"), NotOpened)
    assert (await desk.open(BATCH, scripts(6))).scripts == 6
    assert (await desk.open(BATCH, scripts(8))).scripts == 8
    assert [script.name for script in await desk.scripts(BATCH)] == [f"Essay {n}" for n in range(8)]
    assert isinstance(await desk.next(BATCH, "Åsa"), NotSeated)
    await desk.seat(BATCH, "Åsa", Kind.PERSON)
    await desk.seat(BATCH, "Bo", Kind.PERSON)
    pair, first, second = await one(desk, "Åsa")
    assert await one(desk, "Åsa") == (pair, first, second)
    other, *_ = await one(desk, "Bo")
    assert other != pair
    assert isinstance(await desk.decide(other, "Åsa", 1), NotBeforeYou)
    assert await desk.decide(pair, "Åsa", 2) == NoSuchAnswer((-1, 1))
    assert isinstance(await desk.decide(pair, "Åsa", 2, 5, took_s=31.5), Recorded)
    assert await desk.decide(pair, "Åsa", 2, 5) == RecordedBefore(2, same=True)
    assert await desk.decide(pair, "Åsa", -1, 5) == RecordedBefore(2, same=False)
    made = (await desk.decisions(BATCH)).judgements
    assert [tuple(map(int, column)) for column in made.columns] == [
        (first,),
        (second,),
        (0,),
        (2,),
        (5,),
    ]


async def test_no_pair_comes_twice_to_a_judge_before_all_were_seen(desk: Desk) -> None:
    await desk.open(BATCH, scripts(5))
    await desk.seat(BATCH, "Åsa", Kind.PERSON)
    seen: list[frozenset[int]] = []
    for _ in range(10):
        pair, first, second = await one(desk, "Åsa")
        seen.append(frozenset((first, second)))
        await desk.decide(pair, "Åsa", 1)
    assert len(set(seen)) == 10


async def test_own_pupils_are_never_shown_and_a_quota_ends_it(desk: Desk) -> None:
    await desk.open(BATCH, scripts(5))
    await desk.seat(BATCH, "Åsa", Kind.PERSON, quota=2, barred=[UUID(int=1), UUID(int=2)])
    for _ in range(2):
        pair, first, second = await one(desk, "Åsa")
        assert {first, second} <= {2, 3, 4}
        await desk.decide(pair, "Åsa", 1)
    assert await desk.next(BATCH, "Åsa") == QuotaReached(2)
    await desk.seat(BATCH, "Bo", Kind.PERSON, barred=[UUID(int=n) for n in range(1, 5)])
    assert await desk.next(BATCH, "Bo") == NothingLeft()


async def test_a_flagged_pair_gives_another(desk: Desk) -> None:
    await desk.open(BATCH, scripts(3))
    await desk.seat(BATCH, "Åsa", Kind.PERSON)
    seen: set[frozenset[int]] = set()
    for why in (Flag.CANNOT_JUDGE, Flag.PROBLEM_FILE, Flag.CANNOT_JUDGE):
        pair, first, second = await one(desk, "Åsa")
        assert frozenset((first, second)) not in seen
        seen.add(frozenset((first, second)))
        assert isinstance(await desk.flag(pair, "Åsa", why, "no text"), Recorded)
        assert isinstance(await desk.decide(pair, "Åsa", 1), NotBeforeYou)
    assert await desk.next(BATCH, "Åsa") == NothingLeft()
    assert len((await desk.decisions(BATCH)).judgements) == 0


async def test_the_last_decisions_can_be_taken_back(desk: Desk) -> None:
    await desk.open(BATCH, scripts(6))
    await desk.seat(BATCH, "Åsa", Kind.PERSON)
    made: list[tuple[int, int]] = []
    for _ in range(4):
        pair, *shown = await one(desk, "Åsa")
        made.append((shown[0], shown[1]))
        await desk.decide(pair, "Åsa", 1)
    back = await desk.undo(BATCH, "Åsa", 2)
    assert {(p.first, p.second) for p in back.pairs} == set(made[2:])
    assert len((await desk.decisions(BATCH)).judgements) == 2
    pair, first, second = await one(desk, "Åsa")
    assert (first, second) in made[2:]
    assert isinstance(await desk.decide(pair, "Åsa", -1), Recorded)


async def test_a_lease_that_ends_frees_the_pair_and_a_late_decision_counts(
    desk: Desk, clock: Clock
) -> None:
    await desk.open(BATCH, scripts(2))
    await desk.seat(BATCH, "Åsa", Kind.PERSON)
    await desk.seat(BATCH, "Bo", Kind.PERSON)
    pair, *_ = await one(desk, "Åsa")
    clock.now += timedelta(seconds=61)
    other, *_ = await one(desk, "Bo")
    assert isinstance(await desk.decide(other, "Bo", 1), Recorded)
    assert isinstance(await desk.decide(pair, "Åsa", 1), Recorded)
    assert len((await desk.decisions(BATCH)).judgements) == 2


async def test_a_closed_batch_hands_out_nothing_and_keeps_what_comes(desk: Desk) -> None:
    await desk.open(BATCH, scripts(4))
    await desk.seat(BATCH, "Åsa", Kind.PERSON)
    pair, *_ = await one(desk, "Åsa")
    await desk.close(BATCH, "by hand")
    assert await desk.next(BATCH, "Åsa") == Closed("by hand")
    assert isinstance(await desk.decide(pair, "Åsa", 1), Recorded)


async def test_who_has_seen_all_may_see_them_again_one_at_a_time(desk: Desk) -> None:
    await desk.open(BATCH, scripts(3))
    await desk.seat(BATCH, "Åsa", Kind.PERSON)
    for _ in range(4):
        found = await desk.next(BATCH, "Åsa", 16)
        assert isinstance(found, HandedOut)
        assert len({frozenset((p.first, p.second)) for p in found.pairs}) == len(found.pairs) <= 3
        for pair in found.pairs:
            assert isinstance(await desk.decide(pair.pair, "Åsa", 1), Recorded)


async def test_several_pairs_at_once_are_all_different(desk: Desk) -> None:
    await desk.open(BATCH, scripts(10))
    await desk.seat(BATCH, "model", Kind.MODEL, quota=7)
    found = await desk.next(BATCH, "model", 12)
    assert isinstance(found, HandedOut)
    assert len({frozenset((p.first, p.second)) for p in found.pairs}) == 7
    assert await desk.next(BATCH, "model", 12) == found


async def test_twenty_judges_at_once_with_kills_in_between(
    address: Address, tmp_path: Path
) -> None:
    """Three processes of judges, killed again and again: every answer counts exactly once."""
    database = PostgresDatabase(address, "judging")
    desk = Desk(database, lambda: datetime.now(UTC), lease_s=1.0)
    await desk.open(BATCH, scripts(30))
    names = [f"judge {n}" for n in range(20)]
    for name in names:
        await desk.seat(BATCH, name, Kind.PERSON, quota=12)
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
            if await process.wait() == 0:
                return

    async with asyncio.timeout(120):
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
