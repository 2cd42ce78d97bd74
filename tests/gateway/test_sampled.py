"""Everybody has a sample class of their own, once."""

import asyncio
from uuid import UUID

from huleedu.gateway.sampled import offer_sample, sample_of
from huleedu.kit.database import Viewer
from huleedu.services.judging.api.judgings import Judgings, Rules
from huleedu.services.judging.api.kept import ranking_kept
from huleedu.services.results import api as results
from huleedu.services.results.api import BatchSeen
from huleedu.wiring.batches import batches_of
from huleedu.wiring.program import House

SCHOOL, OTHER = UUID(int=1), UUID(int=2)
KARIN = UUID(int=11)


async def test_asked_for_twice_it_is_one_and_is_finished(house: House) -> None:
    me = Viewer(SCHOOL, KARIN)
    await house.start(["gateway"])
    batches = batches_of(house)
    batch = await offer_sample(batches.commands, house.contents, me, "Sample", "Simulerad bedömare")
    again = await offer_sample(batches.commands, house.contents, me, "Sample", "Simulerad bedömare")
    assert again == batch == sample_of(me)
    assert batch != sample_of(Viewer(OTHER, KARIN))
    await batches.see_through(batch, lambda _: None)
    [mine] = await results.batches_of(house.viewers("results").of(me), KARIN)
    assert isinstance(mine, BatchSeen)
    assert (mine.id, mine.may, mine.counts.assigned) == (batch, "own", 30)
    # what the simulated judges decided came with it, once
    database = house.database("judging")
    while (kept := await ranking_kept(database, batch))[0].number == 0:
        await asyncio.sleep(0.05)
    decisions = await Judgings(database, house.clock).decisions(batch)
    assert sorted(decisions.judges) == [f"Simulerad bedömare {number}" for number in (1, 2, 3)]
    assert kept[1].decided == 150
    rules = await Judgings(database, house.clock).rules(batch)
    assert isinstance(rules, Rules)
    assert (rules.scale, sorted(rules.grades.values())) == ("A-F", ["B", "D"])
    others = house.viewers("results").of(Viewer(OTHER, KARIN))
    assert await results.batches_of(others, KARIN) == []
