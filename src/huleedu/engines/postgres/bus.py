"""The bus on PostgreSQL: a table of deliveries, leases, and a NOTIFY per group of messages."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from uuid import UUID

from huleedu.engines.postgres.connecting import Address
from huleedu.engines.postgres.database import PostgresDatabase
from huleedu.engines.postgres.pool import Pool
from huleedu.engines.postgres.presence import (
    CHANNEL,
    LOOK_S,
    PRESENT_S,
    SCHEMA,
    Presence,
    served,
)
from huleedu.kit.bus import DeadLetter, Delivery, Serving
from huleedu.kit.database import Row
from huleedu.kit.group_commit import GroupCommit
from huleedu.kit.messages import Envelope
from huleedu.kit.outbox import envelope_of

CONNECTIONS = 2
LEASE_S = 30
HINT_WITHIN_S = 2.0

# hand each message to everybody who hears its type; a second time changes nothing. Who hears it in
# this process is told by the answer, and by NOTIFY only who does in another
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
), known as materialized (
    select distinct consumer from handed
), told as materialized (
    select pg_notify($9, string_agg(k.consumer, ' ')) from known k
    where exists (select from worker w where w.consumer = k.consumer and w.holder <> $10)
    having count(*) > 0
)
select k.consumer from known k left join told on true
"""

UNSUBSCRIBE = "delete from subscription where consumer = any($1::text[])"

SUBSCRIBE = """
insert into subscription (consumer, type) select * from unnest($1::text[], $2::text[])
on conflict do nothing
"""

HEARD = "select consumer, type from subscription"

TAKE = "select * from take_v4($1, $2, $3, make_interval(secs => $4))"

EXTEND = """
update delivery d set leased_until = clock_timestamp() + make_interval(secs => $3)
where d.consumer = any($1::text[]) and d.id = any($2::uuid[])
  and (d.consumer, d.id, d.holder) in (
      select * from unnest($1::text[], $2::uuid[], $4::integer[])
  )
"""

# also by one who was passed over meanwhile: what it handled has had its effect
DONE = """
delete from delivery d
where d.consumer = any($1::text[]) and d.id = any($2::uuid[])
  and (d.consumer, d.id) in (select * from unnest($1::text[], $2::uuid[]))
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
    delete from delivery where consumer = $1 and id = $2 and holder = $4 returning *
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


class PostgresBus:
    """Implements `kit.bus.Bus`. Call `open` before use and `aclose` after it.

    Args:
        connections: how many at the most, beside the one that listens. They are the bus's alone:
            a relay holds one of its service's while it asks for one of these.
    """

    def __init__(
        self,
        address: Address,
        *,
        connections: int = CONNECTIONS,
        lease_s: int = LEASE_S,
        present_s: float = PRESENT_S,
        look_s: float = LOOK_S,
    ) -> None:
        self._pool = Pool(address, connections)
        self._lease_s = lease_s
        self._durable = PostgresDatabase(self._pool, SCHEMA)
        # a lease or an acknowledgement lost in a crash only means a second delivery
        self._lax = PostgresDatabase(self._pool, SCHEMA, durable=False)
        self._hints: dict[str, asyncio.Event] = {}
        self._acknowledge = GroupCommit(self._acknowledge_together, at_most=500, side_by_side=1)
        self._presence = Presence(
            self._pool,
            lambda consumer: self._hint(consumer).set(),
            self._hint_all,
            present_s=present_s,
            look_s=look_s,
        )

    async def open(self) -> None:
        """Begin to listen; raises `EngineAway`."""
        await self._presence.open()

    async def aclose(self) -> None:
        """Give back what is leased and leave."""
        await self._presence.aclose()
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
        async with self._lax.session() as sql:
            handed = await sql.fetch(
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
                self._presence.holder,
            )
        for row in handed:
            self._hint(row["consumer"]).set()

    async def serve(self, consumer: str) -> None:
        """See `kit.bus.Bus`."""
        await self._presence.serve(self._durable, consumer)

    async def served(self) -> list[Serving]:
        """See `kit.bus.Bus`."""
        return await served(self._lax)

    def holds(self, delivery: Delivery) -> bool:
        """See `kit.bus.Bus`."""
        return self._presence.is_of(delivery.lease)

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
            rows = await sql.fetch(TAKE, consumer, at_most, self._presence.holder, self._lease_s)
        deliveries = [_delivery(row) for row in rows]
        return sorted(deliveries, key=lambda delivery: delivery.sequence)

    async def extend(self, deliveries: Sequence[Delivery]) -> None:
        """See `kit.bus.Bus`."""
        consumers = [d.consumer for d in deliveries]
        ids = [d.envelope.id for d in deliveries]
        leases = [d.lease for d in deliveries]
        async with self._lax.session() as sql:
            await sql.execute(EXTEND, consumers, ids, self._lease_s, leases)

    async def done(self, delivery: Delivery) -> None:
        """See `kit.bus.Bus`."""
        await self._acknowledge(delivery)

    async def retry(self, delivery: Delivery, after_s: float, error: str | None) -> None:
        """See `kit.bus.Bus`."""
        async with self._lax.session() as sql:
            await sql.execute(
                RETRY, delivery.consumer, delivery.envelope.id, after_s, delivery.lease, error
            )
        if after_s <= HINT_WITHIN_S:
            loop = asyncio.get_running_loop()
            loop.call_later(after_s, self._hint(delivery.consumer).set)

    async def bury(self, delivery: Delivery, error: str) -> None:
        """See `kit.bus.Bus`."""
        async with self._durable.session() as sql:
            await sql.execute(BURY, delivery.consumer, delivery.envelope.id, error, delivery.lease)

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

    def _hint_all(self) -> None:
        for hint in self._hints.values():
            hint.set()

    def _hint(self, consumer: str) -> asyncio.Event:
        return self._hints.setdefault(consumer, asyncio.Event())

    async def _acknowledge_together(self, deliveries: list[Delivery]) -> list[None]:
        consumers = [d.consumer for d in deliveries]
        async with self._lax.session() as sql:
            await sql.execute(DONE, consumers, [d.envelope.id for d in deliveries])
        for consumer in set(consumers):  # a key's next message may be waiting for this
            self._hint(consumer).set()
        return [None] * len(deliveries)


def _delivery(row: Row) -> Delivery:
    return Delivery(
        consumer=row["consumer"],
        envelope=envelope_of(row),
        attempt=row["attempt"],
        sequence=row["place"],
        lease=row["holder"],
    )
