"""A program's draft: written only where nobody has written, and marked as a program's."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from huleedu.kit.database import Database
from huleedu.services.feedback import store
from huleedu.services.feedback.domain.writing import WORDS_MAX, Feedback
from huleedu.services.feedback.store import InBatch


async def put_draft(
    database: Database, of: InBatch, essay: UUID, words: str, now: datetime
) -> Literal["drafted", "has_words"]:
    """Put a program's words where there are none; what a person wrote stands. Raises `EngineAway`.

    It is a draft until a person changes it or says that it is ready; nothing gives it by itself.
    """
    async with database.transaction() as sql:
        was = (await store.locked(sql, of.school, [essay])).get(essay, Feedback(essay=essay))
        if was.words.strip():
            return "has_words"
        seen = was.revision
        put = await store.draft(sql, of, essay, words[:WORDS_MAX], was.shows, seen, now)
        if put is None:
            return "has_words"
        await store.note(sql, of, [essay], "drafted", None, now)
    return "drafted"
