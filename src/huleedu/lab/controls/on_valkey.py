"""Wrong ways on Valkey, as an earlier platform went them."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

from valkey import exceptions
from valkey.asyncio import BlockingConnectionPool, Valkey

from huleedu.lab.history import Outcome, Row
from huleedu.lab.run import Answer, NotAnswered, System

CONNECTIONS = 12
RETRIES = 3
PENDING = "pending"


class ValkeyTransaction(Protocol):
    """What is watched, looked at, and then done together; `multi` parts the two."""

    async def watch(self, *keys: str) -> bool: ...
    async def hget(self, key: str, field: str) -> str | None: ...
    async def srandmember(self, key: str) -> str | None: ...
    def multi(self) -> None: ...
    def srem(self, key: str, *members: str) -> object: ...
    def hset(self, key: str, field: str, value: str) -> object: ...
    async def execute(self, raise_on_error: bool = True) -> list[Any]: ...


class ValkeyCommands(Protocol):
    """The commands of a Valkey that the wrong ways use."""

    def pipeline(
        self, transaction: bool = True
    ) -> AbstractAsyncContextManager[ValkeyTransaction]: ...
    async def sadd(self, key: str, *members: str | int) -> int: ...
    async def srem(self, key: str, *members: str) -> int: ...
    async def srandmember(self, key: str) -> str | None: ...
    async def spop(self, key: str) -> str | None: ...
    async def hget(self, key: str, field: str) -> str | None: ...
    async def hset(self, key: str, field: str, value: str) -> int: ...
    async def hsetnx(self, key: str, field: str, value: str) -> bool: ...
    async def hdel(self, key: str, *fields: str) -> int: ...
    async def hgetall(self, key: str) -> dict[str, str]: ...
    async def delete(self, *keys: str) -> int: ...


class OnValkey(ABC):
    """What the wrong ways share: free slots in a set, holders in a hash.

    Args:
        leave: closes what was opened for it.
    """

    def __init__(self, valkey: ValkeyCommands, leave: Callable[[], Awaitable[None]]) -> None:
        self._valkey = valkey
        self._leave = leave

    async def register(self, batch: str, slots: int) -> Outcome:
        """See `System`."""
        try:
            await self._valkey.sadd(free_of(self._name(batch)), *range(1, slots + 1))
        except exceptions.ValkeyError as error:
            raise NotAnswered(str(error)) from error
        return Outcome.REGISTERED

    async def offer(self, batch: str, content: str) -> Answer:
        """See `System`."""
        try:
            return await self._offer(self._name(batch), content)
        except (exceptions.ConnectionError, exceptions.TimeoutError, OSError) as error:
            raise NotAnswered(str(error)) from error

    async def rows(self, batches: Sequence[str]) -> dict[str, tuple[Row, ...]]:
        """See `System`."""
        found: dict[str, tuple[Row, ...]] = {}
        for batch in batches:
            held = await self._valkey.hgetall(holders_of(self._name(batch)))
            found[batch] = tuple(
                (content, int(slot) if slot.isdecimal() else slot)
                for content, slot in sorted(held.items())
            )
        return found

    async def aclose(self) -> None:
        """See `System`."""
        await self._leave()

    def _name(self, batch: str) -> str:
        return batch

    @abstractmethod
    async def _offer(self, batch: str, content: str) -> Answer:
        """The mistake."""

    async def _watching(self, batch: str, content: str, attempts: int) -> Answer | None:
        """Watch, look, take if nobody else did; none if somebody did each time."""
        async with self._valkey.pipeline(transaction=True) as pipeline:
            for _ in range(attempts):
                await pipeline.watch(free_of(batch), holders_of(batch))
                mine = await pipeline.hget(holders_of(batch), content)
                if mine is not None:
                    return Answer(Outcome.REPLAYED, int(mine))
                free = await pipeline.srandmember(free_of(batch))
                if free is None:
                    return Answer(Outcome.NO_SLOT)
                pipeline.multi()
                pipeline.srem(free_of(batch), free)
                pipeline.hset(holders_of(batch), content, free)
                try:
                    await pipeline.execute()
                except exceptions.WatchError:
                    continue
                return Answer(Outcome.ASSIGNED, int(free))
        return None


class FewRetries(OnValkey):
    """Optimistic: watches, takes if nobody else did, and gives up soon: 'no slot'."""

    async def _offer(self, batch: str, content: str) -> Answer:
        return await self._watching(batch, content, RETRIES) or Answer(Outcome.NO_SLOT)


class Placeholder(OnValkey):
    """Marks the content first and fills in its slot afterwards: others see the mark."""

    async def _offer(self, batch: str, content: str) -> Answer:
        if not await self._valkey.hsetnx(holders_of(batch), content, PENDING):
            mine = await self._valkey.hget(holders_of(batch), content) or PENDING
            return Answer(Outcome.REPLAYED, int(mine) if mine.isdecimal() else mine)
        free = await self._valkey.spop(free_of(batch))
        if free is None:
            return Answer(Outcome.NO_SLOT)
        await self._valkey.hset(holders_of(batch), content, free)
        return Answer(Outcome.ASSIGNED, int(free))


def free_of(batch: str) -> str:
    """The key of a batch's free slots."""
    return f"control:{{{batch}}}:free"


def holders_of(batch: str) -> str:
    """The key of who holds which slot of a batch."""
    return f"control:{{{batch}}}:held"


def opener(control: type[OnValkey]) -> Callable[[str, str], Awaitable[System]]:
    """Opens such a control on a Valkey."""

    async def opened(_postgres: str, valkey: str) -> System:
        pool = BlockingConnectionPool.from_url(
            valkey, max_connections=CONNECTIONS, timeout=5, decode_responses=True
        )
        client = Valkey(connection_pool=pool)

        async def leave() -> None:
            await client.aclose()
            await pool.disconnect()

        return control(client, leave)

    return opened


ON_VALKEY = {"few-retries": opener(FewRetries), "placeholder": opener(Placeholder)}
"""Name → how to open it."""
