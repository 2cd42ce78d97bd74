"""What is said is written with the state that it speaks of, and sent in its order."""

from contextlib import suppress
from uuid import UUID, uuid4

from huleedu.contracts.gateway import EndIntake, StopWaiting
from huleedu.kit import outbox
from huleedu.kit.messages import Envelope, wrap
from huleedu.kit.service import Transaction
from huleedu.wiring.program import House, now

BATCH = UUID(int=7)


def enveloped(number: int) -> Envelope:
    return wrap(EndIntake(batch=BATCH), identity=UUID(int=number), now=now(), cause=None)


async def test_what_was_said_leaves_in_its_order_with_its_cause(house: House) -> None:
    cause = enveloped(1)
    async with house.database("gateway").transaction() as sql:
        tx = Transaction(sql, now(), cause)
        tx.say(EndIntake(batch=BATCH), StopWaiting(batch=BATCH))
        await outbox.write_said(tx)
        assert tx.said == []
    async with house.database("gateway").transaction() as sql:
        found = await outbox.unsent(sql, 10)
        assert found
        places, envelopes = found
        assert [one.type for one in envelopes] == [
            "gateway.end_intake.v1",
            "gateway.stop_waiting.v1",
        ]
        assert {one.causation for one in envelopes} == {cause.id}
        await outbox.mark_sent(sql, places)
        assert await outbox.unsent(sql, 10) == ([], [])


async def test_nothing_leaves_of_what_was_not_saved(house: House) -> None:
    with suppress(KeyError):
        async with house.database("gateway").transaction() as sql:
            await outbox.write(sql, [enveloped(1)])
            raise KeyError
    async with house.database("gateway").transaction() as sql:
        assert await outbox.unsent(sql, 10) == ([], [])


async def test_the_same_envelope_is_written_once(house: House) -> None:
    async with house.database("gateway").transaction() as sql:
        await outbox.write(sql, [enveloped(1), enveloped(2)])
        await outbox.write(sql, [enveloped(2)])
        found = await outbox.unsent(sql, 10)
    assert found
    assert [one.id.int for one in found[1]] == [1, 2]


async def test_while_one_relay_is_at_work_another_gets_nothing(house: House) -> None:
    database = house.database("gateway")
    async with database.transaction() as one, database.transaction() as other:
        assert await outbox.unsent(one, 10) == ([], [])
        assert await outbox.unsent(other, 10) is None


async def test_what_was_said_about_a_batch_is_told_and_old_is_forgotten(house: House) -> None:
    other = wrap(EndIntake(batch=uuid4()), identity=UUID(int=2), now=now(), cause=None)
    async with house.database("gateway").session() as sql:
        await outbox.write(sql, [enveloped(1), other])
        [row] = await outbox.about(sql, [BATCH], late_s=3600)
        assert not row["late"]
        await sql.execute("update outbox set published_at = now() - interval '2 days'")
        [row] = await outbox.about(sql, [BATCH], late_s=3600)
        assert row["late"]
        await outbox.prune(sql, 24 * 3600)
        assert await outbox.about(sql, [BATCH], late_s=3600) == []
