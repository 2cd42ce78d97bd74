"""What a teacher writes often: theirs alone, to be taken over by a click."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huleedu.kit.database import Database
from huleedu.services.feedback.store import phrases

PHRASES_MAX = 100
PHRASE_MAX = 500
"""Letters."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One of somebody's phrases."""

    id: UUID
    words: str


async def phrases_of(database: Database, school: UUID, person: UUID) -> Sequence[Phrase]:
    """Theirs, the oldest first; raises `EngineAway`, as all of these do."""
    async with database.session() as sql:
        rows = await phrases.all_of(sql, school, person)
    return [Phrase(UUID(int=row["id"].int), row["words"]) for row in rows]


async def add_phrase(
    database: Database, whose: tuple[UUID, UUID], id_: UUID, words: str, now: datetime
) -> Phrase | None:
    """Keep one more for this school's person; None: it is there already, or there are too many."""
    plain = " ".join(words.split())[:PHRASE_MAX]
    if not plain:
        return None
    async with database.transaction() as sql:
        kept = await phrases.add(sql, whose, id_, plain, now, PHRASES_MAX)
    return Phrase(id_, plain) if kept else None


async def remove_phrase(database: Database, whose: tuple[UUID, UUID], id_: UUID) -> Phrase | None:
    """Keep it no longer; None: there was none."""
    async with database.transaction() as sql:
        words = await phrases.remove(sql, *whose, id_)
    return Phrase(id_, words) if words else None
