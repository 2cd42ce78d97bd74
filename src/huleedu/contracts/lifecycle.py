"""What the lifecycle service says: who has a slot, who has none, and when a batch is settled."""

from typing import Literal
from uuid import UUID

import msgspec

from huleedu.contracts.message import EssayMessage, Message
from huleedu.contracts.reason import Why


class SlotAssigned(EssayMessage, frozen=True, kw_only=True, tag="lifecycle.slot_assigned.v1"):
    """The essay has this slot, until somebody has it replaced. Said once per essay."""

    slot: int
    content: str
    """SHA-256 (hex) of the text that holds the slot."""

    @property
    def order_key(self) -> str:
        """Order is kept per essay: many get a slot at once."""
        return str(self.essay)


class SlotHandedOver(EssayMessage, frozen=True, kw_only=True, tag="lifecycle.slot_handed_over.v1"):
    """The essay has no slot any more: `by` has it, with another text. Said once per hand-over."""

    by: UUID
    name: str
    """Of the file that has it now."""
    slot: int
    content: str
    """SHA-256 (hex) of the text that holds the slot now."""
    first: UUID
    """The essay to which the slot was assigned in the beginning."""

    @property
    def order_key(self) -> str:
        """All that becomes of a slot is heard in its order, from the word that it was assigned."""
        return str(self.first)


class EssayRefused(EssayMessage, frozen=True, kw_only=True, tag="lifecycle.essay_refused.v1"):
    """The file gets no slot, for a reason that the teacher can act on."""

    code: str
    reason: Why
    """That code with its facts."""
    same_as: UUID | None = None
    """The essay that has the same text."""


class EssayLeftOver(EssayMessage, frozen=True, kw_only=True, tag="lifecycle.essay_left_over.v1"):
    """A readable text for which no slot was free; it is kept."""


class EssayReplaced(EssayMessage, frozen=True, kw_only=True, tag="lifecycle.essay_replaced.v1"):
    """A refused file was uploaded again, corrected: this essay's rejection is closed."""

    by: UUID


class EssayWithdrawn(EssayMessage, frozen=True, kw_only=True, tag="lifecycle.essay_withdrawn.v1"):
    """The file was taken back, and takes no part; offered again, it is as if it were new."""


class SlotsAdded(Message, frozen=True, kw_only=True, tag="lifecycle.slots_added.v1"):
    """The batch has `slots` slots in all now."""

    slots: int


class SettledEssay(msgspec.Struct, frozen=True, kw_only=True):
    """One essay that takes part, with its slot and its text's SHA-256 (hex)."""

    essay: UUID
    slot: int
    text: str


class BatchSettled(Message, frozen=True, kw_only=True, tag="lifecycle.batch_settled.v1"):
    """Nothing is waited for any more: these essays take part.

    Said again, with the next `revision`, when the set of essays has changed (a slot was added, a
    corrected file came).
    """

    revision: int
    cause: Literal["complete", "intake ended", "closed short", "deadline"]
    essays: tuple[SettledEssay, ...]
    refused: int
    left_over: int


class OfferTexts(Message, frozen=True, kw_only=True, tag="lifecycle.offer_texts.v1"):
    """Texts of this batch stand in line for slots (the service's word to itself)."""
