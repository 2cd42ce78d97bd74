"""What judges are called, in the tables."""

from uuid import UUID

from huleedu.kit.database import Sql

UNNAMED = "update enrolment set unnamed = true where judging = $1 and judge = $2"

AS_CALLED = """
select unnamed from enrolment where judging = $1 and judge = $2 and kind = 'person'
"""

# the judge's pairs, and what they had begun, go with the name
RENAME = "update enrolment set judge = $3, unnamed = false where judging = $1 and judge = $2"

HAS_DECIDED = """
select exists (select from pair where judging = $1 and judge = $2 and state = 'decided')
"""


async def unnamed(sql: Sql, batch: UUID, judge: str) -> None:
    """What this judge is called stands in for a name that nobody has told."""
    await sql.execute(UNNAMED, batch, judge)


async def is_unnamed(sql: Sql, batch: UUID, judge: str) -> bool | None:
    """Whether nobody has told this person's name; None: no person of this name judges."""
    return await sql.fetchval(AS_CALLED, batch, judge)


async def rename(sql: Sql, batch: UUID, judge: str, name: str) -> None:
    """Call a judge so from now on."""
    await sql.execute(RENAME, batch, judge, name)


async def has_decided(sql: Sql, batch: UUID, judge: str) -> bool:
    """Whether a ranking may tell this judge's name."""
    return await sql.fetchval(HAS_DECIDED, batch, judge)
