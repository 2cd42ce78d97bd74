"""What an export is made from is what whoever asked may have, when it is made and when fetched."""

import asyncio
from uuid import UUID

from tests.gateway.exports.classroom import (
    NAMES,
    OWNER,
    SERVICES,
    classroom,
    decide,
    email_of,
)
from tests.gateway.exports.taking import ask_for, settled, taken

from huleedu.contracts.gateway import PlanJudging, ShowNames
from huleedu.contracts.people import OWN_SCHOOL
from huleedu.gateway.exports import asking
from huleedu.gateway.exports.asking import HiddenSince
from huleedu.gateway.exports.facts import Given
from huleedu.gateway.exports.gathering import class_taken, known_of
from huleedu.services.results import api as results
from huleedu.wiring.program import House

WITHOUT_EXPORTS = [name for name in SERVICES if name != "exports"]


async def test_who_may_no_longer_work_on_the_batch_gets_nothing(house: House) -> None:
    room = await classroom(house, services=WITHOUT_EXPORTS)
    export = await ask_for(house, room.batch, "csv", person=UUID(int=99))
    await house.start(["exports"])
    failed = await settled(house, export)
    assert (failed.state, failed.why) == ("failed", "not_yours")


async def show(house: House, batch: UUID, *, shown: bool) -> None:
    await house.commands().send(ShowNames(batch=batch, shown=shown))
    await house.catch_up()


async def test_what_was_made_with_names_is_kept_back_once_they_are_hidden_again(
    house: House,
) -> None:
    room = await classroom(house, blind=True)
    database = house.database("results")
    codes, content = await taken(house, room.batch, "csv")
    assert not codes.names
    assert not any(name in content.decode() for name in NAMES)
    await show(house, room.batch, shown=True)
    named, content = await taken(house, room.batch, "csv")
    assert all(name in content.decode() for name in NAMES)
    await show(house, room.batch, shown=False)
    seen = await results.batch_seen(database, room.batch, OWNER)
    while not (isinstance(seen, results.BatchSeen) and seen.hidden):
        await asyncio.sleep(0.05)
        seen = await results.batch_seen(database, room.batch, OWNER)
    assert asking.may_fetch(named, seen) == HiddenSince()
    assert asking.may_fetch(codes, seen) is None


async def test_pupils_come_with_their_ids_and_their_essays(house: House) -> None:
    moodle = f"{NAMES[0]}_5001_assignsubmission_file_text.txt"
    canvas = "rydbackabbe_LATE_777_888_text.txt"
    room = await classroom(house, names=NAMES[:3], files=[moodle, canvas, f"{NAMES[2]}.txt"])
    found = await class_taken(house.database, room.batch, OWN_SCHOOL, OWNER)
    assert found.name == "9B"
    told = {pupil.name: pupil for pupil in found.pupils}
    assert {name: pupil.essays for name, pupil in told.items()} == {
        name: (essay,) for name, essay in room.essays.items()
    }
    first, second, third = (told[name] for name in NAMES[:3])
    assert (first.moodle_id, first.canvas_id) == ("5001", "")
    assert (second.moodle_id, second.canvas_id) == ("", "777")
    assert (third.ids, third.email) == (("2002", "sis-2"), email_of(NAMES[2]))


async def test_what_is_offered_follows_what_is_known(house: House) -> None:
    room = await classroom(house, names=NAMES[:2])
    seen = await results.batch_seen(house.database("results"), room.batch, OWNER)
    assert isinstance(seen, results.BatchSeen)
    before = await known_of(house.database, seen, OWN_SCHOOL)
    assert (before.essays, before.grades, before.judged, before.secret) == (2, 0, False, False)
    await decide(house, room, {NAMES[0]: "F"})
    await house.commands().send(PlanJudging(batch=room.batch, school=OWN_SCHOOL, secret=True))
    await house.start(["judging"])
    async with asyncio.timeout(30):
        while not (now := await known_of(house.database, seen, OWN_SCHOOL)).secret:
            await asyncio.sleep(0.05)
    assert (now.grades, now.numbers) == (1, False)
    failed = await settled(house, await ask_for(house, room.batch, "xlsx"))
    assert (failed.state, failed.why) == ("failed", "secret")


async def test_a_platforms_file_tells_how_many_grades_it_holds_and_whose_not(house: House) -> None:
    room = await classroom(house, names=NAMES[:3])
    await decide(house, room, {NAMES[0]: "F", NAMES[1]: "–"})
    text = f"Student,ID,SIS Login ID,Section,Min sommar (1)\nx,1,{email_of(NAMES[0])},9B,\n"
    given = Given(name="g.csv", content=text.encode(), column="Min sommar (1)")
    made, content = await taken(house, room.batch, "canvas", given)
    assert content.decode() == text.replace("9B,\n", "9B,F\n")
    assert (made.told.filled, made.told.missing) == (1, (NAMES[1],))
    assert made.told.undecided == (NAMES[2],)
    async with house.database("exports").session() as sql:
        assert await sql.fetchval("select count(*) from export where given is not null") == 0
