"""The table of what was measured of each essay."""

import msgspec

from huleedu.contracts.linguistics import LanguageMeasured, LanguageNotMeasured
from huleedu.contracts.reason import code_of
from huleedu.kit.service import Transaction

KEEP = """
insert into measured (essay, batch, run, measures, not_measured, failed, measured_at)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (essay) do update
set run = excluded.run, measures = excluded.measures, not_measured = excluded.not_measured,
    failed = excluded.failed, measured_at = excluded.measured_at
where measured.run <= excluded.run
"""


async def keep(tx: Transaction, found: LanguageMeasured | LanguageNotMeasured) -> None:
    """Keep what was measured, or why nothing was."""
    measured = found if isinstance(found, LanguageMeasured) else None
    await tx.sql.execute(
        KEEP,
        found.essay,
        found.batch,
        found.run,
        msgspec.json.encode(measured.measures if measured else {}).decode(),
        msgspec.json.encode(measured.not_measured if measured else {}).decode(),
        code_of(found.reason) if isinstance(found, LanguageNotMeasured) else None,
        tx.now,
    )
