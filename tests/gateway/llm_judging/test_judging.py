"""A school's model judges a batch, and ends for the reason that there is."""

import asyncio
import json
import threading
from decimal import Decimal
from uuid import UUID

import pytest
from tests.app.models.server import Answer, Body, Server
from tests.gateway.llm_judging.conftest import ESSAYS, Models
from tests.gateway.web.conftest import SCHOOL
from tests.gateway.web.judged import BATCH, essay, essays_in

from huleedu.services.judging.api.automated import TOGETHER
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.api.llm_runs import LlmEnd, LlmHold, LlmRuns
from huleedu.services.judging.api.set_up import Kind, Rules
from huleedu.services.judging.api.steering import Steering

PAIRS = ESSAYS * (ESSAYS - 1) // 2
PAUSE = "update school set paused_at = now() where school = $1"


async def rows(models: Models, table: str) -> int:
    async with models.house.database("judging").session() as sql:
        return await sql.fetchval(f"select count(*) from {table}")


def held_up(model: Server) -> tuple[asyncio.Event, threading.Event]:
    """Let it answer nothing yet: when it was asked, and what lets it answer."""
    asked, goes_on = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def answer(body: Body) -> Answer:
        loop.call_soon_threadsafe(asked.set)
        assert goes_on.wait(60)
        return model.well(body)

    model.answer = answer
    return asked, goes_on


async def test_a_model_judges_as_many_as_were_asked_for_within_its_money(
    models: Models, model: Server
) -> None:
    await models.start(8)
    run = await models.judged()
    assert (run.why, run.turn) == (LlmEnd.DONE, 1)
    judge = await models.judge()
    assert (judge.decided, judge.quota, judge.contradicted) == (8, 8, 0)
    assert len(model.asked) == 16
    assert {body["model"] for body in model.asked} == {"m"}
    assert model.headers[0]["authorization"] == "Bearer k"
    batch, month = await models.spent()
    assert batch == month == 16 * 45 / Decimal(10**6)
    assert judge.cost == pytest.approx(float(batch))


async def test_two_models_judge_side_by_side_and_each_by_itself(models: Models) -> None:
    await models.start(4, models=("m", "n"))
    await asyncio.gather(*map(models.work, await models.told()))
    for name in ("m", "n"):
        assert (await models.judge(name)).decided == 4
        assert (await models.run(name)).why is LlmEnd.DONE


async def test_each_start_is_told_to_workers_once_and_a_second_start_changes_nothing(
    models: Models,
) -> None:
    assert (await models.start(4)).models == ["m"]
    assert (await models.start(9)).models == []
    [command] = await models.told()
    assert await models.told() == []
    await models.work(command)
    assert (await models.judge()).decided == 4
    await models.work(command)
    assert (await models.judge()).decided == 4, "a command that comes twice is done once"
    await models.start(2)
    assert (await models.judged()).turn == 2
    assert (await models.judge()).decided == 6


async def test_what_may_be_spent_is_never_passed(models: Models, model: Server) -> None:
    await models.allow(price="1000000", batch="20000", month="99000")
    await models.start(PAIRS, money="4800")
    run = await models.judged()
    assert run.why is LlmEnd.SPENT
    batch, month = await models.spent()
    assert batch == month <= 4800
    assert 0 < len(model.asked) < 2 * PAIRS
    await models.allow(price="1000000", batch=str(month + 20), month=str(month + 20))
    await models.start(PAIRS)
    assert (await models.judged()).why is LlmEnd.MONTH_OVER
    assert (await models.spent())[1] == month, "what could not be asked has cost nothing"


async def test_a_stop_in_the_middle_lets_no_more_questions_out_and_undone_it_goes_on(
    models: Models, model: Server
) -> None:
    asked, goes_on = held_up(model)
    await models.start(PAIRS)
    [command] = await models.told()
    working = asyncio.create_task(models.work(command))
    await asked.wait()
    assert await models.around.runs.stop(BATCH, UUID(int=12)) == ["m"]
    asked_for = await rows(models, "transcript")
    goes_on.set()
    await working
    assert len(model.asked) == asked_for, "only those whose money was set aside before the stop"
    run = await models.run()
    assert (run.why, run.ended_by) == (LlmEnd.STOPPED, UUID(int=12))
    assert await models.told() == []
    assert await models.around.runs.go_on(BATCH, again=True) == ["m"]
    model.answer = model.well
    assert (await models.judged()).why is LlmEnd.DONE
    assert len(model.asked) == 2 * PAIRS, "what was answered before is not asked again"


async def test_a_worker_that_is_killed_is_followed_by_another_and_nothing_is_paid_twice(
    models: Models, model: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    enough, killed = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def answer(body: Body) -> Answer:
        if len(model.asked) > 12:
            loop.call_soon_threadsafe(enough.set)
            killed.wait(60)
        return model.well(body)

    model.answer = answer
    await models.start(PAIRS)
    [command] = await models.told()
    with monkeypatch.context() as dead:

        async def release(_runs: LlmRuns, _hold: LlmHold) -> None:
            """Who is killed does not tidy up."""

        dead.setattr(LlmRuns, "release", release)
        working = asyncio.create_task(models.work(command))
        await enough.wait()
        working.cancel()
        with pytest.raises(asyncio.CancelledError):
            await working
    killed.set()
    async with models.house.database("judging").session() as sql:
        paid = await sql.fetchval("select count(*) from transcript where outcome = 'said'")
        await sql.execute("update llm_run set held_until = now()")  # its time is over
    model.answer = model.well
    before = len(model.asked)
    await models.work(command)
    assert (await models.run()).why is LlmEnd.DONE
    assert (await models.judge()).decided == PAIRS
    assert paid
    assert len(model.asked) - before == 2 * PAIRS - paid


async def test_only_one_worker_is_at_a_model_and_one_that_was_held_up_asks_nothing_more(
    models: Models, model: Server
) -> None:
    asked, goes_on = held_up(model)
    await models.start(PAIRS)
    [command] = await models.told()
    slow = asyncio.create_task(models.work(command))
    await asked.wait()
    other = asyncio.create_task(models.work(command))
    async with models.house.database("judging").session() as sql:
        holder = await sql.fetchval("select holder from llm_run")
        await sql.execute("update llm_run set held_until = now()")
    while True:  # the other takes over
        async with models.house.database("judging").session() as sql:
            if await sql.fetchval("select holder from llm_run") != holder:
                break
        await asyncio.sleep(0.01)
    goes_on.set()
    await asyncio.gather(slow, other)
    assert (await models.judge()).decided == PAIRS
    assert len(model.asked) - 2 * PAIRS <= TOGETHER, "at most what was under way is asked twice"


async def test_a_school_that_allows_it_no_more_ends_it(models: Models, model: Server) -> None:
    await models.start(PAIRS)
    await models.forbid()
    assert (await models.judged()).why is LlmEnd.OFF
    assert not model.asked


async def test_leave_that_is_taken_back_meanwhile_ends_it(models: Models, model: Server) -> None:
    await models.start(PAIRS)
    loop = asyncio.get_running_loop()
    forbidden = threading.Event()

    def answer(body: Body) -> Answer:
        if not forbidden.is_set():
            asyncio.run_coroutine_threadsafe(models.forbid(), loop).result(60)
            forbidden.set()
        return model.well(body)

    model.answer = answer
    assert (await models.judged()).why is LlmEnd.OFF
    assert len(model.asked) < 2 * PAIRS


async def test_no_text_goes_to_another_address_than_it_was_started_for(
    models: Models, model: Server
) -> None:
    await models.start(PAIRS)
    loop = asyncio.get_running_loop()

    def answer(body: Body) -> Answer:
        elsewhere = models.allow(url="http://127.0.0.1:9/v1")
        asyncio.run_coroutine_threadsafe(elsewhere, loop).result(60)
        return model.well(body)

    model.answer = answer
    assert (await models.judged()).why is LlmEnd.OFF


async def test_a_paused_school_asks_nothing(models: Models, model: Server) -> None:
    await models.start(PAIRS)
    async with models.house.database("identity").session() as sql:
        await sql.execute(PAUSE, SCHOOL)
    assert (await models.judged()).why is LlmEnd.PAUSED
    assert not model.asked


async def test_judgings_end_ends_it(models: Models, model: Server) -> None:
    await models.start(PAIRS)
    await Steering(models.house.database("judging"), models.house.clock).close(BATCH, None)
    assert (await models.judged()).why is LlmEnd.CLOSED
    assert not model.asked


async def test_who_is_away_or_does_not_let_us_in_is_named(models: Models, model: Server) -> None:
    model.answer = lambda _: Answer({"error": "no such key"}, status=401)
    await models.start(3)
    assert (await models.judged()).why is LlmEnd.REFUSES
    model.answer = lambda _: Answer({}, status=503, headers={"retry-after": "999"})
    await models.start(3)
    assert (await models.judged()).why is LlmEnd.AWAY


async def test_who_answers_nothing_of_use_is_given_up(models: Models, model: Server) -> None:
    model.talk = lambda _: "I cannot compare the work of children."
    await models.start(PAIRS)
    assert (await models.judged()).why is LlmEnd.NO_ANSWER


async def test_who_goes_by_the_order_of_texts_is_stopped_before_it_costs_more(
    models: Models, model: Server
) -> None:
    await essays_in(models.house, range(ESSAYS + 1, 13))
    model.talk = lambda _: json.dumps({"better": "first", "how_much": "much", "why": "it is"})
    await models.start(66)
    assert (await models.judged()).why is LlmEnd.CONTRADICTS
    judge = await models.judge()
    assert 8 <= judge.contradicted == judge.decided < 30
    assert len(model.asked) < 60
    await models.start(5)
    assert (await models.judged()).why is LlmEnd.DONE, "who insists is not told twice"


async def test_a_late_essay_is_judged_as_well(models: Models) -> None:
    await models.start(PAIRS + 50)
    [command] = await models.told()
    working = asyncio.create_task(models.work(command))
    await essays_in(models.house, [9])
    await Steering(models.house.database("judging"), models.house.clock).let_in(BATCH)
    await working
    assert (await models.run()).why is LlmEnd.NO_PAIR_LEFT
    assert (await models.overview()).decided >= PAIRS


async def test_texts_of_who_objects_are_never_sent(
    models: Models, model: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def objecting(_database: object, _batch: UUID) -> set[UUID]:
        return {essay(2)}

    at = "huleedu.gateway.llm_judging.judging.essays_without_models"
    monkeypatch.setattr(at, objecting)
    await models.start(50)
    assert (await models.judged()).why is LlmEnd.NO_PAIR_LEFT
    assert (await models.judge()).decided == PAIRS - (ESSAYS - 1)
    assert not any("essay 2," in question for question in model.questions)


async def test_people_are_left_what_was_theirs_and_what_a_model_leaves_is_not_waited_for(
    models: Models,
) -> None:
    judgings = Judgings(models.house.database("judging"), models.house.clock)
    await judgings.open(BATCH, (), rules=Rules(judgements=10))
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON, quota=10)
    await models.start(4)
    assert (await models.overview()).rules.judgements == 14
    await models.around.runs.stop(BATCH, None)
    assert (await models.overview()).rules.judgements == 10
    await models.around.runs.go_on(BATCH, again=True)
    assert (await models.overview()).rules.judgements == 14
    assert (await models.judged()).why is LlmEnd.DONE
    found = await models.overview()
    assert (found.rules.judgements, found.decided, found.closed_at) == (14, 4, None)
