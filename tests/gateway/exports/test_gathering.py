"""What an export is made from is what whoever asked may have, when it is made and when fetched."""

from uuid import UUID

from tests.gateway.exports.classroom import NAMES, OWNER, SERVICES, classroom
from tests.gateway.exports.taking import ask_for, settled, taken

from huleedu.contracts.gateway import ShowNames
from huleedu.gateway.exports import asking
from huleedu.gateway.exports.asking import HiddenSince
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
    assert isinstance(seen, results.BatchSeen)
    assert seen.hidden
    assert asking.may_fetch(named, seen) == HiddenSince()
    assert asking.may_fetch(codes, seen) is None
