"""Have one model judge one batch, as its school allows."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence, Set
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from uuid import UUID, uuid4

from huleedu.contracts.judging import (
    Closed,
    JudgeByModel,
    NoPairLeft,
    NoPairNow,
    NotOpened,
    QuotaReached,
    TextsUsedUp,
)
from huleedu.gateway.llm_judging.budget import SchoolBudget, SchoolMoney
from huleedu.gateway.llm_judging.handlers import LlmJudgingPorts
from huleedu.gateway.llm_judging.judge import SchoolModel
from huleedu.kit import tasks
from huleedu.kit.database import Collision, EngineAway
from huleedu.kit.llm import Model
from huleedu.services.classes.api.objections import essays_without_models
from huleedu.services.identity import api as identity
from huleedu.services.identity.api import LlmSettings
from huleedu.services.judging.api.anonymising import anonymise
from huleedu.services.judging.api.automated import Finished, Kind, Stopped, have_judged
from huleedu.services.judging.api.desk import Desk, Doers
from huleedu.services.judging.api.judgings import Judgings, NameTaken, Script, WrongName
from huleedu.services.judging.api.language_model import LanguageModel
from huleedu.services.judging.api.llm_runs import (
    HELD_S,
    HeldByAnother,
    LlmClaimed,
    LlmEnd,
    LlmHold,
    LlmRuns,
    RunIsOver,
)
from huleedu.services.judging.api.plans import plan_of
from huleedu.services.judging.api.questions import Pace, Questions


@dataclass(frozen=True, slots=True)
class TextsChanged:
    """It goes on with the texts as they are now."""


async def claim_and_judge(ports: LlmJudgingPorts, command: JudgeByModel) -> LlmEnd | None:
    """Have the model judge, once no other worker is at it; goes on where one was killed.

    Returns why it judges no more; None where another says it, or has said it.
    """
    runs = LlmRuns(ports.databases("judging"), ports.clock)
    hold = LlmHold(command.batch, command.model, command.turn, uuid4())
    run = await runs.claim(hold)
    while isinstance(run, HeldByAnother):
        await asyncio.sleep(ports.look_s)
        run = await runs.claim(hold)
    if isinstance(run, RunIsOver):
        return None
    async with _held(runs, run):
        ended = await judge(ports, run)
    return None if ended is LlmEnd.TAKEN_OVER else ended


@asynccontextmanager
async def _held(runs: LlmRuns, run: LlmClaimed) -> AsyncGenerator[None]:
    """Be the one worker at it meanwhile."""

    async def keep() -> None:
        while True:
            await asyncio.sleep(HELD_S / 3)
            with suppress(EngineAway, Collision):
                await runs.keep(run.hold)

    keeping = asyncio.create_task(keep())
    try:
        yield
    finally:
        await tasks.end(keeping)
        with suppress(EngineAway, Collision):  # then it is free when its time is over
            await runs.release(run.hold)


async def judge(ports: LlmJudgingPorts, run: LlmClaimed) -> LlmEnd:
    """Let the model judge until it may or can no more; says why that is. Raises `EngineAway`."""
    settings = await allowed(ports, run)
    if isinstance(settings, LlmEnd):
        return settings
    desk = Desk(ports.databases("judging"), ports.clock, Doers(ports.learn, ports.choose))
    try:
        async with ports.models(settings, run.hold.model) as model:
            while True:
                ended = await _judged(ports, run, settings, model, desk)
                if isinstance(ended, LlmEnd):
                    return ended
                if isinstance(ended, NoPairNow):
                    await asyncio.sleep(ports.look_s)
    finally:
        await desk.aclose()


async def allowed(ports: LlmJudgingPorts, run: LlmClaimed) -> LlmSettings | LlmEnd:
    """By what settings the school allows this model; or why no question may be asked now."""
    people = ports.databases("identity")
    settings = await identity.llm_settings(people, run.school)
    if isinstance(settings, identity.LlmOff) or run.hold.model not in settings.models:
        return LlmEnd.OFF
    if await identity.school_paused(people, run.school) is not None:
        return LlmEnd.PAUSED
    plan = await plan_of(ports.databases("judging"), run.hold.batch)
    return LlmEnd.NOT_THIS_BATCH if plan.secret else settings


async def _judged(
    ports: LlmJudgingPorts, run: LlmClaimed, settings: LlmSettings, model: Model, desk: Desk
) -> LlmEnd | NoPairNow | TextsChanged:
    """Judge with the texts as they are now."""
    batch, name = run.hold.batch, run.hold.model
    database = ports.databases("judging")
    judgings = Judgings(database, ports.clock)
    rules = await judgings.rules(batch)
    if isinstance(rules, NotOpened):
        return LlmEnd.CLOSED
    spared, scripts = await _spared(ports, batch), await judgings.scripts(batch)
    quota = min(run.quota, _pairs(scripts, spared))
    if not quota:
        return LlmEnd.NO_PAIR_LEFT
    enrolled = await judgings.enrol(batch, name, Kind.MODEL, quota=quota, barred=sorted(spared))
    if isinstance(enrolled, NameTaken | WrongName):
        return LlmEnd.NAME_TAKEN
    texts = await ports.contents.texts([script.text for script in scripts])
    judge = SchoolModel(
        LanguageModel(
            name,
            _questions(ports, run, settings, model),
            await asyncio.to_thread(_anonymised, scripts, texts),
            ports.manner.prompt(rules.criterion),
            control=ports.manner.control,
            compared=run.compared,
            contradicted=run.contradicted,
        ),
        desk,
        batch,
        scripts,
        lambda: _spared(ports, batch),
    )
    ended = await have_judged(judgings, desk, batch, judge, quota, _tell_nobody)
    if judge.texts_changed or len(await judgings.scripts(batch)) > len(scripts):
        return TextsChanged()
    why = _why(ended)
    return LlmEnd.NO_PAIR_LEFT if why is LlmEnd.DONE and quota < run.quota else why


def _questions(
    ports: LlmJudgingPorts, run: LlmClaimed, settings: LlmSettings, model: Model
) -> Questions:
    async def forbidden() -> LlmEnd | None:
        found = await allowed(ports, run)
        if isinstance(found, LlmEnd):
            return found
        same = (found.endpoint, found.protocol) == (settings.endpoint, settings.protocol)
        return None if same else LlmEnd.OFF

    money = SchoolMoney(ports.databases("identity"), ports.clock, settings, forbidden)
    database = ports.databases("judging")
    return Questions(
        model,
        SchoolBudget(database, money, run),
        Pace(database, settings.endpoint, ports.manner.per_minute),
        answer_tokens=ports.manner.answer_tokens,
    )


def _anonymised(scripts: Sequence[Script], texts: Mapping[str, str]) -> list[str]:
    return [anonymise(texts[script.text], script.pupil) for script in scripts]


def _pairs(scripts: Sequence[Script], spared: Set[UUID]) -> int:
    """So many there are: a model says of a pair what it said before, so each is asked once."""
    count = sum(script.essay not in spared for script in scripts)
    return count * (count - 1) // 2


async def _spared(ports: LlmJudgingPorts, batch: UUID) -> set[UUID]:
    return await essays_without_models(ports.databases("classes"), batch)


def _tell_nobody(_done: int, _of: int) -> None:
    """How far it is stands in judging's tables."""


def _why(ended: Finished | Stopped) -> LlmEnd | NoPairNow:
    if isinstance(ended, Stopped):
        return ended.code
    match ended.why:
        case NoPairNow():
            return ended.why
        case QuotaReached() | TextsUsedUp():
            return LlmEnd.DONE
        case NoPairLeft():
            return LlmEnd.NO_PAIR_LEFT
        case Closed():
            return LlmEnd.CLOSED
        case _:
            return LlmEnd.STOPPED
