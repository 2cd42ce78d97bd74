"""Have a batch judged by machines, and rank it from what all judges have decided."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

import msgspec

from huleedu.app.house import House
from huleedu.services.judging.domain import baseline
from huleedu.services.judging.domain.desk import Flag, Handed, HandedOut, Kind, Script
from huleedu.services.judging.domain.ranking import Ranking, rank
from huleedu.services.judging.store.desk import Desk
from huleedu.services.results import store as results
from huleedu.services.results.domain.picture import (
    NotMeasured,
    Picture,
    RankedEssay,
    RankingPicture,
)

PER_SCRIPT = 10
"""Comparisons of each script that a machine makes unless told otherwise."""
TOGETHER = 16
SEED = 1


@dataclass(frozen=True, slots=True)
class Opinion:
    """An answer to a question with so many steps."""

    answer: int
    steps: int
    comment: str = ""


@dataclass(frozen=True, slots=True)
class NoOpinion:
    """The pair is left to others, and why."""

    flag: Flag
    why: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """This judge cannot go on, and why: its budget is used up, or it does not answer."""

    why: str


class Judge(Protocol):
    """A machine that compares two scripts of a batch, given by number."""

    name: str
    kind: Kind

    async def compare(self, pair: Handed) -> Opinion | NoOpinion | Stopped: ...


class Baseline:
    """Counts and compares; see `domain.baseline`."""

    name = baseline.NAME
    kind = Kind.BASELINE

    def __init__(self, scripts: list[Script]) -> None:
        self._scores = baseline.scores(scripts)

    async def compare(self, pair: Handed) -> Opinion:
        """See `Judge`."""
        better = float(self._scores[pair.first] - self._scores[pair.second])
        return Opinion(baseline.answer(better), baseline.STEPS)


def desk_of(house: House) -> Desk:
    """Where judges get pairs and leave decisions."""
    return Desk(house.database("judging"), house.clock)


async def open_judging(house: House, picture: Picture) -> list[Script]:
    """Let the essays of a batch be judged, in the order of their slots; those that are new join."""
    batch = UUID(picture.batch)
    async with house.database("results").session() as sql:
        known = await results.load(sql, batch)
    texts = {f"{file.id}": file.text or "" for file in known.files}
    scripts = [
        Script(
            essay=UUID(essay.id),
            name=essay.file,
            text=texts[essay.id],
            measures={
                key: float(value)
                for key, value in essay.measures.items()
                if not isinstance(value, NotMeasured)
            },
        )
        for essay in sorted(picture.essays, key=lambda essay: essay.slot)
    ]
    desk = desk_of(house)
    await desk.open(batch, scripts)
    return await desk.scripts(batch)


async def have_judged(
    desk: Desk, batch: UUID, judge: Judge, quota: int, tell: Callable[[int, int], None]
) -> Stopped | None:
    """Let a machine judge until its quota is reached, or nothing is left.

    Args:
        tell: hears how many of how many are done.

    Returns why it could not go on, if so.
    """
    await desk.seat(batch, judge.name, judge.kind, quota=quota)
    done = 0
    while isinstance(found := await desk.next(batch, judge.name, TOGETHER), HandedOut):
        opinions = await asyncio.gather(*map(judge.compare, found.pairs))
        for pair, opinion in zip(found.pairs, opinions, strict=True):
            match opinion:
                case Opinion(answer, steps, comment):
                    await desk.decide(pair.pair, judge.name, answer, steps, comment=comment)
                    done += 1
                case NoOpinion(flag, why):
                    await desk.flag(pair.pair, judge.name, flag, why)
                case Stopped():
                    pass  # it stays before this judge, and comes first the next time
        tell(done, quota)
        if stopped := next((o for o in opinions if isinstance(o, Stopped)), None):
            return stopped
    return None


async def ranked(house: House, batch: UUID) -> Ranking | None:
    """The ranking from all decisions; None: there are none yet."""
    decisions = await desk_of(house).decisions(batch)
    if not len(decisions.judgements):
        return None
    return await asyncio.to_thread(rank, decisions, SEED)


async def with_ranking(house: House, picture: Picture) -> Picture:
    """The picture with the ranking, if anybody has judged."""
    batch = UUID(picture.batch)
    ranking = await ranked(house, batch)
    if ranking is None:
        return picture
    machines = {judge.name for judge in ranking.judges} == {baseline.NAME}
    groups = (
        "No judgement links some of the essays with the others: places across them say nothing. "
        * (len(ranking.groups) > 1)
    )
    return msgspec.structs.replace(
        picture,
        ranking=RankingPicture(
            note=groups + (baseline.NOTE if machines else ""),
            judges=tuple(judge.name for judge in ranking.judges),
            judgements=ranking.judgements,
            reliability=ranking.reliability,
            reliability_low=ranking.low,
            reliability_high=ranking.high,
            essays=tuple(
                RankedEssay(
                    essay=script.name,
                    place=script.place,
                    low=script.low,
                    high=script.high,
                    ability=script.ability,
                    error=script.error,
                    judgements=script.judgements,
                )
                for script in ranking.scripts
            ),
        ),
    )
