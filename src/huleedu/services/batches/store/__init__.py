"""The tables of batches, runs, steps and results."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

import msgspec

from huleedu.contracts.batches import Step
from huleedu.contracts.lifecycle import SettledEssay
from huleedu.contracts.people import MayShared
from huleedu.contracts.reason import Why
from huleedu.kit.database import Row, Sql
from huleedu.kit.service import Transaction
from huleedu.services.batches.domain import (
    BatchState,
    Board,
    Essay,
    FailedResult,
    FinishStep,
    Ignored,
    Result,
    StartStep,
    Succeeded,
)
from huleedu.services.batches.domain.asking import BatchSettings
from huleedu.services.batches.store import languages

DIGEST = "select digest from batch where id = $1"

# one of several that register at once wins; the others find its digest
REGISTER = """
insert into batch (id, title, slots, language, pupils, deadline_s, digest, registered_at, state,
                   roster, school, owner, class, due, blind)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
on conflict (id) do nothing returning id
"""

# whoever has this lock decides about the batch
LOCK = """
select id, state, run, revision, step from batch where id = $1 for no key update
"""

SETTINGS = """
select language, case when roster is null then pupils else '{}' end as pupils, roster, deadline_s
from batch where id = $1
"""

ESSAYS = """
select e.id, e.slot, e.text, e.settled, e.ahead, e.ahead_run, r.step, r.failed, r.detail
from essay e left join lateral (select * from result where essay = e.id offset 0) r on true
where e.batch = $1 and e.settled order by e.slot
"""

# found by their ids: found by their batch, all of them would be read
SOME_ESSAYS = """
with found as materialized (select * from essay where id = any($2::uuid[]))
select e.id, e.slot, e.text, e.settled, e.ahead, e.ahead_run, r.step, r.failed, r.detail
from found e left join lateral (select * from result where essay = e.id offset 0) r on true
where e.batch = $1
"""

ADD_ESSAYS = """
insert into essay (id, batch, slot, text, settled)
select e.id, $1, e.slot, e.text, true from unnest($2::uuid[], $3::integer[], $4::text[])
    as e (id, slot, text)
on conflict (id) do update set settled = true where not essay.settled returning id
"""

SAVE = """
update batch set state = $2, run = $3, revision = $4, step = $5,
    waits_until = coalesce($6, 'infinity'::timestamptz) where id = $1
"""

# keep results that count; returns how many are still to come
TAKE = """
with given as (
    insert into result (essay, step, run, failed, detail, taken_at)
    select g.essay, $2, $3, g.failed, g.detail, $4
    from unnest($5::uuid[], $6::jsonb[], $7::jsonb[]) as g (essay, failed, detail)
), answered as (
    update essay set ahead = null where id = any($5::uuid[]) and ahead = $2
)
update batch set awaited = awaited - $8 where id = $1
returning awaited
"""

FORGET_FAILURES = """
with failed as (
    delete from result r
    where r.essay = any(array(select id from essay where batch = $1)) and r.failed is not null
    returning r.essay, r.step, r.run, r.failed
)
insert into ignored (batch, essay, step, run, why, message, at)
select $1, essay, step, run,
       'tried again after: ' || coalesce(failed ->> 'code', failed #>> '{}'), $2, $3
from failed
"""

IGNORE = """
insert into ignored (batch, essay, step, run, why, message, at) values ($1, $2, $3, $4, $5, $6, $7)
"""

# a step begins, and waits for so many results
START_STEP = """
with begun as (
    insert into step (batch, run, step, essays, reused, started_at) values ($1, $2, $3, $4, $5, $6)
)
update batch set awaited = $4 where id = $1
"""

# a step's outcome is said by whoever sets this, and it is set once
FINISH_STEP = """
update step set finished_at = $4, succeeded = $5, failed = $6
where batch = $1 and run = $2 and step = $3 and finished_at is null returning 1
"""

ALL = "select id from batch order by id"

SNAPSHOT = "select revision, state, run, step from batch where id = $1"

REGISTERED_SLOTS = "select slots from batch where id = $1"

# each of these answers a row if it changed something
RENAME = "update batch set title = $2 where id = $1 and title <> $2 returning id"

HAND_ON = """
update batch set owner = $2 where id = $1 and owner is distinct from $2::uuid returning id
"""

ARCHIVE = "update batch set archived = $2 where id = $1 and archived <> $2 returning id"

SHOW_NAMES = """
update batch set names_shown = $2 where id = $1 and blind and names_shown <> $2 returning id
"""

SHARE = """
insert into share as s (school, batch, person, may)
select school, id, $2, $3 from batch where id = $1
on conflict (batch, person) do update set may = excluded.may where s.may <> excluded.may
returning person
"""

UNSHARE = "delete from share where batch = $1 and person = $2 returning person"

OVERDUE = """
select id from batch where waits_until < $1 order by id limit 20 for no key update skip locked
"""


_WHY: msgspec.json.Decoder[Why] = msgspec.json.Decoder(Why)


class Belonging(msgspec.Struct, frozen=True):
    """Whose a batch is, and when its texts are to be in."""

    school: UUID
    owner: UUID | None
    class_: UUID | None
    due: datetime | None
    blind: bool


async def digest(sql: Sql, batch: UUID) -> str | None:
    """The digest of the batch's registration; None: it is not registered."""
    return await sql.fetchval(DIGEST, batch)


async def register(
    tx: Transaction,
    batch: UUID,
    title: str,
    slots: int | None,
    settings: BatchSettings,
    whose: Belonging,
    digest: str,
) -> bool:
    """Keep the registration; False: somebody else has just registered this batch."""
    return bool(
        await tx.sql.fetch(
            REGISTER,
            batch,
            title,
            slots,
            settings.language,
            list(settings.pupils),
            settings.deadline_s,
            digest,
            tx.now,
            BatchState.REGISTERED.value,
            settings.roster,
            *msgspec.structs.astuple(whose),
        )
    )


async def load(sql: Sql, batch: UUID, *, only: Iterable[UUID] | None = None) -> Board | None:
    """The batch as it stands, locked, with all its essays or `only` these; None: not registered."""
    row = await sql.fetchrow(LOCK, batch)
    if row is None:
        return None
    if only is None:
        rows = await sql.fetch(ESSAYS, batch)
    else:
        rows = await sql.fetch(SOME_ESSAYS, batch, list(only))
    return Board(
        batch=batch,
        state=BatchState(row["state"]),
        run=row["run"],
        revision=row["revision"],
        step=row["step"],
        # a large batch's rows take longer to read than others may wait
        essays=await asyncio.to_thread(_essays, rows),
    )


async def settings(sql: Sql, batch: UUID) -> BatchSettings:
    """What the batch, which is registered, was registered with."""
    row = await sql.fetchrow(SETTINGS, batch)
    assert row
    pupils = tuple(row["pupils"])
    told = await languages.told(sql, batch)
    return BatchSettings(row["language"], pupils, row["roster"], row["deadline_s"], told)


def _essays(rows: Sequence[Row]) -> tuple[Essay, ...]:
    essays: dict[UUID, Essay] = {}
    for row in rows:
        essay = UUID(int=row["id"].int)
        results = dict(essays[essay].results) if essay in essays else {}
        if row["step"]:
            results[cast(Step, row["step"])] = (
                Succeeded(msgspec.json.decode(row["detail"], type=dict[str, object]))
                if row["failed"] is None
                else FailedResult(_WHY.decode(row["failed"]))
            )
        essays[essay] = Essay(
            *(essay, row["slot"], row["text"], results),
            *(row["settled"], cast("Step | None", row["ahead"]), row["ahead_run"]),
        )
    return tuple(essays.values())


async def add_essays(sql: Sql, batch: UUID, essays: Iterable[SettledEssay]) -> set[UUID]:
    """These take part; those that did already are left as they are. Returns the others."""
    rows = list(essays)
    columns = ([e.essay for e in rows], [e.slot for e in rows], [e.text for e in rows])
    return {UUID(int=row["id"].int) for row in await sql.fetch(ADD_ESSAYS, batch, *columns)}


async def save(tx: Transaction, board: Board, deadline_s: int) -> None:
    """Keep where the batch is; while it waits for results its time runs."""
    waits_until = tx.now + timedelta(seconds=deadline_s) if board.step else None
    await tx.sql.execute(
        SAVE,
        board.batch,
        board.state.value,
        board.run,
        board.revision,
        board.step,
        waits_until,
    )


async def take(
    tx: Transaction, board: Board, step: Step, results: Mapping[UUID, Result], awaited: int
) -> int:
    """Keep results that count, by their essays; returns how many are still to come.

    Args:
        awaited: how many of them the batch waited for; the others came ahead of it.
    """
    kept = results.values()
    nothing: Mapping[str, object] = {}
    details = [r.detail if isinstance(r, Succeeded) else nothing for r in kept]
    return await tx.sql.fetchval(
        TAKE,
        board.batch,
        step,
        board.run,
        tx.now,
        list(results),
        [_json(r.reason) if isinstance(r, FailedResult) else None for r in kept],
        [msgspec.json.encode(detail).decode() for detail in details],
        awaited,
    )


def _json(why: Why) -> str:
    return msgspec.json.encode(why).decode()


async def ignore(
    tx: Transaction,
    batch: UUID,
    step: Step,
    ignored: Sequence[tuple[UUID, int, Ignored, UUID]],
) -> None:
    """Keep that results changed nothing: the essay, the run, why, and the message of each."""
    for essay, run, why, message in ignored:
        await tx.sql.execute(IGNORE, batch, essay, step, run, why.value, message, tx.now)


async def forget_failures(tx: Transaction, batch: UUID) -> None:
    """Failed results no longer count; they are kept among the ignored."""
    message = tx.cause.id if tx.cause else None
    await tx.sql.execute(FORGET_FAILURES, batch, message, tx.now)


async def start_step(tx: Transaction, board: Board, start: StartStep) -> None:
    """Keep that the step was begun."""
    awaited = len(start.essays) + start.ahead
    await tx.sql.execute(
        START_STEP, board.batch, board.run, start.step, awaited, start.reused, tx.now
    )


async def finish_step(tx: Transaction, board: Board, finish: FinishStep) -> bool:
    """Keep the step's outcome; False: it was kept before."""
    return bool(
        await tx.sql.fetch(
            FINISH_STEP,
            board.batch,
            board.run,
            finish.step,
            tx.now,
            len(finish.succeeded),
            len(finish.failed),
        )
    )


async def all_batches(sql: Sql) -> list[UUID]:
    """Every batch that is registered."""
    return [UUID(int=row["id"].int) for row in await sql.fetch(ALL)]


async def snapshot(sql: Sql, batch: UUID) -> Board | None:
    """The batch as it stands, not locked; None: it is not registered."""
    row = await sql.fetchrow(SNAPSHOT, batch)
    if row is None:
        return None
    essays = _essays(await sql.fetch(ESSAYS, batch))
    return Board(batch, BatchState(row["state"]), row["run"], row["revision"], row["step"], essays)


async def registered_slots(sql: Sql, batch: UUID) -> int | None:
    """How many slots the batch, which is registered, began with; None: as many as come."""
    return await sql.fetchval(REGISTERED_SLOTS, batch)


async def rename(sql: Sql, batch: UUID, title: str) -> bool:
    """Give it this title; False: it has it already."""
    return bool(await sql.fetch(RENAME, batch, title))


async def archive(sql: Sql, batch: UUID, *, archived: bool) -> bool:
    """Put it away or take it out; False: so it was already."""
    return bool(await sql.fetch(ARCHIVE, batch, archived))


async def show_names(sql: Sql, batch: UUID, *, shown: bool) -> bool:
    """Show a blind batch's names or hide them; False: so it was already, or it is not blind."""
    return bool(await sql.fetch(SHOW_NAMES, batch, shown))


async def share(sql: Sql, batch: UUID, person: UUID, may: MayShared | None) -> bool:
    """Let somebody see it, or no longer; False: so it was already."""
    if may is None:
        return bool(await sql.fetch(UNSHARE, batch, person))
    return bool(await sql.fetch(SHARE, batch, person, may))


async def hand_on(sql: Sql, batch: UUID, owner: UUID | None) -> bool:
    """Let it be somebody else's, with whom it is shared no more; False: so it was already."""
    if owner is not None:
        await sql.execute(UNSHARE, batch, owner)
    return bool(await sql.fetch(HAND_ON, batch, owner))


async def overdue(sql: Sql, now: datetime) -> list[UUID]:
    """Batches that have waited long enough for a step, locked."""
    return [UUID(int=row["id"].int) for row in await sql.fetch(OVERDUE, now)]
