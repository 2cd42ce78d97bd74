"""Say that this process is at work, for as long as it is; pass over those who no longer say so."""

import asyncio
import logging
import os
import secrets
import socket
import time
from collections.abc import Callable

import asyncpg

from huleedu.engines.postgres.connecting import UNREACHABLE
from huleedu.engines.postgres.connection import Watched
from huleedu.engines.postgres.database import PostgresDatabase
from huleedu.engines.postgres.pool import Pool, View
from huleedu.kit import tasks
from huleedu.kit.bus import Serving
from huleedu.kit.database import EngineAway

log = logging.getLogger("huleedu.bus")

SCHEMA = "bus"
CHANNEL = "huleedu_bus"
CONNECTED_LOCKS = 1213550661
"""First half of the advisory lock that a connected process holds (0x48554C45, 'HULE')."""
PRESENT_S = 14.0
LOOK_S = 2.0
"""A process that is suspended or busy for so long is passed over: within 20 s in all."""
ANSWER_S = 10.0
CONNECT_AGAIN_S = 0.2

BE_PRESENT = """
insert into presence (holder, process, host, pid, present_until)
values ($1, $2, $3, $4, clock_timestamp() + make_interval(secs => $5))
"""

STAY_PRESENT = """
update presence set present_until = clock_timestamp() + make_interval(secs => $2)
where holder = $1 returning holder
"""

LEAVE = "delete from presence where holder = $1 returning holder"

TAKE_OVER = "select freed, process, host, pid from pass_over_v2()"

# one that is silent in the middle of an answer would hold its locks, too
DISCONNECT = """
select pg_terminate_backend(pid) from pg_stat_activity
where application_name = $1 and pid <> pg_backend_pid()
"""

SERVE = "insert into worker (holder, consumer) values ($1, $2) on conflict do nothing"

SERVED = """
select w.consumer, p.host, p.pid, p.since
from worker w join at_work_v2() using (holder) left join presence p using (holder)
order by p.since, w.consumer
"""


class _PassedOver(Exception):
    """Others have taken this process for suspended, and its work over."""


class Presence:
    """This process among those that work for consumers.

    It is renewed by the event loop that does the work, so that one that is suspended, or blocked,
    does not seem to be at work.

    Args:
        heard: called with the consumers for whom something was published.
        freed: called when something was given back.
        present_s: so long after its last word a process counts as at work.
        look_s: how often it gives its word, and looks after the others.
    """

    def __init__(
        self,
        pool: Pool,
        heard: Callable[[str], None],
        freed: Callable[[], None],
        *,
        present_s: float = PRESENT_S,
        look_s: float = LOOK_S,
    ) -> None:
        self.holder = 0
        self._pool = pool
        self._address = pool.address
        self._heard = heard
        self._freed = freed
        self._present_s = present_s
        self._look_s = look_s
        self._answer_s = min(ANSWER_S, present_s)
        self._said_at = 0.0
        self._consumers: set[str] = set()
        self._loop: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Be present from now on; raises `EngineAway`."""
        ready = asyncio.get_running_loop().create_future()
        self._loop = asyncio.create_task(self._carry_on(ready), name="presence on the bus")
        await ready

    async def aclose(self) -> None:
        """Leave; what is leased to us is given back by the others."""
        await tasks.end(self._loop)

    def is_of(self, holder: int) -> bool:
        """Is this holder we, and has nobody had a reason to pass us over yet?"""
        return holder == self.holder and time.monotonic() - self._said_at < self._present_s

    async def serve(self, database: PostgresDatabase, consumer: str) -> None:
        """Say that this process works for a consumer."""
        self._consumers.add(consumer)
        async with database.session() as sql:
            await sql.execute(SERVE, self.holder, consumer)

    async def _carry_on(self, ready: asyncio.Future[None]) -> None:
        while True:
            try:
                # what is said here lives no longer than the server: no commit waits for the disk
                connection = await self._pool.apart(View(SCHEMA, durable=False))
            except EngineAway as error:
                if not ready.done():
                    ready.set_exception(error)
                    return
                await asyncio.sleep(CONNECT_AGAIN_S)
                continue
            try:
                await self._be_present(connection, ready)
            except _PassedOver:
                log.info("taking up work anew, as a process that has just come")
            except (*UNREACHABLE, asyncpg.PostgresError) as error:
                why = str(error) or "it is silent"
                self._address.outage.lost(why, connection.born)
                await asyncio.sleep(CONNECT_AGAIN_S)
            finally:
                connection.terminate()

    async def _be_present(self, connection: Watched, ready: asyncio.Future[None]) -> None:
        # another holder each time: what was leased to us and got lost on the way is given back
        before, self.holder = self.holder, secrets.randbelow(2**31 - 1) + 1
        if before and not await connection.fetchval(LEAVE, before, timeout=self._answer_s):
            self._tell_of_silence()
        await connection.execute("select pg_advisory_lock($1, $2)", CONNECTED_LOCKS, self.holder)
        said_at = time.monotonic()
        me = (self._address.process, socket.gethostname(), os.getpid())
        await connection.execute(BE_PRESENT, self.holder, *me, self._present_s)
        self._said_at = said_at
        await connection.add_listener(CHANNEL, self._told)
        for consumer in self._consumers:
            await connection.execute(SERVE, self.holder, consumer)
        if not ready.done():
            ready.set_result(None)
        while True:
            await self._look_after_others(connection)
            self._address.outage.works()
            await asyncio.sleep(self._look_s)
            said_at = time.monotonic()
            stay = (self.holder, self._present_s)
            if not await connection.fetchval(STAY_PRESENT, *stay, timeout=self._answer_s):
                raise _PassedOver
            self._said_at = said_at

    def _tell_of_silence(self) -> None:
        silent_s = time.monotonic() - self._said_at
        if silent_s >= self._present_s:
            log.warning(
                "this process was not heard for %.0f s (was it suspended, or cut off?); what it "
                "had in hand went to others",
                silent_s,
            )

    async def _look_after_others(self, connection: Watched) -> None:
        for row in await connection.fetch(TAKE_OVER, timeout=self._answer_s):
            if row["freed"]:
                self._freed()
            process: str | None = row["process"]
            if process is None:
                continue
            where: tuple[int, str, float] = (row["pid"], row["host"], self._present_s)
            log.warning(
                "process %s on %s has given no sign of life for %g s (is it suspended?); what it "
                "had in hand goes to others",
                *where,
            )
            if process != self._address.process:
                await self._disconnect(connection, process)

    async def _disconnect(self, connection: Watched, process: str) -> None:
        role: str = await connection.fetchval("select quote_ident(current_user)")
        try:
            await connection.execute("set role none")  # only the user itself may end its sessions
            await connection.fetch(DISCONNECT, process, timeout=self._answer_s)
        except asyncpg.InsufficientPrivilegeError as error:
            log.info("its connections end by themselves: %s", error)
        finally:
            await connection.execute(f"set role {role}")

    def _told(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        for consumer in str(payload).split():
            self._heard(consumer)


async def served(database: PostgresDatabase) -> list[Serving]:
    """Who works for whom."""
    async with database.session() as sql:
        rows = await sql.fetch(SERVED)
    return [
        Serving(consumer=r["consumer"], host=r["host"], pid=r["pid"], since=r["since"])
        for r in rows
    ]
