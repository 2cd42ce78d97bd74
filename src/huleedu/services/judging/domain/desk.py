"""What judges are answered, and which pairs they get next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec
import numpy as np

from huleedu.contracts.judging import Flag, Kind, NoPair, Which
from huleedu.services.judging.domain.decisions import Decisions
from huleedu.services.judging.domain.judgements import (
    Bools,
    Ints,
    Judgements,
)
from huleedu.services.judging.domain.llm.asking import CRITERION
from huleedu.services.judging.domain.pairing import (
    NoPairLeft,
    Way,
    fixed_pairs,
    next_pairs,
)
from huleedu.services.judging.domain.past import Pair, Past, past_of
from huleedu.services.judging.domain.practice import PracticePair
from huleedu.services.judging.domain.worth import Believed, Outlooks

__all__ = ["Flag", "Kind"]

Late = Literal["wait", "join"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What is judged. `text` is its address in the content store; `pupil` is empty if not known."""

    essay: UUID
    name: str
    text: str
    measures: dict[str, float]
    pupil: str = ""


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """How a batch is judged; kept with it, the same for people and machines."""

    criterion: str = CRITERION
    steps: int = 5
    """How many answers a question has: 2 (better, worse), 3 (with equal) or 5 (with much)."""
    way: Way = Way.INFORMED
    """How pairs are chosen."""
    per_script: int = 10
    """Comparisons of each script in a fixed design."""
    measures: bool = True
    """Whether linguistic measures count, as far as the class bears them out."""
    reliability: float | None = None
    """Judging ends by itself when this much is reached."""
    judgements: int | None = None
    """Judging ends by itself when so many have been made."""
    scale: str = ""
    """The grades: A-F, 1-5, CEFR, or own ones from the lowest, with commas; empty: none."""
    grades: dict[UUID, str] = {}
    """Anchors: essays of the batch whose grade is known."""
    places: dict[UUID, tuple[float, float]] = {}
    """Anchors: essays whose place in logits is known, with the error of that (0: fixed)."""
    metric: UUID | None = None
    """On which scale of abilities the known places are; None: on one that begins here."""
    bands: tuple[tuple[str, float], ...] = ()
    """Without anchors: bands from the lowest, each with its share of the class."""
    scores: tuple[float, float] = (100.0, 15.0)
    """With which mean and spread of the class abilities are told as scores, too."""
    until: datetime | None = None
    """Judging ends by itself at this time."""
    practice: tuple[PracticePair, ...] = ()
    """What judges may try first; no answer to it is kept."""
    late: Late = "wait"
    """What becomes of an essay that comes once judges have begun: it waits, or joins."""


@dataclass(frozen=True, slots=True)
class AssignedPair:
    """A pair before a judge: scripts by number, as they are to be shown."""

    pair: UUID
    first: int
    second: int


@dataclass(frozen=True, slots=True)
class AssignedPairs:
    """These are yours until the lease ends; asking again before that hands out the same."""

    pairs: tuple[AssignedPair, ...]
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDecision:
    """What a judge has decided on a pair: scripts by number, as they were shown."""

    pair: UUID
    first: int
    second: int
    answer: int
    comment: str
    about: Which | None
    decided_at: datetime
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Who judges which batch."""

    batch: UUID
    judge: str


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """Whose session a key opens, and whose essays they judge."""

    enrolment: Enrolment
    school: UUID


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The judge may judge; a person's key opens their session to programs, and is told this once.

    Machines have none.
    """

    key: str


@dataclass(frozen=True, slots=True)
class EnrolledBefore:
    """The judge was enrolled, with a key that they know; quota and bars are as told now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a judge may judge; what is not told stays as it was.

    `barred` are more essays that they may not see; to see all again, or to judge without a quota,
    has to be said.
    """

    quota: int | None = None
    barred: tuple[UUID, ...] = ()
    no_quota: bool = False
    sees_all: bool = False
    renew: bool = False
    """A person gets a new key; the one before opens nothing any more."""
    ends_at: datetime | None = None
    """When their key ends by itself. A new key ends when this says, or not by itself."""
    email: str = ""
    """Where their link is sent; empty: as before."""


@dataclass(frozen=True, slots=True)
class Revoked:
    """The judge's key opens nothing any more, and no pair is before them."""


@dataclass(frozen=True, slots=True)
class NameTaken:
    """A judge of another kind has this name."""

    kind: Kind


class JudgeProgress(msgspec.Struct, frozen=True, kw_only=True):
    """What a judge has done, and how many pairs are before them.

    `decided` counts what they have decided here, which is what a quota is for; `imported` what
    was taken in under their name.
    """

    name: str
    kind: Kind
    quota: int | None
    decided: int
    imported: int
    before_them: int
    flagged: int
    revoked: bool = False


class FlaggedPair(msgspec.Struct, frozen=True, kw_only=True):
    """A pair that was left unjudged: the files' names, and which is a problem file, if told."""

    judge: str
    first: str
    second: str
    problem: str | None
    comment: str


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far judging is; `closed` says why it has ended, if it has."""

    title: str
    scripts: int
    rules: Rules
    opened_at: datetime
    closed: str | None
    judges: tuple[JudgeProgress, ...]
    flagged: tuple[FlaggedPair, ...]


Next = AssignedPairs | NoPair


@dataclass(frozen=True, slots=True, eq=False)
class Assignments:
    """Every pair that is out with a judge or decided, in the order in which they were handed out.

    Columns of one length: `judge` numbers `judges`, `first` and `second` are scripts, `steps` is 0
    where nothing is decided yet.
    """

    judges: tuple[str, ...]
    judge: Ints
    first: Ints
    second: Ints
    answer: Ints
    steps: Ints

    @classmethod
    def read(cls, judges: Sequence[str], told: bytes) -> "Assignments":
        """Five numbers a pair, each of four bytes, the highest first; `judges` are all enrolled."""
        columns = np.frombuffer(told, ">i4").astype(np.int64).reshape(-1, 5).T
        return cls(tuple(judges), *columns)

    def chosen(self, rows: Bools) -> "Assignments":
        """Some of them, by mask; all judges stay."""
        columns = (self.judge, self.first, self.second, self.answer, self.steps)
        return Assignments(self.judges, *(column[rows] for column in columns))

    def and_out(self, judge: str, pairs: Sequence[AssignedPair | Pair]) -> "Assignments":
        """With these pairs out with a judge who is enrolled, after all others."""
        nothing = np.zeros(len(pairs), np.int64)
        more = (
            nothing + self.judges.index(judge),
            np.array([pair.first for pair in pairs], np.int64),
            np.array([pair.second for pair in pairs], np.int64),
            nothing,
            nothing,
        )
        columns = (self.judge, self.first, self.second, self.answer, self.steps)
        joined = [np.concatenate(both) for both in zip(columns, more, strict=True)]
        return Assignments(self.judges, *joined)

    def by(self, judge: str) -> Bools:
        """Which of them this judge has or had."""
        if judge not in self.judges:
            return np.zeros(len(self.judge), np.bool_)
        return self.judge == self.judges.index(judge)

    @property
    def who(self) -> list[str]:
        """The judges who have a part in them."""
        return [self.judges[at] for at in np.unique(self.judge).tolist()]

    def judgements(self, scripts: int) -> Judgements:
        """What is decided."""
        made = self.chosen(self.steps > 0)
        columns = (made.first, made.second, made.judge, made.answer, made.steps)
        return Judgements(scripts, max(1, len(self.judges)), *columns)


def counting(assigned: Assignments, kinds: Mapping[str, Kind]) -> Bools:
    """Which of them count: a baseline's only as long as nobody else has decided anything."""
    only_counts = np.array([kinds[name] is Kind.BASELINE for name in assigned.judges], np.bool_)
    by_baseline = only_counts[assigned.judge]
    others_decided = bool((~by_baseline & (assigned.steps > 0)).any())
    return ~by_baseline if others_decided else np.ones(len(by_baseline), np.bool_)


def before(assigned: Assignments, kinds: Mapping[str, Kind], judge: str) -> Assignments:
    """What this judge's next pair depends on: a baseline and all others go each their own way."""
    if kinds[judge] is Kind.BASELINE:
        return assigned.chosen(assigned.by(judge))
    only_counts = np.array([kinds[name] is Kind.BASELINE for name in assigned.judges], np.bool_)
    return assigned.chosen(~only_counts[assigned.judge])


def decisions_of(
    names: Sequence[str],
    assigned: Assignments,
    kinds: Mapping[str, Kind],
    times: Sequence[datetime] | None = None,
    took_s: Sequence[float | None] | None = None,
) -> Decisions:
    """All that has been decided, in order.

    `names` are of the scripts; `times` and `took_s` (seconds) have an entry for each decision, or
    are not known at all.
    """
    made = assigned.chosen(assigned.steps > 0)
    who = made.who
    numbers = np.searchsorted(np.unique(made.judge), made.judge)
    return Decisions(
        judgements=Judgements(
            len(names), max(1, len(who)), made.first, made.second, numbers, made.answer, made.steps
        ),
        scripts=tuple(names),
        judges=tuple(who) or ("",),
        times=tuple(one.isoformat() for one in times) if times else ("",) * len(made.steps),
        sides_usable=True,
        kinds=tuple(kinds[name] for name in who) or (Kind.PERSON,),
        took_s=np.array(took_s or [None] * len(made.steps), np.float64),
    )


def choose(
    believed: Believed | Outlooks,
    assigned: Assignments,
    judge: str,
    count: int,
    seed: Sequence[int],
    rules: Rules,
    *,
    barred: Sequence[int] = (),
    refused: Sequence[tuple[int, int]] = (),
    wanted: Sequence[int] = (),
    past: Past | None = None,
) -> tuple[Pair, ...] | NoPairLeft:
    """The next pairs for a judge.

    Args:
        past: that of `assigned`, where it is known already.
        assigned: what counts and what is out, of all judges.
        seed: the batch's own number first, so that its fixed design stays the same.
        barred: scripts that this judge may not see.
        refused: pairs that this judge has flagged.
        wanted: scripts of which each pair is to have one; none: whichever tell most.
    """
    scripts = believed.scripts
    past = past or past_of(scripts, assigned.first, assigned.second)
    mask = np.zeros(scripts, np.bool_)
    mask[list(barred)] = True
    own = assigned.chosen(assigned.by(judge))
    own_lean = past_of(scripts, own.first, own.second).lean
    seen = list(zip(own.first.tolist(), own.second.tolist(), strict=True))
    before_them = [pair for pair, steps in zip(seen, own.steps, strict=True) if steps == 0]
    design: tuple[Pair, ...] = ()
    if rules.way is Way.FIXED:
        design = fixed_pairs(scripts, rules.per_script, np.random.default_rng(seed[0]))
    for never in (seen, before_them):  # a judge sees a pair twice only when they have seen all
        found = next_pairs(
            believed,
            past,
            np.random.default_rng(list(seed)),
            count=count,
            barred=mask,
            barred_pairs=(*never, *refused),
            way=rules.way,
            own_lean=own_lean,
            design=design,
            wanted=wanted,
        )
        if not isinstance(found, NoPairLeft):
            return tuple({frozenset((pair.first, pair.second)): pair for pair in found}.values())
    return NoPairLeft()


def flag_words(why: Flag, comment: str) -> str:
    """What is kept of a flag: its code, and what the judge says of it."""
    return f"{why.value}: {comment}" if comment else why.value
