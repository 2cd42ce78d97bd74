"""Ask for an export and read what was made."""

import asyncio
from uuid import UUID, uuid4

from tests.gateway.exports.classroom import OWNER

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.gateway.exports import asking
from huleedu.gateway.exports.asking import Export, ExportAsked, TooManyAtWork
from huleedu.gateway.exports.facts import Given
from huleedu.gateway.exports.profiles import ProfileCode
from huleedu.wiring.program import House


async def ask_for(
    house: House,
    batch: UUID,
    profile: ProfileCode,
    *,
    person: UUID = OWNER,
    given: Given | None = None,
) -> Export:
    """Have it made."""
    asked = ExportAsked(
        id=uuid4(),
        school=OWN_SCHOOL,
        batch=batch,
        person=person,
        profile=profile,
        language="en",
        given=given,
    )
    made = await asking.add_export(house.database("exports"), asked, house.clock())
    assert not isinstance(made, TooManyAtWork)
    return made


async def settled(house: House, export: Export) -> Export:
    """The export when nothing more happens to it."""
    async with asyncio.timeout(60):
        while True:
            found = await asking.export_of(house.database("exports"), export.id)
            assert found
            if found.state != "wanted":
                return found
            await asyncio.sleep(0.05)


async def content_of(house: House, export: Export) -> bytes:
    """All its bytes."""
    pieces = [piece async for piece in asking.parts(house.database("exports"), export)]
    return b"".join(pieces)


async def taken(
    house: House, batch: UUID, profile: ProfileCode, given: Given | None = None
) -> tuple[Export, bytes]:
    """Asked for, made and fetched."""
    made = await settled(house, await ask_for(house, batch, profile, given=given))
    assert made.state == "made", made.why
    return made, await content_of(house, made)
