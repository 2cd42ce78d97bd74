"""Whose a batch is, who else may see it, and how it looks among others."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from huleedu.contracts.batches import BatchRegistered
from huleedu.contracts.people import MayShared
from huleedu.kit.database import Row, Sql
from huleedu.kit.service import Transaction
from huleedu.services.results.domain.seen import BatchSeen, Counts
from huleedu.services.results.store.revisions import mention, tell_all

NOBODY = UUID(int=0)
"""Owns what is its school's administrators'."""

REGISTERED = """
update batch set title = $2, slots = greatest(slots, $3), language = $4, open = $3 is null,
    school = $5, owner = $6, class = $7, due = $8, blind = $9,
    remarks_off = coalesce(remarks_off, (select off from school_remarks where school = $5))
where id = $1
"""

# what there is to see of the batches `mine` (id, may)
_of_mine = """
select b.id, b.title, m.may, b.owner, b.class, b.due, b.blind, b.names_shown, b.language,
       b.open, b.slots, b.state, b.archived, b.created_at, b.changed_at, b.settled_revision,
       b.files, b.unread, b.waiting, b.assigned, b.refused_files as refused, b.left_over,
       b.revision, b.checked, b.measured, b.failed, l.late,
       exists (select from ranking where batch = b.id offset 0) as ranked
from mine m
cross join lateral (select * from batch where id = m.id offset 0) b
left join lateral (
    select count(*)::integer as late from file f
    where b.due is not null and f.batch = b.id and f.came_at > b.due
      and f.state not in ('unpacked', 'replaced')
) l on true
where b.title is not null order by b.changed_at desc, b.id
"""

# what these own ($1), and what is shared with somebody ($2)
_of_all = """
with mine as (
    select id, 'own' as may from batch where owner = any($1::uuid[])
    union all
    select s.batch, s.may from share s
    cross join lateral (select owner from batch where id = s.batch offset 0) b
    where s.person = $2 and b.owner <> all ($1::uuid[])
)
"""

# the same of one batch ($3)
_of_one = """
with mine as (
    select b.id, case when b.owner = any($1::uuid[]) then 'own' else s.may end as may
    from batch b left join share s on s.batch = b.id and s.person = $2
    where b.id = $3 and (b.owner = any($1::uuid[]) or s.may is not null)
)
"""

SEEN, SEEN_ONE = _of_all + _of_mine, _of_one + _of_mine

SHOW_NAMES = "update batch set names_shown = $2 where id = $1"

RENAME = "update batch set title = $2 where id = $1"

WHOSE = "select school, owner from batch where id = $1"

HAND_ON = "update batch set owner = $2 where id = $1"

OWNED = "select id from batch where owner = $1 order by id"

ARCHIVE = "update batch set archived = $2 where id = $1"

SHARE = """
insert into share (school, batch, person, may) select school, id, $2, $3 from batch where id = $1
on conflict (batch, person) do update set may = excluded.may
"""

UNSHARE = "delete from share where batch = $1 and person = $2"

SHARES = """
select * from (select person, may from share where batch = $1 offset 0) s order by person
"""


SCHOOL_OF = "select school from batch where id = $1"


async def school_of(sql: Sql, batch: UUID) -> UUID | None:
    """Whose school's the batch is; None: nobody has heard of it."""
    found = await sql.fetchval(SCHOOL_OF, batch)
    return UUID(int=found.int) if found else None


class WhoseBatch(msgspec.Struct, frozen=True):
    """Of which school a batch is, and whose; None: it is its school's administrators'."""

    school: UUID
    owner: UUID | None


async def whose(sql: Sql, batch: UUID) -> WhoseBatch | None:
    """Whose the batch is; None: nobody has heard of it."""
    row = await sql.fetchrow(WHOSE, batch)
    return WhoseBatch(UUID(int=row["school"].int), _id(row["owner"])) if row else None


async def registered(tx: Transaction, event: BatchRegistered) -> None:
    """Keep what the batch was registered with."""
    await mention(tx, event.batch)
    await tx.sql.execute(
        REGISTERED,
        event.batch,
        event.title,
        event.slots,
        event.language,
        event.school,
        event.owner or NOBODY,
        event.class_,
        event.due,
        event.blind,
    )
    if event.blind:
        await tell_all(tx.sql, event.batch)


async def seen(sql: Sql, person: UUID | None, *, administrator: bool) -> list[BatchSeen]:
    """The batches that this person may see, the latest changed first."""
    rows = await sql.fetch(SEEN, _owners(person, administrator=administrator), person)
    return [_seen(row) for row in rows]


async def seen_one(
    sql: Sql, batch: UUID, person: UUID | None, *, administrator: bool
) -> BatchSeen | None:
    """The batch, if this person may see it."""
    owners = _owners(person, administrator=administrator)
    row = await sql.fetchrow(SEEN_ONE, owners, person, batch)
    return _seen(row) if row else None


def _owners(person: UUID | None, *, administrator: bool) -> list[UUID]:
    return [*([person] if person else []), *([NOBODY] if administrator else [])]


def _seen(row: Row) -> BatchSeen:
    plain = (
        *(
            "title",
            "may",
            "due",
            "blind",
            "names_shown",
            "open",
            "slots",
            "state",
            "archived",
            "ranked",
            "revision",
        ),
        *("created_at", "changed_at"),
    )
    return BatchSeen(
        id=UUID(int=row["id"].int),
        owner=_id(row["owner"]),
        class_=_id(row["class"]),
        language=row["language"] or "auto",
        settled=row["settled_revision"] > 0,
        counts=Counts(**{name: row[name] or 0 for name in Counts.__struct_fields__}),
        **{name: row[name] for name in plain},
    )


def _id(found: UUID | None) -> UUID | None:
    return UUID(int=found.int) if found and found.int else None


async def show_names(sql: Sql, batch: UUID, *, shown: bool) -> None:
    """Names are shown in the batch, which is known, or hidden again."""
    await sql.execute(SHOW_NAMES, batch, shown)
    await tell_all(sql, batch)


async def rename(sql: Sql, batch: UUID, title: str) -> None:
    """The batch, which is known, has this title."""
    await sql.execute(RENAME, batch, title)


async def hand_on(sql: Sql, batch: UUID, owner: UUID | None) -> None:
    """The batch, which is known, is somebody else's, who needs no share of it."""
    await sql.execute(HAND_ON, batch, owner or NOBODY)
    if owner is not None:
        await sql.execute(UNSHARE, batch, owner)


async def owned_by(sql: Sql, person: UUID) -> list[UUID]:
    """The batches that are this person's."""
    return [UUID(int=row["id"].int) for row in await sql.fetch(OWNED, person)]


async def archive(sql: Sql, batch: UUID, *, archived: bool) -> None:
    """The batch, which is known, is put away or taken out."""
    await sql.execute(ARCHIVE, batch, archived)


async def share(sql: Sql, batch: UUID, person: UUID, may: MayShared | None) -> None:
    """The batch, which is known, is shared with somebody, or no longer."""
    if may is None:
        await sql.execute(UNSHARE, batch, person)
    else:
        await sql.execute(SHARE, batch, person, may)


async def shares(sql: Sql, batch: UUID) -> Sequence[tuple[UUID, MayShared]]:
    """With whom the batch is shared, and what they may do."""
    return [(UUID(int=row["person"].int), row["may"]) for row in await sql.fetch(SHARES, batch)]
