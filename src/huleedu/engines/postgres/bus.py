"""The bus on PostgreSQL: a table of deliveries, leases, and a NOTIFY per group of messages."""

import asyncio
import logging
import secrets
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from uuid import UUID

import asyncpg

from huleedu.engines.postgres.connecting import UNREACHABLE, Address
from huleedu.engines.postgres.database import PostgresDatabase
from huleedu.engines.postgres.pool import Pool, View
from huleedu.kit import tasks
from huleedu.kit.bus import DeadLetter, Delivery
from huleedu.kit.database import EngineAway, Row
from huleedu.kit.group_commit import Grouped
from huleedu.kit.messages import Envelope
from huleedu.kit.outbox import envelope_of

log = logging.getLogger("huleedu.bus")

SCHEMA = "bus"
CHANNEL = "huleedu_bus"
ALIVE_LOCKS = 1213550661
"""First half of the advisory lock that a living process holds (0x48554C45, 'HULE')."""
CONNECTIONS = 2
LEASE_S = 30
LISTEN_AGAIN_S = 0.2
LOOK_FOR_THE_DEAD_S = 2.0

# hand each message to everybody who hears its type; a second time changes nothing
PUBLISH = """
with sent as (
    select * from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::timestamptz[],
                         $6::uuid[], $7::uuid[], $8::jsonb[]) with ordinality
    as m (id, type, order_key, batch, said_at, correlation, causation, body, n)
), handed as (
    insert into delivery
        (consumer, id, type, order_key, batch, said_at, correlation, causation, body)
    select s.consumer, m.id, m.type, m.order_key, m.batch, m.said_at, m.correlation,
           m.causation, m.body
    from sent m join subscription s using (type) order by m.n
    on conflict (consumer, id) do nothing
    returning consumer
)
select pg_notify($9, string_agg(distinct consumer, ' ')) from handed having count(*) > 0
"""

UNSUBSCRIBE = "delete from subscription where consumer = any($1::text[])"

SUBSCRIBE = """
insert into subscription (consumer, type) select * from unnest($1::text[], $2::text[])
on conflict do nothing
"""

HEARD = "select consumer, type from subscription"

TAKE = "select * from take($1, $2, $3, make_interval(secs => $4))"

EXTEND = """
update delivery d set leased_until = clock_timestamp() + make_interval(secs => $3)
from unnest($1::text[], $2::uuid[]) as held (consumer, id)
where d.consumer = held.consumer and d.id = held.id and d.holder = $4
"""

DONE = """
delete from delivery d using unnest($1::text[], $2::uuid[]) as held (consumer, id)
where d.consumer = held.consumer and d.id = held.id
"""

# the error is null when the attempt is not to be counted
RETRY = """
update delivery
set leased_until = '-infinity', holder = null, error = coalesce($5, error),
    attempt = attempt - case when $5::text is null then 1 else 0 end,
    available_at = clock_timestamp() + make_interval(secs => $3)
where consumer = $1 and id = $2 and holder = $4
"""

BURY = """
with given_up as (
    delete from delivery where consumer = $1 and id = $2 returning *
)
insert into dead (consumer, id, type, order_key, batch, said_at, correlation, causation, body,
                  attempt, error)
select consumer, id, type, order_key, batch, said_at, correlation, causation, body, attempt, $3
from given_up
on conflict (consumer, id) do update set error = excluded.error, died_at = clock_timestamp()
"""

DEAD = "select * from dead order by died_at, id"

REVIVE = """
with revived as (
    delete from dead where consumer = $1 and id = $2 returning *
)
insert into delivery (consumer, id, type, order_key, batch, said_at, correlation, causation, body)
select consumer, id, type, order_key, batch, said_at, correlation, causation, body from revived
on conflict (consumer, id) do nothing
returning pg_notify($3, consumer)
"""

FORGET = "delete from dead where consumer = $1 and id = $2 returning id"

SERVE = "insert into worker (holder, consumer) values ($1, $2) on conflict do nothing"

SERVED = """
select distinct w.consumer from worker w
join pg_locks l on l.locktype = 'advisory' and l.classid = $1 and l.objid::bigint = w.holder
    and l.objsubid = 2 and l.granted
    and l.database = (select oid from pg_database where datname = current_database())
"""


class PostgresBus:
    """Implements `kit.bus.Bus`. Call `open` before use and `aclose` after it.

    Args:
        connections: how many at the most, beside the one that listens. They are the bus's alone:
            a relay holds one of its service's while it asks for one of these.
    """

    def __init__(
        self, address: Address, *, connections: int = CONNECTIONS, lease_s: int = LEASE_S
    ) -> None:
        self._pool = Pool(address, connections)
        self._lease_s = lease_s
        self._holder = 0
        self._durable = PostgresDatabase(self._pool, SCHEMA)
        # a lease or an acknowledgement lost in a crash only means a second delivery
        self._lax = PostgresDatabase(self._pool, SCHEMA, durable=False)
        self._hints: dict[str, asyncio.Event] = {}
        self._served: set[str] = set()
        self._acknowledge = Grouped(self._acknowledge_together, at_most=500, side_by_side=1)
        self._presence: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Begin to listen; raises `EngineAway`."""
        ready = asyncio.get_running_loop().create_future()
        self._presence = asyncio.create_task(self._be_present(ready))
        await ready

    async def aclose(self) -> None:
        """Give back what is leased and leave."""
        await tasks.end(self._presence)
        await self._pool.aclose()

    async def subscribe(self, consumers: Mapping[str, Iterable[str]]) -> None:
        """See `kit.bus.Bus`."""
        pairs = {(consumer, heard) for consumer in consumers for heard in consumers[consumer]}
        async with self._durable.transaction() as sql:
            rows = await sql.fetch(HEARD)
            if {(r["consumer"], r["type"]) for r in rows if r["consumer"] in consumers} == pairs:
                return
            await sql.execute(UNSUBSCRIBE, list(consumers))
            await sql.execute(SUBSCRIBE, [p[0] for p in pairs], [p[1] for p in pairs])

    async def publish(self, envelopes: Sequence[Envelope]) -> None:
        """See `kit.bus.Bus`."""
        async with self._durable.session() as sql:
            await sql.execute(
                PUBLISH,
                [e.id for e in envelopes],
                [e.type for e in envelopes],
                [e.order_key for e in envelopes],
                [e.batch for e in envelopes],
                [e.said_at for e in envelopes],
                [e.correlation for e in envelopes],
                [e.causation for e in envelopes],
                [e.body for e in envelopes],
                CHANNEL,
            )

    async def serve(self, consumer: str) -> None:
        """See `kit.bus.Bus`."""
        self._served.add(consumer)
        async with self._durable.session() as sql:
            await sql.execute(SERVE, self._holder, consumer)

    async def served(self) -> frozenset[str]:
        """See `kit.bus.Bus`."""
        async with self._lax.session() as sql:
            return frozenset(row["consumer"] for row in await sql.fetch(SERVED, ALIVE_LOCKS))

    async def wait(self, consumer: str, timeout_s: float) -> None:
        """See `kit.bus.Bus`."""
        hint = self._hint(consumer)
        # not wait_for: in Python 3.11 it loses a cancellation that comes with the hint
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                await hint.wait()

    async def take(self, consumer: str, at_most: int) -> list[Delivery]:
        """See `kit.bus.Bus`."""
        self._hint(consumer).clear()
        async with self._lax.session() as sql:
            rows = await sql.fetch(TAKE, consumer, at_most, self._holder, self._lease_s)
        deliveries = [_delivery(row) for row in rows]
        return sorted(deliveries, key=lambda delivery: delivery.place)

    async def extend(self, deliveries: Sequence[Delivery]) -> None:
        """See `kit.bus.Bus`."""
        consumers = [d.consumer for d in deliveries]
        ids = [d.envelope.id for d in deliveries]
        async with self._lax.session() as sql:
            await sql.execute(EXTEND, consumers, ids, self._lease_s, self._holder)

    async def done(self, delivery: Delivery) -> None:
        """See `kit.bus.Bus`."""
        await self._acknowledge(delivery)

    async def retry(self, delivery: Delivery, after_s: float, error: str | None) -> None:
        """See `kit.bus.Bus`."""
        async with self._lax.session() as sql:
            await sql.execute(
                RETRY, delivery.consumer, delivery.envelope.id, after_s, self._holder, error
            )
        if after_s <= LOOK_FOR_THE_DEAD_S:
            loop = asyncio.get_running_loop()
            loop.call_later(after_s, self._hint(delivery.consumer).set)

    async def bury(self, delivery: Delivery, error: str) -> None:
        """See `kit.bus.Bus`."""
        async with self._durable.session() as sql:
            await sql.execute(BURY, delivery.consumer, delivery.envelope.id, error)

    async def dead(self) -> list[DeadLetter]:
        """See `kit.bus.Bus`."""
        async with self._lax.session() as sql:
            rows = await sql.fetch(DEAD)
        return [
            DeadLetter(
                consumer=row["consumer"],
                envelope=envelope_of(row),
                attempts=row["attempt"],
                error=row["error"],
            )
            for row in rows
        ]

    async def revive(self, message: UUID, consumer: str) -> bool:
        """See `kit.bus.Bus`."""
        async with self._durable.session() as sql:
            return bool(await sql.fetch(REVIVE, consumer, message, CHANNEL))

    async def forget(self, message: UUID, consumer: str) -> bool:
        """See `kit.bus.Bus`."""
        async with self._durable.session() as sql:
            return bool(await sql.fetch(FORGET, consumer, message))

    def _hint(self, consumer: str) -> asyncio.Event:
        return self._hints.setdefault(consumer, asyncio.Event())

    async def _acknowledge_together(self, deliveries: list[Delivery]) -> list[None]:
        consumers = [d.consumer for d in deliveries]
        async with self._lax.session() as sql:
            await sql.execute(DONE, consumers, [d.envelope.id for d in deliveries])
        for consumer in set(consumers):  # a key's next message may be waiting for this
            self._hint(consumer).set()
        return [None] * len(deliveries)

    async def _be_present(self, ready: asyncio.Future[None]) -> None:
        """Hold the lock that says this process is alive, listen, and clear up after the dead."""
        while True:
            try:
                connection = await self._pool.apart(View(SCHEMA, durable=True))
            except EngineAway as error:
                if not ready.done():
                    ready.set_exception(error)
                    return
                await asyncio.sleep(LISTEN_AGAIN_S)
                continue
            try:
                await self._listen(connection, ready)
            except UNREACHABLE as error:
                log.info("the bus lost its connection, and takes it up again: %s", error)
            finally:
                connection.terminate()

    async def _listen(self, connection: asyncpg.Connection, ready: asyncio.Future[None]) -> None:
        # another holder each time: what was leased to us and got lost on the way is given back
        self._holder = secrets.randbelow(2**31 - 1) + 1
        await connection.execute("select pg_advisory_lock($1, $2)", ALIVE_LOCKS, self._holder)
        await connection.add_listener(CHANNEL, self._heard)
        for consumer in self._served:
            await connection.execute(SERVE, self._holder, consumer)
        if not ready.done():
            ready.set_result(None)
        while True:
            if await connection.fetchval("select give_back_from_the_dead()"):
                for hint in self._hints.values():
                    hint.set()
            await asyncio.sleep(LOOK_FOR_THE_DEAD_S)

    def _heard(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        for consumer in str(payload).split():
            self._hint(consumer).set()


def _delivery(row: Row) -> Delivery:
    return Delivery(
        consumer=row["consumer"],
        envelope=envelope_of(row),
        attempt=row["attempt"],
        place=row["place"],
    )
