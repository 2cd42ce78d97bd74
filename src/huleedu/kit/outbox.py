"""Messages leave with the state that they speak of: written in its transaction, sent after it."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID, uuid4

from huleedu.kit.database import Database, Row, Sql
from huleedu.kit.messages import Envelope, wrap
from huleedu.kit.service import Transaction

WRITTEN_AT_ONCE = 500
"""More would keep everybody else of the process waiting while they are written down."""

# write what a transaction said, in the order it was said
WRITE = """
insert into outbox (id, type, order_key, batch, said_at, correlation, causation, body)
select * from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::timestamptz[],
                     $6::uuid[], $7::uuid[], $8::jsonb[])
on conflict (id) do nothing
"""

# one relay at a time per outbox, or two would overtake each other. Losing its marks sends messages
# twice, which the inbox takes once; so the disk may lag behind them
ONE_RELAY = """
select pg_try_advisory_xact_lock(hashtext(current_schema() || '.outbox')),
       set_config('synchronous_commit', 'off', true)
"""

# what was said and not yet sent, in order
UNSENT = """
select seq, id, type, order_key, batch, said_at, correlation, causation, body
from outbox where published_at is null order by seq limit $1
"""

SENT = """
update outbox set published_at = now() where seq = any($1::bigint[]) and published_at is null
"""

# what was said about these batches, and whether it was sent
ABOUT = """
select seq, id, type, order_key, batch, said_at, correlation, causation, body, published_at,
       coalesce(published_at, said_at) < now() - make_interval(secs => $2) as late
from outbox where batch = any($1::uuid[]) order by seq
"""

# forget what was sent long ago
PRUNE = "delete from outbox where published_at < now() - make_interval(secs => $1)"


async def write(sql: Sql, envelopes: Sequence[Envelope]) -> None:
    """Write the envelopes; those written before (by their id) are left alone."""
    if not envelopes:
        return
    await sql.execute(
        WRITE,
        [e.id for e in envelopes],
        [e.type for e in envelopes],
        [e.order_key for e in envelopes],
        [e.batch for e in envelopes],
        [e.said_at for e in envelopes],
        [e.correlation for e in envelopes],
        [e.causation for e in envelopes],
        [e.body for e in envelopes],
    )


async def write_said(tx: Transaction) -> None:
    """Write what the transaction has said and not written yet, in its order."""
    for at in range(0, len(tx.said), WRITTEN_AT_ONCE):
        some = tx.said[at : at + WRITTEN_AT_ONCE]
        await write(
            tx.sql, [wrap(said, identity=uuid4(), now=tx.now, cause=cause) for said, cause in some]
        )
    tx.said.clear()


@asynccontextmanager
async def speaking(database: Database, now: datetime) -> AsyncGenerator[Transaction]:
    """A transaction that no message began; what it says leaves with it."""
    async with database.transaction() as sql:
        tx = Transaction(sql, now)
        yield tx
        await write_said(tx)


def envelope_of(row: Row) -> Envelope:
    """Read an envelope from a row that has its columns."""
    causation: UUID | None = row["causation"]
    return Envelope(
        id=UUID(int=row["id"].int),
        type=row["type"],
        order_key=row["order_key"],
        batch=UUID(int=row["batch"].int),
        said_at=row["said_at"],
        correlation=UUID(int=row["correlation"].int),
        causation=None if causation is None else UUID(int=causation.int),
        body=row["body"],
    )


async def unsent(sql: Sql, at_most: int) -> tuple[list[int], list[Envelope]] | None:
    """The next envelopes to send with their places; None: another relay is at work.

    From here on the disk may lag behind what this transaction does.
    """
    if not await sql.fetchval(ONE_RELAY):
        return None
    rows = await sql.fetch(UNSENT, at_most)
    return [row["seq"] for row in rows], [envelope_of(row) for row in rows]


async def mark_sent(sql: Sql, places: list[int]) -> None:
    """These have been handed to the bus."""
    await sql.execute(SENT, places)


async def about(sql: Sql, batches: Sequence[UUID], late_s: float) -> Sequence[Row]:
    """All that was said about these batches and is still kept; late: sent longer ago than that."""
    return await sql.fetch(ABOUT, list(batches), late_s)


async def prune(sql: Sql, older_than_s: float) -> None:
    """Forget what was sent longer ago than this."""
    await sql.execute(PRUNE, older_than_s)
