"""Batches as the lifecycle sees them: slots, what is still awaited, and what was settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from huleedu.contracts.lifecycle import SettledEssay
from huleedu.contracts.people import OWN_SCHOOL
from huleedu.kit.database import Sql
from huleedu.services.lifecycle.domain import AS_MANY_AS_COME, Overdue, Settling

# the first word about a batch; later ones change nothing
MENTION = """
insert into batch (id, waits_until) values ($1, $2) on conflict (id) do nothing
"""

LOCK = "select 1 from batch where id = $1 for no key update"

NEXT_OFFERING = "update batch set offerings = offerings + 1 where id = $1 returning offerings"

# an open batch waits for its day, or until somebody ends its intake
REGISTER = """
update batch set slots = $2, open = $3, due = $4, school = $5, deadline_s = $6,
    waits_until = case when not intake_ended and $3 then coalesce($4, 'infinity'::timestamptz)
                       when not intake_ended then coalesce($4, $7) else $7 end
where id = $1 and slots is null
returning id
"""

# what was offered is waited for, and not for ever
END_INTAKE = """
update batch set intake_ended = true,
    waits_until = case when revision = 0
        then least(waits_until, $2::timestamptz + make_interval(secs => deadline_s))
        else waits_until end
where id = $1
"""

# one that has no fixed number is complete when its intake has ended, and so it has
CLOSE = """
update batch set closed = true, intake_ended = intake_ended or open, waits_until = 'infinity'
where id = $1
"""

GRANT = "insert into granted (request) values ($1) on conflict do nothing returning request"

ADD_SLOTS = """
update batch set slots = case when open then slots else slots + $2 end, closed = false,
    waits_until = case when open then waits_until else $3 end
where id = $1 returning slots, open
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
select id, open, due is not null as due, intake_ended from batch
where waits_until < $1 order by id limit 20 for no key update skip locked
"""

STOP_CLOCK = "update batch set waits_until = 'infinity' where id = $1"

DEADLINE_S = 24 * 3600


@dataclass(frozen=True, slots=True)
class Registration:
    """What a batch is registered with, as far as its slots go."""

    slots: int | None
    """None: as many as come."""
    due: datetime | None = None
    school: UUID = OWN_SCHOOL


@dataclass(frozen=True, slots=True)
class Room:
    """How many slots a batch has; an open one always has another."""

    slots: int | None
    open: bool


async def mention(sql: Sql, batch: UUID, now: datetime) -> None:
    """There is a batch of this id; its time begins to run."""
    await sql.execute(MENTION, batch, now + timedelta(seconds=DEADLINE_S))


async def lock(sql: Sql, batch: UUID) -> None:
    """Nobody else decides about this batch until the transaction has ended."""
    await sql.execute(LOCK, batch)


async def next_offering(sql: Sql, batch: UUID) -> int:
    """The number of a new group of files."""
    return await sql.fetchval(NEXT_OFFERING, batch)


async def register(
    sql: Sql, batch: UUID, registration: Registration, deadline_s: int, now: datetime
) -> bool:
    """The batch has slots from now on; False: it had been registered before."""
    slots, wanted = registration.slots, registration
    found = await sql.fetch(
        REGISTER,
        batch,
        AS_MANY_AS_COME if slots is None else slots,
        slots is None,
        wanted.due,
        wanted.school,
        deadline_s,
        now + timedelta(seconds=deadline_s),
    )
    return bool(found)


async def end_intake(sql: Sql, batch: UUID, now: datetime) -> None:
    """No more files are to come."""
    await sql.execute(END_INTAKE, batch, now)


async def stop_clock(sql: Sql, batch: UUID) -> None:
    """Its time does not run any more."""
    await sql.execute(STOP_CLOCK, batch)


async def close(sql: Sql, batch: UUID) -> None:
    """Nothing is waited for any more."""
    await sql.execute(CLOSE, batch)


async def add_slots(sql: Sql, batch: UUID, request: UUID, count: int, now: datetime) -> Room | None:
    """More slots; returns how many there are in all. None: this request was granted before."""
    if not await sql.fetch(GRANT, request):
        return None
    row = await sql.fetchrow(ADD_SLOTS, batch, count, now + timedelta(seconds=DEADLINE_S))
    assert row
    return Room(row["slots"], row["open"])


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


async def overdue(sql: Sql, now: datetime) -> list[Overdue]:
    """Batches that have waited long enough, locked."""
    return [
        Overdue(UUID(int=row["id"].int), row["open"], row["due"], row["intake_ended"])
        for row in await sql.fetch(OVERDUE, now)
    ]
