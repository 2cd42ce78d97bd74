"""Wrong ways on Valkey, as an earlier platform went them."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence

from valkey import exceptions
from valkey.asyncio import BlockingConnectionPool, Valkey

from huleedu.lab.history import Outcome, Row
from huleedu.lab.run import Answer, NotAnswered, System

CONNECTIONS = 12
RETRIES = 3
PENDING = "pending"


class _OnValkey(ABC):
    """What the wrong ways share: free slots in a set, holders in a hash."""

    def __init__(self, url: str) -> None:
        pool = BlockingConnectionPool.from_url(
            url, max_connections=CONNECTIONS, timeout=5, decode_responses=True
        )
        self._valkey = Valkey(connection_pool=pool)
        self._pool = pool

    async def register(self, batch: str, slots: int) -> Outcome:
        """See `System`."""
        try:
            await self._valkey.sadd(_free(batch), *range(1, slots + 1))
        except exceptions.ValkeyError as error:
            raise NotAnswered(str(error)) from error
        return Outcome.REGISTERED

    async def offer(self, batch: str, content: str) -> Answer:
        """See `System`."""
        try:
            return await self._offer(batch, content)
        except (exceptions.ConnectionError, exceptions.TimeoutError, OSError) as error:
            raise NotAnswered(str(error)) from error

    async def rows(self, batches: Sequence[str]) -> dict[str, tuple[Row, ...]]:
        """See `System`."""
        found: dict[str, tuple[Row, ...]] = {}
        for batch in batches:
            held: dict[str, str] = await self._valkey.hgetall(_holders(batch))
            found[batch] = tuple(
                (content, int(slot) if slot.isdecimal() else slot)
                for content, slot in sorted(held.items())
            )
        return found

    async def aclose(self) -> None:
        """See `System`."""
        await self._valkey.aclose()
        await self._pool.disconnect()

    @abstractmethod
    async def _offer(self, batch: str, content: str) -> Answer:
        """The mistake."""


class FewRetries(_OnValkey):
    """Optimistic: watches, takes if nobody else did, and gives up soon: 'no slot'."""

    async def _offer(self, batch: str, content: str) -> Answer:
        async with self._valkey.pipeline(transaction=True) as pipeline:
            for _ in range(RETRIES):
                await pipeline.watch(_free(batch), _holders(batch))
                mine = await pipeline.hget(_holders(batch), content)
                if mine is not None:
                    return Answer(Outcome.REPLAYED, int(mine))
                free = await pipeline.srandmember(_free(batch))
                if free is None:
                    return Answer(Outcome.NO_SLOT)
                pipeline.multi()
                pipeline.srem(_free(batch), free)
                pipeline.hset(_holders(batch), content, free)
                try:
                    await pipeline.execute()
                except exceptions.WatchError:
                    continue
                return Answer(Outcome.ASSIGNED, int(free))
        return Answer(Outcome.NO_SLOT)


class Placeholder(_OnValkey):
    """Marks the content first and fills in its slot afterwards: others see the mark."""

    async def _offer(self, batch: str, content: str) -> Answer:
        if not await self._valkey.hsetnx(_holders(batch), content, PENDING):
            mine = await self._valkey.hget(_holders(batch), content) or PENDING
            return Answer(Outcome.REPLAYED, int(mine) if mine.isdecimal() else mine)
        free = await self._valkey.spop(_free(batch))
        if free is None:
            return Answer(Outcome.NO_SLOT)
        await self._valkey.hset(_holders(batch), content, free)
        return Answer(Outcome.ASSIGNED, int(free))


def _free(batch: str) -> str:
    return f"control:{{{batch}}}:free"


def _holders(batch: str) -> str:
    return f"control:{{{batch}}}:held"


def opener(control: type[_OnValkey]) -> Callable[[str, str], Awaitable[System]]:
    """Opens such a control on a Valkey."""

    async def opened(_postgres: str, valkey: str) -> System:
        return control(valkey)

    return opened
