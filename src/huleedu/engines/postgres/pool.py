"""The connections of one process to one database: few, and shared by all that work in it."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, suppress
from math import inf
from typing import NamedTuple

import asyncpg

from huleedu.engines.postgres.connecting import (
    FAILURES,
    UNREACHABLE,
    Address,
    DatabaseRefused,
    meant,
)
from huleedu.engines.postgres.connection import Watched
from huleedu.kit.database import EngineAway, EngineUnable

# who owns each schema: its role, whatever it is called in this database ($1: the end of the name,
# for those who see it otherwise)
ROLES = """
select nspname as schema, quote_ident(pg_get_userbyid(nspowner) || $1::text) as role
from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'
"""

# commits wait for the disk, whatever was set for the server, the database or the user
SYNCS = """
select case s when 'off' then 'on' else s end from current_setting('synchronous_commit') as s
"""


SAME_TROUBLE_WITHIN_S = 3.0
"""Services ask again after a second at the most."""
TROUBLE_LASTS_S = 5.0


class View(NamedTuple):
    """Whose tables are seen, with whose rights, and whether commits wait for the disk."""

    schema: str
    durable: bool


class _Held:
    """A connection, and as whom its session runs just now; None: as the user that logged in.

    `doubtful`: a transaction was begun, and its end has not been answered.
    """

    __slots__ = ("connection", "doubtful", "view")

    def __init__(self, connection: Watched) -> None:
        self.connection = connection
        self.view: View | None = None
        self.doubtful = False

    async def roll_back(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """End a transaction that cannot be brought to its end."""
        if isinstance(error, (TimeoutError, asyncio.CancelledError)):
            self.connection.terminate()  # nobody may be there to tell; who is to end does not wait
        with suppress(*FAILURES):  # the server rolls back what it can't be told
            if not self.connection.is_closed():
                await self.connection.execute("rollback")
                self.doubtful = False


class _Trouble:
    """What a server has refused again and again."""

    def __init__(self) -> None:
        self._why = ""
        self._since = self._last = -inf

    def note(self, why: str, now: float) -> None:
        """It was refused just now."""
        if now - self._last > SAME_TROUBLE_WITHIN_S:
            self._since = now
        self._why, self._last = why, now

    def lasting(self, now: float) -> EngineUnable | None:
        """None: all is well, or may be in a moment."""
        still = now - self._last <= SAME_TROUBLE_WITHIN_S
        long = self._last - self._since >= TROUBLE_LASTS_S
        return EngineUnable(self._why) if still and long else None


class Pool:
    """At most so many connections, opened when needed, each used as one schema's role at a time.

    Whoever holds one must not ask the same pool for another: with all of them held by those who
    ask so, nobody would ever go on.

    Args:
        role_end: what stands behind the owners' names in those of the roles that are used.
    """

    def __init__(self, address: Address, connections: int, *, role_end: str = "") -> None:
        self.address = address
        self._role_end = role_end
        self._room = asyncio.Semaphore(connections)
        self._idle: list[_Held] = []
        self._holders: set[asyncio.Task[object]] = set()
        self._roles: dict[str, str] = {}
        self._syncs = "on"
        self._trouble = _Trouble()

    @asynccontextmanager
    async def session(self, view: View) -> AsyncGenerator[asyncpg.Connection]:
        """A connection with these rights; each statement commits by itself.

        Raises `EngineAway` or `Collision`.
        """
        async with self._lent(view) as held:
            if held.view != view:
                held.view = None
                await self._become(held.connection, "set", view)
                held.view = view
            yield held.connection

    @asynccontextmanager
    async def transaction(self, view: View) -> AsyncGenerator[asyncpg.Connection]:
        """A connection with these rights in a transaction; raises `EngineAway` or `Collision`."""
        async with self._lent(view) as held:
            connection = held.connection
            held.doubtful = True
            async with AsyncExitStack() as unless_done:
                unless_done.push_async_exit(held.roll_back)
                if held.view == view:
                    await connection.execute("begin")
                else:
                    await self._become(connection, "begin; set local", view)
                yield connection
                unless_done.pop_all()
            await connection.execute("commit")
            held.doubtful = False

    async def apart(self, view: View) -> Watched:
        """A connection of the caller's own, with these rights, beside those of the pool.

        Raises `EngineAway`.
        """
        connection = await self.address.connect()
        with ExitStack() as unless_usable:
            unless_usable.callback(connection.terminate)
            try:
                await self._become(connection, "set", view)
            except FAILURES as error:
                connection.terminate()  # before it is asked what that means
                raise meant(error, connection) or error from error
            unless_usable.pop_all()
        return connection

    @asynccontextmanager
    async def _lent(self, view: View) -> AsyncGenerator[_Held]:
        task = asyncio.current_task()
        assert task
        nested = task in self._holders and self._room.locked()
        assert not nested, "it holds a connection, and would wait for another for ever"
        async with self._room:
            self._holders.add(task)
            try:
                held = await self._living(view) or _Held(await self.address.connect())
                try:
                    yield held
                    held.connection.heard_at = time.monotonic()
                    self.address.outage.works()
                except asyncio.CancelledError:
                    held.connection.terminate()  # its answer may never come
                    raise
                except FAILURES as error:
                    means = meant(error, held.connection)
                    if isinstance(means, EngineAway):
                        self.address.outage.lost(means, held.connection.born)
                    if means is None:
                        raise
                    raise means from error
                finally:
                    self._put_back(held)
            except EngineUnable as error:
                self._trouble.note(str(error), asyncio.get_running_loop().time())
                raise
            finally:
                self._holders.discard(task)

    async def _living(self, view: View) -> _Held | None:
        """An idle connection at whose other end somebody is."""
        while held := self._chosen(view):
            if await held.connection.lives(self.address.patience):
                return held
            lost = "a connection that rested was lost"
            self.address.outage.lost(lost, held.connection.born)
        return None

    def unable(self) -> EngineUnable | None:
        """What keeps the server from its work, if it has done so for a while and does still.

        That something can be read is no sign of health: a server whose disk is full lets read.
        """
        return self._trouble.lasting(asyncio.get_running_loop().time())

    def _chosen(self, view: View) -> _Held | None:
        """An idle connection: rather one that is used so already, else the one longest idle."""
        self._idle = [held for held in self._idle if not held.connection.is_closed()]
        for n in reversed(range(len(self._idle))):
            if self._idle[n].view == view:
                return self._idle.pop(n)
        return self._idle.pop(0) if self._idle else None

    async def _become(self, connection: asyncpg.Connection, how: str, view: View) -> None:
        """Take the rights of the schema's role, in one round trip."""
        if view.schema not in self._roles:
            self._syncs = await connection.fetchval(SYNCS)
            roles = await connection.fetch(ROLES, self._role_end)
            self._roles = {row["schema"]: row["role"] for row in roles}
        if view.schema not in self._roles:
            raise DatabaseRefused(
                f"This database has no schema {view.schema}: run `huleedu engine migrate` for it."
            )
        role, syncs = self._roles[view.schema], self._syncs if view.durable else "off"
        set_it = how.rpartition("; ")[2]
        try:
            await connection.execute(
                f"{how} role {role}; {set_it} search_path to {view.schema}; "
                f"{set_it} synchronous_commit to {syncs}"
            )
        except (asyncpg.InsufficientPrivilegeError, asyncpg.InvalidParameterValueError) as error:
            self._roles.clear()  # somebody may be giving them other names just now
            raise DatabaseRefused(
                f"The database user may not act as {role} in {view.schema} ({error}): let the "
                f"role's owner say `grant {role} to` that user."
            ) from error

    def _put_back(self, held: _Held) -> None:
        # what the next user asks would be part of a transaction that was cut off, and has others'
        # rights; the connection itself knows of its beginning only when the server has answered
        connection = held.connection
        if connection.is_closed():  # then it cannot even tell whether it is in a transaction
            return
        if held.doubtful or connection.is_in_transaction():
            connection.terminate()
        else:
            self._idle.append(held)

    async def aclose(self) -> None:
        """Close the idle connections; those in use are closed by their users' end."""
        idle, self._idle = self._idle, []
        await asyncio.gather(*(self._close(held.connection) for held in idle))

    async def _close(self, connection: Watched) -> None:
        try:
            await connection.close(timeout=self.address.patience.close_s)
        except UNREACHABLE:
            connection.terminate()
