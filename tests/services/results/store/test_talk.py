"""What is said of one school's list is neither seen nor changed by another."""

from uuid import UUID, uuid4

import pytest
from tests.services.results.store.test_owned import ANNA, A, B, hear, offered, registered

from huleedu.kit.database import Viewer
from huleedu.services.results.api import own_words, talk
from huleedu.services.results.api.talk import Speaker
from huleedu.wiring.program import House, now

ESSAY = UUID(int=1)
BY = Speaker(ANNA, "Anna")
TABLES = ("talk", "essay_note", "essay_look", "allowed_word")


@pytest.fixture
async def batch(house: House) -> UUID:
    """A batch of school A of which there is something in each table."""
    batch, database = uuid4(), house.viewers("results").of(Viewer(A, ANNA))
    await hear(house, registered(batch), offered(batch, ESSAY))
    await talk.put(database, batch, ESSAY, BY, "why", now())
    await own_words.keep_note(database, batch, ESSAY, ANNA, "mine", now())
    await own_words.looked(database, batch, ESSAY, BY, now())
    await own_words.allow_word(database, batch, "Teh", BY, now())
    return batch


@pytest.mark.parametrize("table", TABLES)
async def test_another_school_sees_and_changes_nothing(
    house: House, batch: UUID, table: str
) -> None:
    other = house.viewers("results").of(Viewer(B, ANNA))
    for of, rows in ((other, 0), (house.viewers("results").of(Viewer(A, ANNA)), 1)):
        async with of.session() as sql:
            assert await sql.fetchval(f"select count(*) from {table}") == rows
    async with other.transaction() as sql:
        await sql.execute(f"delete from {table}")
    await talk.put(other, batch, ESSAY, BY, "theirs", now())
    await own_words.keep_note(other, batch, ESSAY, UUID(int=9), "theirs", now())
    await own_words.allow_word(other, batch, "sea", BY, now())
    async with house.database("results").session() as sql:
        assert await sql.fetchval(f"select count(*) from {table}") == 1
        told = await sql.fetchrow(
            "select relrowsecurity, relforcerowsecurity from pg_class where oid = $1::regclass",
            table,
        )
    assert told
    assert (told[0], told[1]) == (True, True)
