"""What the list of a batch's files shows of them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from huleedu.contracts.reason import Why
from huleedu.kit.database import Row, Sql

_WHY: msgspec.json.Decoder[Why] = msgspec.json.Decoder(Why)
_NOTES = msgspec.json.Decoder(tuple[Why, ...])
_FAILURES = msgspec.json.Decoder(dict[str, Why])

THERE = "select id from file where id = any($1::uuid[]) and batch = $2"

REVISION = "select revision from batch where id = $1"

# what has changed since, in the order in which it was offered
CHANGED = """
select id, name, place, size_bytes, state, slot, code, reason, notes, text, language, pages,
       (measures->>'words')::float as words, jsonb_array_length(misspellings) as misspellings,
       failures, came_at, revision, pupil, pupil_sure, pupil_by_hand,
       coalesce(came_at > (select due from batch where id = $1), false) as late
from file where batch = $1 and revision > $2 order by place, name, id
"""


class ListedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file as the list shows it."""

    id: UUID
    name: str
    place: tuple[int, ...]
    """Where it stands among the others; empty: that is not known yet."""
    size_bytes: int | None
    state: str
    slot: int | None
    code: str
    """Why it is refused or left over; see `reason`."""
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


async def there(sql: Sql, batch: UUID, files: Sequence[UUID]) -> set[UUID]:
    """Which of these files the batch has."""
    return {UUID(int=row["id"].int) for row in await sql.fetch(THERE, list(files), batch)}


async def revision(sql: Sql, batch: UUID) -> int | None:
    """How often the batch has changed; None: nobody has heard of it."""
    return await sql.fetchval(REVISION, batch)


async def changed(sql: Sql, batch: UUID, after: int) -> list[ListedFile]:
    """The files that have changed since that revision, whole."""
    return [_listed(row) for row in await sql.fetch(CHANGED, batch, after)]


def _listed(row: Row) -> ListedFile:
    words: float | None = row["words"]
    return ListedFile(
        id=UUID(int=row["id"].int),
        name=row["name"] or "",
        place=tuple(row["place"] or ()),
        size_bytes=row["size_bytes"],
        state=row["state"],
        slot=row["slot"],
        code=row["code"],
        reason=_WHY.decode(row["reason"]),
        notes=_NOTES.decode(row["notes"]),
        text=row["text"],
        language=row["language"] or "",
        pages=row["pages"],
        words=None if words is None else round(words),
        misspellings=row["misspellings"],
        failures=_FAILURES.decode(row["failures"]),
        came_at=row["came_at"],
        late=row["late"],
        revision=row["revision"],
        pupil=row["pupil"],
        pupil_sure=row["pupil_sure"],
        pupil_by_hand=row["pupil_by_hand"],
    )
