"""Judge as was asked: one worker at each model, until it is done, or may or can judge no more."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Protocol
from uuid import uuid4

from huleedu.contracts.judging import JudgeByModel
from huleedu.contracts.llm_judging import ModelEnded
from huleedu.contracts.message import Message
from huleedu.kit import tasks
from huleedu.kit.content import Contents
from huleedu.kit.database import Collision, Database, EngineAway
from huleedu.kit.llm import Model
from huleedu.kit.messages import Envelope
from huleedu.kit.service import Route, Routes, Transaction
from huleedu.services.identity.api import LlmSettings
from huleedu.services.judging.api.llm_runs import (
    HELD_S,
    HeldByAnother,
    LlmClaimed,
    LlmEnd,
    LlmHold,
    LlmRuns,
    RunIsOver,
)

if TYPE_CHECKING:
    from huleedu.services.judging.api.language_model import Prompt

LOOK_S = 1.0
"""How often it is looked whether others are through with what a model has to wait for."""


class ModelsAllowed(Protocol):
    """Reaches a model that a school allows."""

    def __call__(
        self, settings: LlmSettings, model: str | None = None
    ) -> AbstractAsyncContextManager[Model]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LlmManner:
    """How models are asked; `per_minute` holds for all processes."""

    prompt: Callable[[str], "Prompt"]
    """What they are told, by the batch's criterion."""
    per_minute: int
    answer_tokens: int
    control: bool
    """Whether each text is tried with a question whose answer is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LlmJudgingPorts:
    """What judging by models needs besides a transaction."""

    databases: Callable[[str], Database]
    contents: Contents
    models: ModelsAllowed
    manner: LlmManner
    clock: Callable[[], datetime]
    look_s: float = LOOK_S


async def prepare_judging(
    ports: LlmJudgingPorts, command: JudgeByModel, _cause: Envelope
) -> LlmEnd | RunIsOver:
    """Have the model judge, once no other worker is at it; goes on where one was killed."""
    runs = LlmRuns(ports.databases("judging"), ports.clock)
    hold = LlmHold(command.batch, command.model, command.turn, uuid4())
    run = await runs.claim(hold)
    while isinstance(run, HeldByAnother):
        await asyncio.sleep(ports.look_s)
        run = await runs.claim(hold)
    if isinstance(run, RunIsOver):
        return run
    async with _held(runs, run):
        # what judging needs is loaded when the first school asks for it: few do
        return await import_module("huleedu.gateway.llm_judging.judging").judge(ports, run)


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


async def judge_by_model(tx: Transaction, command: JudgeByModel, found: LlmEnd | RunIsOver) -> None:
    """Say that it judges no more, and why; of one that another worker is at, that one will."""
    if isinstance(found, LlmEnd) and found is not LlmEnd.TAKEN_OVER:
        tx.say(_ended(command, found))


def given_up(command: JudgeByModel, _why: str) -> Sequence[Message]:
    """Nobody is to wait for it any longer."""
    return [_ended(command, LlmEnd.FAILED)]


def _ended(command: JudgeByModel, why: LlmEnd) -> ModelEnded:
    return ModelEnded(batch=command.batch, model=command.model, turn=command.turn, why=why.value)


ROUTES: Routes = {
    JudgeByModel: Route(judge_by_model, prepare=prepare_judging, on_give_up=given_up),
}
