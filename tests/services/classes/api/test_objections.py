"""A pupil who is to be spared language models is, also where it is not sure whose a text is."""

from uuid import UUID

import msgspec
from tests.services.classes.api.test_classes import ANNA, BO, CLASS, made
from tests.services.classes.conftest import OURS

from huleedu.contracts.classes import MatchedPupil
from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.kit.database import Database
from huleedu.services.classes import store
from huleedu.services.classes.api.objections import essays_without_models
from huleedu.services.classes.store import ShownGuess

BATCH = UUID(int=7)
ESSAY = "insert into essay (batch, id, slot, told, guesses) values ($1, $2, $3, $4, $5)"
OBJECTS = "update pupil set no_models = $2, removed_at = $3 where id = $1"


async def test_texts_that_are_or_may_be_theirs_are_named(seen: Database, address: Address) -> None:
    await made(seen)
    database = PostgresDatabase(address, "classes")
    told = [
        MatchedPupil(essay=UUID(int=1), pupil="Anna Ek", pupil_id=ANNA, sure=True),
        MatchedPupil(essay=UUID(int=2), pupil="Bo Lo", pupil_id=BO, sure=True),
        MatchedPupil(essay=UUID(int=3), pupil="Bo Lo", pupil_id=BO, also=("Anna Ek",), sure=True),
        MatchedPupil(essay=UUID(int=4), pupil="Anna Ek", pupil_id=ANNA),
        MatchedPupil(essay=UUID(int=5)),
        MatchedPupil(essay=UUID(int=6), pupil="Bo Lo", pupil_id=BO, by_hand=True),
    ]
    guess = [ShownGuess(key=str(ANNA), name="Anna Ek", why="x", how="text")]
    async with database.transaction() as sql:
        await store.registered(sql, BATCH, (), OURS.school, CLASS)
        for one in told:
            guesses = guess if one.essay.int in (5, 6) else []
            texts = (msgspec.json.encode(one).decode(), msgspec.json.encode(guesses).decode())
            await sql.execute(ESSAY, BATCH, one.essay, one.essay.int, *texts)
    assert await essays_without_models(database, BATCH) == set()
    async with database.transaction() as sql:
        await sql.execute(OBJECTS, ANNA, True, None)
    theirs = {UUID(int=at) for at in (1, 3, 4, 5)}
    assert await essays_without_models(database, BATCH) == theirs
    async with database.transaction() as sql:
        await sql.execute(OBJECTS, ANNA, True, await sql.fetchval("select now()"))
    assert await essays_without_models(database, BATCH) == theirs, "also who has left the class"
    assert await essays_without_models(database, UUID(int=8)) == set()
    await database.aclose()
