"""What teachers keep beside an essay: notes of their own, who looked, and words that are right."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from huleedu.kit.database import Sql

NOTE = "select note, saved_at from essay_note where essay = $1 and person = $2"

KEEP_NOTE = """
insert into essay_note (school, batch, essay, person, note, saved_at)
select school, id, $2, $3, $4, $5 from batch where id = $1
on conflict (essay, person) do update set note = excluded.note, saved_at = excluded.saved_at
"""

LOOK = """
insert into essay_look (school, batch, essay, person, person_name, day, looked_at)
select school, id, $2, $3, $4, $5::timestamptz::date, $5 from batch where id = $1
on conflict do nothing
"""

LOOKS = "select person_name, looked_at from essay_look where essay = $1 order by looked_at"

ALLOW = """
insert into allowed_word (school, batch, word, person, person_name, allowed_at)
select school, id, lower($2), $3, $4, $5 from batch where id = $1
on conflict do nothing
"""

FORBID = "delete from allowed_word where batch = $1 and word = lower($2)"

# each text that holds the word looks otherwise from now on; see the trigger `words_are_passed`
SORT_ANEW = """
update file set not_misspelt = not_misspelt
where batch = $1 and exists (
    select from jsonb_array_elements(coalesce(misspellings, '[]') || not_misspelt) m
    where lower(m->>2) = lower($2)
)
"""

ALLOWED = """
select word, person_name, allowed_at from allowed_word where batch = $1 order by word
"""


class NoteKept(NamedTuple):
    """A note, and when it was kept; empty and None: there is none."""

    note: str = ""
    saved_at: datetime | None = None


class EssayLook(NamedTuple):
    """Somebody looked at an essay, first on that day at this time."""

    by_name: str
    at: datetime


class AllowedWord(NamedTuple):
    """A word that is no misspelling in its batch, in small letters, and who said so."""

    word: str
    by_name: str
    at: datetime


async def note(sql: Sql, essay: UUID, person: UUID) -> NoteKept:
    """What this person has noted about the essay."""
    row = await sql.fetchrow(NOTE, essay, person)
    return NoteKept(row["note"], row["saved_at"]) if row else NoteKept()


async def keep_note(
    sql: Sql, batch: UUID, essay: UUID, person: UUID, text: str, now: datetime
) -> None:
    """Keep a note in place of the one before."""
    await sql.execute(KEEP_NOTE, batch, essay, person, text, now)


async def look(sql: Sql, batch: UUID, essay: UUID, person: UUID, name: str, now: datetime) -> None:
    """Keep that this person has looked, once a day."""
    await sql.execute(LOOK, batch, essay, person, name, now)


async def looks(sql: Sql, essay: UUID) -> Sequence[EssayLook]:
    """Who looked, the first first."""
    return [
        EssayLook(row["person_name"], row["looked_at"]) for row in await sql.fetch(LOOKS, essay)
    ]


async def allow(
    sql: Sql, batch: UUID, word: str, person: UUID | None, name: str, now: datetime
) -> None:
    """The word is no misspelling in this batch, wherever it stands."""
    await sql.execute(ALLOW, batch, word, person, name, now)
    await sql.execute(SORT_ANEW, batch, word)


async def forbid(sql: Sql, batch: UUID, word: str) -> None:
    """It is one again."""
    await sql.execute(FORBID, batch, word)
    await sql.execute(SORT_ANEW, batch, word)


async def allowed(sql: Sql, batch: UUID) -> Sequence[AllowedWord]:
    """The words that are no misspellings in this batch."""
    return [
        AllowedWord(row["word"], row["person_name"], row["allowed_at"])
        for row in await sql.fetch(ALLOWED, batch)
    ]
