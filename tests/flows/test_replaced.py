"""Texts are replaced while the services are killed: each place has its last text, once."""

import asyncio
import random
from contextlib import suppress
from uuid import UUID, uuid4

from tests.patience import LONG_S
from tests.program import Program

from huleedu.contracts.gateway import EndIntake, FilesOffered, RegisterBatch, ReplaceFile
from huleedu.gateway.intake import TakenIn, offered
from huleedu.harness.audit.auditing import audit
from huleedu.services.results import api as results
from huleedu.services.results.api import NotHeardOf
from huleedu.wiring.batches import batches_of
from huleedu.wiring.modules import HEARERS
from huleedu.wiring.program import House

PATIENCE_S = 5.0
ESSAYS, REPLACED, KILLED = 8, 6, 4
TEXT = "I have a dog. It is a small dog, and it barks at every cat that it sees in the garden. {}"


async def hand_in(house: House, batch: UUID, *names: str) -> FilesOffered:
    taken: list[TakenIn] = []
    for name in names:
        content = TEXT.format(name).encode()
        [address] = await house.contents.keep([content])
        taken.append(TakenIn(f"{name}.txt", len(content), address))
    return FilesOffered(batch=batch, files=offered(batch, taken))


async def assigned(house: House, batch: UUID) -> int:
    progress = await results.progress(house.database("results"), batch)
    return 0 if isinstance(progress, NotHeardOf) else progress.assigned


async def test_each_place_has_its_last_text_once(house: House, on_database: Program) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    dice, batch = random.Random(seed), uuid4()
    await house.start(["gateway"])
    batches = batches_of(house)
    first = await hand_in(house, batch, *(f"first {n}" for n in range(ESSAYS)))
    await batches.commands.send(
        RegisterBatch(batch=batch, title="9b", slots=None, language="en"), first
    )
    running = await on_database.start("run", "all")
    async with asyncio.timeout(LONG_S):
        while await assigned(house, batch) < ESSAYS:
            await asyncio.sleep(0.05)
    for n in range(REPLACED):
        new = await hand_in(house, batch, f"second {n}")
        asked = ReplaceFile(batch=batch, essay=first.files[n].essay, by=new.files[0].essay)
        await batches.commands.send(asked, new)
    await batches.commands.send(EndIntake(batch=batch))
    for _ in range(KILLED):
        await asyncio.sleep(dice.random() * 0.5)
        with suppress(ProcessLookupError):
            running.kill()
        await running.communicate()
        running = await on_database.start("run", "all")
    running.terminate()
    await running.communicate()
    await house.start(HEARERS)
    await batches.see_through(batch, lambda _: None)
    async with house.database("results").session() as sql:
        shown = await sql.fetch(
            "select slot, name, measures is not null as measured from file "
            "where batch = $1 and state = 'assigned' order by slot",
            batch,
        )
    assert [row["slot"] for row in shown] == list(range(1, ESSAYS + 1)), seed
    assert {row["name"] for row in shown} == {
        f"{'second' if n < REPLACED else 'first'} {n}.txt" for n in range(ESSAYS)
    }, seed
    assert all(row["measured"] for row in shown), seed
    found = await audit(house, [batch], PATIENCE_S)
    assert [one.words for each in found for one in each.found] == [], seed
