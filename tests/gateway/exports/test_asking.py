"""Exports are asked for once each, some at a time, and seen by their school alone."""

from uuid import UUID, uuid4

import msgspec

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.gateway.exports import asking
from huleedu.gateway.exports.asking import AT_ONCE, Export, ExportAsked, TooManyAtWork
from huleedu.kit.database import Viewer
from huleedu.wiring.program import House

BATCH, PERSON, ELSEWHERE = UUID(int=7), UUID(int=12), UUID(int=77)


def asked(number: int) -> ExportAsked:
    return ExportAsked(
        id=UUID(int=number),
        school=OWN_SCHOOL,
        batch=BATCH,
        person=PERSON,
        profile="csv",
        language="en",
    )


async def said(house: House) -> int:
    async with house.database("exports").session() as sql:
        return await sql.fetchval("select count(*) from outbox")


async def test_the_same_request_again_is_the_same_export_and_said_once(house: House) -> None:
    database = house.viewers("exports").of(Viewer(OWN_SCHOOL, PERSON))
    first = await asking.add_export(database, asked(1), house.clock())
    assert isinstance(first, Export)
    again = await asking.add_export(database, asked(1), house.clock())
    assert again == first
    assert await said(house) == 1
    assert await asking.exports_of(database, BATCH) == [first]
    assert await asking.revision(database, BATCH) == 1


async def test_no_more_are_made_at_once_than_some(house: House) -> None:
    database = house.viewers("exports").of(Viewer(OWN_SCHOOL, PERSON))
    answers = [
        await asking.add_export(database, asked(n), house.clock()) for n in range(1, AT_ONCE + 2)
    ]
    assert answers[-1] == TooManyAtWork()
    assert await said(house) == len(answers) - 1


async def test_another_school_sees_none_of_it(house: House) -> None:
    mine = house.viewers("exports").of(Viewer(OWN_SCHOOL, PERSON))
    export = await asking.add_export(mine, asked(1), house.clock())
    assert isinstance(export, Export)
    for viewer in (Viewer(ELSEWHERE, PERSON), Viewer(None)):
        theirs = house.viewers("exports").of(viewer)
        assert await asking.exports_of(theirs, BATCH) == []
        assert await asking.export_of(theirs, export.id) is None
        assert await asking.revision(theirs, BATCH) == 0
        assert [part async for part in asking.parts(theirs, export)] == []


async def test_a_column_is_chosen_among_those_of_the_file_and_once(house: House) -> None:
    database = house.viewers("exports").of(Viewer(OWN_SCHOOL, PERSON))
    wanted = ExportAsked(
        id=uuid4(),
        school=OWN_SCHOOL,
        batch=BATCH,
        person=PERSON,
        profile="csv",
        language="en",
        columns=("Essay 1 (17)", "Essay 2 (18)"),
    )
    export = await asking.add_export(database, wanted, house.clock())
    assert isinstance(export, Export)
    assert (export.state, await said(house)) == ("asks", 0)
    assert not await asking.choose_column(database, export, "Essay 3", house.clock())
    assert await asking.choose_column(database, export, "Essay 2 (18)", house.clock())
    assert not await asking.choose_column(database, export, "Essay 1 (17)", house.clock())
    now = await asking.export_of(database, export.id)
    assert now
    assert (now.state, now.chosen, await said(house)) == ("wanted", "Essay 2 (18)", 1)


async def test_who_asks_anew_is_not_asked_for_the_column_of_before(house: House) -> None:
    database = house.viewers("exports").of(Viewer(OWN_SCHOOL, PERSON))
    for number in range(1, AT_ONCE + 2):
        which = msgspec.structs.replace(asked(number), columns=("a", "b"))
        assert isinstance(await asking.add_export(database, which, house.clock()), Export)
    states = [export.state for export in await asking.exports_of(database, BATCH)]
    assert states == ["asks", *["gone"] * AT_ONCE]
