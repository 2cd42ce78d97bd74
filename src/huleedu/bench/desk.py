"""Measure the desk of a large class: how long a judge waits, and whether a thousand rank well.

With a file of essays whose true order is known the whole way is gone: the texts are assessed, a
simulated judge sits at the real desk, and the ranking is held against the truth.
"""

import csv
import statistics
import tempfile
import time
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import numpy as np

from huleedu.bench.scratch import scratch
from huleedu.contracts.judging import Kind
from huleedu.engines.postgres.database import Address
from huleedu.gateway.batches import Request
from huleedu.gateway.judged_scripts import scripts_of
from huleedu.services.judging.api.desk import AssignedPairs, Desk, Script
from huleedu.services.judging.api.judgings import Decisions
from huleedu.services.judging.api.measuring import Floats, Judgements
from huleedu.services.judging.api.ranked import Nothing, fit
from huleedu.wiring.batches import batches_of
from huleedu.wiring.judging import desk_of, judgings_of
from huleedu.wiring.program import House, open_house
from huleedu.wiring.ranking import rankings_of
from huleedu.wiring.settings import Settings

SEED = 20261126
JUDGE = "simulated"
MADE = 10_000
ASKED = 200
WARM = 10
STEPS = 5
STEPS_AT = (-2.0, -0.5, 0.5, 2.0)
"""Where the simulated judge goes over from much worse to worse, equal, better and much better."""

BARE_TABLE = "create table bare (id uuid primary key, answer smallint)"
BARE_ROW = "insert into bare (id) values ($1)"
BARE_CHANGE = "update bare set answer = 1 where id = $1"

Millis = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Waited:
    """How long a judge waits for a pair and for a decision to be kept, in milliseconds.

    The floor is a bare row that is written, and one that is changed, in the same run.
    """

    scripts: int
    judgements: int
    asked: int
    next_p50_ms: float
    next_p95_ms: float
    decide_p50_ms: float
    decide_p95_ms: float
    floor_p50_ms: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """A class whose true order is known, ranked from what a simulated judge has said of it."""

    essays: int
    assessed_s: float
    judgements: int
    rank_correlation: float
    squared_correlation: float
    reported: float | None
    low: float | None
    high: float | None
    not_known_yet: str
    ranked_s: float


async def measure(address: Address, settings: Settings, scripts: int = 1000) -> Waited:
    """Ask for pairs in a class of so many scripts, of which MADE judgements are there."""
    async with scratch(address) as fresh, open_house(fresh, settings) as house:
        dice = np.random.default_rng(SEED)
        truth = dice.normal(size=scripts) * 1.5
        batch, judgings, desk = uuid4(), judgings_of(house), desk_of(house)
        await judgings.open(batch, _scripts(truth, dice), "bench")
        await judgings.enrol(batch, JUDGE, Kind.PERSON)
        await judgings.take_in(batch, _made(truth, dice), range(scripts))
        took = [await _one(desk, batch, truth, dice) for _ in range(WARM + ASKED)][WARM:]
        await desk.aclose()
        return _waited(scripts, MADE, took, await _floor(house))


async def rank_known(
    address: Address, settings: Settings, file: Path, per_script: int, ability_sd: float
) -> tuple[Ranked, Waited]:
    """Assess the texts of a CSV (columns ID, text, theta_true), judge and rank them.

    Args:
        ability_sd: the true abilities are brought to this spread, in logits.
    """
    with file.open(encoding="utf-8", newline="") as lines:
        rows = {row["ID"]: row for row in csv.DictReader(lines)}
    async with scratch(address) as fresh, open_house(fresh, settings) as house:
        started = time.perf_counter()
        batch = await _assessed(house, {name: row["text"] for name, row in rows.items()})
        assessed_s = time.perf_counter() - started
        given = await scripts_of(house.database("results"), await rankings_of(house).report(batch))
        judgings, desk, dice = judgings_of(house), desk_of(house), np.random.default_rng(SEED)
        await judgings.open(batch, given, "bench")
        scripts = await judgings.scripts(batch)
        truth = np.array([float(rows[Path(one.name).stem]["theta_true"]) for one in scripts])
        truth = (truth - truth.mean()) / truth.std() * ability_sd
        await judgings.enrol(batch, JUDGE, Kind.PERSON)
        wanted = len(scripts) * per_script // 2
        took = [await _one(desk, batch, truth, dice) for _ in range(wanted)]
        await desk.aclose()
        waited = _waited(len(scripts), wanted, took, await _floor(house))
        started = time.perf_counter()
        _, ranking = await fit(house.database("judging"), house.crews.statisticians, batch)
        ranked_s = time.perf_counter() - started
    assert not isinstance(ranking, Nothing)
    ability = {each.essay: each.ability for each in ranking.essays}
    found = np.array([ability[str(script.essay)] for script in scripts])
    return Ranked(
        essays=len(scripts),
        assessed_s=assessed_s,
        judgements=wanted,
        rank_correlation=_correlation(_mid_ranks(found), _mid_ranks(truth)),
        squared_correlation=_correlation(found, truth) ** 2,
        reported=ranking.reliability,
        low=ranking.reliability_low,
        high=ranking.reliability_high,
        not_known_yet=ranking.not_known_yet,
        ranked_s=ranked_s,
    ), waited


async def _assessed(house: House, texts: dict[str, str]) -> UUID:
    """The batch of these texts, by file name, when all are measured."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in texts.items():
            (Path(folder) / f"{name}.txt").write_text(text, encoding="utf-8")
        await house.start(["gateway"])
        request = Request(paths=(Path(folder),), title="bench", language="en")
        batches = batches_of(house)
        batch = (await batches.offer(request)).batch
        await batches.see_through(batch, lambda _: None)
    return batch


async def _one(desk: Desk, batch: UUID, truth: Floats, dice: np.random.Generator) -> Millis:
    """Take a pair and decide it: how many milliseconds each took."""
    started = time.perf_counter()
    found = await desk.next(batch, JUDGE)
    handed = time.perf_counter()
    assert isinstance(found, AssignedPairs)
    [pair] = found.pairs
    seen = float(truth[pair.first] - truth[pair.second]) + dice.logistic()
    answer = bisect(STEPS_AT, seen) - 2
    thought = time.perf_counter()
    await desk.decide(pair.pair, JUDGE, answer, STEPS)
    return (handed - started) * 1000, (time.perf_counter() - thought) * 1000


async def _floor(house: House) -> float:
    """The median of a bare row written and one changed, in milliseconds."""
    took: list[float] = []
    async with house.database("judging").session() as sql:
        await sql.execute(BARE_TABLE)
        for _ in range(ASKED):
            row, started = uuid4(), time.perf_counter()
            await sql.execute(BARE_ROW, row)
            await sql.execute(BARE_CHANGE, row)
            took.append((time.perf_counter() - started) * 1000)
    return statistics.median(took)


def _waited(scripts: int, judgements: int, took: Sequence[Millis], floor: float) -> Waited:
    asked, decided = (sorted(column) for column in zip(*took, strict=True))
    late = int(0.95 * len(asked))
    return Waited(
        scripts=scripts,
        judgements=judgements,
        asked=len(asked),
        next_p50_ms=statistics.median(asked),
        next_p95_ms=asked[late],
        decide_p50_ms=statistics.median(decided),
        decide_p95_ms=decided[late],
        floor_p50_ms=floor,
    )


def _scripts(truth: Floats, dice: np.random.Generator) -> list[Script]:
    """Scripts whose length has something to do with their ability."""
    words = np.exp(5 + 0.1 * truth + 0.2 * dice.normal(size=len(truth)))
    return [
        Script(
            essay=uuid4(), name=f"{number}.txt", text="", measures={"words": float(words[number])}
        )
        for number in range(len(truth))
    ]


def _made(truth: Floats, dice: np.random.Generator) -> Decisions:
    """MADE plain decisions on pairs at random."""
    count = len(truth)
    first = dice.integers(0, count, MADE)
    second = (first + dice.integers(1, count, MADE)) % count
    seen = truth[first] - truth[second] + dice.logistic(size=MADE)
    made = Judgements(
        scripts=count,
        judges=1,
        first=first,
        second=second,
        judge=np.zeros(MADE, np.int64),
        answer=np.where(seen > 0, 1, -1),
        steps=np.full(MADE, 2),
    )
    return Decisions(
        judgements=made,
        scripts=tuple(map(str, range(count))),
        judges=("elsewhere",),
        times=("",) * MADE,
        sides_usable=True,
        kinds=(Kind.IMPORT,),
        took_s=np.full(MADE, np.nan),
    )


def _mid_ranks(values: Floats) -> Floats:
    """Ranks from 0, equal values sharing the mean of theirs."""
    _, number, count = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(count)
    return ((ends - count + ends - 1) / 2)[number]


def _correlation(one: Floats, other: Floats) -> float:
    return float(np.corrcoef(one, other)[0, 1])
