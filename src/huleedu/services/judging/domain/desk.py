"""What judges are answered, and which pairs they get next."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

import numpy as np

from huleedu.services.judging.domain.decisions import Decisions
from huleedu.services.judging.domain.judgements import ANSWERS, Judgements
from huleedu.services.judging.domain.pairing import NoPairLeft, Pair, Past, next_pairs, past_of
from huleedu.services.judging.domain.posterior import Posterior


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What is judged. `text` is its address in the content store."""

    essay: UUID
    name: str
    text: str
    measures: dict[str, float]


class Kind(StrEnum):
    """Who judges."""

    PERSON = "person"
    MODEL = "model"
    BASELINE = "baseline"
    IMPORT = "import"


class Flag(StrEnum):
    """Why a pair was not judged."""

    CANNOT_JUDGE = "cannot_judge"
    PROBLEM_FILE = "problem_file"


@dataclass(frozen=True, slots=True)
class Handed:
    """A pair before a judge: scripts by number, as they are to be shown."""

    pair: UUID
    first: int
    second: int


@dataclass(frozen=True, slots=True)
class HandedOut:
    """These are yours until the lease ends; asking again before that hands out the same."""

    pairs: tuple[Handed, ...]


@dataclass(frozen=True, slots=True)
class QuotaReached:
    """The judge has judged as many as were asked for."""

    quota: int


@dataclass(frozen=True, slots=True)
class NothingLeft:
    """There is no pair that this judge may see."""


@dataclass(frozen=True, slots=True)
class Closed:
    """Judging has ended."""

    why: str


@dataclass(frozen=True, slots=True)
class NotSeated:
    """Nobody of this name judges this batch."""


@dataclass(frozen=True, slots=True)
class NotOpened:
    """Judging has not been opened for this batch."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """The decision counts from now on."""


@dataclass(frozen=True, slots=True)
class RecordedBefore:
    """It was decided already, so: the first word counts (`undo` takes it back)."""

    answer: int
    same: bool


@dataclass(frozen=True, slots=True)
class NotBeforeYou:
    """The pair is not before this judge: it never was, was flagged, or was taken back."""


@dataclass(frozen=True, slots=True)
class NoSuchAnswer:
    """The steps offered do not have this answer."""

    allowed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TakenBack:
    """So many of the judge's last decisions count no more, and are before them again."""

    pairs: tuple[Handed, ...]


Next = HandedOut | QuotaReached | NothingLeft | Closed | NotSeated | NotOpened
Answered = Recorded | RecordedBefore | NotBeforeYou | NoSuchAnswer | Closed


@dataclass(frozen=True, slots=True)
class Shown:
    """A pair that is out with a judge, or decided; `answer` None: not yet decided."""

    judge: str
    first: int
    second: int
    answer: int | None
    steps: int


def allowed(steps: int, answer: int) -> NoSuchAnswer | None:
    """Is this an answer to a question with so many steps?"""
    answers = ANSWERS.get(steps, ())
    return None if answer in answers else NoSuchAnswer(answers)


def decisions_of(names: Sequence[str], shown: Sequence[Shown]) -> Decisions:
    """What has been decided, in order; `names` (scripts) and judges get numbers."""
    decided = [one for one in shown if one.answer is not None]
    judges = tuple(dict.fromkeys(one.judge for one in decided))
    judge_at = {name: at for at, name in enumerate(judges)}
    made = Judgements(
        scripts=len(names),
        judges=max(1, len(judges)),
        first=np.array([one.first for one in decided], np.int64),
        second=np.array([one.second for one in decided], np.int64),
        judge=np.array([judge_at[one.judge] for one in decided], np.int64),
        answer=np.array([one.answer for one in decided], np.int64),
        steps=np.array([one.steps for one in decided], np.int64),
    )
    return Decisions(made, tuple(names), judges or ("",), ("",) * len(decided), sides_usable=True)


def choose(
    believed: Posterior,
    shown: Sequence[Shown],
    judge: str,
    count: int,
    seed: Sequence[int],
    *,
    barred: Sequence[int] = (),
    refused: Sequence[tuple[int, int]] = (),
) -> tuple[Pair, ...] | NoPairLeft:
    """The next pairs for a judge.

    Args:
        shown: what has been decided and what is out, of all judges.
        barred: scripts that this judge may not see.
        refused: pairs that this judge has flagged.
    """
    first = np.array([one.first for one in shown], np.int64)
    second = np.array([one.second for one in shown], np.int64)
    past: Past = past_of(believed.scripts, first, second)
    mask = np.zeros(believed.scripts, np.bool_)
    mask[list(barred)] = True
    dice = np.random.default_rng(list(seed))
    own = [one for one in shown if one.judge == judge]
    seen = [(one.first, one.second) for one in own]
    before_them = [(one.first, one.second) for one in own if one.answer is None]
    for never in (seen, before_them):  # a judge sees a pair twice only when they have seen all
        found = next_pairs(
            believed, past, dice, count=count, barred=mask, barred_pairs=(*never, *refused)
        )
        if not isinstance(found, NoPairLeft):
            return tuple({frozenset((pair.first, pair.second)): pair for pair in found}.values())
    return NoPairLeft()
