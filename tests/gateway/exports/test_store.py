"""Bytes of exports are kept for some days, and who took them for longer."""

from datetime import timedelta

from tests.gateway.exports.classroom import classroom
from tests.gateway.exports.taking import taken

from huleedu.gateway.exports import asking, store
from huleedu.kit.service import Transaction
from huleedu.wiring.program import House


async def parts_kept(house: House) -> int:
    async with house.database("exports").session() as sql:
        return await sql.fetchval("select count(distinct attempt) from export_part")


async def test_after_seven_days_the_bytes_are_gone_and_who_took_them_stays(house: House) -> None:
    room = await classroom(house)
    export, _ = await taken(house, room.batch, "csv")
    database = house.database("exports")
    for days, state in ((6, "made"), (8, "gone"), (100, None)):
        async with database.transaction() as sql:
            await store.forget_old(Transaction(sql, house.clock() + timedelta(days=days)))
        [*kept] = await asking.exports_of(database, room.batch)
        assert [each.state for each in kept] == ([state] if state else [])
        assert await parts_kept(house) == (1 if state == "made" else 0)
        if state == "gone":
            assert kept[0].person == export.person
