"""Another essay has a slot: what was found in the one before counts no more."""

from collections.abc import Sequence
from uuid import UUID

from huleedu.contracts.lifecycle import SettledEssay
from huleedu.kit.database import Sql
from huleedu.kit.service import Transaction

REPLACED = "select essay from replaced where essay = any($1::uuid[])"

KNOW = "insert into replaced (essay, batch) values ($1, $2) on conflict (essay) do nothing"

# those that hold one of these slots and are others than who has it now
HOLDERS = """
select e.id from unnest($2::integer[], $3::uuid[]) as s (slot, essay)
join essay e on e.batch = $1 and e.slot = s.slot and e.id <> s.essay
"""

SETTLE = """
update essay set settled = true where batch = $1 and slot = any($2::integer[]) and not settled
returning id
"""

FORGET = """
with forgotten as (
    delete from result where essay = $2 returning essay, step, run
)
insert into ignored (batch, essay, step, run, why, message, at)
select $1, essay, step, run, 'another text has its slot', $3, $4 from forgotten
"""

TAKE_OUT = "delete from essay where id = $1 returning settled"


async def without_replaced(sql: Sql, essays: Sequence[UUID]) -> set[UUID]:
    """Those of these essays of which no other has the slot."""
    gone = {UUID(int=row["essay"].int) for row in await sql.fetch(REPLACED, list(essays))}
    return set(essays) - gone


async def holders(sql: Sql, batch: UUID, told: Sequence[SettledEssay]) -> list[UUID]:
    """Who holds a slot here that another was told to have."""
    slots, essays = [one.slot for one in told], [one.essay for one in told]
    return [UUID(int=row["id"].int) for row in await sql.fetch(HOLDERS, batch, slots, essays)]


async def settle(sql: Sql, batch: UUID, slots: Sequence[int]) -> set[UUID]:
    """Whoever has these slots now takes part; returns those for whom that is new."""
    return {UUID(int=row["id"].int) for row in await sql.fetch(SETTLE, batch, list(slots))}


async def take_out(tx: Transaction, batch: UUID, essay: UUID) -> bool:
    """The essay takes part no more; returns whether it was settled that it does."""
    message = tx.cause.id if tx.cause else None
    await tx.sql.execute(KNOW, essay, batch)
    await tx.sql.execute(FORGET, batch, essay, message, tx.now)
    return bool(await tx.sql.fetchval(TAKE_OUT, essay))
