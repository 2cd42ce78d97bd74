"""What a service keeps of a batch, row by row, for whoever compares it with what others keep."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec

from huleedu.kit.database import Database

Kept = Mapping[str, Mapping[str, Any]]
"""A row's key (mostly an essay's id) → its columns."""


async def kept_of(
    database: Database, statements: Mapping[str, str], batch: UUID
) -> dict[str, Kept]:
    """The rows of each statement, all of one moment; raises `EngineAway`.

    Args:
        statements: a name → a statement of one argument, the batch, that gives `key`, a text, and
            `kept`, the row as JSON.
    """
    found: dict[str, Kept] = {}
    async with database.transaction() as sql:
        await sql.execute("set transaction isolation level repeatable read")
        for name, statement in statements.items():
            rows = await sql.fetch(statement, batch)
            found[name] = {row["key"]: msgspec.json.decode(row["kept"]) for row in rows}
    return found
