"""Batches as the lifecycle sees them: slots, what is still awaited, and what was settled."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from huleedu.contracts.lifecycle import SettledEssay
from huleedu.kit.database import Sql
from huleedu.services.lifecycle.domain import Settling

# the first word about a batch; later ones change nothing
MENTION = """
insert into batch (id, waits_until) values ($1, $2) on conflict (id) do nothing
"""

LOCK = "select 1 from batch where id = $1 for no key update"

NEXT_OFFERING = "update batch set offerings = offerings + 1 where id = $1 returning offerings"

REGISTER = """
update batch set slots = $2, deadline_s = $3, waits_until = $4 where id = $1 and slots is null
returning id
"""

END_INTAKE = "update batch set intake_ended = true where id = $1"

CLOSE = "update batch set closed = true, waits_until = 'infinity' where id = $1"

GRANT = "insert into granted (request) values ($1) on conflict do nothing returning request"

ADD_SLOTS = """
update batch set slots = slots + $2, closed = false, waits_until = $3 where id = $1
returning slots
"""

# what decides whether the batch is settled, and whether that was said; a trigger keeps the counts
SETTLING = """
select slots, used, intake_ended, closed, revision, assigned_then,
       unanswered, refused, assigned, left_over
from batch where id = $1
"""

SETTLED = """
update batch set revision = revision + 1, assigned_then = $2, waits_until = 'infinity'
where id = $1 returning revision
"""

TAKING_PART = """
select id, slot, content from essay where batch = $1 and slot is not null order by slot
"""

# batches whose time is up; each is seen to by one process
OVERDUE = """
select id from batch where waits_until < $1 order by id limit 20 for no key update skip locked
"""

DEADLINE_S = 24 * 3600


async def mention(sql: Sql, batch: UUID, now: datetime) -> None:
    """There is a batch of this id; its time begins to run."""
    await sql.execute(MENTION, batch, now + timedelta(seconds=DEADLINE_S))


async def lock(sql: Sql, batch: UUID) -> None:
    """Nobody else decides about this batch until the transaction has ended."""
    await sql.execute(LOCK, batch)


async def next_offering(sql: Sql, batch: UUID) -> int:
    """The number of a new group of files."""
    return await sql.fetchval(NEXT_OFFERING, batch)


async def register(sql: Sql, batch: UUID, slots: int, deadline_s: int, now: datetime) -> bool:
    """The batch has slots from now on; False: it had been registered before."""
    waits_until = now + timedelta(seconds=deadline_s)
    return bool(await sql.fetch(REGISTER, batch, slots, deadline_s, waits_until))


async def end_intake(sql: Sql, batch: UUID) -> None:
    """No more files are to come."""
    await sql.execute(END_INTAKE, batch)


async def close(sql: Sql, batch: UUID) -> None:
    """Nothing is waited for any more."""
    await sql.execute(CLOSE, batch)


async def add_slots(sql: Sql, batch: UUID, request: UUID, count: int, now: datetime) -> int | None:
    """More slots; returns how many there are in all. None: this request was granted before."""
    if not await sql.fetch(GRANT, request):
        return None
    return await sql.fetchval(ADD_SLOTS, batch, count, now + timedelta(seconds=DEADLINE_S))


async def settling(sql: Sql, batch: UUID) -> tuple[Settling, int]:
    """What decides whether the batch is settled, and how many texts are left over."""
    row = await sql.fetchrow(SETTLING, batch)
    assert row, f"batch {batch} was never mentioned"
    return (
        Settling(
            slots=row["slots"],
            assigned=row["assigned"],
            refused=row["refused"],
            unanswered=row["unanswered"],
            intake_ended=row["intake_ended"],
            closed=row["closed"],
            revision=row["revision"],
            assigned_then=row["assigned_then"],
        ),
        row["left_over"],
    )


async def mark_settled(sql: Sql, batch: UUID, assigned: int) -> int:
    """Remember that it was said; returns how often it has been."""
    return await sql.fetchval(SETTLED, batch, assigned)


async def taking_part(sql: Sql, batch: UUID) -> Sequence[SettledEssay]:
    """The essays that have a slot, by slot."""
    return [
        SettledEssay(essay=UUID(int=row["id"].int), slot=row["slot"], text=row["content"])
        for row in await sql.fetch(TAKING_PART, batch)
    ]


async def overdue(sql: Sql, now: datetime) -> list[UUID]:
    """Batches that have waited long enough, locked."""
    return [UUID(int=row["id"].int) for row in await sql.fetch(OVERDUE, now)]
