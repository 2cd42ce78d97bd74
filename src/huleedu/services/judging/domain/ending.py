"""Why judging ends."""

from dataclasses import dataclass
from enum import StrEnum


class Enough(StrEnum):
    """Why a batch has enough."""

    RELIABLE = "the aimed reliability is reached"
    SPENT = "the budget of judgements is spent"
    BY_HAND = "closed by hand"
    BY_DAY = "the time for it is over"


@dataclass(frozen=True, slots=True)
class GoOn:
    """The batch has not enough yet."""
