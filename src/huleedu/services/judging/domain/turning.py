"""Count a judge's decisions as if the two texts had stood the other way round."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Turning:
    """Somebody has said that what a judge had decided counts turned; until when, and who ended it.

    A name is empty where the machine's own command did it.
    """

    id: UUID
    at: datetime
    by_name: str
    ended_at: datetime | None
    ended_name: str


@dataclass(frozen=True, slots=True)
class HowCounted:
    """So many decisions of a judge count turned, or so many count nowhere."""

    judge: str
    turned: int
    left_out: int
