"""How often something failed: a row for each account, browser or address."""

from collections.abc import Sequence
from datetime import datetime

from huleedu.kit.database import Sql
from huleedu.services.identity.domain.attempts import Failures

# whoever tries at the same time waits here for the one before
LOCK = """
insert into attempt (key, failures, last_at)
select key, 0, $2 from unnest($1::text[]) as k (key) order by key
on conflict (key) do update set failures = attempt.failures
returning key, failures, last_at
"""

SAVE = """
update attempt set failures = $2, last_at = $3 where key = $1
"""

CLEAR = "delete from attempt where key = any($1::text[])"

TAKE_BACK = "update attempt set failures = greatest(failures - 1, 0) where key = any($1::text[])"

# no more than these at a time: a guesser who used many names does not make the next one wait
PRUNE = """
delete from attempt where key in (
    select key from attempt where last_at < $1 order by last_at limit 200 for update skip locked)
"""


async def lock(sql: Sql, keys: Sequence[str], now: datetime) -> dict[str, Failures]:
    """The counts, which nobody else changes until the transaction ends."""
    rows = await sql.fetch(LOCK, list(keys), now)
    return {row["key"]: Failures(row["failures"], row["last_at"]) for row in rows}


async def save(sql: Sql, key: str, failures: Failures) -> None:
    """Keep a count."""
    await sql.execute(SAVE, key, failures.count, failures.last_at)


async def clear(sql: Sql, keys: Sequence[str]) -> None:
    """Forget counts."""
    await sql.execute(CLEAR, list(keys))


async def take_back(sql: Sql, keys: Sequence[str]) -> None:
    """Count one failure less: it was none."""
    await sql.execute(TAKE_BACK, list(keys))


async def prune(sql: Sql, before: datetime) -> None:
    """Forget counts that nothing was added to since."""
    await sql.execute(PRUNE, before)
