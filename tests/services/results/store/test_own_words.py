"""Notes are one's own, and who looked is told once a day."""

from uuid import UUID

import pytest
from tests.services.results.hearing import BATCH, REGISTERED, hear, life_of

from huleedu.services.results.api.own_words import NoteKept, keep_note, looked, looks, note_of
from huleedu.services.results.api.talk import Speaker
from huleedu.wiring.program import House, now

ONE, OTHER = UUID(int=1), UUID(int=2)
KARIN = Speaker(UUID(int=12), "Karin Lind")


@pytest.fixture(autouse=True)
async def batch(house: House) -> None:
    """Two essays."""
    await hear(house.database("results"), REGISTERED, *life_of(ONE), *life_of(OTHER))


async def test_a_note_is_its_writers_alone(house: House) -> None:
    database = house.database("results")
    assert KARIN.person
    assert await note_of(database, ONE, KARIN.person) == NoteKept()
    await keep_note(database, BATCH, ONE, KARIN.person, "Ask her", now())
    await keep_note(database, BATCH, ONE, KARIN.person, "Ask her mother", now())
    note = await note_of(database, ONE, KARIN.person)
    assert note.note == "Ask her mother"
    assert note.saved_at
    assert await note_of(database, ONE, UUID(int=13)) == NoteKept()
    assert await note_of(database, OTHER, KARIN.person) == NoteKept()


async def test_who_looks_twice_a_day_is_told_once(house: House) -> None:
    database = house.database("results")
    for _ in range(2):
        await looked(database, BATCH, ONE, KARIN, now())
    await looked(database, BATCH, ONE, Speaker(None, "the command line"), now())
    assert [look.by_name for look in await looks(database, ONE)] == ["Karin Lind"]
