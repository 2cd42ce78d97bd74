"""What a door for judges needs from the judging; put together in `app/sessions.py`."""

from typing import Protocol
from uuid import UUID

from huleedu.contracts.judging import (
    Answered,
    Flag,
    KeyRevoked,
    Left,
    Next,
    NotOpened,
    NotSeated,
    Session,
    Undone,
    UnknownKey,
    Which,
)


class Judging(Protocol):
    """One judge's session: they can reach no other batch and no other judge's pairs.

    Every method may raise `EngineAway` or `Collision`; the same may then be asked again.
    """

    async def session(self) -> Session | NotSeated | NotOpened:
        """What the judge sits down to, and how far they are."""
        ...

    async def next(self) -> Next:
        """The pair to look at: the same one until it is decided or flagged."""
        ...

    async def decide(
        self, pair: UUID, answer: int, *, took_s: float | None, comment: str
    ) -> Answered:
        """Leave a decision; a second one changes nothing."""
        ...

    async def flag(self, pair: UUID, why: Flag, *, which: Which | None, comment: str) -> Left:
        """Leave a pair unjudged.

        Args:
            which: the text that is the problem, if it is one of them.
        """
        ...

    async def undo(self, count: int, decided: int) -> Undone:
        """Take back the last decisions.

        Args:
            decided: how many the judge believes to have made; if it is another number, nothing is
                taken back, so that asking again after a lost answer does no harm.
        """
        ...


class Sessions(Protocol):
    """All sessions. Both methods may raise `EngineAway` or `Collision`."""

    async def of(self, key: str) -> Judging | UnknownKey | KeyRevoked:
        """The session that this key opens."""
        ...

    async def ready(self) -> None:
        """Return when the database answers."""
        ...
