"""Explain why two counts differ: which causes the history shows, and how many each is.

It keeps books. An operator counted `claimed` successes where `expected` should be. What was counted
is either answers (`assigned`, and perhaps replays, bare yeses, refusals or exceptions too) or rows
of the store. Every way to count is tried against the history; the one with the fewest kinds of
answer that gives `claimed` is taken, and the rest of the difference is booked on what the history
shows of slots, so that the counts of the causes and `unexplained` add up to the difference.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations

from huleedu.lab.check.claims import Claim, Facts, gather
from huleedu.lab.history import History, Kind, Operation, Outcome, Slot


class Reason(StrEnum):
    """Why a count of successes may be wrong."""

    SLOT_TWICE = "slot_given_twice"
    TWO_SLOTS = "content_given_two_slots"
    REPLAYS = "replays_counted"
    YESES = "handled_is_not_assigned"
    REFUSALS = "refusals_counted"
    ERRORS = "exceptions_counted"
    LEFTOVERS = "state_left_over"
    UNHEARD = "lost_acknowledgements"
    FREE = "free_while_no_slot"
    PLACEHOLDERS = "placeholders_taken_for_slots"
    FEWER = "slots_nobody_took"


_MEANING = {
    Reason.SLOT_TWICE: "a slot was given to more than one content",
    Reason.TWO_SLOTS: "one content was given a slot more than once",
    Reason.REPLAYS: "a replay answers a slot that was counted already",
    Reason.YESES: "`handled` says that somebody answered, not that a slot was given",
    Reason.REFUSALS: "a refusal is an answer, and no success",
    Reason.ERRORS: "an exception or a timeout tells nothing, and is no success",
    Reason.LEFTOVERS: "slots were taken before the first call, by an earlier run",
    Reason.UNHEARD: "a slot was given, and its answer never arrived",
    Reason.FREE: "slots were left free although `no_slot` was said",
    Reason.PLACEHOLDERS: "a placeholder was taken for a slot",
    Reason.FEWER: "too few contents were offered, or their calls came to nothing",
}


@dataclass(frozen=True, slots=True)
class Cause:
    """`count` cases, which change the number of successes by `effect`; `lines` show them.

    An effect of 0: it happened, but doesn't bear on this number.
    """

    reason: Reason
    count: int
    effect: int
    lines: tuple[int, ...]

    @property
    def meaning(self) -> str:
        """The reason in words."""
        return _MEANING[self.reason]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why `claimed` is not `expected`: expected + effects + unexplained = claimed."""

    expected: int
    claimed: int
    counted: str
    """What was counted, as far as the numbers tell."""
    causes: tuple[Cause, ...]

    @property
    def difference(self) -> int:
        """How many too many (or, below 0, too few) were claimed."""
        return self.claimed - self.expected

    @property
    def unexplained(self) -> int:
        """What is left of the difference."""
        return self.difference - sum(cause.effect for cause in self.causes)

    @property
    def text(self) -> str:
        """All of it for people."""
        return "\n".join(_text(self))


@dataclass(slots=True)
class _Case:
    count: int = 0
    lines: set[int] = field(default_factory=set[int])

    def add(self, lines: Iterable[int], count: int = 1) -> None:
        self.count += count
        self.lines.update(lines)


@dataclass(slots=True)
class _Book:
    """All cases of a history."""

    cases: dict[Reason, _Case] = field(default_factory=lambda: {r: _Case() for r in Reason})
    slots: int = 0
    assigned: int = 0
    """Answers."""
    rows: int | None = 0
    """Of the store in the end; None: it wasn't read."""

    def add(self, reason: Reason, lines: Iterable[int], count: int = 1) -> None:
        self.cases[reason].add(lines, count)


_OTHER_COUNTED = (Reason.REPLAYS, Reason.YESES, Reason.REFUSALS, Reason.ERRORS)
_IN_ANSWERS = (Reason.SLOT_TWICE, Reason.TWO_SLOTS, Reason.PLACEHOLDERS)
_MISSING = (Reason.LEFTOVERS, Reason.UNHEARD, Reason.FREE, Reason.FEWER)
