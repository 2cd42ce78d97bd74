"""Every result arrives at once, from several processes, twice and out of order."""

import asyncio
import random
from collections import Counter
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from tests.patience import LONG_S
from tests.program import Program, finish

from huleedu.contracts.gateway import RegisterBatch, RetryBatch, StopWaiting
from huleedu.contracts.lifecycle import BatchSettled, SettledEssay
from huleedu.contracts.linguistics import LanguageMeasured, LanguageNotMeasured
from huleedu.contracts.message import Message
from huleedu.contracts.spelling import SpellingChecked, SpellingFailed
from huleedu.engines.postgres.database import Address
from huleedu.kit.messages import wrap
from huleedu.kit.service import Transaction
from huleedu.services.batches import handlers
from huleedu.wiring.program import House, now, open_house
from huleedu.wiring.settings import read

REPETITIONS = 200
ESSAYS = 4


def registration(batch: UUID, title: str = "9b") -> RegisterBatch:
    return RegisterBatch(batch=batch, title=title, slots=ESSAYS)


def settled(batch: UUID, essays: int = ESSAYS, revision: int = 1) -> BatchSettled:
    return BatchSettled(
        batch=batch,
        revision=revision,
        cause="complete",
        essays=tuple(
            SettledEssay(essay=essay_of(batch, n), slot=n, text=f"{n}")
            for n in range(1, essays + 1)
        ),
        refused=0,
        left_over=0,
    )


def essay_of(batch: UUID, n: int) -> UUID:
    return UUID(int=(batch.int + n) % 2**128)


def checked(batch: UUID, n: int, run: int = 1) -> SpellingChecked:
    return SpellingChecked(
        batch=batch, essay=essay_of(batch, n), run=run, language="sv", words=3, misspellings=()
    )


def not_checked(batch: UUID, n: int, run: int = 1) -> SpellingFailed:
    return SpellingFailed(batch=batch, essay=essay_of(batch, n), run=run, reason="no")


def measured(batch: UUID, n: int, run: int = 1) -> LanguageMeasured:
    return LanguageMeasured(
        batch=batch, essay=essay_of(batch, n), run=run, measures={}, not_measured={}
    )


async def publish(house: House, messages: list[Message]) -> None:
    envelopes = [wrap(m, identity=uuid4(), now=now(), cause=None) for m in messages]
    for start in range(0, len(envelopes), 500):
        await house.bus.publish(envelopes[start : start + 500])


async def said(house: House) -> Counter[str]:
    async with house.database("batches").session() as sql:
        rows = await sql.fetch("select split_part(type, '.', 2) as type from outbox")
    return Counter(row["type"] for row in rows)


async def until_said(house: House, event: str, often: int) -> None:
    async with asyncio.timeout(LONG_S):
        while (await said(house))[event] < often:
            await asyncio.sleep(0.05)


async def until_quiet(house: House) -> None:
    async with asyncio.timeout(LONG_S):
        async with house.database("bus").session() as sql:
            waiting = "select count(*) from delivery where consumer = 'batches'"
            while await sql.fetchval(waiting):
                await asyncio.sleep(0.05)


async def test_a_steps_outcome_is_said_exactly_once(house: House, on_database: Program) -> None:
    """A third of the batches succeed, in a third one essay fails, in a third all do."""
    processes = [await on_database.start("run", "batches") for _ in range(2)]
    for process in processes:
        assert process.stderr
        assert b"Running" in await process.stderr.readline()
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    dice = random.Random(seed)

    async def publish_twice(*answers: Message) -> None:
        twice = [*answers, *answers]
        dice.shuffle(twice)
        await publish(house, twice)

    batches = [uuid4() for _ in range(REPETITIONS)]
    good, flawed, bad = batches[::3], batches[1::3], batches[2::3]
    fine, every = range(2, ESSAYS + 1), range(1, ESSAYS + 1)
    for make in (registration, settled):
        await publish(house, [make(batch) for batch in batches for _ in range(2)])
    await until_said(house, "step_started", REPETITIONS)
    await publish_twice(
        *(checked(b, n) for b in good for n in every),
        *(checked(b, n) for b in flawed for n in fine),
        *(not_checked(b, 1) for b in flawed),
        *(not_checked(b, n) for b in bad for n in every),
    )
    await until_said(house, "step_finished", REPETITIONS)
    await publish_twice(
        *(measured(b, n) for b in good for n in every),
        *(measured(b, n) for b in flawed for n in fine),
    )
    await until_said(house, "step_finished", REPETITIONS + len(good + flawed))
    await publish_twice(*(RetryBatch(batch=b) for b in bad))
    await until_said(house, "step_started", REPETITIONS + len(good + flawed) + len(bad))
    await publish_twice(*(checked(b, n, run=2) for b in bad for n in every))
    await until_said(house, "step_finished", 2 * REPETITIONS)
    await publish_twice(*(measured(b, n, run=2) for b in bad for n in every))
    await until_said(house, "batch_assessed", REPETITIONS)
    await until_quiet(house)
    for process in processes:
        process.terminate()
        await finish(process)
        assert process.returncode == 0
    counts = await said(house)
    assert counts["batch_registered"] == counts["batch_assessed"] == REPETITIONS
    assert counts["batch_failed"] == len(bad)
    assert counts["step_started"] == counts["step_finished"] == 2 * REPETITIONS + len(bad)
    assert counts["check_spelling"] == ESSAYS * (REPETITIONS + len(bad))
    assert counts["measure_language"] == ESSAYS * REPETITIONS - len(flawed)
    async with house.database("batches").session() as sql:
        twice = "select count(*) from ignored where why not like 'tried again%'"
        taken = counts["check_spelling"] + counts["measure_language"]
        assert await sql.fetchval(twice) == taken
        assert not await sql.fetch(
            "select from batch b left join counted c on c.batch = b.id "
            "where b.awaited <> coalesce(c.awaited, 0)"
        )


@pytest.fixture
async def batches(house: House) -> House:
    """The batches service at work, and nobody else."""
    await house.start(["batches"])
    return house


async def test_the_failed_one_is_named_and_the_others_go_on(batches: House) -> None:
    batch = uuid4()
    answers = [*(checked(batch, n) for n in (1, 2, 3)), not_checked(batch, 4)]
    await publish(batches, [registration(batch), settled(batch), *answers])
    await until_said(batches, "measure_language", 3)
    async with batches.database("batches").session() as sql:
        body = await sql.fetchval(
            "select body->'failed'->0->>'reason' from outbox "
            "where type = 'batches.step_finished.v1'"
        )
    assert body == "no"


@pytest.mark.parametrize("size", [10, 300])
async def test_what_is_asked_for_an_essay_does_not_grow_with_batch_and_class(
    batches: House, size: int
) -> None:
    batch, pupils = uuid4(), tuple(f"Pupil {n}" for n in range(size))
    registered = RegisterBatch(batch=batch, title="9b", slots=size, pupils=pupils)
    await publish(batches, [registered, settled(batch, size)])
    await until_said(batches, "check_spelling", size)
    async with batches.database("batches").session() as sql:
        each = await sql.fetchval(
            "select avg(length(body::text)) from outbox where type = 'batches.check_spelling.v2'"
        )
    assert each < 400


async def test_of_a_batch_from_before_the_names_themselves_are_sent(batches: House) -> None:
    batch, pupils = uuid4(), ("Ek", "Öberg")
    registered = RegisterBatch(batch=batch, title="9b", slots=ESSAYS, pupils=pupils)
    await publish(batches, [registered])
    await until_said(batches, "batch_registered", 1)
    async with batches.database("batches").session() as sql:
        await sql.execute("update batch set roster = null")
    await publish(batches, [settled(batch)])
    await until_said(batches, "check_spelling", ESSAYS)
    async with batches.database("batches").session() as sql:
        names = "select distinct body->>'names' from outbox where type like '%check_spelling.v1'"
        assert await sql.fetchval(names) == '["Ek", "Öberg"]'


async def test_none_of_n_ends_visibly_and_can_be_retried(batches: House) -> None:
    batch = uuid4()
    answers = [not_checked(batch, n) for n in range(1, ESSAYS + 1)]
    await publish(batches, [registration(batch), settled(batch), *answers])
    await until_said(batches, "batch_failed", 1)
    again = [checked(batch, n, run=2) for n in range(1, ESSAYS + 1)]
    await publish(batches, [RetryBatch(batch=batch), *again])
    await until_said(batches, "measure_language", ESSAYS)


async def test_a_result_for_one_that_fell_out_does_not_end_the_step_for_the_others(
    batches: House,
) -> None:
    batch = uuid4()
    spelled = [not_checked(batch, 1), *(checked(batch, n) for n in (2, 3, 4))]
    await publish(batches, [registration(batch), settled(batch), *spelled])
    await until_said(batches, "measure_language", 3)
    await publish(batches, [measured(batch, n) for n in (1, 2, 3)])
    await until_quiet(batches)
    assert (await said(batches))["step_finished"] == 1
    await publish(batches, [measured(batch, 4)])
    await until_said(batches, "batch_assessed", 1)


async def test_a_second_run_skips_what_is_done_and_reuses_it(batches: House) -> None:
    batch = uuid4()
    spelled = [checked(batch, n) for n in range(1, ESSAYS)]
    done = [measured(batch, n) for n in range(1, ESSAYS)]
    few = settled(batch, ESSAYS - 1)
    await publish(batches, [registration(batch), few, *spelled, *done])
    await until_said(batches, "batch_assessed", 1)
    await publish(batches, [settled(batch, ESSAYS, revision=2)])
    await until_said(batches, "step_started", 3)
    async with batches.database("batches").session() as sql:
        row = await sql.fetchrow("select essays, reused from step where run = 2")
    assert row
    assert (row["essays"], row["reused"]) == (1, ESSAYS - 1)


async def test_closing_short_names_whoever_is_missing(batches: House) -> None:
    batch = uuid4()
    await publish(
        batches, [registration(batch), settled(batch), checked(batch, 1), StopWaiting(batch=batch)]
    )
    await until_said(batches, "measure_language", 1)
    await until_quiet(batches)
    await publish(batches, [checked(batch, 2)])
    await until_quiet(batches)
    counts = await said(batches)
    assert counts["step_finished"] == 1
    assert counts["measure_language"] == 1


async def test_a_deadline_outlives_the_process_that_began_to_wait(
    house: House, address: Address
) -> None:
    batch = uuid4()
    async with open_house(address, read({})) as first:
        await first.start(["batches"])
        await publish(first, [registration(batch), settled(batch), checked(batch, 1)])
        await until_said(first, "step_started", 1)
        await until_quiet(first)
    async with house.database("batches").transaction() as sql:
        await handlers.close_overdue(Transaction(sql, now() + timedelta(hours=23)))
        assert await sql.fetchval("select step from batch") == "spelling"
        tx = Transaction(sql, now() + timedelta(hours=25))
        await handlers.close_overdue(tx)
        assert await sql.fetchval("select step from batch") == "linguistics"
        failed = "select body->'failed'->0->>'reason' from outbox where type like '%step_finished%'"
        assert "too_late" in await sql.fetchval(failed)


async def test_registering_again_is_no_error_and_another_content_is_refused(
    batches: House,
) -> None:
    batch = uuid4()
    await publish(
        batches,
        [
            registration(batch),
            registration(batch),
            registration(batch, "other"),
            registration(uuid4(), " "),
        ],
    )
    await until_quiet(batches)
    counts = await said(batches)
    assert counts["batch_registered"] == 1
    assert counts["registration_refused"] == 2
    async with batches.database("batches").session() as sql:
        assert await sql.fetchval("select count(*) from batch") == 1


async def test_results_of_strangers_are_counted_and_kept(batches: House) -> None:
    batch = uuid4()
    strangers = [checked(batch, 99), measured(batch, 1), checked(batch, 1, run=7)]
    nobody = LanguageNotMeasured(batch=batch, essay=essay_of(batch, 2), run=1, reason="no")
    await publish(batches, [registration(batch), settled(batch), *strangers, nobody])
    await until_quiet(batches)
    async with batches.database("batches").session() as sql:
        whys = [row["why"] for row in await sql.fetch("select why from ignored order by at, why")]
    assert len(whys) == 4
    assert (await said(batches))["step_finished"] == 0
