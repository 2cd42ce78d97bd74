"""The table of files and what came of reading them."""

from huleedu.contracts.files import ReadFile
from huleedu.kit.service import Transaction

KEPT = {
    "file": "select essay::text as key, to_jsonb(t)::text as kept from file t where batch = $1",
}
"""A name → the statement that gives its rows (`key`, `kept`), for the batch `$1`."""

KEEP = """
insert into file (essay, batch, name, size_bytes, content, outcome, detail, text, read_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (essay) do update
set outcome = excluded.outcome, detail = excluded.detail, text = excluded.text,
    read_at = excluded.read_at
"""


async def keep(
    tx: Transaction, command: ReadFile, outcome: str, detail: str, text: str | None = None
) -> None:
    """Keep what came of reading the file."""
    file = command.file
    await tx.sql.execute(
        KEEP,
        command.essay,
        command.batch,
        file.name,
        file.size_bytes,
        file.content,
        outcome,
        detail,
        text,
        tx.now,
    )
