"""Put together what it takes to read a ranking, in a process where the gateway may be at work."""

from collections.abc import Sequence
from uuid import UUID

from huleedu.contracts.message import Message
from huleedu.gateway.ranking import Rankings
from huleedu.wiring.batches import batches_of
from huleedu.wiring.program import House


def rankings_of(house: House) -> Rankings:
    """Whoever reads a ranking here reads it so."""

    async def send(command: Message) -> Sequence[UUID]:
        await house.start(["gateway"])
        return await house.commands().send(command)

    return Rankings(
        judging=house.database("judging"),
        results=house.database("results"),
        contents=house.contents,
        send=send,
        dead=house.bus.dead,
        help_out=batches_of(house).help_out,
        unable=house.unable,
    )
