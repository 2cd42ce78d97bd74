"""Decide who gets a slot, what may become of an essay, and when a batch is settled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Literal, Protocol
from uuid import UUID

from huleedu.kit.messages import Envelope

AS_MANY_AS_COME = 2**31 - 1
"""The slots of a batch without a fixed number: more than there can be texts, so none is left over,
and the rule of slots is the same for all."""


class State(StrEnum):
    """Where an essay is in its life."""

    OFFERED = "offered"
    """The file is here; nobody has read it yet."""
    UNPACKED = "unpacked"
    """It was an archive; its members go on instead."""
    REFUSED = "refused"
    """It gives no text of its own, and the teacher can see why."""
    REPLACED = "replaced"
    """It was refused, and a corrected upload has come; or another text has its slot now."""
    WITHDRAWN = "withdrawn"
    """It was refused or left over, and has been taken back; it may be offered again."""
    WAITING = "waiting"
    """The text is read and stands in line for a slot."""
    LEFT_OVER = "left over"
    """There was no slot for it; it is kept."""
    ASSIGNED = "assigned"
    """It has a slot, until somebody has it replaced."""
    CHECKED = "spelling checked"
    MEASURED = "language measured"
    FAILED = "failed"
    """A step failed for it; the step can be tried again."""


ALLOWED: Mapping[State, frozenset[State]] = {
    State.OFFERED: frozenset({State.WAITING, State.REFUSED, State.UNPACKED}),
    State.UNPACKED: frozenset(),
    State.REFUSED: frozenset({State.REPLACED, State.WITHDRAWN}),
    State.REPLACED: frozenset(),
    State.WITHDRAWN: frozenset({State.OFFERED}),
    State.WAITING: frozenset({State.ASSIGNED, State.LEFT_OVER, State.REFUSED}),
    State.LEFT_OVER: frozenset({State.WAITING, State.WITHDRAWN}),
    State.ASSIGNED: frozenset({State.CHECKED, State.FAILED, State.REPLACED}),
    State.CHECKED: frozenset({State.MEASURED, State.FAILED, State.REPLACED}),
    # failed: measured again, in another language
    State.MEASURED: frozenset({State.FAILED, State.REPLACED}),
    State.FAILED: frozenset({State.CHECKED, State.MEASURED, State.REPLACED}),
}
"""From each state, the states that may come next. There are no other moves."""


HOLDING = frozenset({State.ASSIGNED, State.CHECKED, State.MEASURED, State.FAILED})
"""The states of an essay that has a slot; in no other it has one."""


def may_become(state: State) -> frozenset[State]:
    """The states from which an essay may move to `state`."""
    return frozenset(before for before, after in ALLOWED.items() if state in after)


@dataclass(frozen=True, slots=True)
class Assigned:
    """The content has this slot, from now on."""

    slot: int


@dataclass(frozen=True, slots=True)
class Replayed:
    """The content had this slot already; `essay` is the one that brought it first."""

    slot: int
    essay: UUID


@dataclass(frozen=True, slots=True)
class NoSlot:
    """Every slot of the batch was taken when this was asked."""


@dataclass(frozen=True, slots=True)
class TakesPlace:
    """The text is to have the slot of this essay."""

    essay: UUID


@dataclass(frozen=True, slots=True)
class NotReplaced:
    """The one has no place to give, or the other can take none."""


def replacing(essay: UUID, old: State | None, new: State | None) -> TakesPlace | NotReplaced:
    """May a file in the state `new` (None: not heard of) have the place of the essay?"""
    coming = (None, State.OFFERED, State.WAITING, State.LEFT_OVER, State.WITHDRAWN)
    return TakesPlace(essay) if old in HOLDING and new in coming else NotReplaced()


@dataclass(frozen=True, slots=True)
class UnknownBatch:
    """The batch is not registered (yet)."""


@dataclass(frozen=True, slots=True)
class BatchClosed:
    """The batch was closed before this content came."""


Outcome = Assigned | Replayed | NoSlot | UnknownBatch | BatchClosed


class Slots(Protocol):
    """The slot ledger: hands out slots by the rule of slots, to any number of callers."""

    async def offer(self, batch: UUID, content: str, essay: UUID, cause: Envelope) -> Outcome:
        """Ask a slot for a content (its SHA-256 in hex), and have it durably when answered.

        The first answer for a content says `SlotAssigned` once, as an effect of `cause`. Raises
        `EngineAway`: then only asking again can tell.
        """
        ...


@dataclass(frozen=True, slots=True)
class Settling:
    """What decides whether a batch is settled; counts are essays of the batch."""

    slots: int | None
    """None: the batch is not registered yet."""
    assigned: int
    refused: int
    """Open rejections: a corrected upload closes one."""
    unanswered: int
    """Offered or waiting."""
    intake_ended: bool
    closed: bool
    revision: int
    """How often it has been settled."""
    assigned_then: int
    """How many had a slot when it was settled last."""


Cause = Literal["complete", "intake ended", "closed short", "deadline"]


@dataclass(frozen=True, slots=True)
class Settled:
    """Nothing is waited for any more."""

    cause: Cause


@dataclass(frozen=True, slots=True)
class StillOpen:
    """More may come, or it has been said already."""


def settle(batch: Settling) -> Settled | StillOpen:
    """Is this batch settled, and has that not been said yet?"""
    if batch.slots is None or (batch.revision and batch.assigned == batch.assigned_then):
        return StillOpen()
    if batch.closed:
        return Settled("closed short")
    if batch.unanswered:
        return StillOpen()
    if batch.assigned + batch.refused >= batch.slots:
        return Settled("complete")
    return Settled("intake ended") if batch.intake_ended else StillOpen()


@dataclass(frozen=True, slots=True)
class Overdue:
    """A batch that has waited long enough."""

    batch: UUID
    open: bool
    """Every text that comes has a slot."""
    due: bool
    """There was a day by which its texts were to be in."""
    intake_ended: bool


TimeIsUp = Literal["end intake", "give up unread", "close"]


def time_is_up(batch: Overdue) -> TimeIsUp:
    """What becomes of it: its intake ends; what is still unread is given up; or it is closed.

    Whoever comes to an open batch after that has a slot all the same.
    """
    if (batch.open or batch.due) and not batch.intake_ended:
        return "end intake"
    return "give up unread" if batch.open else "close"


def replaced_by(
    refused: Iterable[tuple[UUID, str]], offered: Iterable[tuple[UUID, str]]
) -> dict[UUID, UUID]:
    """Refused essay → the upload that corrects it: the same name, whatever the ending.

    Both are (essay, name) in the order in which they were offered.
    """
    newest = {_stem(name): essay for essay, name in offered}
    return {
        essay: newest[_stem(name)]
        for essay, name in refused
        if _stem(name) in newest and newest[_stem(name)] != essay
    }


def _stem(name: str) -> str:
    path = PurePosixPath(name.casefold())
    return str(path.with_suffix("") if path.name else path)
