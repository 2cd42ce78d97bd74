"""A budget is never passed: by slow, lying or killed requests, by many tasks or many processes."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from tests.app.models.conftest import BATCH, ONE_EACH, TEXTS, Run, clock
from tests.app.models.server import Answer, Body, openai

from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.kit.llm import NotTold, Usage
from huleedu.services.judging.api.automated import Stopped
from huleedu.services.judging.store.budget import (
    Budget,
    Limits,
    OverBudget,
    Prices,
    Request,
    Reserved,
    charge,
)

SPENDER = Path(__file__).with_name("spender.py")
OPEN = """
insert into judging (id, opened_at, school)
values ($1, now(), '00000000-0000-4000-8000-000000000001')
"""
SUMS = """
select a.tokens, a.cost, (select sum(tokens_in + tokens_out) from transcript) as asked,
       (select sum(cost) from transcript) as asked_cost
from account a
"""


def request(tokens: int) -> Request:
    return Request(
        pair=None, first=None, second=None, words={}, digest="", most=Usage(tokens - 10, 10)
    )


async def opened(database: PostgresDatabase, limits: Limits, prices: Prices = ONE_EACH) -> Budget:
    async with database.transaction() as sql:
        await sql.execute(OPEN, BATCH)
    return Budget(database, clock, BATCH, "m", limits, prices)


@pytest.mark.parametrize("limits", [Limits(tokens=9000), Limits(money=Decimal(9000))])
async def test_a_run_ends_before_its_budget_is_passed(judged: Run, limits: Limits) -> None:
    judged.limits = limits
    judged.texts = TEXTS * 4
    ran = await judged(500)
    assert isinstance(ran.ended, Stopped)
    assert "budget" in ran.ended.why
    tokens, cost = await ran.spent()
    assert tokens == cost == sum(tokens for *_, tokens in await ran.asked())
    assert 9000 - 4000 < tokens <= 9000, "what was set aside for others is used when it is free"
    assert await ran.answers()


async def test_without_a_budget_nothing_is_asked(judged: Run) -> None:
    judged.limits = Limits(tokens=0)
    ran = await judged(2)
    assert isinstance(ran.ended, Stopped)
    assert judged.models.asked == []


@pytest.mark.parametrize(
    "usage",
    [
        None,
        {},
        "none of your business",
        {"prompt_tokens": -100_000, "completion_tokens": -5},
        {"prompt_tokens": 0, "completion_tokens": 5},
        {"prompt_tokens": 40, "completion_tokens": 0},
        {"prompt_tokens": 1, "completion_tokens": 1},
        {"prompt_tokens": 40.0, "completion_tokens": "5"},
    ],
)
async def test_who_tells_nonsense_is_charged_what_was_set_aside(judged: Run, usage: object) -> None:
    def answer(body: Body) -> Answer:
        said = judged.models.talk(body["messages"][-1]["content"])
        return Answer(openai(said) | {"usage": usage})

    judged.models.answer = answer
    judged.texts = judged.texts[:2]
    ran = await judged(1)
    assert len(await ran.answers()) == 1
    for question, (_, _, tokens) in zip(judged.models.questions, await ran.asked(), strict=True):
        assert tokens >= len(question.encode()) + 200


async def test_more_than_was_set_aside_counts_as_told_and_the_next_sets_aside_more(
    judged: Run,
) -> None:
    def answer(body: Body) -> Answer:
        said = judged.models.talk(body["messages"][-1]["content"])
        return Answer(openai(said, {"prompt_tokens": 400, "completion_tokens": 20_000}))

    judged.models.answer = answer
    judged.texts = judged.texts[:2]
    judged.limits = Limits(tokens=35_000)
    ran = await judged(1)
    assert isinstance(ran.ended, Stopped), "a second one could pass the budget"
    assert len(judged.models.asked) == 1
    assert await ran.spent() == (20_400, 20_400)


async def test_a_usage_beyond_all_sense_ends_the_run(judged: Run) -> None:
    def answer(body: Body) -> Answer:
        said = judged.models.talk(body["messages"][-1]["content"])
        return Answer(openai(said, {"prompt_tokens": 2**62, "completion_tokens": 2**62}))

    judged.models.answer = answer
    judged.texts = judged.texts[:2]
    judged.limits = Limits(tokens=10**6)
    ran = await judged(1)
    assert isinstance(ran.ended, Stopped)
    assert len(judged.models.asked) == 1


@pytest.mark.parametrize(
    ("told", "charged"),
    [
        (NotTold(), Usage(5000, 200)),
        (Usage(1000, 50), Usage(1000, 50)),
        (Usage(9000, 500), Usage(9000, 500)),
        (Usage(62, 50), Usage(5000, 200)),
        (Usage(63, 50), Usage(63, 50)),
        (Usage(1000, 3), Usage(5000, 200)),
        (Usage(-1000, 50), Usage(5000, 200)),
    ],
)
def test_what_counts_as_spent(told: Usage | NotTold, charged: Usage) -> None:
    assert charge(told, Usage(5000, 200), 4000, 256) == charged


async def test_a_request_that_nobody_settled_stays_charged(database: PostgresDatabase) -> None:
    budget = await opened(database, Limits(tokens=1000))
    assert isinstance(await budget.reserve(request(600)), Reserved)
    again = Budget(database, clock, BATCH, "m", Limits(tokens=1000), ONE_EACH)
    over = await again.reserve(request(600))
    assert isinstance(over, OverBudget)
    assert over.spent.tokens == 600


async def test_settling_twice_counts_once(database: PostgresDatabase) -> None:
    budget = await opened(database, Limits())
    reserved = await budget.reserve(request(600))
    assert isinstance(reserved, Reserved)
    await budget.settle(reserved, "yes", Usage(100, 10), "said")
    await budget.settle(reserved, "no", Usage(1, 1), "said")
    spent = await budget.spent()
    assert (spent.tokens, spent.money) == (110, 110)


async def test_the_budget_is_the_batchs_whatever_model_spends_it(
    database: PostgresDatabase,
) -> None:
    budget = await opened(database, Limits(tokens=1000))
    assert isinstance(await budget.reserve(request(600)), Reserved)
    other = Budget(database, clock, BATCH, "another model", Limits(tokens=1000), ONE_EACH)
    assert isinstance(await other.reserve(request(600)), OverBudget)


async def test_money_is_counted_exactly(database: PostgresDatabase) -> None:
    """Ten times a tenth is one; with floats it would be a little less, and an eleventh fitted."""
    prices = Prices(Decimal(1000), Decimal(1000))
    budget = await opened(database, Limits(money=Decimal("1.0")), prices)
    for _ in range(10):
        assert isinstance(await budget.reserve(request(100)), Reserved)
    assert isinstance(await budget.reserve(request(11)), OverBudget)
    assert (await budget.spent()).money == Decimal("1.0")


async def test_many_tasks_share_a_budget_exactly(database: PostgresDatabase) -> None:
    budget = await opened(database, Limits(tokens=10_000))

    async def spend() -> int:
        spent = 0
        while isinstance(reserved := await budget.reserve(request(300)), Reserved):
            await budget.settle(reserved, "yes", Usage(90, 10), "said")
            spent += 100
        return spent

    spent = sum(await asyncio.gather(*(spend() for _ in range(12))))
    assert 10_000 - 300 < spent <= 10_000
    assert (await budget.spent()).tokens == spent


async def test_the_first_of_all_find_room_however_many_come_at_once(
    database: PostgresDatabase, address: Address
) -> None:
    budget = await opened(database, Limits())
    another = PostgresDatabase(address, "judging")
    others = Budget(another, clock, BATCH, "m", Limits(), ONE_EACH)
    asked = [one.reserve(request(100)) for one in (budget, others) * 6]
    found = await asyncio.gather(*asked)
    assert all(isinstance(one, Reserved) for one in found)
    await another.aclose()


async def first_to_spend(processes: Sequence[Process], times: int) -> Process:
    """Whichever it is: the others may have begun late, and find nothing left."""

    async def spends(process: Process) -> Process:
        lines = process.stdout
        assert lines
        for _ in range(times):
            if await lines.readline() != b"spent\n":
                await asyncio.Event().wait()  # it came too late to be killed in the middle
        return process

    tasks = [asyncio.create_task(spends(process)) for process in processes]
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return done.pop().result()


async def test_processes_that_are_killed_never_pass_a_budget(
    address: Address, database: PostgresDatabase
) -> None:
    budget = await opened(database, Limits(tokens=10_000))
    command = (sys.executable, str(SPENDER), json.dumps(dict(address.arguments)), BATCH.hex)
    processes = [await asyncio.create_subprocess_exec(*command, stdout=PIPE) for _ in range(3)]
    killed = await first_to_spend(processes, times=5)
    with suppress(ProcessLookupError):  # it may have ended by itself since
        killed.kill()
    ended = [await process.communicate() for process in processes]
    assert all(
        out.endswith(b"over\n")
        for process, (out, _) in zip(processes, ended, strict=True)
        if process is not killed
    )
    async with database.session() as sql:
        sums = await sql.fetchrow(SUMS)
    assert sums
    assert sums["tokens"] == sums["asked"] == sums["cost"] == sums["asked_cost"]
    assert 10_000 - 300 < sums["tokens"] <= 10_000
    assert isinstance(await budget.reserve(request(300)), OverBudget)


async def test_the_account_of_another_batch_is_another(database: PostgresDatabase) -> None:
    await opened(database, Limits(tokens=100))
    async with database.transaction() as sql:
        await sql.execute(OPEN, UUID(int=4))
    other = Budget(database, clock, UUID(int=4), "m", Limits(tokens=100), ONE_EACH)
    assert isinstance(await other.reserve(request(100)), Reserved)
