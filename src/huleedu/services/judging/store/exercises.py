"""Which batches are judged."""

from uuid import UUID

from huleedu.kit.database import Sql

IS_OPEN = "select exists (select from exercise where id = $1)"


async def is_open(sql: Sql, batch: UUID) -> bool:
    """Has judging been opened for this batch, ever?"""
    return bool(await sql.fetchval(IS_OPEN, batch))
