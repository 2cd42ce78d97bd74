"""Whatever is put out of joint in the tables is found, and mended where one answer is right."""

import asyncio
import itertools
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from huleedu.app import assess
from huleedu.app.assess import Request
from huleedu.engines.postgres.database import Address
from huleedu.engines.postgres.migrations import migrate
from huleedu.harness.audit import Kind
from huleedu.harness.audit.auditing import all_batches, audit, repair
from huleedu.wiring.program import House, all_migrations, open_house
from huleedu.wiring.settings import read

PATIENCE_S = 1.5
_numbers = itertools.count()

ANY = "(select id from lifecycle.essay where slot = 2)"
MENDED: dict[str, tuple[Kind, str]] = {
    "the counter is behind": (Kind.COUNTER, "update lifecycle.batch set used = used - 1"),
    "the counter is ahead": (Kind.COUNTER, "update lifecycle.batch set slots = 9, used = 5"),
    "an assignment is gone": (
        Kind.SEAT_UNKNOWN,
        "delete from lifecycle.assignment where slot = 2",
    ),
    "the last assignment is gone, and the counter with it": (
        Kind.SEAT_UNKNOWN,
        "delete from lifecycle.assignment where slot = 3; update lifecycle.batch set used = 2",
    ),
    "an essay does not have its slot": (
        Kind.SEAT_UNUSED,
        "update lifecycle.essay set slot = null, state = 'waiting' where slot = 2",
    ),
    "an essay has another slot": (
        Kind.SEAT_UNUSED,
        "update lifecycle.essay set slot = 7 where slot = 2",
    ),
    "nobody was told of a slot": (
        Kind.NOT_SAID,
        "delete from lifecycle.outbox where type like '%slot_assigned%' and body->>'slot' = '2'",
    ),
    "nobody was told that all are taken": (
        Kind.FULL_NOT_SAID,
        "delete from lifecycle.outbox where type like '%batch_filled%'",
    ),
    "a text was left over though there is a slot": (
        Kind.LEFT_OVER,
        "update lifecycle.batch set slots = 4; update results.batch set slots = 4",
    ),
    "a text stands in line for ever": (
        Kind.STUCK,
        "update lifecycle.essay set state = 'waiting' where state = 'left over'",
    ),
    "nobody was told that it is settled": (
        Kind.NOT_SETTLED,
        "update lifecycle.batch set revision = 0; update batches.batch set revision = 0",
    ),
    "an essay does not take part": (
        Kind.BOARD,
        (
            f"delete from batches.result where essay = {ANY};"
            f"delete from batches.essay where id = {ANY}"
        ),
    ),
    "another state is shown": (
        Kind.SHOWN,
        "update results.file set state = 'left_over', slot = null where slot = 2",
    ),
    "another slot is shown": (Kind.SHOWN, "update results.file set slot = 7 where slot = 2"),
    "a file is not shown": (Kind.SHOWN, "delete from results.file where slot = 2"),
    "another number of slots is shown": (Kind.SHOWN, "update results.batch set slots = 9"),
    "the end is not shown": (Kind.END_SHOWN, "update results.batch set state = 'working'"),
    "a message was never handled": (
        Kind.LOST,
        (
            "delete from results.inbox where id in (select id from lifecycle.outbox"
            " where type like '%batch_settled%');"
            "update lifecycle.outbox set published_at = now() - interval '1 hour'"
        ),
    ),
}

FOUND: dict[str, tuple[Kind, str]] = {
    "a slot is not unique": (
        Kind.NO_FENCE,
        "alter table lifecycle.assignment drop constraint assignment_pkey",
    ),
    "a slot is held twice": (
        Kind.SLOT_TWICE,
        (
            "alter table lifecycle.assignment drop constraint assignment_pkey;"
            "update lifecycle.assignment set slot = 1 where slot = 2"
        ),
    ),
    "a content holds two slots": (
        Kind.CONTENT_TWICE,
        (
            "alter table lifecycle.assignment drop constraint assignment_batch_content_key;"
            "update lifecycle.assignment a set content = b.content from lifecycle.assignment b"
            " where a.slot = 2 and b.slot = 1"
        ),
    ),
    "there are more than there are slots": (
        Kind.TOO_MANY,
        (
            "alter table lifecycle.batch drop constraint batch_check;"
            "update lifecycle.batch set slots = 2"
        ),
    ),
    "a slot was left out": (
        Kind.GAP,
        (
            "delete from lifecycle.assignment where slot = 2;"
            "update lifecycle.essay set slot = null, state = 'refused' where slot = 2"
        ),
    ),
    "a text is lost": (
        Kind.TEXT_LOST,
        (
            "delete from content.content where address ="
            " (select decode(content, 'hex') from lifecycle.assignment where slot = 2)"
        ),
    ),
    "it was said twice": (
        Kind.SAID_TWICE,
        (
            "insert into lifecycle.outbox (type, order_key, batch, correlation, body, published_at)"
            " select type, order_key, batch, correlation, body, now() from lifecycle.outbox"
            " where type like '%slot_assigned%' and body->>'slot' = '2'"
        ),
    ),
    "the wrong slot was announced": (
        Kind.SAID_WRONGLY,
        (
            "update lifecycle.outbox set body = jsonb_set(body, '{slot}', '7')"
            " where type like '%slot_assigned%' and body->>'slot' = '2'"
        ),
    ),
    "all were said to be taken": (
        Kind.FULL_SAID_EARLY,
        (
            "delete from lifecycle.assignment where slot = 3;"
            "update lifecycle.essay set slot = null, state = 'refused' where slot = 3;"
            "update lifecycle.essay set state = 'refused' where state = 'left over';"
            "update lifecycle.batch set used = 2"
        ),
    ),
    "a step waits for a result": (
        Kind.AWAITED,
        (
            f"update batches.batch set state = 'working', step = 'linguistics';"
            f"delete from batches.result where step = 'linguistics' and essay = {ANY}"
        ),
    ),
    "a slot belongs to two essays": (
        Kind.SEAT_UNKNOWN,
        (
            "update lifecycle.essay set slot = 2, content = 'x', state = 'assigned'"
            " where state = 'left over'"
        ),
    ),
}


async def prepare(address: Address, folder: Path) -> None:
    """A batch of three slots: three essays, one too many, one that is empty."""
    for name in ("Anna", "Bo", "Cilla", "Doris"):
        text = f"{name} åkte till sjön. Det regnade, och alla blev våta. " * 5
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "Empty.txt").write_text("")
    await migrate(address, all_migrations())
    async with open_house(address, read({})) as house:
        await house.start(["gateway"])
        request = Request(paths=(folder,), title="To be audited", slots=3)
        batch = await assess.offer(house, request)
        await assess.see_through(house, batch, lambda _: None)


@pytest.fixture(scope="module")
def assessed(server: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a database in which a batch was assessed."""
    name = f"audited_{os.getpid()}"
    folder = tmp_path_factory.mktemp("class")

    async def make() -> None:
        admin = await asyncpg.connect(**server, database="postgres")
        await admin.execute(f"create database {name}")
        await admin.close()
        await prepare(Address(arguments={**server, "database": name}), folder)

    async def drop() -> None:
        admin = await asyncpg.connect(**server, database="postgres")
        await admin.execute(f"drop database {name} with (force)")
        await admin.close()

    asyncio.run(make())
    yield name
    asyncio.run(drop())


@pytest.fixture
async def copy(server: dict[str, Any], assessed: str) -> AsyncIterator[Address]:
    """A copy of that database, for this test alone."""
    name = f"{assessed}_{next(_numbers)}"
    admin = await asyncpg.connect(**server, database="postgres")
    try:
        await admin.execute(f"create database {name} template {assessed}")
        yield Address(arguments={**server, "database": name})
        await admin.execute(f"drop database {name} with (force)")
    finally:
        await admin.close()


async def damage(address: Address, statements: str) -> None:
    admin = await address.connect()
    await admin.execute(statements)
    await admin.close()


async def kinds(house: House) -> set[Kind]:
    findings = await audit(house, await all_batches(house), PATIENCE_S)
    assert not any(finding.moving for finding in findings)
    return {one.kind for finding in findings for one in finding.found}


async def test_parts_that_agree_are_left_alone(copy: Address) -> None:
    async with open_house(copy, read({})) as house:
        assert await kinds(house) == set()


@pytest.mark.parametrize("what", MENDED)
async def test_what_has_one_right_answer_is_mended(copy: Address, what: str) -> None:
    kind, statements = MENDED[what]
    await damage(copy, statements)
    async with open_house(copy, read({})) as house:
        findings = await audit(house, await all_batches(house), PATIENCE_S)
        assert kind in {one.kind for finding in findings for one in finding.found}
        done, left = await repair(house, findings, PATIENCE_S)
        assert kind in {one.one.kind for one in done}
        assert left == []
        assert await kinds(house) == set()


@pytest.mark.parametrize("what", FOUND)
async def test_what_only_a_person_can_decide_is_told(copy: Address, what: str) -> None:
    kind, statements = FOUND[what]
    await damage(copy, statements)
    async with open_house(copy, read({})) as house:
        findings = await audit(house, await all_batches(house), PATIENCE_S)
        (one, *_) = [one for f in findings for one in f.found if one.kind is kind]
        assert one.mend is None
        assert one.advice
        _, left = await repair(house, findings, PATIENCE_S)
        assert kind in {one.kind for finding in left for one in finding.found}


async def test_a_message_that_was_given_up_is_named(copy: Address) -> None:
    await damage(
        copy,
        "insert into bus.dead (consumer, id, type, order_key, batch, said_at, correlation, body,"
        " attempt, error) select 'results', id, type, order_key, batch, said_at, correlation, body,"
        " 5, 'a bug' from lifecycle.outbox where type like '%batch_settled%';"
        "delete from results.inbox where id in (select id from bus.dead)",
    )
    async with open_house(copy, read({})) as house:
        (finding,) = await audit(house, await all_batches(house), PATIENCE_S)
        (one,) = finding.found
        assert one.kind is Kind.DEAD
        assert "dead retry" in one.advice


async def test_a_batch_at_work_raises_no_false_alarm(house: House, tmp_path: Path) -> None:
    """Audited all the time while it is assessed, it never disagrees for good."""
    folder = tmp_path / "class"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number}.txt").write_text(f"Essay {number} is about the sea. " * 9)
    await house.start(["gateway"])
    batch = await assess.offer(house, Request(paths=(folder,), title="Busy", slots=9))
    at_work = asyncio.create_task(assess.see_through(house, batch, lambda _: None))
    looks = 0
    while not at_work.done():
        for finding in await audit(house, [batch], 0.0):
            assert finding.found == ()
        looks += 1
    await at_work
    assert looks
    assert await kinds(house) == set()


async def test_the_command_tells_and_mends(copy: Address, server: dict[str, Any]) -> None:
    from tests.program import Program

    await damage(copy, "update lifecycle.batch set used = used - 1")
    at = copy.arguments
    url = f"postgresql://{at['user']}@/{at['database']}?host={at['host']}&port={at['port']}"
    program = Program({"HULEEDU_DATABASE_URL": url}, Path("/"))
    told = await program.run("lab", "audit")
    assert told.code == 1
    assert "the counter says 2, and 3 slots are taken" in told.out
    mended = await program.run("lab", "audit", "--repair")
    assert mended.code == 0, mended.out
    assert "the counter says 3 now" in mended.out
    assert (await program.run("lab", "audit")).code == 0
    assert (await program.run("lab", "audit", "nosuch")).code == 3
