"""The table of what was found in each essay."""

import msgspec

from huleedu.contracts.reason import code_of
from huleedu.contracts.spelling import SpellingChecked, SpellingFailed
from huleedu.kit.service import Transaction

KEEP = """
insert into checked (essay, batch, run, language, words, misspellings, failed, checked_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (essay) do update
set run = excluded.run, language = excluded.language, words = excluded.words,
    misspellings = excluded.misspellings, failed = excluded.failed,
    checked_at = excluded.checked_at
where checked.run <= excluded.run
"""


async def keep(tx: Transaction, found: SpellingChecked | SpellingFailed) -> None:
    """Keep what was found, or why nothing was."""
    checked = found if isinstance(found, SpellingChecked) else None
    await tx.sql.execute(
        KEEP,
        found.essay,
        found.batch,
        found.run,
        checked.language if checked else None,
        checked.words if checked else 0,
        msgspec.json.encode(checked.misspellings if checked else []).decode(),
        code_of(found.reason) if isinstance(found, SpellingFailed) else None,
        tx.now,
    )
