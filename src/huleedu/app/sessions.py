"""Judges' sessions for the doors: the desk with the texts, and never a pupil's name."""

import asyncio
from uuid import UUID
from weakref import WeakValueDictionary

from huleedu.app.judging import desk_of
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
from huleedu.gateway.sessions import Judging
from huleedu.kit.content import Contents
from huleedu.services.judging.domain.anonymise import anonymise
from huleedu.services.judging.domain.desk import HandedOut, Script, Seat
from huleedu.services.judging.store.desk import Desk
from huleedu.wiring.program import House

HERE = "select 1"


class Texts:
    """The texts of batches, by the scripts' numbers; where they are kept is asked once a batch."""

    def __init__(self, desk: Desk, contents: Contents) -> None:
        self._desk = desk
        self._contents = contents
        self._scripts: dict[UUID, list[Script]] = {}

    async def of(self, batch: UUID, *numbers: int) -> list[str]:
        """These texts, as the pupils wrote them, but for their names."""
        known = self._scripts.get(batch, [])
        if max(numbers) >= len(known):  # a script keeps its number, and new ones get higher ones
            known = self._scripts[batch] = await self._desk.scripts(batch)
        wanted = [known[number] for number in numbers]
        found = await self._contents.texts([script.text for script in wanted])
        return [anonymise(found[script.text], script.pupil) for script in wanted]


class DeskSessions:
    """Implements `gateway.sessions.Sessions`."""

    def __init__(self, house: House) -> None:
        self._database = house.database("judging")
        self._desk = desk_of(house)
        self._texts = Texts(self._desk, house.contents)
        self._turns: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()

    async def of(self, key: str) -> Judging | UnknownKey | KeyRevoked:
        """See `gateway.sessions.Sessions`."""
        seat = await self._desk.whose(key)
        if isinstance(seat, UnknownKey | KeyRevoked):
            return seat
        turn = self._turns.setdefault(seat.batch, asyncio.Lock())
        return DeskSession(self._desk, self._texts, seat, turn)

    async def ready(self) -> None:
        """See `gateway.sessions.Sessions`."""
        async with self._database.session() as sql:
            await sql.fetchval(HERE)

    async def aclose(self) -> None:
        """Let the desk finish what it is learning."""
        await self._desk.aclose()


class DeskSession:
    """Implements `gateway.sessions.Judging` for one seat.

    Args:
        turn: one for all judges of the batch. They would wait for one another in any case, but each
            with one of the few connections to the database, and decisions would wait for those.
    """

    def __init__(self, desk: Desk, texts: Texts, seat: Seat, turn: asyncio.Lock) -> None:
        self._desk = desk
        self._texts = texts
        self._seat = seat
        self._turn = turn

    async def session(self) -> Session | NotSeated | NotOpened:
        """See `gateway.sessions.Judging`."""
        return await self._desk.session(self._seat.batch, self._seat.judge)

    async def next(self) -> Next:
        """See `gateway.sessions.Judging`."""
        async with self._turn:
            found = await self._desk.next(self._seat.batch, self._seat.judge)
        if not isinstance(found, HandedOut):
            return found
        [pair] = found.pairs
        first, second = await self._texts.of(self._seat.batch, pair.first, pair.second)
        return PairToJudge(pair=pair.pair, first=first, second=second, leased_until=found.until)

    async def decide(
        self, pair: UUID, answer: int, *, took_s: float | None, comment: str
    ) -> Answered:
        """See `gateway.sessions.Judging`."""
        at = self._seat
        return await self._desk.decide(
            pair, at.judge, answer, took_s=took_s, comment=comment, batch=at.batch
        )

    async def flag(self, pair: UUID, why: Flag, *, which: Which | None, comment: str) -> Left:
        """See `gateway.sessions.Judging`."""
        at = self._seat
        return await self._desk.flag(pair, at.judge, why, comment, which, batch=at.batch)

    async def undo(self, count: int, decided: int) -> Undone:
        """See `gateway.sessions.Judging`."""
        return await self._desk.undo(self._seat.batch, self._seat.judge, count, decided=decided)


def session_of(house: House, batch: UUID, judge: str) -> DeskSession:
    """The session of a judge who needs no key: whoever may run our commands."""
    desk = desk_of(house)
    return DeskSession(desk, Texts(desk, house.contents), Seat(batch, judge), asyncio.Lock())
