"""How often each batch changed: what a page that shows one has to be told."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from huleedu.kit.database import Sql
from huleedu.kit.service import Transaction

# whoever changes a batch or its files says this first: nobody else does until it has ended
MENTION = """
insert into batch as b (id, created_at, revision) values ($1, $2, 1)
on conflict (id) do update set revision = b.revision + 1
"""

# of all batches that somebody looks at, at once
REVISIONS = "select id, revision from batch where id = any($1::uuid[])"


async def mention(tx: Transaction, batch: UUID) -> None:
    """There is a batch of this id, and something about it changes now."""
    await tx.sql.execute(MENTION, batch, tx.now)


async def revisions(sql: Sql, batches: Sequence[UUID]) -> Mapping[UUID, int]:
    """How often each of these batches changed; who is not known is left out."""
    rows = await sql.fetch(REVISIONS, list(batches))
    return {UUID(int=row["id"].int): row["revision"] for row in rows}
