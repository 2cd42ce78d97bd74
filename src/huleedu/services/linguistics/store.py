"""The table of what was measured of each essay."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from huleedu.contracts.reason import Why
from huleedu.kit.service import Transaction

KEPT = {
    "measured": (
        "select essay::text as key, to_jsonb(t)::text as kept from measured t where batch = $1"
    ),
}
"""A name → the statement that gives its rows (`key`, `kept`), for the batch `$1`."""

KEEP = """
insert into measured (essay, batch, run, measures, not_measured, failed, measured_at)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (essay) do update
set run = excluded.run, measures = excluded.measures, not_measured = excluded.not_measured,
    failed = excluded.failed, measured_at = excluded.measured_at
where measured.run <= excluded.run
"""


async def keep_measures(
    tx: Transaction,
    batch: UUID,
    essay: UUID,
    run: int,
    measures: Mapping[str, float],
    not_measured: Mapping[str, Why],
) -> None:
    """Keep what was measured, and why some of it was not."""
    values = (msgspec.json.encode(found).decode() for found in (measures, not_measured))
    await tx.sql.execute(KEEP, essay, batch, run, *values, None, tx.now)


async def keep_failure(tx: Transaction, batch: UUID, essay: UUID, run: int, code: str) -> None:
    """Keep why nothing was measured."""
    await tx.sql.execute(KEEP, essay, batch, run, "{}", "{}", code, tx.now)
