"""A file that is sent piece by piece is offered once, whoever takes its pieces, or not at all."""

import asyncio
import tracemalloc
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

import msgspec
import pytest

from huleedu.contracts.gateway import FilesExpected, FilesOffered
from huleedu.contracts.reason import Reason
from huleedu.gateway.uploads import (
    PIECE_BYTES,
    Appended,
    CameWhole,
    Differs,
    NewUpload,
    NoUpload,
    Sender,
    Upload,
    Uploads,
    WrongPlace,
)
from huleedu.gateway.uploads.store import forget_expired
from huleedu.kit.service import Transaction
from huleedu.services.results import handlers as results
from huleedu.wiring.program import House

BATCH = UUID(int=7)
ANNA = Sender(UUID(int=1), UUID(int=10))
KARIN = Sender(UUID(int=1), UUID(int=11))
ELSEWHERE = Sender(UUID(int=2), UUID(int=10))
LIMIT_BYTES = 20 << 20


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 29, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def uploads(house: House, clock: Clock) -> Uploads:
    return Uploads(
        database=house.database("gateway"),
        results=house.database("results"),
        contents=house.contents,
        size_bytes_max=LIMIT_BYTES,
        clock=clock,
        hint=lambda: None,
        turns=asyncio.Semaphore(1),
    )


def named(content: bytes, name: str = "Anna.txt") -> NewUpload:
    return NewUpload(name=name, size_bytes=len(content), fingerprint=sha256(content).hexdigest())


async def said(house: House) -> list[FilesOffered]:
    async with house.database("gateway").session() as sql:
        rows = await sql.fetch(
            "select body from outbox where type = 'gateway.files_offered.v1' order by seq"
        )
    return [msgspec.json.decode(row["body"], type=FilesOffered) for row in rows]


async def expected(house: House) -> list[UUID]:
    async with house.database("gateway").session() as sql:
        rows = await sql.fetch(
            "select body from outbox where type = 'gateway.files_expected.v1' order by seq"
        )
    found = [msgspec.json.decode(row["body"], type=FilesExpected).files for row in rows]
    return [file for files in found for file in files]


async def left(house: House, table: str) -> int:
    async with house.database("gateway").session() as sql:
        return await sql.fetchval(f"select count(*) from {table}")


async def heard(house: House) -> None:
    """The results have heard all that was offered."""
    messages = await said(house)
    async with house.database("results").transaction() as sql:
        for message in messages:
            await results.on_files_offered(Transaction(sql, datetime.now(UTC)), message)


async def test_pieces_in_their_order_are_one_file_offered_with_its_bytes(
    uploads: Uploads, house: House
) -> None:
    made = await uploads.create(ANNA, BATCH, named(b"the sea is blue", "..\\9A/Anna.txt"))
    assert await uploads.append(ANNA, made.id, 0, b"the sea") == Appended(7)
    assert await uploads.append(ANNA, made.id, 7, b" is ") == Appended(11)
    ended = await uploads.append(ANNA, made.id, 11, b"blue")
    [offer] = await said(house)
    [file] = offer.files
    assert ended == CameWhole(15, file.essay)
    assert (offer.batch, file.name, file.size_bytes) == (BATCH, "9A/Anna.txt", 15)
    assert file.content
    assert await house.contents.fetch(file.content) == b"the sea is blue"
    assert not await left(house, "upload_part")


async def test_the_last_piece_again_offers_nothing_again(uploads: Uploads, house: House) -> None:
    made = await uploads.create(ANNA, BATCH, named(b"blue"))
    assert isinstance(await uploads.append(ANNA, made.id, 0, b"blue"), CameWhole)
    assert await uploads.append(ANNA, made.id, 0, b"blue") == WrongPlace(4)
    assert await uploads.append(ANNA, made.id, 4, b"") == WrongPlace(4)
    assert len(await said(house)) == 1


@pytest.mark.parametrize(("at", "piece"), [(0, b"x"), (5, b"x"), (3, b"blue and green"), (-1, b"")])
async def test_a_piece_that_belongs_elsewhere_is_not_taken(
    uploads: Uploads, house: House, at: int, piece: bytes
) -> None:
    made = await uploads.create(ANNA, BATCH, named(b"the sea is blue"))
    await uploads.append(ANNA, made.id, 0, b"the")
    assert await uploads.append(ANNA, made.id, at, piece) == WrongPlace(3)
    assert not await said(house)


@pytest.mark.parametrize("last", [b" sea", b" sea is blue"], ids=["middle", "last"])
async def test_of_pieces_that_come_side_by_side_one_counts(
    uploads: Uploads, house: House, last: bytes
) -> None:
    made = await uploads.create(ANNA, BATCH, named(b"the sea is blue"))
    await uploads.append(ANNA, made.id, 0, b"the")
    answers = await asyncio.gather(*(uploads.append(ANNA, made.id, 3, last) for _ in range(5)))
    assert sum(isinstance(answer, WrongPlace) for answer in answers) == 4
    assert len(await said(house)) == (last == b" sea is blue")


async def test_another_process_goes_on_where_one_was_killed(uploads: Uploads, house: House) -> None:
    """Nothing of an upload is kept in a process: two that share the database take turns."""
    made = await uploads.create(ANNA, BATCH, named(b"the sea is blue"))
    await uploads.append(ANNA, made.id, 0, b"the sea")
    second = Uploads(
        database=house.database("gateway"),
        results=house.database("results"),
        contents=house.contents,
        size_bytes_max=LIMIT_BYTES,
        clock=uploads.clock,
        hint=lambda: None,
        turns=asyncio.Semaphore(1),
    )
    known = await second.look(ANNA, made.id)
    assert isinstance(known, Upload)
    assert isinstance(await second.append(ANNA, made.id, known.sent_bytes, b" is blue"), CameWhole)
    assert len(await said(house)) == 1


@pytest.mark.parametrize("who", [KARIN, ELSEWHERE], ids=["colleague", "another school"])
async def test_nobody_else_sees_an_upload(uploads: Uploads, house: House, who: Sender) -> None:
    made = await uploads.create(ANNA, BATCH, named(b"blue"))
    assert await uploads.look(who, made.id) == NoUpload()
    assert await uploads.append(who, made.id, 0, b"blue") == NoUpload()
    assert not await uploads.give_up(who, made.id)
    assert not await uploads.open_ones(who, BATCH)
    assert not await said(house)


async def test_what_nobody_goes_on_with_is_forgotten_after_a_day(
    uploads: Uploads, house: House, clock: Clock
) -> None:
    made = await uploads.create(ANNA, BATCH, named(b"the sea is blue"))
    clock.now += timedelta(hours=23)
    await uploads.append(ANNA, made.id, 0, b"the")
    clock.now += timedelta(hours=23)
    assert isinstance(await uploads.look(ANNA, made.id), Upload), "a piece gives it another day"
    clock.now += timedelta(hours=1, seconds=1)
    assert await uploads.append(ANNA, made.id, 3, b" sea") == NoUpload()
    async with house.database("gateway").transaction() as sql:
        await forget_expired(Transaction(sql, clock.now))
    assert not await left(house, "upload")
    assert not await left(house, "upload_part")


async def test_what_was_given_up_leaves_nothing(uploads: Uploads, house: House) -> None:
    made = await uploads.create(ANNA, BATCH, named(b"the sea is blue"))
    await uploads.append(ANNA, made.id, 0, b"the")
    assert await uploads.give_up(ANNA, made.id)
    assert await uploads.look(ANNA, made.id) == NoUpload()
    assert not await left(house, "upload_part")


async def test_bytes_that_are_not_those_announced_are_not_offered(
    uploads: Uploads, house: House
) -> None:
    made = await uploads.create(ANNA, BATCH, named(b"the sea is blue"))
    await uploads.append(ANNA, made.id, 0, b"the sea")
    assert await uploads.append(ANNA, made.id, 7, b" is grey") == Differs()
    assert await uploads.look(ANNA, made.id) == NoUpload()
    assert not await said(house)


async def test_an_empty_file_is_whole_at_once(uploads: Uploads, house: House) -> None:
    await uploads.create(ANNA, BATCH, NewUpload(name="empty.txt", size_bytes=0))
    [offer] = await said(house)
    assert offer.files[0].size_bytes == 0


async def test_an_empty_file_of_a_folder_is_whole_at_once(uploads: Uploads, house: House) -> None:
    empty = NewUpload(name="a.txt", size_bytes=0, fingerprint=sha256(b"").hexdigest())
    [told] = await uploads.announce(ANNA, BATCH, [empty])
    assert told.there
    [offered] = await said(house)
    assert [file.name for file in offered.files] == ["a.txt"]


async def test_of_the_same_folder_again_only_what_is_missing_is_wanted(
    uploads: Uploads, house: House
) -> None:
    whole, half, new = b"the sea is blue", b"the sky is grey", b"the sun is red"
    first = await uploads.announce(ANNA, BATCH, [named(whole, "1.txt"), named(half, "2.txt")])
    uploads_of = [one.upload for one in first]
    assert all(uploads_of)
    assert uploads_of[0]
    assert uploads_of[1]
    await uploads.append(ANNA, uploads_of[0], 0, whole)
    await uploads.append(ANNA, uploads_of[1], 0, half[:4])
    files = [named(whole, "1.txt"), named(half, "2.txt"), named(new, "3.txt")]
    again = await uploads.announce(ANNA, BATCH, files)
    assert [(one.there, one.sent_bytes) for one in again] == [(True, 15), (False, 4), (False, 0)]
    assert again[1].upload == uploads_of[1]
    await heard(house)
    [known] = await uploads.announce(KARIN, BATCH, [named(whole, "1.txt")])
    assert (known.there, known.upload) == (True, None), "a colleague need not send it, either"
    [offer] = await said(house)
    assert offer.files[0].essay == again[0].essay == known.essay
    assert [one.name for one in await uploads.open_ones(ANNA, BATCH)] == ["2.txt", "3.txt"]
    assert await expected(house) == [one.essay for one in (*first, *again)], "in their order"


async def test_a_file_of_the_same_name_with_other_bytes_is_another(uploads: Uploads) -> None:
    [one] = await uploads.announce(ANNA, BATCH, [named(b"blue")])
    [two] = await uploads.announce(ANNA, BATCH, [named(b"grey")])
    assert one.essay != two.essay
    assert one.upload != two.upload


async def test_a_file_that_is_named_twice_is_sent_once(uploads: Uploads) -> None:
    one, two = await uploads.announce(ANNA, BATCH, [named(b"blue"), named(b"blue")])
    assert one == two


async def test_what_is_too_large_is_offered_as_refused(uploads: Uploads, house: House) -> None:
    large = NewUpload(name="film.mp4", size_bytes=LIMIT_BYTES + 1, fingerprint="ab" * 32)
    [answer] = await uploads.announce(ANNA, BATCH, [large])
    assert (answer.there, answer.upload) == (True, None)
    [offer] = await said(house)
    assert (offer.files[0].refused, offer.files[0].content) == ("too_large", None)


async def test_files_of_one_name_are_told_apart_as_they_are_announced(uploads: Uploads) -> None:
    files = [named(b"blue", "Å.txt"), named(b"grey", "A\u030a.txt"), named(b"blue", "Å.txt")]
    told = await uploads.announce(ANNA, BATCH, files)
    assert [one.name for one in told] == ["Å.txt", "Å (2).txt", "Å.txt"]
    assert told[0].essay == told[2].essay != told[1].essay
    [again] = await uploads.announce(ANNA, BATCH, [named(b"grey", told[1].name)])
    assert (again.essay, again.upload) == (told[1].essay, told[1].upload)


async def test_files_that_come_in_one_go_are_offered_together_and_told_apart(
    uploads: Uploads, house: House
) -> None:
    async def pieces(*content: bytes) -> AsyncIterator[bytes]:
        for piece in content:
            yield piece

    taken = [
        await uploads.take("a/Anna.txt", pieces(b"bl", b"ue")),
        await uploads.take("a/anna.txt", pieces(b"grey")),
        await uploads.take("film.mp4", pieces(b"x" * LIMIT_BYTES, b"y", b"z")),
    ]
    one = await uploads.offer(BATCH, taken)
    two = await uploads.offer(BATCH, taken)
    [offer, again] = await said(house)
    assert offer == again
    assert one == two == [file.essay for file in offer.files]
    assert [file.name for file in offer.files] == ["a/Anna.txt", "a/anna (2).txt", "film.mp4"]
    assert offer.files[1].note == Reason("same_name", {"name": "a/anna.txt"})
    assert [file.refused for file in offer.files] == [None, None, "too_large"]
    assert [file.size_bytes for file in offer.files] == [4, 4, LIMIT_BYTES + 2]
    [answer] = await uploads.announce(ANNA, BATCH, [named(b"blue", "a/Anna.txt")])
    assert answer.essay == one[0]


async def test_a_large_file_costs_less_than_four_megabytes(uploads: Uploads, house: House) -> None:
    made = await uploads.create(ANNA, BATCH, NewUpload(name="a.pdf", size_bytes=LIMIT_BYTES))
    warm = await uploads.create(ANNA, BATCH, NewUpload(name=str(uuid4()), size_bytes=2))
    await uploads.append(ANNA, warm.id, 0, b"a")
    await uploads.append(ANNA, warm.id, 1, b"a")
    tracemalloc.start()
    try:
        answers = [
            await uploads.append(ANNA, made.id, at, at.to_bytes(4, "big") * (PIECE_BYTES // 4))
            for at in range(0, LIMIT_BYTES, PIECE_BYTES)
        ]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(answers[-1], CameWhole)
    assert peak < 4_000_000, f"{peak} bytes"


async def test_files_wait_for_their_turn_and_others_do_not_wait_for_files(uploads: Uploads) -> None:
    made = await uploads.create(ANNA, BATCH, named(b"the sea is blue"))
    async with uploads.turns:
        waiting = asyncio.create_task(uploads.append(ANNA, made.id, 0, b"the sea"))
        for _ in range(5):
            known = await uploads.look(ANNA, made.id)
            assert isinstance(known, Upload)
            assert known.sent_bytes == 0
    assert await waiting == Appended(7)
