"""Put the judging together: the desk and all else, as this process reaches it."""

from typing import TYPE_CHECKING
from uuid import UUID

from huleedu.contracts.judging import SchoolPaused
from huleedu.services.identity import api as identity
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.api.sessions import Sessions
from huleedu.wiring.program import House

if TYPE_CHECKING:
    from huleedu.services.judging.api.desk import Desk


def desk_of(house: House) -> "Desk":
    """Where judges get pairs and leave decisions."""
    from huleedu.services.judging.api.desk import Desk, Doers  # noqa: PLC0415 - it loads numpy

    doers = Doers(house.crews.learners, house.crews.choosers)
    return Desk(house.database("judging"), house.clock, doers)


def judgings_of(house: House) -> Judgings:
    """Where judging is opened, and judges are enrolled."""
    return Judgings(house.database("judging"), house.clock)


def sessions_of(house: House) -> Sessions:
    """Where judges' keys open their sessions, unless their school is paused."""
    people = house.database("identity")

    async def paused(school: UUID) -> SchoolPaused | None:
        return SchoolPaused() if await identity.school_paused(people, school) else None

    return Sessions(lambda: desk_of(house), house.database("judging"), house.contents, paused)
