"""The essays of a batch, their states, and every move with its time and cause."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from huleedu.contracts.reason import Reason, Why
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
select id, $6, $5, $7::jsonb, $8 from added
"""

# move essays that may move; returns those that did
MOVE = """
with asked as materialized (
    select *
    from unnest($4::uuid[], $5::text[], $6::integer[], $7::jsonb[], $8::jsonb[], $9::uuid[])
        with ordinality as a (id, content, slot, reason, cause, message, n)
), old as materialized (
    select id, state from essay where id = any($4::uuid[]) and state = any($2::text[])
    order by id for update
), moved as (
    update essay e
    set state = $3, content = coalesce(a.content, e.content), slot = coalesce(a.slot, e.slot),
        reason = a.reason
    from old join asked a on a.id = old.id
    where e.id = old.id
)
insert into move (essay, at, was, became, cause, message)
select a.id, $1, old.state, $3, a.cause, a.message
from old join asked a on a.id = old.id order by a.n
returning essay
"""

# texts whose turn it is: nobody before them in their offering is still being read; reads one row
# for each offering in which texts stand in line, and the texts whose turn it is
READY = """
with recursive offering (at) as (
    (select place[1] from essay where batch = $1 and state = 'waiting' order by place limit 1)
    union all
    select (select e.place[1] from essay e
            where e.batch = $1 and e.state = 'waiting' and e.place >= array[o.at + 1]
            order by e.place limit 1)
    from offering o where o.at is not null
)
select e.id, e.content
from offering o
left join lateral (
    select place from essay
    where batch = $1 and state = 'offered' and place >= array[o.at] and place < array[o.at + 1]
    order by place limit 1
) unread on true
join essay e on e.batch = $1 and e.state = 'waiting' and e.place >= array[o.at]
            and e.place < coalesce(unread.place, array[o.at + 1])
where o.at is not null
order by e.place limit $2
"""

REGISTERED = "select slots is not null from batch where id = $1"

IN_STATE = """
select id, name, content from essay where batch = $1 and state = any($2::text[]) order by place
"""

PLACE = "select place from essay where id = $1"

NAMES = "select id, name from essay where id = any($1::uuid[])"

LIFE = """
select m.at, m.was, m.became, m.cause from move m where m.essay = $1 order by m.seq
"""

ONE = "select id, batch, name, state, slot, content from essay where id = $1"

_WHY: msgspec.json.Decoder[Why] = msgspec.json.Decoder(Why)
MOVED_AT_ONCE = 500
"""A statement of more essays would keep everybody else waiting while its arguments are written."""

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


@dataclass(frozen=True, slots=True)
class Move:
    """An essay is to move: why, by which message, and what it has from then on."""

    essay: UUID
    cause: Why
    message: UUID | None
    content: str | None = None
    slot: int | None = None
    reason: Why | None = None


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One move of an essay's life."""

    at: datetime
    was: State | None
    became: State
    cause: Why


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
        _json(Reason("move.offered")),
        _message(tx),
    )


async def move(
    tx: Transaction,
    essays: Sequence[UUID],
    to: State,
    cause: Why,
    *,
    only_from: State | None = None,
    slot: int | None = None,
    reason: Why | None = None,
) -> list[UUID]:
    """Move these essays, as far as the table of moves allows; returns those that moved."""
    message = _message(tx)
    moves = [Move(essay, cause, message, slot=slot, reason=reason) for essay in essays]
    return await move_each(tx, moves, to, only_from=only_from)


async def move_each(
    tx: Transaction, moves: Sequence[Move], to: State, *, only_from: State | None = None
) -> list[UUID]:
    """Move essays that have each a cause of their own; of two moves of an essay the first counts.

    Returns those that moved.
    """
    first = {move.essay: move for move in reversed(moves)}
    wanted = [move for move in moves if first[move.essay] is move]
    states = [only_from] if only_from else list(may_become(to))
    moved: list[UUID] = []
    for at in range(0, len(wanted), MOVED_AT_ONCE):
        some = wanted[at : at + MOVED_AT_ONCE]
        rows = await tx.sql.fetch(
            MOVE,
            tx.now,
            states,
            to.value,
            [move.essay for move in some],
            [move.content for move in some],
            [move.slot for move in some],
            [None if move.reason is None else _json(move.reason) for move in some],
            [_json(move.cause) for move in some],
            [move.message for move in some],
        )
        moved += [UUID(int=row["essay"].int) for row in rows]
    return moved


async def ready(sql: Sql, batch: UUID, at_most: int | None = None) -> list[Ready]:
    """The texts whose turn it is, in the teacher's order."""
    rows = await sql.fetch(READY, batch, at_most)
    return [Ready(UUID(int=row["id"].int), row["content"]) for row in rows]


async def any_ready(sql: Sql, batch: UUID) -> bool:
    """Is it a text's turn? Before a batch is registered it is nobody's."""
    return await sql.fetchval(REGISTERED, batch) and bool(await ready(sql, batch, 1))


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
    )


async def life(sql: Sql, essay: UUID) -> list[MoveRow]:
    """Every move, oldest first."""
    return [
        MoveRow(
            at=row["at"],
            was=State(row["was"]) if row["was"] else None,
            became=State(row["became"]),
            cause=_WHY.decode(row["cause"]),
        )
        for row in await sql.fetch(LIFE, essay)
    ]


def _json(why: Why) -> str:
    return msgspec.json.encode(why).decode()


def _message(tx: Transaction) -> UUID | None:
    return tx.cause.id if tx.cause else None
