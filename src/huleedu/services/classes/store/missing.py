"""Pupils without an essay of whom somebody has said why."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal
from uuid import UUID

from huleedu.kit.database import Sql

WhyMissing = Literal["absent", "later"]
"""They were not there, or hand in later."""

SAY = """
insert into missing (batch, school, pupil, why, person, said_at) values ($1, $2, $3, $4, $5, $6)
on conflict (batch, pupil) do update
set why = excluded.why, person = excluded.person, said_at = excluded.said_at
"""

FORGET = "delete from missing where batch = $1 and pupil = $2"

ALL = "select pupil, why from missing where batch = $1"


async def say(
    sql: Sql,
    of: tuple[UUID, UUID],
    pupil: str,
    why: WhyMissing | None,
    said: tuple[UUID, datetime],
) -> None:
    """Keep why this pupil has no essay, or that nobody says why.

    Args:
        of: the school and the batch.
        said: by whom, and when.
    """
    school, batch = of
    if why is None:
        await sql.execute(FORGET, batch, pupil)
    else:
        await sql.execute(SAY, batch, school, pupil, why, *said)


async def all_of(sql: Sql, batch: UUID) -> Mapping[str, WhyMissing]:
    """Of whom it was said in this batch."""
    return {row["pupil"]: row["why"] for row in await sql.fetch(ALL, batch)}
