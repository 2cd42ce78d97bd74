"""The causes for which a count of successes comes out wrong, and how they are told."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum

import msgspec

from huleedu.lab.verdict import where


class Reason(StrEnum):
    """Why a count of successes may be wrong."""

    SLOT_TWICE = "slot_given_twice"
    TWO_SLOTS = "content_given_two_slots"
    PLACEHOLDERS = "placeholders_taken_for_slots"
    REPLAYS = "replays_counted"
    YESES = "handled_is_not_assigned"
    REFUSALS = "refusals_counted"
    ERRORS = "exceptions_counted"
    LEFTOVERS = "state_left_over"
    UNHEARD = "lost_acknowledgements"
    FREE = "free_while_no_slot"
    CLOSED = "batch_closed"
    FEWER = "slots_nobody_took"
    LOST = "assignment_not_in_store"
    ADDED = "slots_added"
    MORE = "more_slots_than_expected"
    LESS = "fewer_slots_than_expected"


_MEANING = {
    Reason.SLOT_TWICE: "a slot was given to another content as well",
    Reason.TWO_SLOTS: "a content that had been given a slot was given one again",
    Reason.PLACEHOLDERS: "a placeholder was taken for a slot",
    Reason.REPLAYS: "a replay is the answer of before, and no new success",
    Reason.YESES: "a yes that names no slot was answered, and none given: handled is not assigned",
    Reason.REFUSALS: "a refusal is an answer, and no success",
    Reason.ERRORS: "an exception tells nothing, and is no success",
    Reason.LEFTOVERS: "a slot was taken before the first call, by an earlier run",
    Reason.UNHEARD: "a slot was given, and the answer that says so was lost",
    Reason.FREE: "a slot was free while `no_slot` was said",
    Reason.CLOSED: "the batch was closed before the slot was taken",
    Reason.FEWER: "a slot was taken by nobody, and nobody was turned away",
    Reason.LOST: "a slot was given and answered so, and is not in the store",
    Reason.ADDED: "a slot was added in between",
    Reason.MORE: "there was a slot more than expected from the beginning",
    Reason.LESS: "there was a slot less than expected",
}


@dataclass(frozen=True, slots=True)
class Cause:
    """`count` cases, which change the number of successes by `effect`; `lines` show them.

    An effect of 0: it happened, and this number came out right in spite of it.
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
    """Why `claimed` is not `expected`: expected + all effects + unexplained = claimed."""

    expected: int
    claimed: int
    counted: str | None
    """What must have been counted to get `claimed`; None: nothing in the history gives it."""
    otherwise: tuple[str, ...]
    """Other ways to count that give the same number."""
    causes: tuple[Cause, ...]
    slots: int
    """How many slots the history's batches have in the end."""

    @property
    def difference(self) -> int:
        """How many too many (below 0: too few) were claimed."""
        return self.claimed - self.expected

    @property
    def unexplained(self) -> int:
        """What no cause accounts for."""
        return self.difference - sum(cause.effect for cause in self.causes)

    def json(self) -> str:
        """All of it for programs."""
        sums = {"difference": self.difference, "unexplained": self.unexplained}
        return msgspec.json.encode({**asdict(self), **sums}).decode()

    @property
    def text(self) -> str:
        """All of it for people."""
        return "\n".join(_lines_of(self))


def _lines_of(told: Explanation) -> Iterator[str]:
    head = f"{told.claimed} were claimed and {told.expected} expected"
    yield f"{head}: a difference of {told.difference:+d}." if told.difference else f"{head}."
    if told.counted is None:
        yield "No way to count this history's answers or rows gives the number claimed."
    else:
        yield f"{told.claimed} is what comes out if one counts {told.counted}."
    for other in told.otherwise:
        yield f"(It is also what comes out if one counts {other}.)"
    for cause in told.causes:
        yield f"{cause.effect:+4d}  {cause.count} × {cause.meaning} ({cause.reason})"
        if cause.lines:
            yield f"      {where(cause.lines)}"
    if told.unexplained:
        yield f"{told.unexplained:+4d}  unexplained: the history doesn't show where this comes from"
    elif told.difference:
        yield f"{told.difference:+4d}  in all: the causes add up to the difference."
