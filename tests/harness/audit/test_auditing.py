"""Whatever is put out of joint in the tables is found, and mended where one answer is right."""

import asyncio
from pathlib import Path

import pytest
from tests.databases import url_of
from tests.harness.audit.damages import FOUND, MENDED, NEVER_MENDED

from huleedu.engines.postgres.database import Address
from huleedu.gateway.batches import Request
from huleedu.harness.audit import Mismatch
from huleedu.harness.audit.auditing import all_batches, audit, repair
from huleedu.wiring.batches import batches_of
from huleedu.wiring.program import House, open_house
from huleedu.wiring.settings import read

PATIENCE_S = 1.5
LONG_S = 240.0

TABLES = (
    *("lifecycle.batch", "lifecycle.assignment", "lifecycle.essay", "lifecycle.outbox"),
    *("batches.batch", "batches.essay", "batches.result", "results.batch", "results.file"),
)


async def damage(address: Address, statements: str) -> None:
    """Carry these out as somebody would who types them into psql."""
    admin = await address.connect()
    await admin.execute(statements)
    await admin.close()


async def kinds(house: House) -> set[Mismatch]:
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
        done, _ = await repair(house, findings, PATIENCE_S)
        assert kind in {one.one.kind for one in done}
        # on a busy machine what the mends have set going takes longer than the audit is patient
        async with asyncio.timeout(LONG_S):
            while await audit(house, await all_batches(house), PATIENCE_S):
                pass


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


async def rows(address: Address) -> dict[str, list[str]]:
    """All that the parts of the system say."""
    admin = await address.connect()
    found = {
        table: [row[0] for row in await admin.fetch(f"select t::text from {table} t order by 1")]
        for table in TABLES
    }
    await admin.close()
    return found


@pytest.mark.parametrize("what", NEVER_MENDED)
async def test_what_is_not_understood_is_not_touched(copy: Address, what: str) -> None:
    wanted, statements = NEVER_MENDED[what]
    await damage(copy, statements)
    before = await rows(copy)
    async with open_house(copy, read({})) as house:
        findings = await audit(house, await all_batches(house), PATIENCE_S)
        found = {one.kind for finding in findings for one in finding.found}
        assert wanted <= found
        done, left = await repair(house, findings, PATIENCE_S)
        assert done == []
        assert {one.kind for finding in left for one in finding.found} == found
    assert await rows(copy) == before


@pytest.mark.parametrize(
    "statements", [NEVER_MENDED["a result is gone"][1], FOUND["the end is not shown"][1]]
)
async def test_what_is_advised_helps(copy: Address, statements: str) -> None:
    """`huleedu batch retry`, which the audit names, brings back what is gone or was not shown."""
    await damage(copy, statements)
    async with open_house(copy, read({})) as house:
        (batch,) = await all_batches(house)
        ((one, *_),) = [finding.found for finding in await audit(house, [batch], PATIENCE_S)]
        assert f"huleedu batch retry {batch}" in one.advice
        await house.start(["gateway"])
        batches = batches_of(house)
        await batches.see_through(batch, lambda _: None, await batches.retry(batch))
        assert await kinds(house) == set()


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
        assert one.kind is Mismatch.DEAD
        assert "dead retry" in one.advice


async def test_a_batch_at_work_raises_no_false_alarm(house: House, tmp_path: Path) -> None:
    """Audited all the time while it is assessed, it never disagrees for good."""
    folder = tmp_path / "class"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number}.txt").write_text(f"Essay {number} is about the sea. " * 9)
    await house.start(["gateway"])
    batches = batches_of(house)
    batch = (await batches.offer(Request(paths=(folder,), title="Busy", slots=9))).batch
    at_work = asyncio.create_task(batches.see_through(batch, lambda _: None))
    looks = 0
    while not at_work.done():
        # it has all the time that it may need: what is found then stands with nothing under way
        for finding in await audit(house, [batch], LONG_S):
            assert finding.found == ()
        looks += 1
    await at_work
    assert looks
    assert await kinds(house) == set()


async def test_the_command_tells_and_mends(copy: Address) -> None:
    from tests.program import Program

    await damage(copy, "update lifecycle.batch set used = used - 1")
    program = Program({"HULEEDU_DATABASE_URL": url_of(copy)}, Path("/"))
    told = await program.run("lab", "audit")
    assert told.code == 1
    assert "the counter says 2, and 3 slots are taken" in told.out
    mended = await program.run("lab", "audit", "--repair")
    assert mended.code == 0, mended.out
    assert "the counter says 3 now" in mended.out
    assert (await program.run("lab", "audit")).code == 0
    assert (await program.run("lab", "audit", "nosuch")).code == 3
    await damage(copy, NEVER_MENDED["there are fewer slots than are taken"][1])
    refused = await program.run("lab", "audit", "--repair")
    assert refused.code == 1, refused.err
    assert "Traceback" not in refused.err
    assert "Only a person can decide who loses a slot" in refused.out
    assert "Nothing of this batch is mended before the others are put right." in refused.out
    assert ", nothing mended, " in refused.out
