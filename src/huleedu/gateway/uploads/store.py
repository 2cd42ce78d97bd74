"""The tables of files on their way in: what of each has come, and until when it is kept."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from huleedu.kit.database import Database, Row, Sql
from huleedu.kit.service import Transaction

# a file that is chosen again goes on where it was; in the order in which they are named
ANNOUNCE = """
insert into upload (id, school, batch, person, name, size_bytes, fingerprint, expires_at)
select f.id, $1, $2, $3, f.name, f.size_bytes, f.fingerprint, $8
from unnest($4::uuid[], $5::text[], $6::bigint[], $7::text[])
     with ordinality as f (id, name, size_bytes, fingerprint, n)
order by f.n
on conflict (school, batch, person, name, size_bytes, fingerprint) where fingerprint <> ''
do update set expires_at = excluded.expires_at
returning id, batch, person, name, size_bytes, fingerprint, sent_bytes, state, expires_at
"""

ONE = """
select id, batch, person, name, size_bytes, fingerprint, sent_bytes, state, expires_at
from upload where id = $1 and school = $2 and person = $3 and expires_at > $4
"""

OPEN = """
select id, batch, person, name, size_bytes, fingerprint, sent_bytes, state, expires_at
from upload where school = $1 and batch = $2 and person = $3 and state = 'open' and expires_at > $4
order by number
"""

# of two pieces for one place the first counts
APPEND = """
with taken as (
    update upload set sent_bytes = sent_bytes + length($3::bytea), expires_at = $4
    where id = $1 and sent_bytes = $2 and state = 'open'
      and sent_bytes + length($3::bytea) < size_bytes
    returning school, id
)
insert into upload_part (school, upload, at, bytes) select school, id, $2, $3 from taken
returning at
"""

PART = "select bytes from upload_part where upload = $1 and at = $2"

# the last piece: whoever changes this row says that the file is offered
END = """
update upload set sent_bytes = size_bytes, state = 'offered'
where id = $1 and sent_bytes = $2 and state = 'open' returning id
"""

FORGET_PARTS = "delete from upload_part where upload = $1"

FORGET = "delete from upload where id = $1 and school = $2 and person = $3 returning id"

EXPIRED = "delete from upload where expires_at < $1"


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """A file on its way in: how much of it has come."""

    id: UUID
    batch: UUID
    person: UUID
    name: str
    size_bytes: int
    fingerprint: str
    """SHA-256 (hex) of its bytes as its sender says, or nothing."""
    sent_bytes: int
    offered: bool
    """It is whole, and was offered to its batch."""
    expires_at: datetime


class NewUpload(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a file before any of it has come."""

    name: str
    size_bytes: int
    fingerprint: str = ""


async def announce(
    sql: Sql,
    school: UUID,
    batch: UUID,
    person: UUID,
    files: Sequence[tuple[UUID, NewUpload]],
    expires_at: datetime,
) -> list[Upload]:
    """These files are to come; no two of them are the same."""
    rows = await sql.fetch(
        ANNOUNCE,
        school,
        batch,
        person,
        [upload for upload, _ in files],
        [file.name for _, file in files],
        [file.size_bytes for _, file in files],
        [file.fingerprint for _, file in files],
        expires_at,
    )
    return [_upload(row) for row in rows]


async def one(sql: Sql, upload: UUID, school: UUID, person: UUID, now: datetime) -> Upload | None:
    """This person's upload; None: there is none, or its time is over."""
    row = await sql.fetchrow(ONE, upload, school, person, now)
    return _upload(row) if row else None


async def open_ones(
    sql: Sql, school: UUID, batch: UUID, person: UUID, now: datetime
) -> list[Upload]:
    """This person's files that have not come whole, in the order in which they were announced."""
    return [_upload(row) for row in await sql.fetch(OPEN, school, batch, person, now)]


async def append(sql: Sql, upload: UUID, at: int, piece: bytes, expires_at: datetime) -> bool:
    """Keep a piece that is not the last; False: nothing was kept, for it belongs elsewhere."""
    return bool(await sql.fetch(APPEND, upload, at, piece, expires_at))


async def parts(database: Database, upload: UUID) -> AsyncIterator[bytes]:
    """What has come, one part at a time."""
    at = 0
    while True:
        async with database.session() as sql:
            part: bytes | None = await sql.fetchval(PART, upload, at)
        if part is None:
            return
        yield part
        at += len(part)


async def end(sql: Sql, upload: UUID, at: int) -> bool:
    """The last piece has come, at this place; False: not now, or it had come before."""
    ended = bool(await sql.fetch(END, upload, at))
    if ended:
        await sql.execute(FORGET_PARTS, upload)
    return ended


async def forget(sql: Sql, upload: UUID, school: UUID, person: UUID) -> bool:
    """Forget this person's upload; False: there is none."""
    return bool(await sql.fetch(FORGET, upload, school, person))


async def forget_expired(tx: Transaction) -> None:
    """Forget what nobody went on with."""
    await tx.sql.execute(EXPIRED, tx.now)


def _upload(row: Row) -> Upload:
    return Upload(
        id=UUID(int=row["id"].int),
        batch=UUID(int=row["batch"].int),
        person=UUID(int=row["person"].int),
        name=row["name"],
        size_bytes=row["size_bytes"],
        fingerprint=row["fingerprint"],
        sent_bytes=row["sent_bytes"],
        offered=row["state"] == "offered",
        expires_at=row["expires_at"],
    )
