"""What each part of a live system says about one batch."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from huleedu.kit.kept import Kept


@dataclass(frozen=True, slots=True)
class Assignment:
    """A slot that the ledger has given away.

    `recent`: what was said when it was given is still kept. `text_kept`: the text is in the store
    of contents, under its own SHA-256.
    """

    slot: int
    content: str
    essay: str
    recent: bool = True
    text_kept: bool = True


@dataclass(frozen=True, slots=True)
class EssayState:
    """An essay's state, in the lifecycle's words; `turn`: it stands in line and is the next."""

    id: str
    name: str
    state: str
    slot: int | None = None
    content: str | None = None
    turn: bool = False


@dataclass(frozen=True, slots=True)
class Announcement:
    """What the ledger said: that an essay has a slot."""

    slot: int
    essay: str


class Fate(StrEnum):
    """What has become of a message."""

    UNSENT = "lies in the outbox"
    UNDER_WAY = "was sent, and not handled"
    DEAD = "was given up"


@dataclass(frozen=True, slots=True)
class PendingMessage:
    """A message about the batch that has not had its effect.

    `late`: it had time enough. `served`: some living process works for its receiver.
    """

    message: str
    type: str
    sender: str
    receiver: str
    fate: Fate
    late: bool
    served: bool = True


@dataclass(frozen=True, slots=True)
class BoardFacts:
    """What the service `batches` goes by: essay → (slot, text).

    `awaited`: no result came yet. `done`: essay → the steps that succeeded; `gone`: (essay, step)
    without the result that an ended batch must have. `registered`: the slots it began with.
    """

    revision: int
    state: str
    run: int
    essays: Mapping[str, tuple[int, str]]
    awaited: tuple[str, ...] = ()
    done: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    gone: tuple[tuple[str, str], ...] = ()
    registered: int | None = None


@dataclass(frozen=True, slots=True)
class ShownFile:
    """What people are shown of a file; `text` is its SHA-256, `steps` are those that they see."""

    state: str
    slot: int | None = None
    name: str = ""
    text: str | None = None
    steps: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Shown:
    """What people are shown: essay → what of it."""

    slots: int | None
    state: str
    run: int
    files: Mapping[str, ShownFile]


@dataclass(frozen=True, slots=True)
class BatchFacts:
    """All of it; None where a part has never heard of the batch."""

    batch: str
    slots: int | None
    """None: it is not registered."""
    used: int
    """The ledger's counter of slots taken."""
    closed: bool
    revision: int
    """How often the lifecycle has said that the batch is settled."""
    settle_due: bool
    """By the rule of slots it is settled, and nobody has said so."""
    assignments: tuple[Assignment, ...] = ()
    essays: tuple[EssayState, ...] = ()
    said: tuple[Announcement, ...] = ()
    board: BoardFacts | None = None
    shown: Shown | None = None
    pending: tuple[PendingMessage, ...] = ()
    fences: frozenset[str] = frozenset({"batch, slot", "batch, content"})
    """What the database itself keeps unique among the assignments."""
    kept: Mapping[str, Kept] = field(default_factory=dict[str, Kept])
    """`service.table` → its rows about the batch."""
    unreadable: tuple[str, ...] = ()
    """Parts that keep what cannot be read, and what is wrong with it."""

    @property
    def quiet(self) -> bool:
        """Nothing is under way that could change the findings in a moment."""
        return all(one.late or one.fate is Fate.DEAD for one in self.pending)
