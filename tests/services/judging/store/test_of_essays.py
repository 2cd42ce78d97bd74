"""A flag is of the text that its judge meant, or of either."""

from uuid import UUID

import pytest
from tests.services.judging.api.test_desk import BATCH, scripts
from tests.services.judging.api.test_of_essays import before

from huleedu.contracts.judging import Flag, Kind, Which
from huleedu.services.judging.api.desk import Desk
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.api.of_essays import flags_of
from huleedu.wiring.program import House

SCRIPTS = scripts(3)


@pytest.mark.parametrize("which", [Which.FIRST, None])
async def test_a_flag_is_of_the_text_that_is_meant_or_of_either(
    house: House, which: Which | None
) -> None:
    database = house.database("judging")
    judgings, desk = Judgings(database, house.clock), Desk(database, house.clock)
    await judgings.open(BATCH, SCRIPTS)
    await judgings.enrol(BATCH, "Bo", Kind.PERSON)
    pair = await before(desk, "Bo")
    await desk.flag(pair.pair, "Bo", Flag.OFF_TASK, "It: is about cats", which, batch=BATCH)
    found = await flags_of(database, BATCH)
    both = {SCRIPTS[pair.first].essay, SCRIPTS[pair.second].essay}
    meant: set[UUID] = {SCRIPTS[pair.first].essay} if which else both
    assert {one.essay for one in found} == meant
    assert {(one.judge, one.why, one.comment) for one in found} == {
        ("Bo", "off_task", "It: is about cats")
    }
    await desk.aclose()
