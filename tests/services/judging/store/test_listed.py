"""What was handed out is listed in its order, behind what was told, and says whether it counts."""

from tests.services.judging.api.conftest import Clock
from tests.services.judging.api.test_desk import BATCH, scripts
from tests.services.judging.api.test_holding import got

from huleedu.contracts.judging import Kind
from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.services.judging.api.desk import Desk
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.api.steering import Overview, Steering, decisions_listed


async def test_pairs_are_listed_in_parts(address: Address) -> None:
    database, clock = PostgresDatabase(address, "judging"), Clock()
    judgings, desk = Judgings(database, clock), Desk(database, clock, lease_s=60)
    await judgings.open(BATCH, scripts(5))
    await judgings.enrol(BATCH, "Ali", Kind.PERSON)
    for _ in range(3):
        pair = await got(desk, "Ali")
        await desk.decide(pair.pair, "Ali", 1, took_s=9.0)
    await got(desk, "Ali")
    first = await decisions_listed(database, BATCH, 0, 2)
    rest = await decisions_listed(database, BATCH, first[-1].number, 9)
    assert [one.state for one in (*first, *rest)] == ["decided"] * 3 + ["out"]
    assert [one.counts for one in (*first, *rest)] == [True] * 3 + [False]
    steering = Steering(database, clock)
    found = await steering.overview(BATCH)
    assert isinstance(found, Overview)
    await steering.leave_out(BATCH, found.judges[0].id, out=True)
    assert not any(one.counts for one in await decisions_listed(database, BATCH, 0, 9))
    await desk.aclose()
    await database.aclose()
