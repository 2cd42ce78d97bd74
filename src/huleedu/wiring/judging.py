"""Put the judging together: the desk and all else, as this process reaches it."""

from huleedu.services.judging.api.desk import Desk
from huleedu.services.judging.api.judgings import Judgings
from huleedu.wiring.program import House


def desk_of(house: House) -> Desk:
    """Where judges get pairs and leave decisions."""
    return Desk(house.database("judging"), house.clock)


def judgings_of(house: House) -> Judgings:
    """Where judging is opened, and judges are enrolled."""
    return Judgings(house.database("judging"), house.clock)
