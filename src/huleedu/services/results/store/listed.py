"""What the list of a batch's files shows of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from huleedu.contracts.reason import Why
from huleedu.kit.database import Row, Sql
from huleedu.services.results.domain.hiding import without_names

_WHY: msgspec.json.Decoder[Why] = msgspec.json.Decoder(Why)
_NOTES = msgspec.json.Decoder(tuple[Why, ...])
_FAILURES = msgspec.json.Decoder(dict[str, Why])

THERE = """
select id from file where id = any($1::uuid[]) and batch = $2 and state <> 'withdrawn'
"""

REVISION = "select revision from batch where id = $1"

# of files: the code that stands for each, and that of the one with the same text, while names are
# hidden
hidden_as = """
select case when (select blind and not names_shown from batch b where b.id = file.batch)
     then coalesce(alias, '?') end as hidden_as,
(select alias from file o where o.id = file.same_as) as same_alias
"""

_of_a_row = """, id, name, place, size_bytes, content, state, slot, code, reason, same_as, notes,
       text, language, pages, (measures->>'words')::float as words,
       jsonb_array_length(misspellings) as misspellings, failures, came_at, revision,
       pupil, pupil_sure, pupil_by_hand,
       (select coalesce(jsonb_agg(
                   jsonb_build_object('id', o.id, 'name', o.name, 'came_at', o.came_at)
                   order by o.place, o.name, o.id), '[]')
        from file o where o.id = any(file.pupil_others) and o.batch = file.batch) as others,
       coalesce(came_at > (select due from batch b where b.id = file.batch), false) as late
"""
_columns = f"{hidden_as}{_of_a_row}"

# what has changed since, in the order in which it was offered
CHANGED = f"{_columns} from file where batch = $1 and revision > $2 order by place, name, id"

ONE = f"{_columns} from file where id = $1 and batch = $2"

# what stands now where a file stood
INSTEAD = """
select n.id from file f join file n on n.batch = f.batch and n.place = f.place and n.id <> f.id
where f.id = $1 and f.batch = $2 and n.state <> all('{unpacked,replaced,withdrawn}') limit 1
"""

OF_BATCH = "select batch from file where id = $1"

# of files: nothing comes of it unless somebody does something; which of a pupil's essays counts
# is nobody's to say while names are hidden
needs = """state in ('refused', 'left_over') or failures <> '{}' or pupil_others <> '{}'
      and state = 'assigned'
      and not (select blind and not names_shown from batch b where b.id = file.batch)"""

# some of a batch's files in the order in which they were offered; $3: when they were to be in
SOME_OF = f"""{_columns}
from file
where batch = $1 and state <> all('{{unpacked,replaced,withdrawn}}')
  and case $2::text
      when 'needs' then {needs}
      when 'read' then state = 'assigned'
      when 'waiting' then state = 'waiting'
      when 'late' then came_at > $3::timestamptz
      when 'left_over' then state = 'left_over'
      else true end
order by place, name, id offset $4 limit $5
"""

# those whose reading has such a note, in the order in which they were offered
NOTED = f"""{_columns}
from file
where batch = $1 and state <> all('{{unpacked,replaced,withdrawn}}')
  and exists (select from jsonb_array_elements(notes) note where note->>'code' = any($2::text[]))
order by place, name, id limit $3
"""

CAME_AT = "select id, came_at from file where batch = $1 and id = any($2::uuid[])"

# of all that take part
MEASURES = """
select measures from file
where batch = $1 and state = 'assigned' and measures is not null order by slot
"""

_how_many = f"""
select count(*) as all,
       count(*) filter (where {needs}) as needs,
       count(*) filter (where state = 'assigned') as read,
       count(*) filter (where state = 'waiting') as waiting,
       count(*) filter (where came_at > $2::timestamptz) as late,
       count(*) filter (where state = 'left_over') as left_over
"""
COUNTS = f"""{_how_many}from file
where batch = $1 and state <> all('{{unpacked,replaced,withdrawn}}')
"""

Which = Literal["all", "needs", "read", "waiting", "late", "left_over"]
"""Some of a batch's files."""


class OtherText(msgspec.Struct, frozen=True, kw_only=True):
    """Another file of the same pupil, and when it was handed in, if that is known."""

    id: UUID
    name: str | None
    came_at: datetime | None


class ListedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file as the list shows it."""

    id: UUID
    name: str
    place: tuple[int, ...]
    """Where it stands among the others; empty: that is not known yet."""
    size_bytes: int | None
    content: str | None
    """Where its bytes are kept; None: they were not taken in, or that was not told."""
    state: str
    slot: int | None
    code: str
    """Why it is refused or left over; see `reason`."""
    same_as: UUID | None
    """The file that has the same text, of one that is refused for that."""
    reason: Why
    notes: tuple[Why, ...]
    text: str | None
    """Where its text is kept, once it is read."""
    language: str
    pages: int | None
    words: int | None
    misspellings: int | None
    failures: dict[str, Why]
    """The steps that failed for it."""
    came_at: datetime | None
    """When it was handed in; None: from before that was kept."""
    late: bool
    """That was after the day by which the texts were to be in."""
    revision: int
    pupil: str
    """Whose it is, or probably is; empty: nobody's yet."""
    pupil_sure: bool
    pupil_by_hand: bool
    others: tuple[OtherText, ...] = ()
    """The other texts of the same pupil, of which one is to count."""
    hidden: bool
    """Its name is a code, and whose it is is not told: its batch's names are hidden."""


class ListCounts(msgspec.Struct, frozen=True, kw_only=True):
    """How many files there are of each kind; one may be of several."""

    all: int
    needs: int
    """Nothing comes of these unless somebody does something."""
    read: int
    waiting: int
    late: int
    left_over: int


_OTHERS = msgspec.json.Decoder(tuple[OtherText, ...])


async def there(sql: Sql, batch: UUID, files: Sequence[UUID]) -> set[UUID]:
    """Which of these files the batch has."""
    return {UUID(int=row["id"].int) for row in await sql.fetch(THERE, list(files), batch)}


async def revision(sql: Sql, batch: UUID) -> int | None:
    """How often the batch has changed; None: nobody has heard of it."""
    return await sql.fetchval(REVISION, batch)


async def changed(sql: Sql, batch: UUID, after: int) -> list[ListedFile]:
    """The files that have changed since that revision, whole."""
    return [_listed(row) for row in await sql.fetch(CHANGED, batch, after)]


async def one(sql: Sql, batch: UUID, file: UUID) -> ListedFile | None:
    """This file of the batch; None: it has none such."""
    row = await sql.fetchrow(ONE, file, batch)
    return _listed(row) if row else None


async def instead_of(sql: Sql, batch: UUID, file: UUID) -> UUID | None:
    """The file that stands now where this one stood; None: there is none."""
    found = await sql.fetchval(INSTEAD, file, batch)
    return UUID(int=found.int) if found else None


async def of_batch(sql: Sql, file: UUID) -> UUID | None:
    """Which batch has this file; None: there is none such."""
    found = await sql.fetchval(OF_BATCH, file)
    return UUID(int=found.int) if found else None


async def some(
    sql: Sql, batch: UUID, which: Which, due: datetime | None, start: int, at_most: int
) -> list[ListedFile]:
    """These of the batch's files, behind so many of them."""
    rows = await sql.fetch(SOME_OF, batch, which, due, start, at_most)
    return [_listed(row) for row in rows]


async def noted(sql: Sql, batch: UUID, codes: Sequence[str], at_most: int) -> list[ListedFile]:
    """Files of the batch whose reading has a note of such a code."""
    return [_listed(row) for row in await sql.fetch(NOTED, batch, list(codes), at_most)]


async def came_at(sql: Sql, batch: UUID, files: Sequence[UUID]) -> dict[UUID, datetime | None]:
    """When these were handed in, if that is known."""
    rows = await sql.fetch(CAME_AT, batch, list(files))
    return {UUID(int=row["id"].int): row["came_at"] for row in rows}


async def measures(sql: Sql, batch: UUID) -> list[dict[str, float]]:
    """What was measured in each essay of the batch, by the measure's name."""
    rows = await sql.fetch(MEASURES, batch)
    return [msgspec.json.decode(row["measures"], type=dict[str, float]) for row in rows]


async def counts(sql: Sql, batch: UUID, due: datetime | None) -> ListCounts:
    """How many there are of each kind."""
    row = await sql.fetchrow(COUNTS, batch, due)
    assert row
    return ListCounts(**{name: row[name] for name in ListCounts.__struct_fields__})


def _listed(row: Row) -> ListedFile:
    words: float | None = row["words"]
    hidden_as: str | None = row["hidden_as"]
    hidden = hidden_as is not None
    reason, notes = _WHY.decode(row["reason"]), _NOTES.decode(row["notes"])
    failures = _FAILURES.decode(row["failures"])
    if hidden_as is not None:
        reason = without_names(reason, row["same_alias"] or hidden_as)
        notes = tuple(without_names(note, hidden_as) for note in notes)
        failures = {step: without_names(why, hidden_as) for step, why in failures.items()}
    return ListedFile(
        id=UUID(int=row["id"].int),
        name=(row["name"] or "") if hidden_as is None else hidden_as,
        place=tuple(row["place"] or ()),
        size_bytes=row["size_bytes"],
        content=row["content"],
        state=row["state"],
        slot=row["slot"],
        code=row["code"],
        same_as=UUID(int=row["same_as"].int) if row["same_as"] else None,
        reason=reason,
        notes=notes,
        text=row["text"],
        language=row["language"] or "",
        pages=row["pages"],
        words=None if words is None else round(words),
        misspellings=row["misspellings"],
        failures=failures,
        came_at=row["came_at"],
        late=row["late"],
        revision=row["revision"],
        pupil="" if hidden else row["pupil"],
        pupil_sure=row["pupil_sure"] and not hidden,
        pupil_by_hand=row["pupil_by_hand"] and not hidden,
        others=() if hidden else _OTHERS.decode(row["others"]),
        hidden=hidden,
    )
