"""A teacher's phrases are theirs alone."""

from datetime import timedelta
from uuid import UUID, uuid4

from tests.services.feedback.conftest import ALI, KARIN, NOW, OURS

from huleedu.kit.database import Database
from huleedu.services.feedback.api import PHRASES_MAX, add_phrase, phrases_of, remove_phrase

MINE = (OURS.school, KARIN)


async def words_of(database: Database, person: UUID) -> list[str]:
    return [phrase.words for phrase in await phrases_of(database, OURS.school, person)]


async def test_phrases_are_kept_in_their_order_and_shown_to_nobody_else(
    ours: Database, elsewhere: Database
) -> None:
    for at, words in enumerate(("Read it  aloud.", "Try a shorter\nsentence.")):
        await add_phrase(ours, MINE, uuid4(), words, NOW + timedelta(seconds=at))
    assert await words_of(ours, KARIN) == ["Read it aloud.", "Try a shorter sentence."]
    assert await words_of(ours, ALI) == []
    assert await words_of(elsewhere, KARIN) == []


async def test_a_phrase_is_there_once_and_never_empty(ours: Database) -> None:
    assert await add_phrase(ours, MINE, uuid4(), "Once.", NOW)
    assert await add_phrase(ours, MINE, uuid4(), " Once. ", NOW) is None
    assert await add_phrase(ours, MINE, uuid4(), " \n", NOW) is None
    assert await words_of(ours, KARIN) == ["Once."]


async def test_a_phrase_goes_and_comes_back(ours: Database) -> None:
    one = await add_phrase(ours, MINE, uuid4(), "Once.", NOW)
    assert one
    assert await remove_phrase(ours, (OURS.school, ALI), one.id) is None
    assert await remove_phrase(ours, MINE, one.id) == one
    assert await remove_phrase(ours, MINE, one.id) is None
    assert await add_phrase(ours, MINE, one.id, one.words, NOW) == one


async def test_there_is_an_end_to_them(ours: Database) -> None:
    for n in range(PHRASES_MAX):
        assert await add_phrase(ours, MINE, uuid4(), f"Phrase {n}", NOW)
    assert await add_phrase(ours, MINE, uuid4(), "One more", NOW) is None
