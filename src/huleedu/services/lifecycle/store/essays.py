"""The essays of a batch, their states, and every move with its time and cause."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huleedu.kit.database import Sql
from huleedu.kit.service import Transaction
from huleedu.services.lifecycle.domain import State, may_become

# new files, in the teacher's order; one that was offered before is left as it is
ADD = """
with added as (
    insert into essay (id, batch, name, place, state)
    select e.id, $3, e.name, $4::integer[] || e.n::integer, $5
    from unnest($1::uuid[], $2::text[]) with ordinality as e (id, name, n)
    on conflict (id) do nothing
    returning id
)
insert into move (essay, at, became, cause, message)
select id, $6, $5, $7, $8 from added
"""

# move essays that may move; returns those that did
MOVE = """
with old as materialized (
    select id, state from essay where id = any($1::uuid[]) and state = any($2::text[])
    order by id for update
), moved as (
    update essay e
    set state = $3, content = coalesce($4, content), slot = coalesce($5, slot), reason = $6
    from old where e.id = old.id
)
insert into move (essay, at, was, became, cause, message)
select id, $7, state, $3, $8, $9 from old order by id
returning essay
"""

# texts whose turn it is: nobody before them in their offering is still being read
READY = """
select e.id, e.content from essay e
where e.batch = $1 and e.state = 'waiting' and not exists (
    select from essay b where b.batch = e.batch and b.state = 'offered'
      and b.place[1] = e.place[1] and b.place < e.place
)
order by e.place
"""

IN_STATE = """
select id, name, content from essay where batch = $1 and state = any($2::text[]) order by place
"""

PLACE = "select place from essay where id = $1"

NAMES = "select id, name from essay where id = any($1::uuid[])"

LIFE = """
select m.at, m.was, m.became, m.cause from move m where m.essay = $1 order by m.seq
"""

ONE = "select id, batch, name, state, slot, content, reason from essay where id = $1"

LIKE = """
select id from essay where id::text like $1 || '%' order by id limit 2
"""


@dataclass(frozen=True, slots=True)
class EssayRow:
    """An essay as it is now."""

    id: UUID
    batch: UUID
    name: str
    state: State
    slot: int | None
    content: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One move of an essay's life."""

    at: datetime
    was: State | None
    became: State
    cause: str


@dataclass(frozen=True, slots=True)
class Ready:
    """A text that stands in line for a slot."""

    essay: UUID
    content: str


async def add(
    tx: Transaction, batch: UUID, files: Sequence[tuple[UUID, str]], place: Sequence[int]
) -> None:
    """Add files (essay, name) as offered, at places below `place`."""
    await tx.sql.execute(
        ADD,
        [essay for essay, _ in files],
        [name for _, name in files],
        batch,
        list(place),
        State.OFFERED.value,
        tx.now,
        "the file was offered",
        _message(tx),
    )


async def move(
    tx: Transaction,
    essays: Sequence[UUID],
    to: State,
    cause: str,
    *,
    only_from: State | None = None,
    content: str | None = None,
    slot: int | None = None,
    reason: str | None = None,
) -> list[UUID]:
    """Move these essays, as far as the table of moves allows; returns those that moved."""
    rows = await tx.sql.fetch(
        MOVE,
        list(essays),
        [only_from] if only_from else list(may_become(to)),
        to.value,
        content,
        slot,
        reason,
        tx.now,
        cause,
        _message(tx),
    )
    return [UUID(int=row["essay"].int) for row in rows]


async def ready(sql: Sql, batch: UUID) -> list[Ready]:
    """The texts whose turn it is, in the teacher's order."""
    return [Ready(UUID(int=row["id"].int), row["content"]) for row in await sql.fetch(READY, batch)]


async def in_state(sql: Sql, batch: UUID, *states: State) -> list[tuple[UUID, str]]:
    """(essay, name) of those in one of the states, in the teacher's order."""
    rows = await sql.fetch(IN_STATE, batch, [state.value for state in states])
    return [(UUID(int=row["id"].int), row["name"]) for row in rows]


async def place_of(sql: Sql, essay: UUID) -> list[int]:
    """Where the file stands in the teacher's order."""
    place: list[int] | None = await sql.fetchval(PLACE, essay)
    return place or [0]


async def name_of(sql: Sql, essay: UUID) -> str:
    """The file's name."""
    rows = await sql.fetch(NAMES, [essay])
    return rows[0]["name"]


async def find(sql: Sql, beginning: str) -> EssayRow | None:
    """The one essay whose id begins so; None when there is none, or more than one."""
    rows = await sql.fetch(LIKE, beginning)
    if len(rows) != 1:
        return None
    row = await sql.fetchrow(ONE, rows[0]["id"])
    assert row
    return EssayRow(
        id=UUID(int=row["id"].int),
        batch=UUID(int=row["batch"].int),
        name=row["name"],
        state=State(row["state"]),
        slot=row["slot"],
        content=row["content"],
        reason=row["reason"],
    )


async def life(sql: Sql, essay: UUID) -> list[MoveRow]:
    """Every move, oldest first."""
    return [
        MoveRow(
            at=row["at"],
            was=State(row["was"]) if row["was"] else None,
            became=State(row["became"]),
            cause=row["cause"],
        )
        for row in await sql.fetch(LIFE, essay)
    ]


def _message(tx: Transaction) -> UUID | None:
    return tx.cause.id if tx.cause else None
