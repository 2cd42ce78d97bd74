"""Who sees which batch, what they may do there, and that another school's do not exist."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest

from huleedu.contracts.batches import (
    BatchArchived,
    BatchRegistered,
    BatchRenamed,
    BatchShared,
    BatchTransferred,
)
from huleedu.contracts.files import ArchiveUnpacked, TextRead
from huleedu.contracts.gateway import FilesOffered, OfferedFile
from huleedu.contracts.lifecycle import SlotAssigned
from huleedu.contracts.message import Message
from huleedu.contracts.people import OWN_SCHOOL
from huleedu.kit.database import Viewer
from huleedu.kit.messages import wrap
from huleedu.kit.service import Heard, Transaction
from huleedu.services.results import api
from huleedu.services.results.api import BatchSeen, NotHeardOf
from huleedu.services.results.handlers import ROUTES
from huleedu.wiring.program import House

A, B = UUID(int=0xA), UUID(int=0xB)
ANNA, KARIN, BO, CLASS = (UUID(int=n) for n in (1, 2, 3, 4))
NOW = datetime(2026, 12, 1, tzinfo=UTC)
DUE = NOW + timedelta(days=3)


async def hear(house: House, *messages: Message, at: datetime = NOW) -> None:
    """Each in a transaction of its own, as the runner has it."""
    for message in messages:
        how = wrap(message, identity=uuid4(), now=at, cause=None)
        async with house.database("results").transaction() as sql:
            tx, route = Transaction(sql, at, how), ROUTES[type(message)]
            if route.together:
                await route.handle(tx, message.batch, [Heard(message, how)])
            else:
                await route.handle(tx, message)


def registered(
    batch: UUID, school: UUID = A, owner: UUID | None = ANNA, due: datetime | None = DUE
) -> BatchRegistered:
    return BatchRegistered(
        batch=batch,
        title=f"of {school.int}",
        slots=None,
        language="auto",
        pupils=(),
        deadline_s=60,
        school=school,
        owner=owner,
        class_=CLASS,
        due=due,
    )


def offered(batch: UUID, *files: UUID) -> FilesOffered:
    some = (OfferedFile(essay=f, name=f"{f}.txt", size_bytes=1, content="00") for f in files)
    return FilesOffered(batch=batch, files=tuple(some))


def read(batch: UUID, file: UUID) -> TextRead:
    return TextRead(batch=batch, essay=file, name="a", text="aa", characters=1, format="txt")


async def seen(house: House, school: UUID, person: UUID, *, admin: bool = False) -> list[str]:
    """The batches of a person, as the gateway asks for them: the title, and what they may do."""
    database = house.viewers("results").of(Viewer(school, person))
    found = await api.batches_of(database, person, administrator=admin)
    for one in found:
        assert await api.batch_seen(database, one.id, person, administrator=admin) == one
    return [f"{one.title}: {one.may}" for one in found]


async def one(house: House, batch: UUID, person: UUID = ANNA) -> BatchSeen:
    database = house.viewers("results").of(Viewer(A, person))
    found = await api.batch_seen(database, batch, person)
    assert isinstance(found, BatchSeen)
    return found


async def test_each_sees_their_own_and_what_is_shared_with_them(house: House) -> None:
    batch, other = uuid4(), uuid4()
    await hear(house, registered(batch), registered(other, B, BO))
    assert await seen(house, A, ANNA) == ["of 10: own"]
    assert await seen(house, A, KARIN) == []
    for may in ("look", "work"):
        await hear(house, BatchShared(batch=batch, person=KARIN, may=may))
        assert await seen(house, A, KARIN) == [f"of 10: {may}"]
        database = house.viewers("results").of(Viewer(A, ANNA))
        assert await api.shares_of(database, batch) == [(KARIN, may)]
    await hear(house, BatchShared(batch=batch, person=KARIN, may=None))
    assert await seen(house, A, KARIN, admin=True) == []
    # somebody of another school, with whom it was shared all the same, sees nothing of it
    await hear(house, BatchShared(batch=batch, person=BO, may="work"))
    assert await seen(house, B, BO) == ["of 11: own"]
    database = house.viewers("results").of(Viewer(B, BO))
    assert await api.batch_seen(database, batch, BO) == NotHeardOf()
    assert await api.shares_of(database, batch) == []


async def test_what_nobody_owns_is_the_administrators(house: House) -> None:
    await hear(house, registered(uuid4(), OWN_SCHOOL, None))
    assert await seen(house, OWN_SCHOOL, KARIN) == []
    assert await seen(house, OWN_SCHOOL, KARIN, admin=True) == [f"of {OWN_SCHOOL.int}: own"]
    assert await seen(house, A, KARIN, admin=True) == []


async def test_files_that_came_before_their_batch_was_registered_are_its_schools_then(
    house: House,
) -> None:
    batch, file = uuid4(), uuid4()
    await hear(house, read(batch, file), offered(batch, file))
    nobody = house.viewers("results").of(Viewer(UUID(int=0)))
    anna = house.viewers("results").of(Viewer(A, ANNA))
    assert await api.files_shown(anna, batch) == []
    await hear(house, registered(batch))
    assert [row["id"] for row in await api.files_shown(anna, batch)] == [file]
    assert await api.files_shown(nobody, batch) == []
    assert (await one(house, batch)).counts.files == 1


async def test_files_and_registrations_at_the_same_time_end_in_one_school(house: House) -> None:
    for _ in range(40):
        batch, files = uuid4(), [uuid4() for _ in range(4)]
        await asyncio.gather(
            hear(house, registered(batch)),
            *(hear(house, read(batch, file), offered(batch, file)) for file in files),
        )
        async with house.database("results").session() as sql:
            schools = "select school, count(*) from file where batch = $1 group by school"
            rows = await sql.fetch(schools, batch)
        assert [(row["school"], row["count"]) for row in rows] == [(A, 4)]


async def test_a_file_of_one_school_in_a_batch_of_another_is_refused(house: House) -> None:
    batch = uuid4()
    await hear(house, registered(batch, B, BO))
    put = "insert into file (id, batch, school) values ($1, $2, $3)"
    for database in (
        house.database("results"),
        house.viewers("results").of(Viewer(A, ANNA)),
    ):
        with pytest.raises(asyncpg.ForeignKeyViolationError):
            async with database.transaction() as sql:
                await sql.execute(put, uuid4(), batch, A)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with house.viewers("results").of(Viewer(A, ANNA)).transaction() as sql:
            await sql.execute(put, uuid4(), batch, B)


async def test_who_hands_in_after_the_day_is_late(house: House) -> None:
    batch, members = uuid4(), (uuid4(), uuid4())
    early, late = uuid4(), uuid4()
    await hear(house, registered(batch), offered(batch, early), at=DUE - timedelta(seconds=1))
    await hear(house, offered(batch, early, late), at=DUE + timedelta(seconds=1))
    unpacked = ArchiveUnpacked(
        batch=batch, essay=early, name="a.zip", members=offered(batch, *members).files
    )
    await hear(house, unpacked, at=DUE + timedelta(hours=1))  # it was handed in before that
    counts = (await one(house, batch)).counts
    assert (counts.files, counts.late) == (3, 1)
    database = house.viewers("results").of(Viewer(A, ANNA))
    found = await api.changes(database, batch, -1)
    assert not isinstance(found, NotHeardOf)
    assert {file.id: file.late for file in found.files} == {
        **dict.fromkeys((early, *members), False),
        late: True,
    }


async def test_a_batch_tells_its_title_and_whether_it_was_put_away(house: House) -> None:
    batch, file = uuid4(), uuid4()
    await hear(house, registered(batch, due=None))
    before = await one(house, batch)
    assert (before.open, before.slots, before.class_, before.archived) == (True, None, CLASS, False)
    assert before.step == "no_files"
    await hear(house, BatchRenamed(batch=batch, title="Ett val"))
    await hear(house, BatchArchived(batch=batch, archived=True))
    await hear(house, offered(batch, file), read(batch, file))
    await hear(house, SlotAssigned(batch=batch, essay=file, slot=1, content="aa"))
    after = await one(house, batch)
    assert (after.title, after.archived, after.step) == ("Ett val", True, "collecting")
    assert after.changed_at > before.changed_at
    outline = await api.outline_of(house.database("results"), batch, (), "")
    assert outline.report.slots == 1  # none is free where as many as come are taken


async def test_what_is_seen_of_batches_can_be_sent(house: House) -> None:
    await hear(house, *(registered(uuid4()) for _ in range(3)))
    found = await api.batches_of(house.viewers("results").of(Viewer(A, ANNA)), ANNA)
    assert len(found) == 3
    assert msgspec.json.decode(msgspec.json.encode(found), type=list[BatchSeen]) == found


async def test_what_is_handed_on_is_somebody_elses_who_needs_no_share(house: House) -> None:
    batch = uuid4()
    await hear(house, registered(batch), BatchShared(batch=batch, person=KARIN, may="look"))
    before = (await one(house, batch)).revision
    await hear(house, BatchTransferred(batch=batch, owner=KARIN))
    assert await seen(house, A, ANNA) == []
    assert await seen(house, A, KARIN) == ["of 10: own"]
    database = house.viewers("results").of(Viewer(A, KARIN))
    assert await api.shares_of(database, batch) == []
    assert await api.owned_by(database, KARIN) == [batch]
    assert await api.owned_by(house.viewers("results").of(Viewer(B, BO)), KARIN) == []
    assert (await one(house, batch, KARIN)).revision > before, "whoever has it open sees it"
    await hear(house, BatchTransferred(batch=batch, owner=None))
    assert await seen(house, A, KARIN) == []
    assert await seen(house, A, BO, admin=True) == ["of 10: own"]
