"""Whoever turns a judge's answers is in the audit, once for each act that changed something."""

from uuid import UUID

import pytest
from tests.gateway.web.conftest import KARIN
from tests.gateway.web.judged import BATCH, essays_in, judged

from huleedu.contracts.judging import Kind
from huleedu.contracts.people import OWN_SCHOOL
from huleedu.gateway.turning import Turner
from huleedu.kit.database import Viewer
from huleedu.services.judging.api.steering import Overview, Steering
from huleedu.services.judging.api.turning import CountsOtherwise, NothingToTurn
from huleedu.wiring.judging import judgings_of
from huleedu.wiring.program import House


@pytest.fixture
async def ali(house: House) -> UUID:
    """A judge who has decided twice."""
    await essays_in(house, range(1, 7))
    judgings = judgings_of(house)
    await judgings.open(BATCH, ())
    await judgings.enrol(BATCH, "Ali", Kind.PERSON)
    await judged(house, "Ali", 2)
    found = await Steering(house.database("judging"), house.clock).overview(BATCH)
    assert isinstance(found, Overview)
    return found.judges[0].id


async def audited(house: House) -> list[tuple[str, UUID, UUID | None]]:
    told = "select what, about, person from audit where what like 'judge%' order by id"
    async with house.database("identity").session() as sql:
        rows = await sql.fetch(told)
    return [
        (row["what"], UUID(int=row["about"].int), row["person"] and UUID(int=row["person"].int))
        for row in rows
    ]


@pytest.mark.parametrize("person", [KARIN.person, None])
async def test_each_act_is_noted_with_who_did_it(
    house: House, ali: UUID, person: UUID | None
) -> None:
    turner = Turner(
        people=house.viewers("identity").of(Viewer(None)),
        judging=house.viewers("judging").of(Viewer(OWN_SCHOOL, person)),
        batch=BATCH,
        school=OWN_SCHOOL,
        person=person,
        name="Karin Lind" if person else "",
        now=house.clock(),
    )
    done = await turner.turn(ali)
    assert isinstance(done, CountsOtherwise)
    assert done.decisions == 2
    assert await turner.turn(ali) == NothingToTurn()
    assert await audited(house) == [("judge_turned", ali, person)]
    assert isinstance(await turner.turn_back(ali, done.act), CountsOtherwise)
    assert await turner.turn_back(ali) == NothingToTurn()
    assert await audited(house) == [
        ("judge_turned", ali, person),
        ("judge_turned_back", ali, person),
    ]
