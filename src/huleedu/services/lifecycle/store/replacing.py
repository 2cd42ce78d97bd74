"""A slot changes hands: another text has it from then on, and no slot is lost or doubled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from huleedu.kit.database import Sql
from huleedu.services.lifecycle.domain import State

ASK = """
insert into replacement (by, essay, batch) values ($1, $2, $3)
on conflict (by) do update set essay = excluded.essay
"""

ASKED = "select by, essay from replacement where by = any($1::uuid[])"

FORGET = "delete from replacement where by = $1"

STATES = "select id, state from essay where id = any($1::uuid[])"

HOLDER = "select essay from assignment where batch = $1 and content = $2"

# the batch must be locked: nobody gives one of its slots meanwhile
HAND_OVER = """
update assignment
set essay = $3, content = $4, first = coalesce(first, essay), assigned_at = clock_timestamp()
where batch = $1 and essay = $2 returning slot, first
"""

GIVE_UP = "update essay set slot = null where id = $1"


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The slot, and the essay to which it was assigned in the beginning."""

    slot: int
    first: UUID


@dataclass(frozen=True, slots=True)
class HeldAlready:
    """This essay holds a slot with the same text."""

    essay: UUID


@dataclass(frozen=True, slots=True)
class NoLongerHeld:
    """The essay that was to give its slot has none: another was faster."""


async def ask(sql: Sql, batch: UUID, essay: UUID, by: UUID) -> None:
    """Keep that this file is to have that essay's place."""
    await sql.execute(ASK, by, essay, batch)


async def asked(sql: Sql, files: Sequence[UUID]) -> Mapping[UUID, UUID]:
    """Which of these files are to have whose place."""
    rows = await sql.fetch(ASKED, list(files))
    return {UUID(int=row["by"].int): UUID(int=row["essay"].int) for row in rows}


async def states(sql: Sql, essays: Sequence[UUID]) -> Mapping[UUID, State]:
    """In which state these are, as far as they are known."""
    rows = await sql.fetch(STATES, list(essays))
    return {UUID(int=row["id"].int): State(row["state"]) for row in rows}


async def hand_over(
    sql: Sql, batch: UUID, essay: UUID, by: UUID, content: str
) -> HandedOver | HeldAlready | NoLongerHeld:
    """Let `by` have the essay's slot with this text, in a batch that is locked."""
    await sql.execute(FORGET, by)
    holder = await sql.fetchval(HOLDER, batch, content)
    if holder is not None:
        return HeldAlready(UUID(int=holder.int))
    row = await sql.fetchrow(HAND_OVER, batch, essay, by, content)
    if row is None:
        return NoLongerHeld()
    await sql.execute(GIVE_UP, essay)
    return HandedOver(row["slot"], UUID(int=row["first"].int))
