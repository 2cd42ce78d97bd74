"""The tables of exports: what was asked for, how far each is, and its bytes."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

import msgspec

from huleedu.gateway.words.choice import Language
from huleedu.kit.database import Database, Row, Sql
from huleedu.kit.service import Transaction

ExportState = Literal["asks", "wanted", "made", "failed", "gone"]
NAMED_FOR = timedelta(days=90)
"""So long it is told who took what, also after the bytes are gone."""

_rows = """
select id, school, batch, person, profile, language, asked_at, state, why, done, whole,
       columns, chosen, given_name, attempt, name, size_bytes, names, told, expires_at
from export
"""

# asked twice under one id, it is one
ADD = """
insert into export (id, school, batch, person, profile, language, asked_at, state, given,
                    given_name, columns, chosen, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
on conflict (id) do nothing returning id
"""

# said before a change, of which others then hear in the order in which they were made
RAISE = """
insert into export_revision (school, batch, revision) values ($1, $2, 1)
on conflict (school, batch) do update set revision = export_revision.revision + 1
"""

REVISIONS = "select batch, revision from export_revision where batch = any($1::uuid[])"

OF_BATCH = f"{_rows} where batch = $1 order by number desc limit $2"

ONE = f"{_rows} where id = $1"

AT_WORK = "select count(*) from export where batch = $1 and state = 'wanted'"

# who asks anew has forgotten the question of before
NO_LONGER_ASKED = """
update export set state = 'gone', given = null, columns = '{}', given_name = ''
where batch = $1 and person = $2 and profile = $3 and state = 'asks'
"""

GIVEN = "select given from export where id = $1"

CHOSEN = """
update export set chosen = $2, state = 'wanted'
where id = $1 and state = 'asks' and $2 = any(columns) returning id
"""

PROGRESS = "update export set done = $2, whole = $3 where id = $1 and state = 'wanted'"

KEEP = """
insert into export_part (school, export, attempt, at, bytes) values ($1, $2, $3, $4, $5)
"""

PART = "select bytes from export_part where export = $1 and attempt = $2 and at = $3"

# of several attempts the first counts
MADE = """
update export set state = 'made', attempt = $2, name = $3, size_bytes = $4, names = $5,
                  told = $6, done = whole, given = null
where id = $1 and state = 'wanted' returning id
"""

ONLY_ATTEMPT = "delete from export_part where export = $1 and attempt is distinct from $2"

FAILED = """
update export set state = 'failed', why = $2, given = null
where id = $1 and state in ('asks', 'wanted') returning id
"""

# their bytes go, and that they were made stays
END = """
update export set state = 'gone', given = null, attempt = null, columns = '{}',
                  told = '{}', chosen = '', given_name = ''
where expires_at < $1 and state <> 'gone' returning id, school, batch
"""

FORGET_PARTS = "delete from export_part where export = any($1::uuid[])"

FORGET = "delete from export where asked_at < $1"


class ToldOfFile(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a platform's file holds: how many grades, whose not, and who has none."""

    filled: int = 0
    missing: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()


_TOLD = msgspec.json.Decoder(ToldOfFile)


class Export(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody asked for, and what became of it."""

    id: UUID
    school: UUID
    batch: UUID
    person: UUID
    profile: str
    language: Language
    asked_at: datetime
    state: ExportState
    why: str
    """A code: why it failed."""
    done: int
    whole: int
    """How many essays are written, of how many; 0: that is not known yet."""
    columns: tuple[str, ...]
    """Of the platform's file, if somebody has to choose one."""
    chosen: str
    given_name: str
    attempt: UUID | None
    name: str
    size_bytes: int
    names: bool
    """Pupils' names may stand in it."""
    told: ToldOfFile
    expires_at: datetime


async def add(tx: Transaction, export: Export, given: bytes | None) -> bool:
    """Keep what was asked for; False: it was kept before."""
    await _raise(tx.sql, export.school, export.batch)
    await tx.sql.execute(NO_LONGER_ASKED, export.batch, export.person, export.profile)
    added = await tx.sql.fetch(
        ADD,
        export.id,
        export.school,
        export.batch,
        export.person,
        export.profile,
        export.language,
        export.asked_at,
        export.state,
        given,
        export.given_name,
        list(export.columns),
        export.chosen,
        export.expires_at,
    )
    return bool(added)


async def _raise(sql: Sql, school: UUID, batch: UUID) -> None:
    await sql.execute(RAISE, school, batch)


async def revisions(database: Database, batches: Sequence[UUID]) -> Mapping[UUID, int]:
    """How often the exports of each of these batches have changed."""
    async with database.session() as sql:
        rows = await sql.fetch(REVISIONS, list(batches))
    return {UUID(int=row["batch"].int): row["revision"] for row in rows}


async def of_batch(sql: Sql, batch: UUID, at_most: int) -> list[Export]:
    """The batch's exports, the newest first."""
    return [_export(row) for row in await sql.fetch(OF_BATCH, batch, at_most)]


async def one(sql: Sql, export: UUID) -> Export | None:
    """This export."""
    row = await sql.fetchrow(ONE, export)
    return _export(row) if row else None


async def at_work(sql: Sql, batch: UUID) -> int:
    """How many of the batch's exports are not made yet."""
    return await sql.fetchval(AT_WORK, batch)


async def given(sql: Sql, export: UUID) -> bytes | None:
    """The platform's file that is to be filled in."""
    return await sql.fetchval(GIVEN, export)


async def choose(sql: Sql, export: Export, column: str) -> bool:
    """Which column is meant; False: there is none of that name, or it was said before."""
    await _raise(sql, export.school, export.batch)
    return bool(await sql.fetch(CHOSEN, export.id, column))


async def progress(sql: Sql, export: Export, done: int, whole: int) -> None:
    """So much is written."""
    await _raise(sql, export.school, export.batch)
    await sql.execute(PROGRESS, export.id, done, whole)


async def keep(sql: Sql, export: Export, attempt: UUID, at: int, part: bytes) -> None:
    """Keep a piece of what is being made."""
    await sql.execute(KEEP, export.school, export.id, attempt, at, part)


async def parts(database: Database, export: Export) -> AsyncIterator[bytes]:
    """What was made, one piece at a time."""
    at = 0
    while at < export.size_bytes:
        async with database.session() as sql:
            part: bytes | None = await sql.fetchval(PART, export.id, export.attempt, at)
        if part is None:
            return
        yield part
        at += len(part)


async def made(sql: Sql, export: Export, attempt: UUID) -> None:
    """It is made, by this attempt: the export as it is now."""
    await _raise(sql, export.school, export.batch)
    told = msgspec.json.encode(export.told).decode()
    if await sql.fetch(
        MADE, export.id, attempt, export.name, export.size_bytes, export.names, told
    ):
        await sql.execute(ONLY_ATTEMPT, export.id, attempt)


async def failed(sql: Sql, export: Export, why: str) -> None:
    """It was not made."""
    await _raise(sql, export.school, export.batch)
    if await sql.fetch(FAILED, export.id, why):
        await sql.execute(ONLY_ATTEMPT, export.id, None)


async def forget_old(tx: Transaction) -> None:
    """Forget the bytes of what was kept long enough, and long after that everything."""
    ended = await tx.sql.fetch(END, tx.now)
    await tx.sql.execute(FORGET_PARTS, [row["id"] for row in ended])
    for school, batch in sorted({(row["school"], row["batch"]) for row in ended}):
        await _raise(tx.sql, school, batch)
    await tx.sql.execute(FORGET, tx.now - NAMED_FOR)


def _export(row: Row) -> Export:
    told = {name: row[name] for name in Export.__struct_fields__}
    for name in ("id", "school", "batch", "person"):
        told[name] = UUID(int=told[name].int)
    told["attempt"] = told["attempt"] and UUID(int=told["attempt"].int)
    told["told"] = _TOLD.decode(told["told"])
    told["columns"] = tuple(told["columns"])
    return Export(**told)
