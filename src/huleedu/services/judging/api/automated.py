"""Have a batch judged by a program: a baseline, or a language model."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from huleedu.contracts.judging import (
    Answered,
    Left,
    NoPair,
    NotOpened,
    Recorded,
    Which,
)
from huleedu.kit import tasks
from huleedu.services.judging.api.desk import Desk
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.domain import baseline
from huleedu.services.judging.domain.desk import (
    AssignedPair,
    AssignedPairs,
    Flag,
    Kind,
    NameTaken,
    Script,
)
from huleedu.services.judging.domain.judge_names import WrongName
from huleedu.services.judging.domain.llm_runs import LlmEnd

__all__ = [
    "PER_SCRIPT",
    "TOGETHER",
    "Baseline",
    "Compared",
    "Finished",
    "Flag",
    "Judge",
    "Kind",
    "NoOpinion",
    "Opinion",
    "Stopped",
    "have_judged",
]

PER_SCRIPT = 10
"""Comparisons of each script that a machine makes unless told otherwise."""
TOGETHER = 16
"""Comparisons that a machine has under way at once."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """An answer to a question with so many steps."""

    answer: int
    steps: int
    comment: str = ""


@dataclass(frozen=True, slots=True)
class NoOpinion:
    """The pair is left to others, and why; `which` of its texts no more comes to this judge."""

    flag: Flag
    why: str
    which: Which | None = None


@dataclass(frozen=True, slots=True)
class Stopped:
    """This judge cannot go on, and why: its budget is used up, or it does not answer."""

    why: str
    code: LlmEnd = LlmEnd.STOPPED


@dataclass(frozen=True, slots=True)
class Finished:
    """This judge has nothing left to do, for this reason."""

    why: NoPair


Compared = Opinion | NoOpinion | Stopped


class Judge(Protocol):
    """A machine that compares two scripts of a batch, given by number."""

    name: str
    kind: Kind

    async def compare(self, pair: AssignedPair) -> Compared: ...


class Baseline:
    """Counts and compares; see `domain.baseline`."""

    name = baseline.NAME
    kind = Kind.BASELINE

    def __init__(self, scripts: list[Script]) -> None:
        self._scores = baseline.scores(scripts)

    async def compare(self, pair: AssignedPair) -> Opinion:
        """See `Judge`."""
        better = float(self._scores[pair.first] - self._scores[pair.second])
        return Opinion(baseline.answer(better), baseline.STEPS)


async def have_judged(
    judgings: Judgings,
    desk: Desk,
    batch: UUID,
    judge: Judge,
    quota: int,
    tell: Callable[[int, int], None],
) -> Finished | Stopped:
    """Let a machine judge until its quota is reached, or nothing is left, or it cannot go on.

    Up to `TOGETHER` comparisons are under way; each is decided as it comes, and another begun: one
    slow answer holds up no other. Whatever ends this, what is decided is kept, and a pair that was
    under way comes first the next time.

    Args:
        tell: hears how many of how many are done.
    """
    if hindered := await _hindered(judgings, batch, judge, quota):
        return hindered
    under_way: dict[asyncio.Task[Compared], AssignedPair] = {}
    stopped: list[Stopped] = []
    done = 0
    found = await desk.next(batch, judge.name, TOGETHER)
    try:
        while True:
            if isinstance(found, AssignedPairs) and not stopped:
                taken = {pair.pair for pair in under_way.values()}
                for pair in [pair for pair in found.pairs if pair.pair not in taken]:
                    under_way[asyncio.ensure_future(judge.compare(pair))] = pair
            if not under_way:
                break
            await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
            for task in [task for task in under_way if task.done()]:
                pair, said = under_way.pop(task), task.result()
                if isinstance(said, Stopped):
                    stopped.append(said)  # the pair stays before this judge
                else:
                    done += isinstance(await _leave(desk, judge, pair, said), Recorded)
            tell(done, quota)
            if not stopped:
                found = await desk.next(batch, judge.name, TOGETHER)
    finally:
        await tasks.end(*under_way)
    if stopped:
        return stopped[0]
    assert not isinstance(found, AssignedPairs), "what is handed out is under way"
    return Finished(found)


async def _hindered(
    judgings: Judgings, batch: UUID, judge: Judge, quota: int
) -> Finished | Stopped | None:
    """Enrol a machine; why it cannot begin, None: it can."""
    enrolled = await judgings.enrol(batch, judge.name, judge.kind, quota=quota)
    match enrolled:
        case NameTaken(kind):
            why = f"A judge of the kind {kind} is called {judge.name} in this batch."
            return Stopped(why, LlmEnd.NAME_TAKEN)
        case WrongName():
            return Stopped(f"No judge can be called {judge.name!r}.", LlmEnd.NAME_TAKEN)
        case NotOpened():
            return Finished(enrolled)
        case _:
            return None


async def _leave(
    desk: Desk, judge: Judge, pair: AssignedPair, said: Opinion | NoOpinion
) -> Answered | Left:
    match said:
        case Opinion(answer, steps, comment):
            return await desk.decide(pair.pair, judge.name, answer, steps, comment=comment)
        case NoOpinion(flag, why, which):
            return await desk.flag(pair.pair, judge.name, flag, why, which)
