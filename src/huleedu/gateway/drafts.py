"""Keep what somebody has begun to fill in, until they send it: nothing that was typed is lost."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from huleedu.kit.database import Database, Viewer

Fields = Mapping[str, Sequence[str]]

KEEP = """
insert into draft (school, person, page, fields, saved_at) values ($1, $2, $3, $4, $5)
on conflict (school, person, page) do update
set fields = excluded.fields, saved_at = excluded.saved_at
"""

READ = "select fields from draft where person = $1 and page = $2"

FORGET = "delete from draft where person = $1 and page = $2"

DRAFT_BYTES_MAX = 64 * 1024

_FIELDS: msgspec.json.Decoder[Fields] = msgspec.json.Decoder(dict[str, list[str]])


async def keep(
    database: Database, viewer: Viewer, page: str, fields: Fields, now: datetime
) -> None:
    """Keep these fields of a page for this person; raises `EngineAway`."""
    written = msgspec.json.encode(fields).decode()
    async with database.transaction() as sql:
        await sql.execute(KEEP, viewer.school, viewer.person, page, written, now)


async def read(database: Database, viewer: Viewer, page: str) -> Fields:
    """What this person has begun to fill in there; nothing, if nothing was; raises `EngineAway`."""
    async with database.session() as sql:
        kept = await sql.fetchval(READ, viewer.person, page)
    return _FIELDS.decode(kept) if kept else {}


async def forget(database: Database, viewer: Viewer, page: str) -> None:
    """It was sent, or is not wanted any more; raises `EngineAway`."""
    async with database.transaction() as sql:
        await sql.execute(FORGET, viewer.person, page)
