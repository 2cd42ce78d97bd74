"""What has one right answer, and how it is put right."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recount:
    """The counter of taken slots is set to what is taken."""

    used: int


@dataclass(frozen=True, slots=True)
class RestoreSeat:
    """The slot that the essay was promised is entered in the ledger again; nobody else has it."""

    slot: int
    content: str
    essay: str


@dataclass(frozen=True, slots=True)
class MoveToSeat:
    """The essay takes the slot that the ledger has given it."""

    essay: str
    slot: int


@dataclass(frozen=True, slots=True)
class SayAssigned:
    """It is said that the essay has its slot."""

    essay: str
    slot: int
    content: str


@dataclass(frozen=True, slots=True)
class SayFilled:
    """It is said that all slots are taken."""

    slots: int


@dataclass(frozen=True, slots=True)
class LookAgain:
    """The lifecycle looks again at who stands in line, and whether the batch is settled."""


@dataclass(frozen=True, slots=True)
class SettleAgain:
    """The lifecycle says once more who takes part."""


@dataclass(frozen=True, slots=True)
class ShowFile:
    """People are shown the state and slot that the essay has."""

    essay: str
    state: str
    slot: int | None


@dataclass(frozen=True, slots=True)
class ShowSlots:
    """People are shown how many slots there are."""

    slots: int


@dataclass(frozen=True, slots=True)
class ShowEnd:
    """People are shown how the batch ended."""

    run: int
    state: str


@dataclass(frozen=True, slots=True)
class SendAgain:
    """The message is sent once more; who has handled it already takes no notice."""

    message: str
    sender: str


Mend = (
    Recount
    | RestoreSeat
    | MoveToSeat
    | SayAssigned
    | SayFilled
    | LookAgain
    | SettleAgain
    | ShowFile
    | ShowSlots
    | ShowEnd
    | SendAgain
)
