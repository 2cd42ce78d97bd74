"""What the page of the installation asks of it: how each part is, and what was given up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from huleedu.contracts.reason import Reason
from huleedu.kit.database import Database

State = Literal["well", "look", "unwell", "silent"]
"""How a part is: as it has to be; it could be better; it will not do; it does not answer."""


@dataclass(frozen=True, slots=True)
class PartSeen:
    """A part of the installation, how it is, and what there is to say of it and to do."""

    name: str
    state: State
    said: Sequence[Reason]


@dataclass(frozen=True, slots=True)
class Letter:
    """A message that was given up: what kind, for whom, since when, after how many tries.

    What it holds and why it failed are left out: either may tell a name or a text.
    """

    message: UUID
    consumer: str
    kind: str
    said_at: datetime
    tries: int


@dataclass(frozen=True, slots=True)
class SchoolSize:
    """How much a school has."""

    classes: int = 0
    batches: int = 0
    essays: int = 0
    size_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Silent:
    """It does not answer in time; whether it is away or slow is not known."""


class Installation(Protocol):
    """The installation, asked with bounds: none of these waits for long, whatever is away."""

    @property
    def schools(self) -> Database:
        """identity's tables with the rights to all schools, for acts that ask who acts."""
        ...

    async def parts(self) -> Sequence[PartSeen]:
        """How each part is."""
        ...

    async def given_up(self) -> Sequence[Letter] | Silent:
        """Messages that were given up, the oldest first."""
        ...

    async def try_again(self, letters: Sequence[tuple[UUID, str]]) -> int | Silent:
        """Deliver these (message and consumer) again; how many were there still."""
        ...

    async def sizes(self) -> Mapping[UUID, SchoolSize] | Silent:
        """How much each school has that has any."""
        ...
