"""A process that is killed while it makes a file is followed by another, and there is one file."""

import asyncio

from tests.gateway.exports.classroom import NAMES, SERVICES, classroom
from tests.gateway.exports.taking import ask_for, content_of, settled
from tests.patience import LONG_S
from tests.program import Program

from huleedu.gateway.exports import asking
from huleedu.gateway.exports.asking import Export
from huleedu.wiring.program import House

WITHOUT_EXPORTS = [name for name in SERVICES if name != "exports"]


async def begun(house: House, export: Export) -> Export:
    """The export once its essays are read: its writer is at work then, or has just begun."""
    async with asyncio.timeout(LONG_S):
        while True:
            found = await asking.export_of(house.database("exports"), export.id)
            assert found
            if found.whole:
                return found
            await asyncio.sleep(0.005)


async def test_what_a_killed_process_began_is_made_by_another_and_once(
    house: House, on_database: Program
) -> None:
    room = await classroom(house, services=WITHOUT_EXPORTS)
    exports = [await ask_for(house, room.batch, "xlsx") for _ in range(3)]
    maker = await on_database.start("run", "exports")
    at_kill = await begun(house, exports[0])
    maker.kill()
    await maker.wait()
    assert at_kill.state == "wanted", "it was killed in the middle of it"
    await house.start(["exports"])
    made = [await settled(house, export) for export in exports]
    assert {one.state for one in made} == {"made"}
    assert {one.whole for one in made} == {len(NAMES)}
    first, *others = [await content_of(house, one) for one in made]
    assert {len(first)} == {one.size_bytes for one in made}
    assert others == [first, first], "the same facts give the same bytes"
    async with house.database("exports").session() as sql:
        attempts = "select count(distinct attempt) from export_part group by export"
        assert [row[0] for row in await sql.fetch(attempts)] == [1, 1, 1]
