"""Change how a batch is judged while it is."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from huleedu.kit.database import Sql
from huleedu.services.judging.domain.desk import Rules

SET_RULES = "update judging set rules = $2 where id = $1"

CLOSED_BY = "update judging set closed_by = $2 where id = $1"

SET_QUOTA = "update enrolment set quota = $3 where judging = $1 and id = $2"

SET_TERMS = """
update enrolment set quota = $3, barred = $4, email = $5, ends_at = $6
where judging = $1 and id = $2
"""

BATCH_OF = "select judging from enrolment where id = $1"

LEAVE_OUT = """
update enrolment set left_out_at = $3
where judging = $1 and id = $2 and (left_out_at is null) <> ($3::timestamptz is null)
returning judge
"""

NEW_KEY = """
update enrolment set key_hash = $3, ends_at = $4, revoked_at = null, opened_at = null
where judging = $1 and id = $2 and kind = 'person'
"""


async def set_rules(sql: Sql, batch: UUID, rules: Rules) -> None:
    """Judge by these."""
    await sql.execute(SET_RULES, batch, msgspec.json.encode(rules).decode())


async def closed_by(sql: Sql, batch: UUID, person: UUID | None) -> None:
    """Who ended it; None: nobody, or the command line."""
    await sql.execute(CLOSED_BY, batch, person)


async def set_quota(sql: Sql, batch: UUID, judge: UUID, quota: int) -> None:
    """So many decisions at most."""
    await sql.execute(SET_QUOTA, batch, judge, quota)


async def set_terms(
    sql: Sql,
    batch: UUID,
    judge: UUID,
    quota: int | None,
    barred: Sequence[UUID],
    email: str,
    ends_at: datetime | None,
) -> None:
    """How a judge may judge, all of it."""
    await sql.execute(SET_TERMS, batch, judge, quota, list(barred), email, ends_at)


async def batch_of(sql: Sql, judge: UUID) -> UUID | None:
    """Which batch a judge of this id judges."""
    found = await sql.fetchval(BATCH_OF, judge)
    return UUID(int=found.int) if found else None


async def leave_out(sql: Sql, batch: UUID, judge: UUID, at: datetime | None) -> str | None:
    """Their decisions count no more, or again (None); whose, if that was otherwise before."""
    return await sql.fetchval(LEAVE_OUT, batch, judge, at)


async def new_key(
    sql: Sql, batch: UUID, judge: UUID, key_hash: bytes, ends_at: datetime | None
) -> None:
    """Another key opens their session."""
    await sql.execute(NEW_KEY, batch, judge, key_hash, ends_at)
