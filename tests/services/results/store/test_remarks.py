"""The rules that are left out stand by name, whoever said so in whatever order."""

from uuid import UUID

from tests.services.results.hearing import BATCH, REGISTERED, hear

from huleedu.contracts.spelling import RULES_OFF
from huleedu.services.results.store import remarks
from huleedu.wiring.program import House


def test_who_has_said_nothing_leaves_out_what_usually_is() -> None:
    assert remarks.remarks_off(None) == tuple(sorted(RULES_OFF))
    assert remarks.remarks_off([]) == ()
    assert remarks.remarks_off(["it_is", "article"]) == ("article", "it_is")


async def test_a_batch_leaves_out_what_it_is_told(house: House) -> None:
    database = house.database("results")
    await hear(database, REGISTERED)
    async with database.transaction() as sql:
        await remarks.switch(sql, BATCH, {"than", "article"})
    async with database.session() as sql:
        assert await remarks.of_batch(sql, BATCH) == ("article", "than")
        assert not await remarks.found(sql, BATCH)
        assert not await remarks.languages(sql, BATCH)


async def test_a_school_is_held_as_it_is_until_it_is_switched(house: House) -> None:
    school = UUID(int=5)
    async with house.database("results").transaction() as sql:
        assert await remarks.hold_school(sql, school) == tuple(sorted(RULES_OFF))
        await remarks.switch_in_school(sql, school, ["than"])
        assert await remarks.hold_school(sql, school) == ("than",)
        assert await remarks.of_school(sql, school) == ("than",)
