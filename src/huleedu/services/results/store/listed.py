"""What the list of a batch's files shows of them."""

from collections.abc import Sequence
from uuid import UUID

from huleedu.kit.database import Sql

THERE = "select id from file where id = any($1::uuid[]) and batch = $2"


async def there(sql: Sql, batch: UUID, files: Sequence[UUID]) -> set[UUID]:
    """Which of these files the batch has."""
    return {UUID(int=row["id"].int) for row in await sql.fetch(THERE, list(files), batch)}
