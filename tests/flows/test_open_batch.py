"""A batch for as many texts as come, from its registration to a text that comes too late."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from tests.patience import LONG_S

from huleedu.contracts.gateway import EndIntake, FilesOffered, RegisterBatch, StopWaiting
from huleedu.gateway.batches import Awaited, Batches
from huleedu.gateway.intake import TakenIn, offered
from huleedu.harness.audit.auditing import audit
from huleedu.kit.database import Database, Viewer
from huleedu.services.results import api as results
from huleedu.services.results.api import BatchSeen, ListedFile, NotHeardOf
from huleedu.wiring.batches import batches_of
from huleedu.wiring.modules import HEARERS
from huleedu.wiring.program import House, now

PATIENCE_S = 5.0
SCHOOL, ANNA = UUID(int=0xA), UUID(int=1)
TEXT = "I have a dog. It is a small dog, and it barks at every cat that it sees in the garden. {}"


@pytest.fixture
async def batches(house: House) -> Batches:
    await house.start(["gateway"])
    return batches_of(house)


async def hand_in(house: House, batch: UUID, *names: str) -> FilesOffered:
    """The texts are in the store, and are offered."""
    taken: list[TakenIn] = []
    for name in names:
        content = TEXT.format(name).encode()
        [address] = await house.contents.keep([content])
        taken.append(TakenIn(f"{name}.txt", len(content), address))
    return FilesOffered(batch=batch, files=offered(batch, taken))


async def seen(house: House, batch: UUID, school: UUID = SCHOOL) -> BatchSeen | NotHeardOf:
    return await results.batch_seen(house.viewers("results").of(Viewer(school)), batch, ANNA)


async def files(database: Database, batch: UUID) -> list[ListedFile]:
    return await results.files_listed(database, batch, "all", None, 0, 10)


async def assigned(house: House, batch: UUID) -> int:
    progress = await results.progress(house.database("results"), batch)
    return 0 if isinstance(progress, NotHeardOf) else progress.assigned


async def test_every_text_has_its_slot_and_a_late_one_is_assessed_as_well(
    house: House, batches: Batches
) -> None:
    batch, due = uuid4(), now() + timedelta(days=7)
    registered = RegisterBatch(
        batch=batch, title="9b", slots=None, school=SCHOOL, owner=ANNA, due=due, language="en"
    )
    await batches.commands.send(
        registered, await hand_in(house, batch, "Åsa", "Bo"), EndIntake(batch=batch)
    )
    progress = await batches.see_through(batch, lambda _: None)
    assert (progress.assigned, progress.measured, progress.run) == (2, 2, 1)
    await batches.commands.send(await hand_in(house, batch, "Cecilia"))
    progress = await batches.see_through(batch, lambda _: None, Awaited(run=2))
    assert (progress.assigned, progress.measured, progress.run) == (3, 3, 2)
    found = await seen(house, batch)
    assert isinstance(found, BatchSeen)
    assert (found.may, found.step, found.counts.left_over) == ("own", "assessed", 0)
    assert await seen(house, batch, UUID(int=0xB)) == NotHeardOf()
    assert await audit(house, [batch], PATIENCE_S) == []


async def test_one_that_was_closed_short_makes_room_again(house: House, batches: Batches) -> None:
    batch = uuid4()
    await batches.commands.send(
        RegisterBatch(batch=batch, title="9b", slots=None, language="en"),
        await hand_in(house, batch, "Åsa"),
    )
    await house.start(HEARERS)
    async with asyncio.timeout(LONG_S):
        while not await assigned(house, batch):
            await asyncio.sleep(0.05)
    await batches.commands.send(StopWaiting(batch=batch), await hand_in(house, batch, "Bo"))
    await batches.see_through(batch, lambda _: None, Awaited(run=1))
    progress = await batches.see_through(batch, lambda _: None, await batches.add_slots(batch, 1))
    assert (progress.assigned, progress.left_over) == (2, 0)


async def test_what_came_is_measured_while_more_may_come(house: House, batches: Batches) -> None:
    batch = uuid4()
    await batches.commands.send(
        RegisterBatch(
            batch=batch, title="9b", slots=None, school=SCHOOL, owner=ANNA, language="en"
        ),
        await hand_in(house, batch, "Åsa", "Bo"),
    )
    await house.start(HEARERS)
    viewer = house.viewers("results").of(Viewer(SCHOOL))
    async with asyncio.timeout(LONG_S):
        while len([file for file in await files(viewer, batch) if file.words]) < 2:
            await asyncio.sleep(0.05)
    found = await seen(house, batch)
    assert isinstance(found, BatchSeen)
    assert (found.step, found.counts.measured) == ("collecting", 2)
    assert {file.language for file in await files(viewer, batch)} == {"en"}
    await batches.commands.send(EndIntake(batch=batch))
    progress = await batches.see_through(batch, lambda _: None)
    assert (progress.measured, progress.run) == (2, 1)
    async with house.database("spelling").session() as sql:
        runs = await sql.fetch("select run from checked where batch = $1", batch)
    assert [row["run"] for row in runs] == [0, 0], "once, before intake ended"
    assert await audit(house, [batch], PATIENCE_S) == []
