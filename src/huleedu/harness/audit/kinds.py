"""The ways in which the parts of a system can disagree."""

from dataclasses import dataclass
from enum import StrEnum

from huleedu.harness.audit.mends import Mend


class Mismatch(StrEnum):
    """What does not agree with what."""

    NO_FENCE = "the database does not keep this unique"
    SLOT_TWICE = "two contents hold one slot"
    CONTENT_TWICE = "one content holds two slots"
    TOO_MANY = "more slots are taken than there are"
    GAP = "a slot was left out"
    COUNTER = "the counter differs from the slots that are taken"
    CONTENT_DIFFERS = "the ledger gave a slot to another text than the essay has"
    TEXT_LOST = "the text of an essay with a slot is not in the store"
    ASSIGNMENT_UNKNOWN = "an essay has a slot that the ledger does not know of"
    ASSIGNMENT_UNUSED = "the ledger gave a slot to an essay that does not have it"
    STATE = "an essay's state and its slot do not go together"
    NOT_SAID = "a slot was given and nobody was told"
    SAID_TWICE = "it was said twice that an essay has a slot"
    SAID_WRONGLY = "another slot was announced than was given"
    STUCK = "a text stands in line and nobody asks for it"
    LEFT_OVER = "a text was left over though a slot is free"
    NOT_SETTLED = "nothing is waited for, and nobody was told"
    BOARD = "another set of essays takes part than has slots"
    AWAITED = "a result is waited for that nobody works on"
    RESULT_GONE = "the batch has ended and a step's result is gone"
    SHOWN = "people are shown something else"
    TEXT_SHOWN = "people are shown another text than the essay has"
    NOT_ALL_SHOWN = "people are not shown all that is known of an essay"
    END_SHOWN = "people are not shown how the batch ended"
    KEPT_DIFFERENTLY = "two parts keep something else of the same"
    ROW_GONE = "a part does not know what it has to know"
    ROW_OF_NOBODY = "a part knows an essay of which the lifecycle does not"
    UNREADABLE = "a part keeps what no part can read"
    HISTORY = "an essay's history does not lead to its state"
    UNSENT = "a message lies in the outbox and nobody sends it"
    LOST = "a message was sent and never handled"
    DEAD = "a message was given up"


HOLDING = ("assigned", "spelling checked", "language measured", "failed")
"""The states of an essay that has a slot; in no other it has one."""
CERTAIN = frozenset(
    {
        Mismatch.NO_FENCE,
        Mismatch.SLOT_TWICE,
        Mismatch.CONTENT_TWICE,
        Mismatch.TOO_MANY,
        Mismatch.GAP,
        Mismatch.COUNTER,
    }
)
"""Seen in one look at one table or two, so they hold even while messages are under way."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One of them, in words, and what mends it; without a mend, `advice` says what to do."""

    kind: Mismatch
    subject: str
    """The essay's, message's or batch's id."""
    words: str
    mend: Mend | None = None
    advice: str = ""
