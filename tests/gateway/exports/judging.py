"""Judge a batch: two people with names compare its texts."""

import asyncio

from tests.gateway.exports.classroom import Classroom

from huleedu.contracts.judging import Kind, MakeRanking
from huleedu.gateway.judged_scripts import scripts_of
from huleedu.gateway.report.loading import load_report
from huleedu.services.judging.api.judgings import Rules
from huleedu.services.judging.domain.desk import AssignedPairs
from huleedu.services.results import api as results
from huleedu.wiring.judging import desk_of, judgings_of
from huleedu.wiring.program import House

JUDGES = ("Göran Domare", "Åsa Lektor")


async def judged(house: House, room: Classroom, each: int = 4) -> None:
    """Judge it so, and have it ranked."""
    database = house.database("results")
    report = await load_report(database, house.contents, room.batch)
    scripts = await scripts_of(database, report)
    desk, judgings = desk_of(house), judgings_of(house)
    await judgings.open(room.batch, scripts, "Min sommar", Rules(scale="A-F"))
    for judge in JUDGES:
        await judgings.enrol(room.batch, judge, Kind.PERSON)
        for _ in range(each):
            found = await desk.next(room.batch, judge)
            assert isinstance(found, AssignedPairs)
            [pair] = found.pairs
            better = 1 if pair.first < pair.second else -1
            comment = f"=bra {scripts[pair.first].pupil}"
            await desk.decide(pair.pair, judge, better, took_s=12.5, comment=comment)
    await house.start(["judging"])
    await house.commands().send(MakeRanking(batch=room.batch))
    async with asyncio.timeout(60):
        while not (await results.ranking(database, room.batch)).ranking:
            await asyncio.sleep(0.05)
