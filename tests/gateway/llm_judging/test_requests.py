"""Who may have models judge, what they are told, and what of it cannot be."""

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.gateway.llm_judging.conftest import Models
from tests.gateway.web.conftest import SCHOOL
from tests.gateway.web.judged import BATCH, heard_by_judging

from huleedu.contracts.gateway import PlanJudging
from huleedu.contracts.judging import NotOpened
from huleedu.gateway.llm_judging.requests import (
    ModelsNotOffered,
    ModelsOffered,
    ModelsWanted,
    ModelsWrong,
    let_models,
    models_offered,
    start_models,
    stop_models,
)
from huleedu.services.judging.api.llm_runs import JudgingEnded
from huleedu.services.judging.api.steering import Steering

WANTED = ModelsWanted(models=("m",), judgements=4)
AUDIT = "select what from audit where what like 'models%' order by at, id"


async def test_what_is_offered_tells_where_texts_go(models: Models) -> None:
    offered = await models_offered(models.around, BATCH)
    assert isinstance(offered, ModelsOffered)
    assert (offered.host, offered.left) == ("127.0.0.1", Decimal(5))


async def test_nothing_is_offered_where_it_is_not_allowed(models: Models) -> None:
    around = replace(models.around, rights=frozenset[str]())
    assert await models_offered(around, BATCH) == ModelsNotOffered("not_you")
    assert await start_models(around, BATCH, WANTED) == ModelsNotOffered("not_you")
    await heard_by_judging(
        models.house, PlanJudging(batch=BATCH, school=SCHOOL, llm=True, secret=True)
    )
    around = models.around
    assert await start_models(around, BATCH, WANTED) == ModelsNotOffered("not_this_batch")
    assert await let_models(around, BATCH) == ()
    await models.forbid()
    assert await start_models(around, BATCH, WANTED) == ModelsNotOffered("off")
    assert await models.told() == []


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (replace(WANTED, models=()), "models"),
        (replace(WANTED, models=("m", "x")), "models"),
        (replace(WANTED, judgements=0), "judgements"),
        (replace(WANTED, judgements=10_001), "judgements"),
        (replace(WANTED, money=Decimal(0)), "money"),
        (replace(WANTED, money=Decimal("5.01")), "money"),
        (replace(WANTED, money=Decimal("NaN")), "money"),
    ],
)
async def test_what_cannot_be_is_named(models: Models, wanted: ModelsWanted, field: str) -> None:
    found = await start_models(models.around, BATCH, wanted)
    assert isinstance(found, ModelsWrong)
    assert found.field == field


async def test_a_batch_that_is_not_judged_or_no_more_is_left_alone(models: Models) -> None:
    other = models.around
    assert isinstance(await start_models(other, SCHOOL, WANTED), NotOpened)
    await Steering(models.house.database("judging"), models.house.clock).close(BATCH, None)
    assert isinstance(await start_models(models.around, BATCH, WANTED), JudgingEnded)


async def test_each_start_and_stop_is_in_the_audit(models: Models) -> None:
    await start_models(models.around, BATCH, WANTED)
    await start_models(models.around, BATCH, WANTED)
    await stop_models(models.around, BATCH)
    assert await let_models(models.around, BATCH) == ["m"]
    async with models.house.database("identity").session() as sql:
        rows = await sql.fetch(AUDIT)
    found = [row["what"] for row in rows]
    assert found == ["models_started", "models_stopped", "models_let_go_on"]
