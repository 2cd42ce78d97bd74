"""The lifecycle's front door: batches get their slots once, and an essay is found by its id."""

from datetime import UTC, datetime
from uuid import uuid4

from huleedu.contracts.gateway import OfferedFile
from huleedu.kit.service import Transaction
from huleedu.services.lifecycle.api import (
    EssayLife,
    KnownBefore,
    NotOneEssay,
    Registered,
    State,
    essay_life,
    register,
)
from huleedu.services.lifecycle.store import essays
from huleedu.wiring.program import House

NOW = datetime(2026, 11, 29, tzinfo=UTC)


async def test_a_batch_that_is_registered_again_keeps_its_slots(house: House) -> None:
    database, batch = house.database("lifecycle"), uuid4()
    assert await register(database, batch, 3, 60, NOW) == Registered()
    assert await register(database, batch, 9, 60, NOW) == KnownBefore()
    async with database.session() as sql:
        assert await sql.fetchval("select slots from batch where id = $1", batch) == 3


async def test_the_beginning_of_an_id_finds_one_essay_or_says_that_it_does_not(
    house: House,
) -> None:
    database, batch = house.database("lifecycle"), uuid4()
    files = [
        OfferedFile(essay=uuid4(), name=f"{name}.txt", size_bytes=1, content=None, refused=None)
        for name in ("Åsa", "Bo")
    ]
    async with database.transaction() as sql:
        tx = Transaction(sql, NOW)
        await essays.add(tx, batch, [(file.essay, file.name) for file in files], [1])
    found = await essay_life(database, str(files[0].essay)[:13])
    assert isinstance(found, EssayLife)
    assert found.essay.name == "Åsa.txt"
    assert [(move.was, move.became) for move in found.moves] == [(None, State.OFFERED)]
    assert await essay_life(database, "") == NotOneEssay()
    assert await essay_life(database, str(uuid4())) == NotOneEssay()
