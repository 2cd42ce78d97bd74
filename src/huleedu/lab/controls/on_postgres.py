"""Wrong ways on PostgreSQL."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from huleedu.lab.history import Outcome, Row
from huleedu.lab.run import Answer, NotAnswered, System

CONNECTIONS = 12

# two processes may make them at the same time
TABLES = """
select pg_advisory_xact_lock(7);
create table if not exists control_batch (batch text primary key, slots int, used int default 0);
create table if not exists control_held (batch text, slot int, content text);
"""


class _OnPostgres(ABC):
    """What the wrong ways share. Broken connections are opened anew by the pool."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def register(self, batch: str, slots: int) -> Outcome:
        """See `System`."""
        try:
            await self._pool.execute(
                "insert into control_batch (batch, slots) values ($1, $2) on conflict do nothing",
                *(self._name(batch), slots),
            )
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
            raise NotAnswered(str(error)) from error
        return Outcome.REGISTERED

    async def offer(self, batch: str, content: str) -> Answer:
        """See `System`."""
        try:
            async with self._pool.acquire() as connection:
                return await self._offer(connection, self._name(batch), content)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
            raise NotAnswered(str(error)) from error

    async def rows(self, batches: Sequence[str]) -> dict[str, tuple[Row, ...]]:
        """See `System`."""
        found: dict[str, tuple[Row, ...]] = {}
        for batch in batches:
            rows = await self._pool.fetch(
                "select content, slot from control_held where batch = $1 order by slot, content",
                self._name(batch),
            )
            found[batch] = tuple((row["content"], row["slot"]) for row in rows)
        return found

    async def aclose(self) -> None:
        """See `System`."""
        self._pool.terminate()

    def _name(self, batch: str) -> str:
        return batch

    @abstractmethod
    async def _offer(self, sql: PoolConnectionProxy, batch: str, content: str) -> Answer:
        """The mistake."""


class CheckThenAct(_OnPostgres):
    """Counts what is taken, and then takes the next: two that count at once take the same."""

    async def _offer(self, sql: PoolConnectionProxy, batch: str, content: str) -> Answer:
        mine = await _held(sql, batch, content)
        if mine is not None:
            return Answer(Outcome.REPLAYED, mine)
        slots = await sql.fetchval("select slots from control_batch where batch = $1", batch)
        if slots is None:
            return Answer(Outcome.UNKNOWN_BATCH)
        used = await sql.fetchval("select count(*) from control_held where batch = $1", batch)
        if used >= slots:
            return Answer(Outcome.NO_SLOT)
        await _hold(sql, batch, used + 1, content)
        return Answer(Outcome.ASSIGNED, used + 1)


class LockedIsNone(_OnPostgres):
    """Skips a locked batch, and takes 'somebody is at it' for 'there is no slot'."""

    async def _offer(self, sql: PoolConnectionProxy, batch: str, content: str) -> Answer:
        async with sql.transaction():
            row = await sql.fetchrow(
                "select slots, used from control_batch where batch = $1 for update skip locked",
                batch,
            )
            if row is None or row["used"] >= row["slots"]:
                return Answer(Outcome.NO_SLOT)
            return await _take(sql, batch, content, row["used"])


class AnswersTrue(_OnPostgres):
    """Hands out rightly, and answers `True` for 'I have dealt with it'."""

    async def _offer(self, sql: PoolConnectionProxy, batch: str, content: str) -> Answer:
        await _rightly(sql, batch, content)
        return Answer(Outcome.HANDLED)


class NotCleaned(_OnPostgres):
    """Hands out rightly, under a name that the run before has used: its slots are still taken."""

    def _name(self, batch: str) -> str:
        return "class 7b"

    async def _offer(self, sql: PoolConnectionProxy, batch: str, content: str) -> Answer:
        return await _rightly(sql, batch, content)


async def _rightly(sql: PoolConnectionProxy, batch: str, content: str) -> Answer:
    async with sql.transaction():
        row = await sql.fetchrow(
            "select slots, used from control_batch where batch = $1 for update", batch
        )
        if row is None:
            return Answer(Outcome.UNKNOWN_BATCH)
        mine = await _held(sql, batch, content)
        if mine is not None:
            return Answer(Outcome.REPLAYED, mine)
        if row["used"] >= row["slots"]:
            return Answer(Outcome.NO_SLOT)
        return await _take(sql, batch, content, row["used"])


async def _held(sql: PoolConnectionProxy, batch: str, content: str) -> int | None:
    return await sql.fetchval(
        "select slot from control_held where batch = $1 and content = $2", batch, content
    )


async def _hold(sql: PoolConnectionProxy, batch: str, slot: int, content: str) -> None:
    await sql.execute("insert into control_held values ($1, $2, $3)", batch, slot, content)


async def _take(sql: PoolConnectionProxy, batch: str, content: str, used: int) -> Answer:
    mine = await _held(sql, batch, content)
    if mine is not None:
        return Answer(Outcome.REPLAYED, mine)
    await _hold(sql, batch, used + 1, content)
    await sql.execute("update control_batch set used = used + 1 where batch = $1", batch)
    return Answer(Outcome.ASSIGNED, used + 1)


def opener(control: type[_OnPostgres]) -> Callable[[str, str], Awaitable[System]]:
    """Opens such a control on a PostgreSQL."""

    async def opened(postgres: str, _valkey: str) -> System:
        pool = await asyncpg.create_pool(postgres, min_size=0, max_size=CONNECTIONS)
        await pool.execute(TABLES)
        return control(pool)

    return opened
