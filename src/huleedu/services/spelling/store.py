"""The table of what was found in each essay."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from huleedu.kit.database import Sql
from huleedu.kit.service import Transaction

KEPT = {
    "checked": (
        "select essay::text as key, to_jsonb(t)::text as kept from checked t where batch = $1"
    ),
}
"""A name → the statement that gives its rows (`key`, `kept`), for the batch `$1`."""

KEEP = """
insert into checked
    (essay, batch, run, language, words, misspellings, remarks, failed, checked_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (essay) do update
set run = excluded.run, language = excluded.language, words = excluded.words,
    misspellings = excluded.misspellings, remarks = excluded.remarks, failed = excluded.failed,
    checked_at = excluded.checked_at
where checked.run <= excluded.run
"""

KEEP_ROSTER = """
insert into roster (address, names, heard_at) values ($1, $2, $3) on conflict (address) do nothing
"""

ROSTER = "select names from roster where address = $1"


async def keep_roster(tx: Transaction, address: str, names: Sequence[str]) -> None:
    """Keep the names of a class."""
    await tx.sql.execute(KEEP_ROSTER, address, list(names), tx.now)


async def roster(sql: Sql, address: str) -> list[str] | None:
    """The names of a class; None: nobody has told them yet."""
    return await sql.fetchval(ROSTER, address)


async def keep_found(
    tx: Transaction,
    batch: UUID,
    essay: UUID,
    run: int,
    language: str,
    words: int,
    misspellings: Sequence[msgspec.Struct],
    remarks: Sequence[msgspec.Struct],
) -> None:
    """Keep what was found."""
    found = [msgspec.json.encode(marks).decode() for marks in (misspellings, remarks)]
    await tx.sql.execute(KEEP, essay, batch, run, language, words, *found, None, tx.now)


async def keep_failure(tx: Transaction, batch: UUID, essay: UUID, run: int, code: str) -> None:
    """Keep why nothing was."""
    await tx.sql.execute(KEEP, essay, batch, run, None, 0, "[]", "[]", code, tx.now)
