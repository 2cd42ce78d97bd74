"""A message has its effect once: its id is marked in the transaction of its effect."""

from collections.abc import Sequence
from uuid import UUID

from huleedu.kit.database import Sql

# mark these as handled; answers those that were not before
MARK = """
insert into inbox (id) select * from unnest($1::uuid[]) as m (id) order by id
on conflict do nothing returning id
"""

HANDLED = "select id from inbox where id = any($1::uuid[])"

PRUNE = "delete from inbox where handled_at < now() - make_interval(secs => $1)"


async def mark(sql: Sql, messages: Sequence[UUID]) -> set[UUID]:
    """Mark the messages as handled; returns the ids that are new here."""
    return {UUID(int=row["id"].int) for row in await sql.fetch(MARK, list(messages))}


async def handled(sql: Sql, messages: Sequence[UUID]) -> set[UUID]:
    """Which of these messages have had their effect here."""
    return {UUID(int=row["id"].int) for row in await sql.fetch(HANDLED, list(messages))}


async def prune(sql: Sql, older_than_s: float) -> None:
    """Forget what was handled longer ago than this."""
    await sql.execute(PRUNE, older_than_s)
