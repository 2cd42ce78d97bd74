"""The audit: rows are added and read, and nothing else."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from huleedu.kit.database import Sql

NOTE = """
insert into audit (school, at, person, what, about, facts, address)
values ($1, $2, $3, $4, $5, $6, $7)
"""


async def note(
    sql: Sql,
    school: UUID,
    at: datetime,
    person: UUID | None,
    what: str,
    *,
    about: UUID | None = None,
    facts: Mapping[str, str] | None = None,
    address: str = "",
) -> None:
    """Add a row."""
    told = msgspec.json.encode(facts or {}).decode()
    await sql.execute(NOTE, school, at, person, what, about, told, address)
