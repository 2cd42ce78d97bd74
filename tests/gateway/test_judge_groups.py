"""A group leads to the essays that are its pupils' for sure, and to no others."""

from uuid import UUID

import msgspec
from tests.services.classes.api.test_classes import ANNA, BO, CLASS, made
from tests.services.classes.conftest import OURS

from huleedu.contracts.classes import MatchedPupil
from huleedu.gateway.judge_groups import groups_of_class
from huleedu.services.classes import store
from huleedu.wiring.program import House

BATCH = UUID(int=7)
ESSAY = "insert into essay (batch, id, slot, told, guesses) values ($1, $2, $3, $4, '[]')"
GROUPS = "update pupil set groups = $2 where id = $1"


async def test_a_group_leads_to_its_pupils_essays(house: House) -> None:
    database = house.database("classes")
    await made(database)
    told = [
        MatchedPupil(essay=UUID(int=1), pupil="Anna Ek", pupil_id=ANNA, sure=True),
        MatchedPupil(essay=UUID(int=2), pupil="Bo Lo", pupil_id=BO, sure=True),
        MatchedPupil(essay=UUID(int=3), pupil="Anna Ek", pupil_id=ANNA),
    ]
    async with database.transaction() as sql:
        await store.registered(sql, BATCH, (), OURS.school, CLASS)
        await sql.execute(GROUPS, ANNA, ["9A", "French"])
        await sql.execute(GROUPS, BO, ["9A"])
        for one in told:
            words = msgspec.json.encode(one).decode()
            await sql.execute(ESSAY, BATCH, one.essay, one.essay.int, words)
    assert await groups_of_class(database, OURS, BATCH, CLASS) == {
        "9A": [UUID(int=1), UUID(int=2)],
        "French": [UUID(int=1)],
    }
    assert await groups_of_class(database, OURS, BATCH, None) == {}
    assert await groups_of_class(database, OURS, BATCH, UUID(int=99)) == {}
