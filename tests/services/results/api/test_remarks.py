"""A kind of remark that is left out is nowhere in its batch, and there again when it is wanted."""

from uuid import UUID

import msgspec
import pytest
from tests.services.results.hearing import BATCH, REGISTERED, hear, life_of

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.contracts.spelling import RULES_OFF, FoundRemark, SpellingChecked, heard
from huleedu.services.results import store
from huleedu.services.results.api import remarks, revision
from huleedu.wiring.program import House

ONE, OTHER = UUID(int=1), UUID(int=2)


def checked(essay: UUID, *found: FoundRemark) -> SpellingChecked:
    return SpellingChecked(
        batch=BATCH, essay=essay, run=1, language="en", words=4, misspellings=(), remarks=found
    )


@pytest.fixture(autouse=True)
async def batch(house: House) -> None:
    """Two essays; of one the first word is remarked on by two rules."""
    await hear(
        house.database("results"), REGISTERED, *life_of(ONE), *life_of(OTHER),
        checked(
            ONE,
            FoundRemark(0, 5, "there_is", "there"),
            FoundRemark(0, 5, "small_start", "Their"),
            FoundRemark(9, 10, "article", "an"),
        ),
        checked(OTHER, FoundRemark(9, 10, "article", "an")),
    )  # fmt: skip


async def shown(house: House) -> list[str]:
    """The rules of the remarks that the read model shows of the first essay."""
    async with house.database("results").session() as sql:
        (file,) = await store.files(sql, [str(ONE)])
    return [found.rule for found in heard(file.remarks, file.remarks_off)]


async def test_what_is_left_out_is_nowhere_and_comes_back(house: House) -> None:
    database = house.database("results")
    assert await shown(house) == ["there_is", "article"]
    before = await revision(database, BATCH)
    assert await remarks.change(database, BATCH, lambda _: ["there_is"]) == tuple(sorted(RULES_OFF))
    assert await shown(house) == ["small_start", "article"], "the other of the word is heard"
    assert await revision(database, BATCH) > before, "pages are told"
    kept = await remarks.of_batch(database, BATCH)
    assert kept.off == ("there_is",)
    assert kept.found == {"there_is": 1, "small_start": 1, "article": 2}
    assert set(kept.languages) == {"en"}
    assert kept.fits("there_is")
    assert kept.fits("small_start"), "in both languages"
    assert not kept.fits("apart"), "it is of Swedish texts"
    await remarks.change(database, BATCH, lambda off: set(off) - {"there_is"})
    assert await shown(house) == ["there_is", "article"]


async def test_a_schools_new_batches_begin_with_its_own(house: House) -> None:
    database, later = house.database("results"), UUID(int=77)
    assert (await remarks.of_school(database, OWN_SCHOOL)).off == tuple(sorted(RULES_OFF))
    await remarks.change_in_school(database, OWN_SCHOOL, lambda off: {*off, "article"})
    await hear(database, msgspec.structs.replace(REGISTERED, batch=later))
    assert "article" in (await remarks.of_batch(database, later)).off
    assert "article" not in (await remarks.of_batch(database, BATCH)).off, "it was made before"
    await remarks.change(database, later, lambda _: ())
    await hear(database, msgspec.structs.replace(REGISTERED, batch=later))
    assert (await remarks.of_batch(database, later)).off == (), "heard again, it stays"


async def test_before_any_essay_is_checked_every_rule_may_come(house: House) -> None:
    database, empty = house.database("results"), UUID(int=78)
    await hear(database, msgspec.structs.replace(REGISTERED, batch=empty))
    kept = await remarks.of_batch(database, empty)
    assert all(kept.fits(rule) for rule in remarks.RULES)
