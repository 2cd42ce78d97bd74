"""`huleedu judging llm`, `stop-models`, `let-models`: have language models judge a batch."""

from decimal import Decimal, InvalidOperation
from typing import Annotated
from uuid import UUID

import typer

from huleedu.app.commands.batches import BatchId, with_batch
from huleedu.app.commands.having_judged import judged_here
from huleedu.app.commands.judging_desk import in_words
from huleedu.app.commands.program import Exit, fail, run, settings, table
from huleedu.app.language import words
from huleedu.contracts.judging import NotOpened
from huleedu.gateway.llm_judging.requests import (
    JUDGEMENTS_MAX,
    AroundModels,
    ModelsNotOffered,
    ModelsOffered,
    ModelsWanted,
    ModelsWrong,
    let_models,
    models_offered,
    start_models,
    stop_models,
)
from huleedu.services.judging.api.llm_runs import JudgingEnded, ModelsStarted
from huleedu.services.judging.api.set_up import judgements_for
from huleedu.services.judging.api.steering import Overview, Steering
from huleedu.services.results import api as results
from huleedu.services.results.api import NotHeardOf
from huleedu.wiring.program import House

RIGHTS = ("administrator",)
"""Whoever may run our commands."""
PER_ESSAY = 10


def llm_command(
    batch: BatchId,
    model: Annotated[
        list[str] | None, typer.Option(help="A model that the school allows; more of them: again.")
    ] = None,
    judgements: Annotated[
        int | None,
        typer.Option(min=1, max=JUDGEMENTS_MAX, help="Of each model; else ten for each essay."),
    ] = None,
    money: Annotated[
        str | None, typer.Option(help="At most, of all together; else what the batch has left.")
    ] = None,
    here: Annotated[
        bool, typer.Option("--here", help="In this process, by HULEEDU_LLM_URL.")
    ] = False,
) -> None:
    """Have language models judge a batch; without any named, tell how far they are.

    Workers (`huleedu serve`, `huleedu run`) ask the models that the batch's school allows.
    """
    if here and (model or money):
        raise fail(words().say("judging.llm.here_alone"), Exit.WRONG_USAGE)
    if here and not (settings().llm.url and settings().llm.model):
        raise fail(words().say("judge.wants_url"), Exit.WRONG_USAGE)

    async def work(house: House, found: UUID) -> Exit:
        if here:
            return await _here(house, found, judgements)
        around = await _around(house, found)
        if model:
            await _start(around, found, model, judgements, _amount(money))
        return await _show(around, found)

    run(lambda house: with_batch(house, batch, work))


def stop_models_command(batch: BatchId) -> None:
    """Ask language models nothing more about a batch, in whatever process; what is kept stays."""

    async def work(house: House, found: UUID) -> Exit:
        around = await _around(house, found)
        if isinstance(used := await around.runs.use(found), NotOpened):
            raise fail(in_words(used), Exit.WRONG_USAGE)
        await stop_models(around, found)
        typer.echo(words().say("judging.llm.stopped_now"))
        return Exit.WELL

    run(lambda house: with_batch(house, batch, work))


def let_models_command(batch: BatchId) -> None:
    """Language models may be asked about a batch again, after `stop-models`; they go on."""

    async def work(house: House, found: UUID) -> Exit:
        await let_models(await _around(house, found), found)
        typer.echo(words().say("judging.llm.let"))
        return Exit.WELL

    run(lambda house: with_batch(house, batch, work))


async def _around(house: House, batch: UUID) -> AroundModels:
    school = await results.school_of(house.database("results"), batch)
    assert not isinstance(school, NotHeardOf), "the batch was found"
    return AroundModels(
        database=house.database, clock=house.clock, school=school, person=None, rights=RIGHTS
    )


def _amount(told: str | None) -> Decimal | None:
    """What is no amount is none that may be spent."""
    try:
        return None if told is None else Decimal(told.replace(",", "."))
    except InvalidOperation:
        return Decimal(0)


async def _start(
    around: AroundModels,
    batch: UUID,
    models: list[str],
    judgements: int | None,
    money: Decimal | None,
) -> None:
    found = await _overview(around, batch)
    usual = max(1, judgements_for(found.essays, PER_ESSAY))
    wanted = ModelsWanted(models=models, judgements=judgements or usual, money=money)
    offered = await models_offered(around, batch)
    say = words().say
    match await start_models(around, batch, wanted):
        case ModelsStarted() if isinstance(offered, ModelsOffered):
            of = offered.settings
            told = {"provider": of.provider, "country": of.country, "host": offered.host}
            typer.echo(say("judging.llm.sent_to", **told), err=True)
        case ModelsNotOffered(why):
            raise fail(say(f"judging.llm.not_offered.{why}"), Exit.WRONG_USAGE)
        case ModelsWrong(field):
            facts = {"models": words().listed(tuple(_names(offered))), "most": JUDGEMENTS_MAX}
            raise fail(say(f"judging.llm.wrong.{field}", **facts), Exit.WRONG_USAGE)
        case JudgingEnded():
            raise fail(say("judging.llm.judging_ended"), Exit.WRONG_USAGE)
        case _:
            raise fail(in_words(NotOpened()), Exit.WRONG_USAGE)


def _names(offered: ModelsOffered | ModelsNotOffered) -> tuple[str, ...]:
    return offered.settings.models if isinstance(offered, ModelsOffered) else ()


async def _overview(around: AroundModels, batch: UUID) -> Overview:
    found = await Steering(around.database("judging"), around.clock).overview(batch)
    if isinstance(found, NotOpened):
        raise fail(in_words(found), Exit.WRONG_USAGE)
    return found


async def _show(around: AroundModels, batch: UUID) -> Exit:
    """How far each model is, and why it has ended."""
    found, say = await _overview(around, batch), words().say
    if not found.llm_runs:
        typer.echo(say("judging.llm.none"))
        return Exit.WELL
    judges = {judge.name: judge for judge in found.judges}
    rows = [tuple(say(f"judging.llm.col.{one}") for one in ("model", "decided", "cost", "state"))]
    for one in found.llm_runs:
        judge = judges.get(one.model)
        decided = f"{judge.decided if judge else 0}/{one.quota}"
        state = say(f"judging.llm.state.{one.why.value if one.why else 'going'}")
        rows.append((one.model, decided, words().number(judge.cost if judge else 0, 4), state))
    typer.echo(table(rows))
    return Exit.WELL


async def _here(house: House, batch: UUID, judgements: int | None) -> Exit:
    """Judge in this process, as `huleedu assess --judge llm` does."""
    found = await _overview(await _around(house, batch), batch)
    usual = max(1, judgements_for(found.essays, PER_ESSAY))
    for why in await judged_here(house, batch, judgements or usual):
        typer.echo(why, err=True)
        return Exit.COULD_NOT_RUN
    return Exit.WELL
