"""What teachers keep beside an essay: own notes, who looked, and words that are no misspellings."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from huleedu.kit.database import Database
from huleedu.services.results.api.talk import Speaker
from huleedu.services.results.store import own_words as store
from huleedu.services.results.store import revisions
from huleedu.services.results.store.own_words import AllowedWord, EssayLook, NoteKept

__all__ = [
    "AllowedWord",
    "EssayLook",
    "NoteKept",
    "allow_word",
    "allowed_words",
    "forbid_word",
    "keep_note",
    "looked",
    "looks",
    "note_of",
]


async def note_of(database: Database, essay: UUID, person: UUID) -> NoteKept:
    """What this person has noted about an essay; nobody else is told. Raises `EngineAway`."""
    async with database.session() as sql:
        return await store.note(sql, essay, person)


async def keep_note(
    database: Database, batch: UUID, essay: UUID, person: UUID, note: str, now: datetime
) -> None:
    """Keep a note in place of the one before; raises `EngineAway`."""
    async with database.transaction() as sql:
        await store.keep_note(sql, batch, essay, person, note, now)


async def looked(database: Database, batch: UUID, essay: UUID, by: Speaker, now: datetime) -> None:
    """Keep that somebody looked at an essay, once a day; raises `EngineAway`."""
    if by.person:
        async with database.transaction() as sql:
            await store.look(sql, batch, essay, by.person, by.name, now)


async def looks(database: Database, essay: UUID) -> Sequence[EssayLook]:
    """Who looked at an essay, the first first; raises `EngineAway`."""
    async with database.session() as sql:
        return await store.looks(sql, essay)


async def allow_word(
    database: Database, batch: UUID, word: str, by: Speaker, now: datetime
) -> None:
    """A word is no misspelling in this batch, in whatever text it stands; raises `EngineAway`."""
    async with database.transaction() as sql:
        await revisions.changes(sql, batch)
        await store.allow(sql, batch, word, by.person, by.name, now)


async def forbid_word(database: Database, batch: UUID, word: str) -> None:
    """It is one again; raises `EngineAway`."""
    async with database.transaction() as sql:
        await revisions.changes(sql, batch)
        await store.forbid(sql, batch, word)


async def allowed_words(database: Database, batch: UUID) -> Sequence[AllowedWord]:
    """The words that are no misspellings in this batch; raises `EngineAway`."""
    async with database.session() as sql:
        return await store.allowed(sql, batch)
