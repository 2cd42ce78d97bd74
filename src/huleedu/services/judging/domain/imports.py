"""Make rows of decisions that were made elsewhere: the same decision always has the same id."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid5

import numpy as np

from huleedu.services.judging.domain.decisions import Decisions
from huleedu.services.judging.domain.judge_names import WrongName, checked


@dataclass(frozen=True, slots=True)
class Imported:
    """So many decisions were taken in; so many more had come with an earlier import."""

    new: int
    known: int


@dataclass(frozen=True, slots=True)
class WrongJudge:
    """A judge of the file cannot be called so; nothing was taken in."""

    name: str
    wrong: WrongName


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """Decisions as columns of one length; scripts by the batch's numbers, times in seconds."""

    ids: list[UUID]
    judges: list[str]
    first: list[int]
    second: list[int]
    answers: list[int]
    steps: list[int]
    took_s: list[float | None]
    made_at: list[datetime]


def incoming(
    batch: UUID,
    decisions: Decisions,
    numbers: Sequence[int],
    enrolled: Collection[str],
    now: datetime,
) -> Incoming | WrongJudge:
    """The decisions as the batch keeps them.

    Args:
        numbers: the batch's numbers of the decisions' scripts.
        enrolled: who judges the batch; they keep their names, whatever these are.
    """
    there = [*enrolled]
    for name in decisions.judges:
        if name not in there:
            named = checked(name, there)
            if isinstance(named, WrongName):
                return WrongJudge(name, named)
            there.append(name)
    made = decisions.judgements
    first, second = (np.asarray(numbers)[column].tolist() for column in (made.first, made.second))
    judges: list[str] = [decisions.judges[at] for at in made.judge.tolist()]
    answers, steps = made.answer.tolist(), made.steps.tolist()
    seen: Counter[str] = Counter()
    ids: list[UUID] = []
    for told in zip(judges, first, second, answers, steps, decisions.times, strict=True):
        key = "\x1f".join(map(str, told))
        ids.append(uuid5(batch, f"{key}\x1f{seen[key]}"))
        seen[key] += 1
    return Incoming(
        ids=ids,
        judges=judges,
        first=first,
        second=second,
        answers=answers,
        steps=steps,
        took_s=[None if np.isnan(one) else float(one) for one in decisions.took_s],
        made_at=[_moment(told, now) for told in decisions.times],
    )


def _moment(told: str, now: datetime) -> datetime:
    """When a decision was made; now, if nobody says so in a form that all understand."""
    try:
        found = datetime.fromisoformat(told)
    except ValueError:
        return now
    return found if found.tzinfo else found.replace(tzinfo=UTC)
