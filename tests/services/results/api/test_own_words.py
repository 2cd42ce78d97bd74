"""A word that is allowed counts nowhere in its batch, whatever comes when."""

from typing import Any
from uuid import UUID

import pytest
from tests.services.results.hearing import BATCH, REGISTERED, hear, life_of

from huleedu.contracts.linguistics import LanguageMeasured
from huleedu.contracts.spelling import FoundMisspelling, SpellingChecked
from huleedu.services.results.api import file_listed
from huleedu.services.results.api.own_words import (
    allow_word,
    allowed_words,
    forbid_word,
)
from huleedu.services.results.api.talk import Speaker
from huleedu.wiring.program import House, now

ONE, OTHER = UUID(int=1), UUID(int=2)
KARIN = Speaker(UUID(int=12), "Karin Lind")
RATE = "misspellings_per_100_words"


def checked(essay: UUID, *words: str) -> SpellingChecked:
    found = tuple(
        FoundMisspelling(start=10 * n, end=10 * n + len(word), word=word, suggestions=())
        for n, word in enumerate(words)
    )
    return SpellingChecked(
        batch=BATCH, essay=essay, run=1, language="en", words=50, misspellings=found
    )


def measured(essay: UUID, count: int) -> LanguageMeasured:
    told = {"words": 50.0, RATE: 100 * count / 50}
    return LanguageMeasured(batch=BATCH, essay=essay, run=1, measures=told, not_measured={})


async def counted(house: House, essay: UUID) -> tuple[int | None, float]:
    """Misspellings of the essay, and how many in 100 words."""
    file: Any = await file_listed(house.database("results"), BATCH, essay)
    async with house.database("results").session() as sql:
        rate = await sql.fetchval(
            "select (measures->>$2)::float from file where id = $1", essay, RATE
        )
    return file.misspellings, rate


@pytest.fixture(autouse=True)
async def batch(house: House) -> None:
    """Two essays, with words that are not in the dictionary."""
    await hear(
        house.database("results"), REGISTERED, *life_of(ONE), *life_of(OTHER),
        checked(ONE, "Wroxham", "teh", "wroxham"), measured(ONE, 3),
        checked(OTHER, "teh", "WROXHAM"), measured(OTHER, 2),
    )  # fmt: skip


async def test_every_same_word_of_the_batch_follows_and_so_do_the_counts(house: House) -> None:
    database = house.database("results")
    assert await counted(house, ONE) == (3, 6.0)
    await allow_word(database, BATCH, "Wroxham", KARIN, now())
    assert await counted(house, ONE) == (1, 2.0)
    assert await counted(house, OTHER) == (1, 2.0)
    [word] = await allowed_words(database, BATCH)
    assert (word.word, word.by_name) == ("wroxham", "Karin Lind")
    await allow_word(database, BATCH, "teh", KARIN, now())
    assert await counted(house, ONE) == (0, 0.0)
    await forbid_word(database, BATCH, "wroxham")
    assert await counted(house, ONE) == (2, 4.0)
    await forbid_word(database, BATCH, "teh")
    assert await counted(house, ONE) == (3, 6.0)
    assert not await allowed_words(database, BATCH)
    async with database.session() as sql:
        found = await sql.fetchval("select misspellings from file where id = $1", ONE)
    assert found.index("Wroxham") < found.index("teh") < found.index("wroxham"), "as they stand"


async def test_what_is_checked_again_is_sorted_anew(house: House) -> None:
    database = house.database("results")
    await allow_word(database, BATCH, "wroxham", KARIN, now())
    await hear(database, checked(ONE, "Wroxham", "sae"), measured(ONE, 2))
    assert await counted(house, ONE) == (1, 2.0)
    await hear(database, checked(ONE), measured(ONE, 0))
    assert await counted(house, ONE) == (0, 0.0)
    await forbid_word(database, BATCH, "wroxham")
    assert await counted(house, ONE) == (0, 0.0), "of before nothing is left"
