"""What people ask for is theirs to rely on, all of a call or none."""

from uuid import UUID

from huleedu.contracts.gateway import EndIntake, StopWaiting
from huleedu.gateway.commands import Commands
from huleedu.wiring.program import House, now

BATCH = UUID(int=7)


async def test_what_was_asked_lies_in_the_outbox_in_its_order_and_the_relay_is_told(
    house: House,
) -> None:
    hints: list[None] = []
    database = house.database("gateway")
    commands = Commands(database, now, lambda: hints.append(None))
    sent = await commands.send(EndIntake(batch=BATCH), StopWaiting(batch=BATCH))
    async with database.session() as sql:
        rows = await sql.fetch("select id, type from outbox order by seq")
    assert [row["id"].int for row in rows] == [identity.int for identity in sent]
    assert [row["type"] for row in rows] == ["gateway.end_intake.v1", "gateway.stop_waiting.v1"]
    assert len(hints) == 1
