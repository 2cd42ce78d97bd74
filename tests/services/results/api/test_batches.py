"""Whoever asks now and then what has changed ends with what there is, whenever they asked."""

import asyncio
import random
from dataclasses import replace
from uuid import UUID

from tests.services.results.hearing import BATCH, REGISTERED, hear, life_of

from huleedu.contracts.batches import BatchRegistered
from huleedu.contracts.files import ArchiveUnpacked
from huleedu.contracts.gateway import OfferedFile
from huleedu.contracts.lifecycle import EssayRefused, SlotsAdded
from huleedu.contracts.message import Message
from huleedu.contracts.reason import Reason
from huleedu.kit.database import Database
from huleedu.services.results import api
from huleedu.services.results.api import Changes, ListedFile, NotHeardOf, Progress
from huleedu.wiring.program import House


class Page:
    """What a page shows that is told whole rows only."""

    def __init__(self) -> None:
        self.revision = -1
        self.files: dict[UUID, ListedFile] = {}
        self.batch: Progress | None = None

    async def catch_up(self, database: Database) -> int:
        """Returns how many rows came."""
        told = await api.changes(database, BATCH, self.revision)
        if isinstance(told, NotHeardOf):
            return 0
        self.revision, self.batch = told.revision, told.batch
        self.files.update({file.id: file for file in told.files})
        return len(told.files)


async def test_a_file_that_changed_is_told_whole_and_the_others_not_at_all(house: House) -> None:
    database, page = house.database("results"), Page()
    await hear(database, *life_of(UUID(int=1))[:4], *life_of(UUID(int=2))[:4])
    assert await page.catch_up(database) == 2
    assert await page.catch_up(database) == 0
    await hear(database, *life_of(UUID(int=2))[-2:])
    assert await page.catch_up(database) == 1
    file = page.files[UUID(int=2)]
    assert (file.name, file.state, file.slot, file.size_bytes) == ("2.txt", "assigned", 2, 15)
    assert (file.language, file.words, file.misspellings) == ("sv", 312, 0)
    assert file.came_at
    assert [page.files[UUID(int=at)].place for at in (1, 2)] == [(1, 1), (2, 1)]


async def test_what_came_after_the_revision_was_read_is_told_with_its_own(house: House) -> None:
    results = house.database("results")
    await hear(results, REGISTERED, life_of(UUID(int=1))[0], life_of(UUID(int=2))[0])
    found = await api.changes(results, BATCH, -1)
    assert isinstance(found, Changes)
    assert found.files_so_far == list(found.files)
    read_before = replace(found, revision=found.revision - 1)
    assert [file.id for file in read_before.files_so_far] == [UUID(int=1)]


async def test_what_changes_of_a_batch_alone_raises_its_revision(house: House) -> None:
    database, page = house.database("results"), Page()
    registered = BatchRegistered(
        batch=BATCH, title="9B", slots=3, language="auto", pupils=(), deadline_s=60
    )
    await hear(database, registered, *life_of(UUID(int=1)))
    await page.catch_up(database)
    before = page.revision
    await hear(database, registered, SlotsAdded(batch=BATCH, slots=4))
    assert await page.catch_up(database) == 0
    assert page.revision == before + 2
    assert page.batch
    assert (page.batch.title, page.batch.slots) == ("9B", 4)


async def test_a_refusal_and_an_archive_are_told(house: House) -> None:
    database, page = house.database("results"), Page()
    await hear(database, *life_of(UUID(int=1))[:1])
    await page.catch_up(database)
    refused = EssayRefused(batch=BATCH, essay=UUID(int=1), code="damaged", reason=Reason("damaged"))
    await hear(database, refused)
    assert await page.catch_up(database) == 1
    member = OfferedFile(essay=UUID(int=2), name="2.txt", size_bytes=4, content="ef" * 32)
    unpacked = ArchiveUnpacked(batch=BATCH, essay=UUID(int=1), name="1.zip", members=(member,))
    await hear(database, unpacked)
    assert await page.catch_up(database) == 2
    assert page.files[UUID(int=2)].place == (1, 1, 1)


async def test_of_a_batch_that_nobody_spoke_of_nothing_is_told(house: House) -> None:
    database = house.database("results")
    assert await api.changes(database, BATCH, -1) == NotHeardOf()
    assert await api.revisions(database, [BATCH]) == {}


async def test_revisions_of_many_batches_are_asked_for_at_once(house: House) -> None:
    database = house.database("results")
    await hear(database, *life_of(UUID(int=1)), *life_of(UUID(int=2), UUID(int=8))[:1])
    told = await api.revisions(database, [BATCH, UUID(int=8), UUID(int=9)])
    assert told == {BATCH: 8, UUID(int=8): 1}


async def test_whoever_catches_up_at_any_moment_misses_nothing(house: House) -> None:
    """Transactions of one batch side by side, and pages that ask meanwhile."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    dice = random.Random(seed)
    database, pages = house.database("results"), [Page() for _ in range(3)]
    lives = [life_of(UUID(int=at)) for at in range(1, 7)]
    at_work = True

    async def live(life: list[Message]) -> None:
        for message in life:
            await asyncio.sleep(dice.random() / 200)
            await hear(database, message)

    async def look(page: Page) -> None:
        while at_work:
            await page.catch_up(database)
            await asyncio.sleep(dice.random() / 200)

    async with asyncio.TaskGroup() as group:
        for page in pages:
            group.create_task(look(page))
        async with asyncio.TaskGroup() as speaking:
            for life in lives:
                speaking.create_task(live(life))
        at_work = False
    everything = await api.changes(database, BATCH, -1)
    assert isinstance(everything, Changes)
    for page in pages:
        await page.catch_up(database)
        assert page.files == {file.id: file for file in everything.files}
        assert page.revision == everything.revision
        assert page.batch == everything.batch
