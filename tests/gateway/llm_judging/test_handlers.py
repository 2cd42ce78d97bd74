"""What a worker says when a model judges no more, and when it says nothing."""

from uuid import uuid4

from tests.gateway.llm_judging.conftest import Models
from tests.gateway.web.judged import BATCH, heard_by_judging

from huleedu.contracts.judging import JudgeByModel, MakeRanking
from huleedu.contracts.llm_judging import ModelEnded
from huleedu.gateway.llm_judging.handlers import ROUTES, judge_by_model
from huleedu.kit.service import Transaction
from huleedu.services.judging.api.llm_runs import LlmEnd
from huleedu.services.judging.handlers import on_model_ended
from huleedu.wiring.program import now

COMMAND = JudgeByModel(batch=BATCH, model="m", turn=1)


async def test_who_is_not_at_it_says_nothing(models: Models) -> None:
    async with models.house.database("llm_judging").transaction() as sql:
        tx = Transaction(sql, now())
        await judge_by_model(tx, COMMAND, None)
    assert tx.said == []


async def test_what_was_tried_too_often_is_ended_so_that_nobody_waits(models: Models) -> None:
    await models.start(4)
    give_up = ROUTES[JudgeByModel].on_give_up
    assert give_up
    [event] = give_up(COMMAND, "OSError: no such file")
    assert event == ModelEnded(batch=BATCH, model="m", turn=1, why="failed")
    await heard_by_judging(models.house, event)
    assert (await models.run()).why is LlmEnd.FAILED


async def test_the_batch_is_ranked_at_once_when_a_model_has_ended(models: Models) -> None:
    async with models.house.database("judging").transaction() as sql:
        tx = Transaction(sql, now())
        event = ModelEnded(batch=BATCH, model="m", turn=1, why="done")
        await on_model_ended(tx, event)
    assert [message for message, _ in tx.said] == [MakeRanking(batch=BATCH)]


def test_models_judge_side_by_side() -> None:
    other = JudgeByModel(batch=BATCH, model="n", turn=1)
    assert COMMAND.order_key != other.order_key
    assert COMMAND.order_key == JudgeByModel(batch=BATCH, model="m", turn=2).order_key
    assert uuid4() != BATCH
