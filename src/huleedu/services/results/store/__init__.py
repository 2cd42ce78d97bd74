"""The read model's tables: what is known of each batch, file and step."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from huleedu.contracts.batches import StepFinished, StepStarted
from huleedu.contracts.gateway import OfferedFile
from huleedu.contracts.lifecycle import BatchSettled
from huleedu.contracts.reason import Why
from huleedu.contracts.spelling import FoundRemark
from huleedu.kit.database import Row, Sql
from huleedu.kit.service import Transaction
from huleedu.services.results.domain.batch_report import StepLine
from huleedu.services.results.domain.read_model import BatchRow, FileRow, ReadModel
from huleedu.services.results.store.listed import hidden_as
from huleedu.services.results.store.owned import registered
from huleedu.services.results.store.remarks import remarks_off
from huleedu.services.results.store.revisions import mention

__all__ = ["mention", "registered"]

_WHY: msgspec.json.Decoder[Why] = msgspec.json.Decoder(Why)
_Misspellings = tuple[tuple[int, int, str, tuple[str, ...]], ...]

REFUSED = "update batch set refused = $2 where id = $1"

SLOTS_ADDED = "update batch set slots = $2 where id = $1"

SETTLED = """
update batch set settled_revision = $2, settled_cause = $3 where id = $1
"""

MATCHED = "update batch set matched = greatest(matched, $2) where id = $1"

# new files, where they were named, or behind those of before, or in their archive's place
OFFERED = """
insert into file (id, batch, school, name, place, size_bytes, content, came_at)
select f.id, $1, (select school from batch where id = $1), f.name, coalesce(
           (select place from expected where batch = $1 and file = f.id),
           coalesce((select place from file where id = $2), array[1 + l]) || f.n::integer),
       f.size_bytes, f.content,
       coalesce((select came_at from file where id = $2), $7)
from unnest($3::uuid[], $4::text[], $5::bigint[], $6::text[])
     with ordinality as f (id, name, size_bytes, content, n), last_place($1) l
on conflict (id) do update
set name = excluded.name, place = coalesce(file.place, excluded.place),
    size_bytes = excluded.size_bytes, content = excluded.content,
    came_at = least(file.came_at, excluded.came_at),
    state = case file.state when 'withdrawn' then 'waiting' else file.state end,
    text = case file.state when 'withdrawn' then null else file.text end
"""

EXPECTED = """
insert into expected (batch, school, file, place)
select $1, (select school from batch where id = $1), f.id, array[1 + l, f.n::integer]
from unnest($2::uuid[]) with ordinality as f (id, n), last_place($1) l
on conflict (batch, file) do nothing
"""

KNOW_FILES = """
insert into file (id, batch, school)
select f.id, $2, (select school from batch where id = $2) from unnest($1::uuid[]) as f (id)
order by f.id on conflict (id) do nothing
"""

# of each file set the columns that are named in its JSON object, and no others; for one that was
# replaced another stands, whatever is still said of it
SET_FILES = """
update file f
set (name, state, slot, code, reason, notes, text, format, pages, language,
     misspellings, remarks, measures, not_measured, pupil, pupil_id, pupil_sure, pupil_by_hand,
     pupil_found_in, pupil_reason, pupil_others, same_as)
    = (select r.name, r.state, r.slot, r.code, r.reason, r.notes, r.text,
              r.format, r.pages, r.language, r.misspellings, r.remarks, r.measures,
              r.not_measured, r.pupil, r.pupil_id, r.pupil_sure, r.pupil_by_hand,
              r.pupil_found_in, r.pupil_reason, r.pupil_others, r.same_as
       from jsonb_populate_record(f, s.columns) r)
from unnest($1::uuid[], $2::jsonb[]) as s (id, columns)
where f.id = s.id and f.id = any($1::uuid[]) and f.state <> 'replaced'
"""

STEP_STARTED = """
insert into step (batch, run, step, essays, reused, school)
values ($1, $2, $3, $4, $5, (select school from batch where id = $1))
on conflict (batch, run, step) do nothing
"""

WORKING = """
update batch set run = $2, state = 'working', note = '""', finished_at = null
where id = $1 and run < $2
"""

STEP_FINISHED = """
update step set succeeded = $4, failed = $5 where batch = $1 and run = $2 and step = $3
"""

# the step failed for these, and no longer for the others
FAILURES = """
update file f
set failures = (f.failures - $2) || case when x.reason is null then '{}'::jsonb
                                         else jsonb_build_object($2::text, x.reason) end
from (select id, null::jsonb as reason from unnest($3::uuid[]) as s (id)
      union all
      select * from unnest($4::uuid[], $5::jsonb[])) as x (id, reason)
where f.id = any($3::uuid[] || $4::uuid[]) and f.batch = $1 and f.id = x.id
  and (x.reason is not null or f.failures ? $2)
"""

FINISHED = """
update batch set run = $2, state = $3, note = $4, finished_at = $5 where id = $1 and run <= $2
"""

# how far a batch is; triggers keep the counts
PROGRESS = """
select title, slots, open, state, run, refused, note, created_at, files, waiting, unread, assigned,
       refused_files, left_over, checked, measured, failed, unfinished,
       settled_revision > matched as unmatched
from batch where id = $1
"""

HEARD = "select count(*) from inbox where id = any($1::uuid[])"

NEWEST = """
select id, title, slots, open, state, run, refused, note, created_at, files, waiting, unread,
       assigned, refused_files, left_over, checked, measured, failed, unfinished,
       settled_revision > matched as unmatched
from batch where refused is null order by created_at desc limit $1
"""

LIKE = "select id from batch where id::text like $1 || '%' order by id limit 2"

BATCH = "select * from batch where id = $1"

TEXTS = "select id, text from file where batch = $1 and text is not null"

# what of each file there is to show
SHOWN = """
select id, name, state, slot, text, misspellings is not null as spelling,
       measures is not null as linguistics
from file where batch = $1
"""

# without what is only wanted of one after the other
OUTLINES = f"""
{hidden_as}, id, name, state, slot, code, reason, notes, text
from file where batch = $1 order by place, name, id
"""

_left_out = "(select b.remarks_off from batch b where b.id = file.batch) as remarks_off"

SOME_FILES = f"{hidden_as}, file.*, {_left_out} from file where id = any($1::uuid[]) order by slot"

# the last outcome of each step, in the order in which the steps are taken
STEPS = """
select * from (
    select distinct on (step) * from step where batch = $1 and succeeded is not null
    order by step, run desc
) s order by started_at
"""


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a batch is; the numbers count files, or essays that have a slot."""

    title: str | None
    slots: int | None
    state: str
    run: int
    refused: Why | None
    """Why the registration was refused."""
    note: Why
    created_at: datetime
    files: int
    waiting: int
    unread: int
    assigned: int
    refused_files: int
    left_over: int
    checked: int
    measured: int
    failed: int
    unfinished: int
    open: bool = False
    """There is a slot for every text that comes."""
    unmatched: bool
    """It is not known yet whose the essays are that take part."""

    @property
    def finished(self) -> bool:
        """Nothing more is to come, unless somebody asks for it."""
        ended = self.state in ("assessed", "failed") and not self.unmatched
        return ended and not self.waiting and not (self.unfinished and self.state == "assessed")


async def registration_refused(tx: Transaction, batch: UUID, reason: Why) -> None:
    """Keep why a registration was refused."""
    await mention(tx, batch)
    await tx.sql.execute(REFUSED, batch, _json(reason))


async def slots_added(tx: Transaction, batch: UUID, slots: int) -> None:
    """The batch has so many slots now."""
    await mention(tx, batch)
    await tx.sql.execute(SLOTS_ADDED, batch, slots)


async def settled(tx: Transaction, event: BatchSettled) -> None:
    """Keep that it is known who takes part."""
    await mention(tx, event.batch)
    await tx.sql.execute(SETTLED, event.batch, event.revision, event.cause)


async def matched(tx: Transaction, batch: UUID, settlement: int) -> None:
    """It was told whose the essays are that this settlement named."""
    await mention(tx, batch)
    await tx.sql.execute(MATCHED, batch, settlement)


async def offered(
    tx: Transaction, batch: UUID, files: Sequence[OfferedFile], parent: UUID | None
) -> None:
    """Keep the files in the order in which they were offered."""
    await mention(tx, batch)
    await tx.sql.execute(
        OFFERED,
        batch,
        parent,
        [file.essay for file in files],
        [file.name for file in files],
        [file.size_bytes for file in files],
        [file.content for file in files],
        tx.cause.said_at if tx.cause else tx.now,
    )


async def expected(tx: Transaction, batch: UUID, files: Sequence[UUID]) -> None:
    """Keep where these files will stand: nobody knows in which order they come."""
    await mention(tx, batch)
    await tx.sql.execute(EXPECTED, batch, list(files))


async def set_file(tx: Transaction, batch: UUID, file: UUID, **columns: object) -> None:
    """Set these columns of the file's row."""
    await set_files(tx, batch, {file: columns})


async def set_files(
    tx: Transaction, batch: UUID, files: Mapping[UUID, Mapping[str, object]]
) -> None:
    """Set columns of files' rows, each file's own."""
    await mention(tx, batch)
    await tx.sql.execute(KNOW_FILES, list(files), batch)
    await tx.sql.execute(
        SET_FILES,
        list(files),
        [msgspec.json.encode(columns).decode() for columns in files.values()],
    )


async def step_started(tx: Transaction, event: StepStarted) -> None:
    """Keep that the batch is at work."""
    await mention(tx, event.batch)
    await tx.sql.execute(WORKING, event.batch, event.run)
    await tx.sql.execute(
        STEP_STARTED, event.batch, event.run, event.step, event.essays, event.reused
    )


async def step_finished(tx: Transaction, event: StepFinished) -> None:
    """Keep the step's outcome for each essay."""
    await mention(tx, event.batch)
    succeeded, failed = len(event.succeeded), len(event.failed)
    await tx.sql.execute(STEP_FINISHED, event.batch, event.run, event.step, succeeded, failed)
    await tx.sql.execute(
        FAILURES,
        event.batch,
        event.step,
        list(event.succeeded),
        [failure.essay for failure in event.failed],
        [_json(failure.reason) for failure in event.failed],
    )


async def finished(tx: Transaction, batch: UUID, run: int, state: str, note: Why) -> None:
    """Keep how the run ended."""
    await mention(tx, batch)
    await tx.sql.execute(FINISHED, batch, run, state, _json(note), tx.now)


async def progress(sql: Sql, batch: UUID) -> Progress | None:
    """How far the batch is; None: nobody has heard of it."""
    row = await sql.fetchrow(PROGRESS, batch)
    return _progress(row) if row else None


async def has_heard(sql: Sql, messages: Sequence[UUID]) -> bool:
    """Is what these messages say part of the report?"""
    return await sql.fetchval(HEARD, list(messages)) == len(messages)


async def shown(sql: Sql, batch: UUID) -> Sequence[Row]:
    """Id, name, state, slot and text of each file, and which steps' results there are."""
    return await sql.fetch(SHOWN, batch)


async def newest(sql: Sql, at_most: int) -> list[tuple[UUID, Progress]]:
    """The newest batches and how far each is, the newest first."""
    return [(UUID(int=row["id"].int), _progress(row)) for row in await sql.fetch(NEWEST, at_most)]


async def find(sql: Sql, beginning: str) -> UUID | None:
    """The one batch whose id begins so; None when there is none, or more than one."""
    rows = await sql.fetch(LIKE, beginning)
    return UUID(int=rows[0]["id"].int) if len(rows) == 1 else None


async def texts(sql: Sql, batch: UUID) -> dict[UUID, str]:
    """The address of each file's text, by the file's id."""
    return {UUID(int=row["id"].int): row["text"] for row in await sql.fetch(TEXTS, batch)}


async def load(sql: Sql, batch: UUID) -> ReadModel:
    """The batch, which must be known, without what was found in each file; see `files`."""
    row = await sql.fetchrow(BATCH, batch)
    assert row, f"batch {batch} is not known"
    return ReadModel(
        batch=BatchRow(
            id=str(batch),
            title=row["title"] or "",
            slots=row["slots"] or (row["assigned"] if row["open"] else 0),
            language=row["language"] or "auto",
            created_at=row["created_at"],
            state=row["state"],
            note=_WHY.decode(row["note"]),
            settled_cause=row["settled_cause"],
            finished_at=row["finished_at"],
            remarks_off=remarks_off(row["remarks_off"]),
        ),
        files=tuple(_outline(row) for row in await sql.fetch(OUTLINES, batch)),
        steps=tuple(
            StepLine(name=row["step"], succeeded=row["succeeded"], failed=row["failed"])
            for row in await sql.fetch(STEPS, batch)
        ),
    )


async def files(sql: Sql, ids: Sequence[str]) -> list[FileRow]:
    """These files with all that is known of them, by slot."""
    return [_file(row) for row in await sql.fetch(SOME_FILES, ids)]


def _json(why: Why) -> str:
    return msgspec.json.encode(why).decode()


def _progress(row: Row) -> Progress:
    told: dict[str, Any] = {name: row[name] for name in Progress.__struct_fields__}
    for name in ("refused", "note"):
        told[name] = None if told[name] is None else _WHY.decode(told[name])
    return Progress(**told)


def _outline(row: Row) -> FileRow:
    return FileRow(
        id=str(row["id"]),
        file=row["name"] or "",
        state=row["state"],
        slot=row["slot"],
        code=row["code"],
        reason=_WHY.decode(row["reason"]),
        notes=msgspec.json.decode(row["notes"], type=tuple[Why, ...]),
        text=row["text"],
        hidden_as=row["hidden_as"],
        same_alias=row["same_alias"],
    )


def _file(row: Row) -> FileRow:
    return msgspec.structs.replace(
        _outline(row),
        pupil=row["pupil"],
        pupil_sure=row["pupil_sure"],
        pupil_found_in=row["pupil_found_in"],
        pupil_reason=_WHY.decode(row["pupil_reason"]),
        language=row["language"] or "",
        misspellings=msgspec.json.decode(row["misspellings"] or "[]", type=_Misspellings),
        remarks=msgspec.json.decode(row["remarks"], type=tuple[FoundRemark, ...]),
        remarks_off=remarks_off(row["remarks_off"]),
        measures=msgspec.json.decode(row["measures"] or "{}", type=dict[str, float]),
        not_measured=msgspec.json.decode(row["not_measured"] or "{}", type=dict[str, Why]),
        failures=msgspec.json.decode(row["failures"], type=dict[str, Why]),
    )
