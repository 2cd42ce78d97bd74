"""Decide whether a judge who asks may have pairs, and what counts of what they say of a pair."""

import sys
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huleedu.contracts.judging import (
    Answered,
    Closed,
    CountDiffers,
    KeyRevoked,
    Kind,
    More,
    MoreAsked,
    NoDecision,
    NoMore,
    NoPair,
    NoSuchAnswer,
    NotEnrolled,
    NotOpened,
    NotYourPair,
    QuotaReached,
    RecordedBefore,
    TooLate,
)
from huleedu.services.judging.domain.judgements import ANSWERS

TEXTS_A_DECISION = 3
"""A judge may be shown two texts for each decision of the quota, and half as many more for pairs
that are flagged, taken back or left until the lease ends: else a key shows a whole class."""


MORE, EXTRA_MAX = 10, 30
"""So many more a judge may take on at a time, and in all: each shows texts that nobody weighed when
the quota was set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """How a batch and a judge stand when the judge asks.

    `closed` says why judging has ended, if it has; `kind` is None if nobody of this name judges
    here; `decided` counts what they have decided here, `extra` what of the quota they took on
    themselves.
    """

    closed: str | None
    kind: Kind | None = None
    revoked: bool = False
    quota: int | None = None
    barred: tuple[UUID, ...] = ()
    decided: int = 0
    texts_shown: int = 0
    extra: int = 0


@dataclass(frozen=True, slots=True)
class Admitted:
    """The judge may decide so many more pairs."""

    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PairAt:
    """How a pair stands that a judge has a word on; `steps` are of the batch's rules.

    `imported`: it was decided elsewhere, and never before this judge.
    """

    state: str
    answer: int | None
    answered_steps: int | None
    leased_until: datetime
    steps: int
    closed: str | None
    revoked: bool
    comment: str = ""
    imported: bool = False


@dataclass(frozen=True, slots=True)
class MayCount:
    """The word counts, if the pair is still before the judge; to a question with so many steps."""

    steps: int


@dataclass(frozen=True, slots=True)
class MayTakeOn:
    """The judge may be asked for so many more."""

    more: int


@dataclass(frozen=True, slots=True)
class MayTakeBack:
    """The last decisions may be taken back; so many of their pairs may be shown again."""

    shown: int


def pairs_left(quota: int, texts_shown: int) -> int:
    """How many more pairs a judge with this quota may be shown."""
    return max(0, (TEXTS_A_DECISION * quota - texts_shown) // 2)


def admit(asking: Asking | NotOpened) -> Admitted | NoPair:
    """May the judge have pairs, and how many, or why is there none for them?"""
    if isinstance(asking, NotOpened):
        return asking
    if asking.revoked:
        return KeyRevoked()
    if asking.closed is not None:
        return Closed(asking.closed)
    if asking.kind is None:
        return NotEnrolled()
    if asking.quota is None:
        return Admitted(sys.maxsize)
    if asking.quota <= asking.decided:
        return QuotaReached(asking.quota)
    return Admitted(asking.quota - asking.decided)


def new_pairs(asking: Asking) -> int:
    """How many more pairs the judge may be shown; machines have no key that could leak."""
    if asking.quota is None or asking.kind is not Kind.PERSON:
        return sys.maxsize
    return pairs_left(asking.quota, asking.texts_shown)


def more_of(quota: int | None, extra: int) -> int:
    """How many more a judge may take on whose quota is reached."""
    return 0 if quota is None else min(MORE, EXTRA_MAX - extra)


def take_on(asking: Asking | NotOpened) -> MayTakeOn | More:
    """May a judge take on more than they were asked for? Not before they have made that."""
    admitted = admit(asking)
    if not isinstance(asking, Asking) or not isinstance(admitted, Admitted | QuotaReached):
        assert isinstance(admitted, Closed | NotEnrolled | NotOpened | KeyRevoked)
        return admitted
    if isinstance(admitted, Admitted):
        return MoreAsked(asking.quota) if asking.quota else NoMore()
    more = more_of(asking.quota, asking.extra)
    return MayTakeOn(more) if more > 0 else NoMore()


def take_back(
    asking: Asking | NotOpened, believed: int | None
) -> MayTakeBack | CountDiffers | TooLate | KeyRevoked:
    """May the judge take back decisions?

    Args:
        believed: how many they believe to have made.
    """
    made = 0 if isinstance(asking, NotOpened) else asking.decided
    if not isinstance(asking, NotOpened):
        if asking.revoked:
            return KeyRevoked()
        if asking.closed is not None:
            return TooLate(asking.closed)
    if believed not in (None, made):
        return CountDiffers(made)
    return MayTakeBack(0 if isinstance(asking, NotOpened) else new_pairs(asking))


def decide(
    pair: PairAt | None, answer: int, steps: int | None, now: datetime
) -> MayCount | Answered:
    """Does this answer count?

    Args:
        pair: None: it is not this judge's.
        steps: how many answers the question had; None: as many as the rules say.
    """
    may = heard(pair, now)
    if not isinstance(may, MayCount):
        return may
    offered = may.steps if steps is None else steps
    answers = ANSWERS.get(offered, ())
    return MayCount(offered) if answer in answers else NoSuchAnswer(answers)


def change(
    pair: PairAt | None, answer: int, comment: str | None
) -> MayCount | NoDecision | RecordedBefore | NoSuchAnswer | TooLate | KeyRevoked:
    """May a decision be changed to this answer? Only while judging is open.

    Args:
        comment: None: it stays as it is.
    """
    if pair is None or pair.state != "decided" or pair.imported:
        return NoDecision()
    if pair.revoked:
        return KeyRevoked()
    same = (pair.answer, pair.answered_steps) == (answer, pair.steps)
    if same and comment in (None, pair.comment):
        return RecordedBefore(answer, same=True)
    if pair.closed is not None:
        return TooLate(pair.closed)
    answers = ANSWERS.get(pair.steps, ())
    return MayCount(pair.steps) if answer in answers else NoSuchAnswer(answers)


def heard(pair: PairAt | None, now: datetime) -> MayCount | NotYourPair | TooLate | KeyRevoked:
    """Does a word on this pair count? Only its lease outlives the end of judging."""
    if pair is None:
        return NotYourPair()
    if pair.revoked:
        return KeyRevoked()
    held = pair.state == "out" and pair.leased_until >= now
    if pair.closed is not None and not held and pair.state != "decided":
        return TooLate(pair.closed)
    return MayCount(pair.steps)


def decided_before(pair: PairAt | None, answer: int, steps: int) -> RecordedBefore | NotYourPair:
    """What is told of an answer to a pair that is before the judge no more."""
    if pair is None or pair.state != "decided" or pair.answer is None:
        return NotYourPair()
    return RecordedBefore(pair.answer, (pair.answer, pair.answered_steps) == (answer, steps))
