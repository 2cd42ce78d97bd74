"""Lists that were read and not taken in yet."""

from datetime import datetime
from uuid import UUID

import msgspec

from huleedu.kit.database import Sql
from huleedu.services.classes.domain.tables import Meaning, Table

KEEP = """
insert into import_preview (school, id, class, person, made_at, rows, headings, columns)
values ($1, $2, $3, $4, $5, $6::jsonb, $7::jsonb, $8::jsonb)
on conflict (school, id) do nothing
"""

LOAD = """
select rows, headings, columns, meant, remove, revision from import_preview
where school = $1 and class = $2 and id = $3
"""

OF_CLASS = "select class from import_preview where school = $1 and id = $2"

SET = """
update import_preview set rows = $4::jsonb, columns = $5::jsonb, meant = $6::jsonb,
                          remove = $7::jsonb, revision = revision + 1
where school = $1 and class = $2 and id = $3
"""

FORGET = "delete from import_preview where school = $1 and class = $2 and id = $3"

FORGET_OLD = "delete from import_preview where made_at < $1"

_ROWS = msgspec.json.Decoder(tuple[tuple[str, ...], ...])
_COLUMNS = msgspec.json.Decoder(tuple[Meaning, ...])
_TEXTS = msgspec.json.Decoder(tuple[str, ...])


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A list as it will be taken in; `remove` are ids of pupils who are not in it any more."""

    table: Table
    only: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    revision: int = 1


async def keep(
    sql: Sql, of: tuple[UUID, UUID, UUID], person: UUID, now: datetime, table: Table
) -> None:
    """Keep a list for a class: school, class and the preview's id."""
    school, class_, preview = of
    told = (table.rows, table.headings, table.columns)
    await sql.execute(KEEP, school, preview, class_, person, now, *map(_json, told))


async def load(sql: Sql, of: tuple[UUID, UUID, UUID]) -> Waiting | None:
    """The list, if it waits."""
    row = await sql.fetchrow(LOAD, *of)
    if row is None:
        return None
    headings = _TEXTS.decode(row["headings"])
    return Waiting(
        table=Table(_ROWS.decode(row["rows"]), _COLUMNS.decode(row["columns"]), headings),
        only=_TEXTS.decode(row["meant"]),
        remove=_TEXTS.decode(row["remove"]),
        revision=row["revision"],
    )


async def of_class(sql: Sql, school: UUID, preview: UUID) -> UUID | None:
    """For which class a list waits; None: none of this id does."""
    found = await sql.fetchval(OF_CLASS, school, preview)
    return UUID(int=found.int) if found else None


async def change(sql: Sql, of: tuple[UUID, UUID, UUID], now: Waiting) -> None:
    """Take it in otherwise."""
    told = (now.table.rows, now.table.columns, now.only, now.remove)
    await sql.execute(SET, *of, *map(_json, told))


async def forget(sql: Sql, of: tuple[UUID, UUID, UUID]) -> None:
    """It was taken in, or thrown away."""
    await sql.execute(FORGET, *of)


async def forget_old(sql: Sql, before: datetime) -> None:
    """Nobody came back for these."""
    await sql.execute(FORGET_OLD, before)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
