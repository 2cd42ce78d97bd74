"""Keep decisions that were made elsewhere until the batch that they judge is assessed."""

from datetime import datetime
from uuid import UUID

import msgspec

from huleedu.kit.database import Sql

KEEP = """
insert into given (batch, school, told, given_at) values ($1, $2, $3, $4)
on conflict (batch) do nothing
"""

ASSESSED = """
update given set assessed_at = $2 where batch = $1 and assessed_at is null returning told
"""

WAITING = """
select told from given where batch = $1 and assessed_at is not null and taken_at is null
"""

TAKEN = "update given set taken_at = $2 where batch = $1"


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """What was given; `decisions` is where it lies in the content store."""

    title: str
    decisions: str
    scale: str
    anchors: dict[str, str]
    """Known grades, by the names of the files."""
    at: datetime


async def keep(sql: Sql, batch: UUID, school: UUID, given: Given) -> None:
    """Keep it for later; what was given first stays."""
    told = msgspec.json.encode(given).decode()
    await sql.execute(KEEP, batch, school, told, given.at)


async def assessed(sql: Sql, batch: UUID, now: datetime) -> Given | None:
    """What was given for a batch of which nobody knew yet that it is assessed."""
    told = await sql.fetchval(ASSESSED, batch, now)
    return msgspec.json.decode(told, type=Given) if told else None


async def waiting(sql: Sql, batch: UUID) -> Given | None:
    """What was given for a batch that is assessed, and is not taken in yet."""
    row = await sql.fetchrow(WAITING, batch)
    return msgspec.json.decode(row["told"], type=Given) if row else None


async def taken(sql: Sql, batch: UUID, now: datetime) -> None:
    """It is taken in."""
    await sql.execute(TAKEN, batch, now)
