"""The rule of slots as messages: before, during and after registration; closing; corrections."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID, uuid4, uuid5

import pytest
from tests.patience import LONG_S

from huleedu.contracts.batches import BatchRegistered
from huleedu.contracts.files import ArchiveUnpacked, FileRefused, TextRead
from huleedu.contracts.gateway import (
    AddSlots,
    AddSlotsV1,
    EndIntake,
    FilesOffered,
    OfferedFile,
    StopWaiting,
    WithdrawFile,
)
from huleedu.contracts.message import Message
from huleedu.kit.messages import wrap
from huleedu.kit.outbox import speaking
from huleedu.kit.service import Transaction
from huleedu.services.lifecycle import handlers
from huleedu.wiring.program import House, now


@pytest.fixture
async def lifecycle(house: House) -> House:
    """The lifecycle at work, and nobody else."""
    await house.start(["lifecycle"])
    return house


def registered(batch: UUID, slots: int | None, due: datetime | None = None) -> BatchRegistered:
    return BatchRegistered(
        batch=batch, title="9b", slots=slots, language="auto", pupils=(), deadline_s=60, due=due
    )


def essay_of(batch: UUID, n: int) -> UUID:
    return uuid5(batch, str(n))


def offered(batch: UUID, *numbers: int, name: str = "{}.txt") -> FilesOffered:
    files = (
        OfferedFile(essay=essay_of(batch, n), name=name.format(n), size_bytes=1, content="00")
        for n in numbers
    )
    return FilesOffered(batch=batch, files=tuple(files))


def text_read(batch: UUID, n: int, text: int | None = None) -> TextRead:
    return TextRead(
        batch=batch,
        essay=essay_of(batch, n),
        name=f"{n}.txt",
        text=f"{n if text is None else text:064x}",
        characters=1,
        format="txt",
    )


def file_refused(batch: UUID, n: int) -> FileRefused:
    return FileRefused(
        batch=batch, essay=essay_of(batch, n), name=f"{n}.txt", code="empty", reason="Empty."
    )


async def hear(house: House, *messages: Message) -> None:
    """Let the lifecycle hear these, and everything that follows."""
    await house.bus.publish([wrap(m, identity=uuid4(), now=now(), cause=None) for m in messages])
    async with asyncio.timeout(LONG_S):
        while not await _quiet(house):
            await asyncio.sleep(0.01)


async def _quiet(house: House) -> bool:
    """Nothing lies there, and nothing came between the looks at the two places where it may lie."""
    before, unsent = await _outbox(house)
    async with house.database("bus").session() as sql:
        waiting = await sql.fetchval("select count(*) from delivery where consumer = 'lifecycle'")
    after, _ = await _outbox(house)
    return not unsent and not waiting and before == after


async def _outbox(house: House) -> tuple[int, int]:
    """How much was ever said, and how much of it the bus does not have."""
    async with house.database("lifecycle").session() as sql:
        counts = "select count(*), count(*) filter (where published_at is null) from outbox"
        row = await sql.fetchrow(counts)
    assert row
    return row[0], row[1]


async def states(house: House) -> dict[str, tuple[str, int | None]]:
    async with house.database("lifecycle").session() as sql:
        rows = await sql.fetch("select name, state, slot from essay order by place, name")
    return {row["name"].removesuffix(".txt"): (row["state"], row["slot"]) for row in rows}


async def said(house: House, event: str) -> int:
    async with house.database("lifecycle").session() as sql:
        named = "select count(*) from outbox where type = $1"
        return await sql.fetchval(named, f"lifecycle.{event}.v1")


async def test_texts_before_during_and_after_registration_all_get_a_slot(
    lifecycle: House,
) -> None:
    batch = uuid4()
    await hear(lifecycle, offered(batch, 1, 2, 3, 4, 5), text_read(batch, 1), text_read(batch, 2))
    assert await states(lifecycle) == {
        "1": ("waiting", None),
        "2": ("waiting", None),
        **dict.fromkeys("345", ("offered", None)),
    }
    await hear(lifecycle, text_read(batch, 3), registered(batch, 5), text_read(batch, 4))
    await hear(lifecycle, text_read(batch, 5))
    assert await states(lifecycle) == {str(n): ("assigned", n) for n in range(1, 6)}
    assert await said(lifecycle, "slot_assigned") == 5
    assert await said(lifecycle, "batch_settled") == 1


async def test_a_text_that_is_known_before_its_file_was_offered_gets_its_slot(
    lifecycle: House,
) -> None:
    batch = uuid4()
    await hear(lifecycle, registered(batch, 1), text_read(batch, 1), offered(batch, 1))
    assert await states(lifecycle) == {"1": ("assigned", 1)}


async def test_slots_follow_the_order_in_which_files_were_offered(lifecycle: House) -> None:
    batch = uuid4()
    await hear(lifecycle, registered(batch, 2), offered(batch, 1, 2, 3))
    await hear(lifecycle, text_read(batch, 3), text_read(batch, 2))
    assert (await states(lifecycle))["2"] == ("waiting", None)
    await hear(lifecycle, file_refused(batch, 1))
    assert await states(lifecycle) == {
        "1": ("refused", None),
        "2": ("assigned", 1),
        "3": ("assigned", 2),
    }


async def test_everything_told_twice_happens_once(lifecycle: House) -> None:
    batch = uuid4()
    messages = [
        registered(batch, 2),
        offered(batch, 1, 2, 3),
        *(text_read(batch, n) for n in (1, 2, 3)),
        EndIntake(batch=batch),
    ]
    await hear(lifecycle, *messages)
    await hear(lifecycle, *messages)
    assert await states(lifecycle) == {
        "1": ("assigned", 1),
        "2": ("assigned", 2),
        "3": ("left over", None),
    }
    for event in ("batch_settled", "essay_left_over"):
        assert await said(lifecycle, event) == 1, event


async def test_the_same_text_twice_holds_one_slot_and_the_second_is_told(
    lifecycle: House,
) -> None:
    batch = uuid4()
    await hear(lifecycle, registered(batch, 3), offered(batch, 1, 2))
    await hear(lifecycle, text_read(batch, 1, text=7), text_read(batch, 2, text=7))
    assert await states(lifecycle) == {"1": ("assigned", 1), "2": ("refused", None)}
    async with lifecycle.database("lifecycle").session() as sql:
        assert "1.txt" in await sql.fetchval("select reason from essay where name = '2.txt'")


async def test_a_corrected_upload_closes_its_rejection_and_settles_the_batch_anew(
    lifecycle: House,
) -> None:
    batch = uuid4()
    await hear(lifecycle, registered(batch, 2), offered(batch, 1, 2))
    await hear(lifecycle, text_read(batch, 1), file_refused(batch, 2))
    assert await said(lifecycle, "batch_settled") == 1
    await hear(lifecycle, offered(batch, 99, name="2.docx"))
    await hear(lifecycle, text_read(batch, 99))
    assert await states(lifecycle) == {
        "1": ("assigned", 1),
        "2": ("replaced", None),
        "2.docx": ("assigned", 2),
    }
    assert await said(lifecycle, "batch_settled") == 2


async def test_a_slot_that_is_added_goes_to_a_text_that_was_left_over_once_per_request(
    lifecycle: House,
) -> None:
    batch, request = uuid4(), uuid4()
    await hear(lifecycle, registered(batch, 1), offered(batch, 1, 2, 3))
    await hear(lifecycle, *(text_read(batch, n) for n in (1, 2, 3)))
    add = AddSlots(batch=batch, request=request, count=1)
    await hear(lifecycle, AddSlotsV1(batch=batch, wish=request, count=1), add, add)
    assert await states(lifecycle) == {
        "1": ("assigned", 1),
        "2": ("assigned", 2),
        "3": ("left over", None),
    }


async def test_a_file_that_was_taken_back_takes_no_part_until_it_is_offered_again(
    lifecycle: House,
) -> None:
    batch = uuid4()
    await hear(lifecycle, registered(batch, 1), offered(batch, 1, 2, 3))
    await hear(lifecycle, text_read(batch, 1), text_read(batch, 2), file_refused(batch, 3))
    back = [WithdrawFile(batch=batch, essay=essay_of(batch, n)) for n in (1, 2, 3, 3)]
    await hear(lifecycle, *back)
    assert await states(lifecycle) == {
        "1": ("assigned", 1),  # it has a slot, for good
        "2": ("withdrawn", None),
        "3": ("withdrawn", None),
    }
    assert await said(lifecycle, "essay_withdrawn") == 2
    await hear(lifecycle, AddSlots(batch=batch, request=uuid4(), count=1))
    assert (await states(lifecycle))["2"] == ("withdrawn", None), "nobody waits for it"
    await hear(lifecycle, offered(batch, 2), text_read(batch, 2))
    assert (await states(lifecycle))["2"] == ("assigned", 2)


async def test_an_archives_members_stand_in_its_place(lifecycle: House) -> None:
    batch = uuid4()
    await hear(lifecycle, registered(batch, 3), offered(batch, 1, 2))
    members = offered(batch, 11, 12).files
    unpacked = ArchiveUnpacked(batch=batch, essay=essay_of(batch, 1), name="1.txt", members=members)
    await hear(lifecycle, unpacked, text_read(batch, 2))
    assert (await states(lifecycle))["2"] == ("waiting", None)
    await hear(lifecycle, text_read(batch, 12), text_read(batch, 11))
    after = await states(lifecycle)
    assert [after[n][1] for n in ("11", "12", "2")] == [1, 2, 3]


async def test_closing_short_names_what_was_not_read_and_goes_on(lifecycle: House) -> None:
    batch = uuid4()
    await hear(lifecycle, registered(batch, 3), offered(batch, 1, 2), text_read(batch, 1))
    await hear(lifecycle, StopWaiting(batch=batch))
    assert await states(lifecycle) == {"1": ("assigned", 1), "2": ("refused", None)}
    assert await said(lifecycle, "batch_settled") == 1


async def test_waiting_ends_by_the_deadline_also_without_the_process_that_began_it(
    house: House,
) -> None:
    batch = uuid4()
    async with house.database("lifecycle").transaction() as sql:
        tx = Transaction(sql, now())
        await handlers.on_batch_registered(tx, registered(batch, 3))
        await handlers.on_files_offered(tx, offered(batch, 1))
    async with house.database("lifecycle").transaction() as sql:
        await handlers.close_overdue(Transaction(sql, now() + timedelta(seconds=50)))
        assert await sql.fetchval("select state from essay") == "offered"
        await handlers.close_overdue(Transaction(sql, now() + timedelta(seconds=70)))
        assert await sql.fetchval("select state from essay") == "refused"


async def test_an_open_batch_gives_each_text_a_slot_and_is_settled_when_intake_ends(
    lifecycle: House,
) -> None:
    batch = uuid4()
    await hear(lifecycle, offered(batch, 1, 2), text_read(batch, 1), registered(batch, None))
    await hear(lifecycle, text_read(batch, 2), offered(batch, 3), text_read(batch, 3))
    assert await states(lifecycle) == {str(n): ("assigned", n) for n in (1, 2, 3)}
    assert await said(lifecycle, "batch_settled") == 0
    await hear(lifecycle, EndIntake(batch=batch), EndIntake(batch=batch))
    assert await said(lifecycle, "batch_settled") == 1
    await hear(lifecycle, offered(batch, 4), text_read(batch, 4))
    assert (await states(lifecycle))["4"] == ("assigned", 4)
    assert await said(lifecycle, "batch_settled") == 2
    assert await said(lifecycle, "essay_left_over") == 0


async def test_what_came_when_an_open_batch_was_closed_has_its_slot_when_room_is_asked_for(
    lifecycle: House,
) -> None:
    batch = uuid4()
    await hear(lifecycle, registered(batch, None), offered(batch, 1, 2), text_read(batch, 1))
    await hear(lifecycle, StopWaiting(batch=batch), offered(batch, 3), text_read(batch, 3))
    assert (await states(lifecycle))["3"] == ("left over", None)
    await hear(lifecycle, AddSlots(batch=batch, request=uuid4(), count=1))
    assert (await states(lifecycle))["3"] == ("assigned", 2)
    assert await said(lifecycle, "slots_added") == 0  # there were as many as there can be
    assert await said(lifecycle, "batch_settled") == 2


@pytest.mark.parametrize("slots", [3, None])
async def test_on_its_day_the_intake_ends_and_who_comes_later_has_a_slot(
    lifecycle: House, slots: int | None
) -> None:
    batch, due = uuid4(), now() + timedelta(days=7)
    await hear(lifecycle, registered(batch, slots, due), offered(batch, 1, 2))
    await hear(lifecycle, text_read(batch, 1))
    await overdue(lifecycle, due - timedelta(seconds=1))
    assert await said(lifecycle, "batch_settled") == 0
    await overdue(lifecycle, due + timedelta(seconds=1))
    assert (await states(lifecycle))["2"] == ("offered", None)  # it is still waited for
    await hear(lifecycle, text_read(batch, 2))
    assert await said(lifecycle, "batch_settled") == 1
    await hear(lifecycle, offered(batch, 3), text_read(batch, 3))
    assert await states(lifecycle) == {str(n): ("assigned", n) for n in (1, 2, 3)}
    assert await said(lifecycle, "batch_settled") == 2


async def test_what_an_open_batch_never_hears_of_is_given_up_and_later_ones_have_slots(
    lifecycle: House,
) -> None:
    batch, due = uuid4(), now() + timedelta(days=7)
    await hear(lifecycle, registered(batch, None, due), offered(batch, 1, 2))
    await hear(lifecycle, text_read(batch, 2))  # it stands in line behind the first
    await overdue(lifecycle, due + timedelta(seconds=1))
    await overdue(lifecycle, due + timedelta(seconds=59))
    assert await states(lifecycle) == {"1": ("offered", None), "2": ("waiting", None)}
    await overdue(lifecycle, due + timedelta(seconds=62))
    assert await states(lifecycle) == {"1": ("refused", None), "2": ("assigned", 1)}
    assert await said(lifecycle, "batch_settled") == 1
    await hear(lifecycle, offered(batch, 3), text_read(batch, 3))
    assert (await states(lifecycle))["3"] == ("assigned", 2)


async def test_an_open_batch_without_a_day_waits_until_somebody_ends_its_intake(
    lifecycle: House,
) -> None:
    batch = uuid4()
    await hear(lifecycle, registered(batch, None), offered(batch, 1), text_read(batch, 1))
    await overdue(lifecycle, now() + timedelta(days=3000))
    assert await said(lifecycle, "batch_settled") == 0


async def overdue(house: House, at: datetime) -> None:
    """What is done by the clock, and all that follows from it."""
    async with speaking(house.database("lifecycle"), at) as tx:
        await handlers.close_overdue(tx)
    await hear(house)


async def test_every_move_is_kept_with_its_time_and_cause(lifecycle: House) -> None:
    batch = uuid4()
    await hear(lifecycle, registered(batch, 1), offered(batch, 1), text_read(batch, 1))
    async with lifecycle.database("lifecycle").session() as sql:
        moves = await sql.fetch("select was, became, cause, message from move order by seq")
    assert [(m["was"], m["became"]) for m in moves] == [
        (None, "offered"),
        ("offered", "waiting"),
        ("waiting", "assigned"),
    ]
    assert all(m["cause"] and m["message"] for m in moves)
