"""The wrong ways of the story of the seventeen, as the platform before this one went them.

All slots are handed out by a Valkey, optimistically: watch, look, take if nobody else did.
"""

from huleedu.lab.controls.on_valkey import PENDING, RETRIES, OnValkey, free_of, holders_of
from huleedu.lab.history import Outcome
from huleedu.lab.run import Answer

NAME = "class 7b"
PATIENT = 10_000
"""So often nobody is disturbed."""


class Rightly(OnValkey):
    """Tries until nobody has interfered: right, and slow when many want the same."""

    async def _offer(self, batch: str, content: str) -> Answer:
        answer = await self._watching(batch, content, PATIENT)
        assert answer is not None
        return answer


class SaysTrue(Rightly):
    """Hands out rightly, and answers `True` for 'I have dealt with it'."""

    async def _offer(self, batch: str, content: str) -> Answer:
        await super()._offer(batch, content)
        return Answer(Outcome.HANDLED)


class Starved(OnValkey):
    """Watches; who was disturbed three times takes what it saw last, without watching."""

    async def _offer(self, batch: str, content: str) -> Answer:
        answer = await self._watching(batch, content, RETRIES)
        if answer is not None:
            return answer
        free = await self._valkey.srandmember(free_of(batch))
        if free is None:
            return Answer(Outcome.NO_SLOT)
        await self._valkey.srem(free_of(batch), free)
        await self._valkey.hset(holders_of(batch), content, free)
        return Answer(Outcome.ASSIGNED, int(free))


class ReadsBack(OnValkey):
    """Marks the content, pops a slot for it, and answers what it reads there then.

    Whoever comes second and meets the mark reads it as well, and it is no slot.
    """

    async def _offer(self, batch: str, content: str) -> Answer:
        mine = await self._valkey.hget(holders_of(batch), content)
        if mine is not None and mine != PENDING:
            return Answer(Outcome.REPLAYED, int(mine))
        if await self._valkey.hsetnx(holders_of(batch), content, PENDING):
            free = await self._valkey.spop(free_of(batch))
            if free is None:
                await self._valkey.hdel(holders_of(batch), content)
                return Answer(Outcome.NO_SLOT)
            await self._valkey.hset(holders_of(batch), content, free)
        there = await self._valkey.hget(holders_of(batch), content)
        if there is None:
            return Answer(Outcome.NO_SLOT)
        return Answer(Outcome.ASSIGNED, int(there) if there.isdecimal() else there)


class NotCleared(Rightly):
    """Hands out rightly, under a name that the test before has used and half cleared away."""

    def _name(self, batch: str) -> str:
        return NAME

    async def clear(self) -> None:
        """Throw away the free slots, and forget who holds the others."""
        await self._valkey.delete(free_of(NAME))
