"""A language model that judges a batch for a school: how far it is, and why it ended."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

import msgspec

TRIAL_PAIRS, CONTRADICTIONS_MAX = 10, 8
"""A model that contradicts itself so often in its first pairs answers by the order of the texts."""


class LlmEnd(StrEnum):
    """Why a model judges no more."""

    DONE = "done"
    """It has judged as many as were asked of it."""
    NO_PAIR_LEFT = "no_pair_left"
    CLOSED = "closed"
    """Judging has ended."""
    SPENT = "spent"
    """The batch's money, or what the run might take of it."""
    MONTH_OVER = "month_over"
    STOPPED = "stopped"
    """Somebody has stopped it."""
    OFF = "off"
    """The school does not allow this model, or not any more."""
    PAUSED = "paused"
    """The school is paused."""
    NOT_THIS_BATCH = "not_this_batch"
    """No model may see a text of this batch."""
    AWAY = "away"
    """It does not answer."""
    REFUSES = "refuses"
    """Its endpoint does not let us in."""
    NO_ANSWER = "no_answer"
    """It has not once answered in the form asked for."""
    CONTRADICTS = "contradicts"
    """It answers by the order in which texts stand."""
    NAME_TAKEN = "name_taken"
    """Somebody else judges under its name."""
    LEFT_OUT = "left_out"
    """What it decides counts nowhere."""
    TAKEN_OVER = "taken_over"
    """Another worker is at it."""
    FAILED = "failed"
    """A fault of ours; a log has it."""


class LlmRun(msgspec.Struct, frozen=True, kw_only=True):
    """A model's run, as it stands.

    `quota`: decisions of this model in all; `money`: at which sum of the batch it ends.
    """

    model: str
    turn: int
    quota: int
    money: float
    started_at: datetime
    started_by: UUID | None
    ended_at: datetime | None
    ended_by: UUID | None
    why: LlmEnd | None


@dataclass(frozen=True, slots=True)
class LlmHold:
    """A worker at a run: it asks nothing more once the run has ended, or another has it."""

    batch: UUID
    model: str
    turn: int
    holder: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class LlmClaimed:
    """The run is this worker's, and what it has done before."""

    hold: LlmHold
    school: UUID
    quota: int
    money: Decimal
    compared: int
    contradicted: int


@dataclass(frozen=True, slots=True)
class HeldByAnother:
    """Another worker is at it, or was a moment ago."""


@dataclass(frozen=True, slots=True)
class RunIsOver:
    """It has ended, or was started again since."""


def wanted_with(wanted: int | None, quotas: int) -> int | None:
    """How many judgements end it, so that models take none away from people; None: none do.

    Args:
        quotas: of all people and models that judge, together.
    """
    return None if wanted is None else max(wanted, quotas)
