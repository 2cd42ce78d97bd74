"""The chapters: what was asked, by whom it was answered, and what was counted as a success."""

from enum import Enum

import msgspec

from huleedu.lab.controls.in_the_story import (
    NotCleared,
    ReadsBack,
    Rightly,
    SaysTrue,
    Starved,
)
from huleedu.lab.controls.on_valkey import OnValkey
from huleedu.lab.history import History, Outcome

TASKS = 30
SLOTS = 15
PROCESSES = 3


class Counted(Enum):
    """What somebody took for a success."""

    ASSIGNED = "every answer that says a slot was given"
    NAMED = "every answer that names a slot"
    YESES = "every answer `True`"
    ROWS = "the rows of the store"

    def is_success(self, outcome: Outcome | None) -> bool:
        """Whether this answer is counted."""
        match self:
            case Counted.ASSIGNED:
                return outcome is Outcome.ASSIGNED
            case Counted.NAMED:
                return outcome in (Outcome.ASSIGNED, Outcome.REPLAYED)
            case Counted.YESES:
                return outcome is Outcome.HANDLED
            case Counted.ROWS:
                return False

    def claimed(self, history: History) -> int:
        """How many successes come out."""
        if self is Counted.ROWS:
            return sum(len(state.rows) for _, state in history.after.values())
        return sum(self.is_success(operation.outcome) for operation in history.operations)


class Chapter(msgspec.Struct, frozen=True, kw_only=True):
    """One way to a number.

    again: how many of the 30 tasks are second deliveries, `again_after_ms` after the first.
    before: contents of a test before, which left them behind.
    slow_ms: what a command takes at most on its way there, and on its way back.
    """

    key: str
    title: str
    control: type[OnValkey]
    counted: Counted
    seed: int
    again: int = 0
    again_after_ms: float = 0.0
    before: int = 0
    slow_ms: float = 1.0
    told: str
    lesson: str = ""


CHAPTERS = (
    Chapter(
        key="15-counted-right",
        title="15: what is right",
        control=Rightly,
        counted=Counted.ASSIGNED,
        seed=1,
        told=(
            "Thirty contents, fifteen slots. Each worker watches the free slots, looks, and takes "
            "one if nobody else has changed anything meanwhile; if somebody has, it tries again "
            "until it is not disturbed. Fifteen contents get a slot, and fifteen are told that "
            "there is none. This is the run that all others are held against."
        ),
    ),
    Chapter(
        key="30-handled",
        title="30: a yes that says nothing",
        control=SaysTrue,
        counted=Counted.YESES,
        seed=1,
        told=(
            "The same workers, just as right. But their handler answers `True` to everything that "
            "it has dealt with, and 'there is no slot for you' is dealt with, too. The test "
            "counted `True`."
        ),
        lesson=(
            "An outcome is a closed type (`Assigned`, `Replayed`, `NoSlot` …), never a boolean."
        ),
    ),
    Chapter(
        key="25-replays",
        title="25: replays counted",
        control=Rightly,
        counted=Counted.NAMED,
        seed=1,
        again=10,
        again_after_ms=40,
        told=(
            "A bus delivers at least once. Of these thirty tasks ten are second deliveries, and "
            "the workers answer them rightly: with the slot of before. Whoever counts answers "
            "that name a slot counts ten contents twice."
        ),
        lesson=("A replay has an outcome of its own, and causes no second event."),
    ),
    Chapter(
        key="25-starved",
        title="25: transactions that starved",
        control=Starved,
        counted=Counted.ASSIGNED,
        seed=10,
        slow_ms=1.0,
        told=(
            "Optimism needs luck: when thirty want the same slots, most find that somebody else "
            "was faster. These workers lose patience after three attempts and take the slot that "
            "they see, without watching. Two of them see the same one."
        ),
        lesson=("Exactness lives in one statement and in a constraint, not in retries."),
    ),
    Chapter(
        key="17-left-over",
        title="17: what the test before left",
        control=NotCleared,
        counted=Counted.ROWS,
        seed=1,
        before=2,
        told=(
            "The test before this one used the same name for its batch and gave two slots. "
            "Clearing up deleted the free slots and forgot the table of holders. Fifteen contents "
            "got a slot, as they should; the table has seventeen rows."
        ),
        lesson=(
            "Each run has a batch of its own name, and `huleedu lab isolate` finds tests that "
            "leave something behind."
        ),
    ),
    Chapter(
        key="17-placeholders",
        title="17: placeholders read back",
        control=ReadsBack,
        counted=Counted.ASSIGNED,
        seed=1,
        again=2,
        again_after_ms=1.0,
        told=(
            "Two steps where one is needed: a worker marks the content as pending, pops a slot, "
            "writes it where the mark was, and answers what it reads there. A second delivery of "
            "the same content that comes between the two steps reads the mark, and takes it for "
            "its slot."
        ),
        lesson=("Decide and write in one step; what others can see must be true at every instant."),
    ),
)
"""In the order they are told."""
