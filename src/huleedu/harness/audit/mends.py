"""What is proven to have one right answer, and how it is put right.

A mend is here only if its answer follows from what several parts say alike. Some set a value, and
what the parts say afterwards is known beforehand (`applied`); the others ask the owner of the data
to do once more what it does every day.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from huleedu.harness.audit.facts import Assignment, BatchFacts, Shown, ShownFile


@dataclass(frozen=True, slots=True)
class Recount:
    """The counter of taken slots is set to what is taken."""

    used: int


@dataclass(frozen=True, slots=True)
class RestoreAssignment:
    """The slot that all others know the essay to have is entered in the ledger again."""

    slot: int
    content: str
    essay: str


@dataclass(frozen=True, slots=True)
class GiveSlot:
    """The essay gets the number of the slot that all others know it to have."""

    essay: str
    slot: int


@dataclass(frozen=True, slots=True)
class ShowFile:
    """People are shown the state and slot that the essay has; all else that they see is right."""

    essay: str
    state: str
    slot: int | None


@dataclass(frozen=True, slots=True)
class ShowSlots:
    """People are shown how many slots there are."""

    slots: int


@dataclass(frozen=True, slots=True)
class LookAgain:
    """The lifecycle looks again at who stands in line, and whether the batch is settled."""


@dataclass(frozen=True, slots=True)
class SettleAgain:
    """The lifecycle says once more who takes part."""


@dataclass(frozen=True, slots=True)
class SendAgain:
    """The message is sent once more; who has handled it already takes no notice."""

    message: str
    sender: str


Value = Recount | RestoreAssignment | GiveSlot | ShowFile | ShowSlots
Command = LookAgain | SettleAgain | SendAgain
Mend = Value | Command


def applied(facts: BatchFacts, wanted: Sequence[Value]) -> BatchFacts:
    """What the parts will say once these values are set."""
    for one in wanted:
        facts = _applied(facts, one)
    return facts


def _applied(facts: BatchFacts, one: Value) -> BatchFacts:
    match one:
        case Recount(used):
            return replace(facts, used=used)
        case RestoreAssignment(slot, content, essay):
            assignment = Assignment(slot, content, essay, recent=False)
            return replace(
                facts, assignments=(*facts.assignments, assignment), used=max(facts.used, slot)
            )
        case GiveSlot(given, slot):
            essays = tuple(replace(e, slot=slot) if e.id == given else e for e in facts.essays)
            return replace(facts, essays=essays)
        case ShowFile(essay, state, slot):
            shown = _shown(facts)
            file = replace(shown.files.get(essay, ShownFile(state)), state=state, slot=slot)
            return replace(facts, shown=replace(shown, files={**shown.files, essay: file}))
        case ShowSlots(slots):
            return replace(facts, shown=replace(_shown(facts), slots=slots))


def _shown(facts: BatchFacts) -> Shown:
    assert facts.shown, "only what is shown can be shown otherwise"
    return facts.shown
