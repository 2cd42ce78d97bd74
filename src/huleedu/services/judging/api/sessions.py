"""A judge's session: the desk with the texts, and never a pupil's name."""

import asyncio
from uuid import UUID
from weakref import WeakValueDictionary

from huleedu.contracts.judging import (
    Answered,
    Flag,
    KeyRevoked,
    Left,
    Next,
    NotOpened,
    NotSeated,
    PairToJudge,
    Session,
    Undone,
    UnknownKey,
    Which,
)
from huleedu.kit.content import Contents
from huleedu.services.judging.api.desk import Desk
from huleedu.services.judging.domain.anonymise import anonymise
from huleedu.services.judging.domain.desk import HandedOut, Seat

__all__ = ["JudgeSession", "Sessions", "anonymise", "session_of"]


class Sessions:
    """All sessions. Methods may raise `EngineAway` or `Collision`; they may then be asked again."""

    def __init__(self, desk: Desk, contents: Contents) -> None:
        self._desk = desk
        self._contents = contents
        self._turns: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()

    async def of(self, key: str) -> "JudgeSession | UnknownKey | KeyRevoked":
        """The session that this key opens."""
        seat = await self._desk.whose(key)
        if isinstance(seat, UnknownKey | KeyRevoked):
            return seat
        turn = self._turns.setdefault(seat.batch, asyncio.Lock())
        return JudgeSession(self._desk, self._contents, seat, turn)

    async def ready(self) -> None:
        """Return when the database answers."""
        await self._desk.ready()

    async def aclose(self) -> None:
        """Let the desk finish what it is learning."""
        await self._desk.aclose()


class JudgeSession:
    """One judge's session: they can reach no other batch and no other judge's pairs.

    Every method may raise `EngineAway` or `Collision`; the same may then be asked again.

    Args:
        turn: one for all judges of the batch. They would wait for one another in any case, but each
            with one of the few connections to the database, and decisions would wait for those.
    """

    def __init__(self, desk: Desk, contents: Contents, seat: Seat, turn: asyncio.Lock) -> None:
        self._desk = desk
        self._contents = contents
        self._seat = seat
        self._turn = turn

    async def session(self) -> Session | NotSeated | NotOpened:
        """What the judge sits down to, and how far they are."""
        return await self._desk.session(self._seat.batch, self._seat.judge)

    async def next(self) -> Next:
        """The pair to look at: the same one until it is decided or flagged."""
        async with self._turn:
            found = await self._desk.next(self._seat.batch, self._seat.judge)
        if not isinstance(found, HandedOut):
            return found
        [pair] = found.pairs
        shown = await self._desk.scripts(self._seat.batch, (pair.first, pair.second))
        texts = await self._contents.texts([script.text for script in shown.values()])
        first, second = (
            anonymise(texts[script.text], script.pupil)
            for script in (shown[pair.first], shown[pair.second])
        )
        return PairToJudge(pair=pair.pair, first=first, second=second, leased_until=found.until)

    async def decide(
        self, pair: UUID, answer: int, *, took_s: float | None, comment: str
    ) -> Answered:
        """Leave a decision; a second one changes nothing."""
        at = self._seat
        return await self._desk.decide(
            pair, at.judge, answer, took_s=took_s, comment=comment, batch=at.batch
        )

    async def flag(self, pair: UUID, why: Flag, *, which: Which | None, comment: str) -> Left:
        """Leave a pair unjudged.

        Args:
            which: the text that is the problem, if it is one of them.
        """
        at = self._seat
        return await self._desk.flag(pair, at.judge, why, comment, which, batch=at.batch)

    async def undo(self, count: int, decided: int) -> Undone:
        """Take back the last decisions.

        Args:
            decided: how many the judge believes to have made; if it is another number, nothing is
                taken back, so that asking again after a lost answer does no harm.
        """
        return await self._desk.undo(self._seat.batch, self._seat.judge, count, decided=decided)


def session_of(desk: Desk, contents: Contents, batch: UUID, judge: str) -> JudgeSession:
    """The session of a judge who needs no key: whoever may run our commands."""
    return JudgeSession(desk, contents, Seat(batch, judge), asyncio.Lock())
