"""What one school has looked at again is not seen by another."""

from uuid import UUID, uuid4

from tests.services.judging.api.test_desk import BATCH, scripts

from huleedu.contracts.judging import NotOpened
from huleedu.contracts.lifecycle import SlotHandedOver
from huleedu.contracts.people import OWN_SCHOOL
from huleedu.kit.database import Viewer
from huleedu.kit.service import Transaction
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.api.look_again import AskedAgain, ask, looks_of
from huleedu.services.judging.handlers import on_slot_handed_over
from huleedu.wiring.program import House

BY = (UUID(int=12), "Karin Lind")


async def test_another_school_neither_sees_nor_asks(house: House) -> None:
    [one, *_] = essays = scripts(3)
    own, other = (
        house.viewers("judging").of(Viewer(school, UUID(int=12)))
        for school in (OWN_SCHOOL, uuid4())
    )
    await Judgings(own, house.clock).open(BATCH, essays)
    told = (BATCH, one.essay, 2, BY, house.clock())
    assert isinstance(await ask(own, *told, once=uuid4()), AskedAgain)
    assert await ask(other, *told, once=uuid4()) == NotOpened()
    assert [look.essay for look in await looks_of(own, BATCH)] == [one.essay]
    assert await looks_of(other, BATCH) == []
    async with house.database("judging").session() as sql:
        kept = await sql.fetchrow(
            "select relrowsecurity, relforcerowsecurity from pg_class where relname = 'look_again'"
        )
    assert kept
    assert (kept[0], kept[1]) == (True, True)


async def test_where_another_text_takes_the_place_that_one_is_looked_at(house: House) -> None:
    database = house.database("judging")
    [one, *_] = essays = scripts(3)
    await Judgings(database, house.clock).open(BATCH, essays)
    await ask(database, BATCH, one.essay, 2, BY, house.clock(), once=uuid4())
    new = uuid4()
    handed = SlotHandedOver(
        batch=BATCH, essay=one.essay, by=new, name="b", slot=1, content="ab" * 32, first=one.essay
    )
    async with database.transaction() as sql:
        await on_slot_handed_over(Transaction(sql, house.clock()), handed)
    assert [look.essay for look in await looks_of(database, BATCH)] == [new]
