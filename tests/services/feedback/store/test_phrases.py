"""Phrases are counted in the statement that adds one."""

from uuid import uuid4

from tests.services.feedback.conftest import KARIN, NOW, OURS

from huleedu.kit.database import Database
from huleedu.services.feedback.store import phrases

MINE = (OURS.school, KARIN)


async def test_one_more_than_there_may_be_is_not_kept(ours: Database) -> None:
    async with ours.transaction() as sql:
        for words in ("One.", "Two."):
            assert await phrases.add(sql, MINE, uuid4(), words, NOW, 2)
        assert not await phrases.add(sql, MINE, uuid4(), "Three.", NOW, 2)
        assert len(await phrases.all_of(sql, *MINE)) == 2
