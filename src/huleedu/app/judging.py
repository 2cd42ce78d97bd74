"""Open a batch for judging, and have it judged by machines."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from huleedu.app.house import House
from huleedu.services.judging.domain import baseline
from huleedu.services.judging.domain.desk import Flag, Handed, HandedOut, Kind, Rules, Script
from huleedu.services.judging.store.desk import Desk
from huleedu.services.results import store as results
from huleedu.services.results.domain.picture import NotMeasured, Picture

PER_SCRIPT = 10
"""Comparisons of each script that a machine makes unless told otherwise."""
TOGETHER = 16


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


async def open_judging(house: House, picture: Picture, rules: Rules | None = None) -> list[Script]:
    """Let the essays of a batch be judged, in the order of their slots; those that are new join.

    Args:
        rules: how it is judged; None: as before, or as usual.
    """
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
    await desk.open(batch, scripts, picture.title, rules)
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
