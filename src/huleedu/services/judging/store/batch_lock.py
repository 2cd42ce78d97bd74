"""Everything about the judging of one batch happens one after another."""

from uuid import UUID

from huleedu.kit.database import Sql

LOCK = "select pg_advisory_xact_lock(hashtextextended($1::text, 0))"


async def lock(sql: Sql, batch: UUID) -> None:
    """Wait until nobody else is at this batch; holds to the transaction's end."""
    await sql.execute(LOCK, str(batch))
