"""Links by which pupils read what was given to them, and the browsers that came by one."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from huleedu.kit.database import Row, Sql
from huleedu.kit.service import Transaction
from huleedu.services.feedback.store import InBatch

PRESENT = "select set_config('huleedu.presented', $1, true)"
LET_IN = "select set_config('huleedu.school', $1, true)"

END = """
update pupil_link set ended_at = $3
where school = $1 and batch = $2 and ended_at is null
  and ($4::uuid[] is null or essay = any($4::uuid[]))
returning essay
"""

MAKE = """
insert into pupil_link (school, id, batch, essay, hash, made_by, made_at, ends_at)
select $1, l.id, $2, l.essay, l.hash, $3, $4, $5
from unnest($6::uuid[], $7::uuid[], $8::text[]) as l (id, essay, hash)
"""

LIVING = """
select essay, made_at, ends_at, opened_at from pupil_link
where school = $1 and batch = $2 and ended_at is null and ends_at > $3
"""

BY_KEY = """
select school, id, batch, essay, ends_at, ended_at from pupil_link where hash = $1
"""

OPENED = "update pupil_link set opened_at = coalesce(opened_at, $3) where school = $1 and id = $2"

COME_IN = """
insert into pupil_session (school, hash, link, made_at, ends_at) values ($1, $2, $3, $4, $5)
"""

SESSION = "select school, link from pupil_session where hash = $1 and ends_at > $2"

BY_ID = """
select school, id, batch, essay, ends_at, ended_at from pupil_link where school = $1 and id = $2
"""

FORGET = "delete from pupil_session where ends_at < $1"


async def present(sql: Sql, hash_: str) -> None:
    """Show a secret's hash: its row is seen from now on."""
    await sql.execute(PRESENT, hash_)


async def let_in(sql: Sql, school: UUID) -> None:
    """See this school's rows from now on."""
    await sql.execute(LET_IN, str(school))


async def end(sql: Sql, of: InBatch, essays: Collection[UUID] | None, now: datetime) -> list[UUID]:
    """End the links of these essays (None: all); returns which had one."""
    some = None if essays is None else sorted(essays)
    rows = await sql.fetch(END, of.school, of.batch, now, some)
    return [UUID(int=row["essay"].int) for row in rows]


async def make(
    sql: Sql,
    of: InBatch,
    made: Sequence[tuple[UUID, UUID, str]],
    who: UUID | None,
    now: datetime,
    ends_at: datetime,
) -> None:
    """Make links: id, essay, and the hash of the key."""
    ids, essays, hashes = (list(column) for column in zip(*made, strict=True))
    await sql.execute(MAKE, of.school, of.batch, who, now, ends_at, ids, essays, hashes)


async def living(sql: Sql, of: InBatch, now: datetime) -> Sequence[Row]:
    """Links that work."""
    return await sql.fetch(LIVING, of.school, of.batch, now)


async def by_key(sql: Sql, hash_: str) -> Row | None:
    """The link with this key's hash, which was presented."""
    return await sql.fetchrow(BY_KEY, hash_)


async def by_id(sql: Sql, school: UUID, id_: UUID) -> Row | None:
    """A link of a school that one was let into."""
    return await sql.fetchrow(BY_ID, school, id_)


async def come_in(
    sql: Sql, school: UUID, link: UUID, hash_: str, now: datetime, ends_at: datetime
) -> None:
    """A browser came by the link."""
    await sql.execute(OPENED, school, link, now)
    await sql.execute(COME_IN, school, hash_, link, now, ends_at)


async def session(sql: Sql, hash_: str, now: datetime) -> Row | None:
    """By which link this browser came, whose secret's hash was presented."""
    return await sql.fetchrow(SESSION, hash_, now)


async def forget_ended(tx: Transaction) -> None:
    """Browsers whose time is over are forgotten."""
    await tx.sql.execute(FORGET, tx.now)
