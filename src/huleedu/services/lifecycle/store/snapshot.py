"""What the lifecycle knows of a batch, whole, for whoever compares it with what others know."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from huleedu.kit.database import Row, Sql

ALL = "select id from batch order by id"

# one moment for all that follows in the transaction
ONE_MOMENT = "set transaction isolation level repeatable read"

BATCH = "select slots, used, closed, revision from batch where id = $1"

ASSIGNMENTS = """
select slot, content, essay, assigned_at > now() - $2::interval as recent from assignment
where batch = $1 order by slot, content
"""

ESSAYS = "select id, name, state, slot, content from essay where batch = $1 order by place, id"

# what the database itself keeps unique
FENCES = """
select string_agg(a.attname, ', ' order by array_position(i.indkey::smallint[], a.attnum))
           as columns
from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
where i.indrelid = 'assignment'::regclass and i.indisunique and i.indisvalid and i.indpred is null
group by i.indexrelid
"""

# whoever moves an essay or gives a slot of this batch waits until the transaction has ended
HOLD_BATCH = "select 1 from batch where id = $1 for update"
HOLD_ESSAYS = "select 1 from essay where batch = $1 order by id for update"

SET_USED = "update batch set used = $2 where id = $1"

RESTORE = """
insert into assignment (batch, slot, content, essay) values ($1, $2, $3, $4) on conflict do nothing
"""

# the counter never lags behind the slots that are taken
CATCH_UP = """
update batch b set used = greatest(
    used, (select coalesce(max(slot), 0) from assignment a where a.batch = b.id)
) where id = $1
"""

GIVE = "update essay set slot = $2 where id = $1"


async def all_batches(sql: Sql) -> list[UUID]:
    """Every batch that was ever mentioned."""
    return [UUID(int=row["id"].int) for row in await sql.fetch(ALL)]


async def one_moment(sql: Sql) -> None:
    """Let all that is read in this transaction be as it was at one moment."""
    await sql.execute(ONE_MOMENT)


async def batch(sql: Sql, batch: UUID) -> Row | None:
    """Slots, used, closed, revision; None: it was never mentioned."""
    return await sql.fetchrow(BATCH, batch)


async def assignments(sql: Sql, batch: UUID, recent_s: float) -> Sequence[Row]:
    """Slot, content, essay of each assignment, and whether it was made within `recent_s`."""
    return await sql.fetch(ASSIGNMENTS, batch, timedelta(seconds=recent_s))


async def essays(sql: Sql, batch: UUID) -> Sequence[Row]:
    """Id, name, state, slot, content of each essay, in the teacher's order."""
    return await sql.fetch(ESSAYS, batch)


async def fences(sql: Sql) -> frozenset[str]:
    """The columns of each unique index on the assignments, as `batch, slot`."""
    return frozenset(row["columns"] for row in await sql.fetch(FENCES))


async def hold_still(sql: Sql, batch: UUID) -> None:
    """Nobody moves this batch or its essays until the transaction has ended."""
    await sql.execute(HOLD_BATCH, batch)
    await sql.execute(HOLD_ESSAYS, batch)


async def set_used(sql: Sql, batch: UUID, used: int) -> None:
    """Set the counter of slots that are taken."""
    await sql.execute(SET_USED, batch, used)


async def restore(sql: Sql, batch: UUID, slot: int, content: str, essay: UUID) -> None:
    """Enter an assignment again, if neither the slot nor the content is held."""
    await sql.execute(RESTORE, batch, slot, content, essay)
    await sql.execute(CATCH_UP, batch)


async def give(sql: Sql, essay: UUID, slot: int) -> None:
    """Let the essay have the slot that it was assigned, whatever it had."""
    await sql.execute(GIVE, essay, slot)
