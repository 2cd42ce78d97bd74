"""Judge as was asked: one worker at each model, until it is done, or may or can judge no more."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from huleedu.contracts.judging import JudgeByModel
from huleedu.contracts.llm_judging import ModelEnded
from huleedu.contracts.message import Message
from huleedu.kit.content import Contents
from huleedu.kit.database import Database
from huleedu.kit.llm import Model
from huleedu.kit.messages import Envelope
from huleedu.kit.service import Route, Routes, Transaction
from huleedu.kit.work import Doer
from huleedu.kit.workers import InThisProcess
from huleedu.services.identity.api import LlmSettings

if TYPE_CHECKING:
    from huleedu.services.judging.api.language_model import Prompt
    from huleedu.services.judging.api.llm_runs import LlmEnd

FAILED = "failed"
"""Why one judges no more of whom nothing else is known (`LlmEnd.FAILED`)."""
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
    learn: Doer = field(default_factory=InThisProcess)
    choose: Doer = field(default_factory=InThisProcess)
    look_s: float = LOOK_S


async def prepare_judging(
    ports: LlmJudgingPorts, command: JudgeByModel, _cause: Envelope
) -> "LlmEnd | None":
    """Have the model judge; says why it judges no more, or None if that is another's to say."""
    # what judging needs is loaded when the first school asks for it: few do
    work = import_module("huleedu.gateway.llm_judging.judging")
    return await work.claim_and_judge(ports, command)


async def judge_by_model(tx: Transaction, command: JudgeByModel, found: "LlmEnd | None") -> None:
    """Say that it judges no more, and why; of one that another worker is at, that one will."""
    if found is not None:
        tx.say(_ended(command, found))


def given_up(command: JudgeByModel, _why: str) -> Sequence[Message]:
    """Nobody is to wait for it any longer."""
    return [_ended(command, FAILED)]


def _ended(command: JudgeByModel, why: str) -> ModelEnded:
    return ModelEnded(batch=command.batch, model=command.model, turn=command.turn, why=str(why))


ROUTES: Routes = {
    JudgeByModel: Route(judge_by_model, prepare=prepare_judging, on_give_up=given_up),
}
