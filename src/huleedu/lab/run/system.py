"""What a run needs of a system that hands out slots."""

from collections.abc import Sequence
from typing import Protocol

import msgspec

from huleedu.lab.history import Outcome, Row, Slot


class Answer(msgspec.Struct, frozen=True):
    """What a system answered to an offer."""

    outcome: Outcome
    slot: Slot | None = None


class NotAnswered(Exception):
    """The system broke off: it may have happened or not."""


class System(Protocol):
    """A system that hands out slots, seen from one process. All methods may raise `NotAnswered`."""

    async def register(self, batch: str, slots: int) -> Outcome:
        """Let a batch (a UUID in text) have so many slots."""
        ...

    async def offer(self, batch: str, content: str) -> Answer:
        """Ask a slot for a content."""
        ...

    async def rows(self, batches: Sequence[str]) -> dict[str, tuple[Row, ...]]:
        """Batch → who holds which slot; called when nobody asks any more."""
        ...

    async def aclose(self) -> None:
        """Leave."""
        ...
