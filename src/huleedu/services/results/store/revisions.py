"""How often each batch changed: what a page that shows one has to be told."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from huleedu.kit.database import Sql
from huleedu.kit.service import Transaction

# whoever changes a batch or its files says this first: nobody else does until it has ended
RAISE = "update batch set revision = revision + 1 where id = $1 returning id"

# of two that come first one makes it, whichever key they meet at
MAKE = """
insert into batch (id, created_at, revision) values ($1, $2, 1) on conflict do nothing returning id
"""

# each file looks otherwise from now on, and whoever shows the batch is told so; one that came
# before its batch was known to be blind is given its code
TELL_ALL = "update file set alias = alias where batch = $1"

# of all batches that somebody looks at, at once
REVISIONS = "select id, revision from batch where id = any($1::uuid[])"


async def mention(tx: Transaction, batch: UUID) -> None:
    """There is a batch of this id, and something about it changes now."""
    if await tx.sql.fetch(RAISE, batch) or await tx.sql.fetch(MAKE, batch, tx.now):
        return
    await tx.sql.execute(RAISE, batch)


async def changes(sql: Sql, batch: UUID) -> None:
    """Something about this batch, which is known, changes now: nobody else does until the end."""
    await sql.execute(RAISE, batch)


async def tell_all(sql: Sql, batch: UUID) -> None:
    """Every file of the batch, which is known, looks otherwise from now on."""
    await sql.execute(TELL_ALL, batch)


async def revisions(sql: Sql, batches: Sequence[UUID]) -> Mapping[UUID, int]:
    """How often each of these batches changed; who is not known is left out."""
    rows = await sql.fetch(REVISIONS, list(batches))
    return {UUID(int=row["id"].int): row["revision"] for row in rows}
