"""Have language models judge, and stop them: for pages, programs and commands alike."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal
from urllib.parse import urlsplit
from uuid import UUID

from huleedu.contracts.judging import NotOpened
from huleedu.kit.database import Database
from huleedu.services.identity import api as identity
from huleedu.services.identity.api import LlmSettings, may_use_llm
from huleedu.services.judging.api.llm_runs import JudgingEnded, LlmRuns, ModelsStarted
from huleedu.services.judging.api.plans import plan_of

JUDGEMENTS_MAX = 10_000
NotOffered = Literal["off", "not_you", "not_this_batch"]
WrongOfModels = Literal["models", "judgements", "money"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AroundModels:
    """For whom models are asked to judge, and what that needs."""

    database: Callable[[str], Database]
    clock: Callable[[], datetime]
    school: UUID
    person: UUID | None
    """None: whoever may run our commands."""
    rights: Collection[str]
    address: str = ""
    """From where it is asked."""

    @property
    def runs(self) -> LlmRuns:
        """The models that judge."""
        return LlmRuns(self.database("judging"), self.clock)


@dataclass(frozen=True, slots=True)
class ModelsOffered:
    """Which models may judge, where, and for how much at most, in the settings' currency."""

    settings: LlmSettings
    left: Decimal
    """Of what the batch may cost."""

    @property
    def host(self) -> str:
        """Where texts are sent."""
        return urlsplit(self.settings.endpoint).hostname or self.settings.endpoint


@dataclass(frozen=True, slots=True)
class ModelsNotOffered:
    """No model may judge: the school allows none, or not to whoever asks, or not of this batch."""

    why: NotOffered


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelsWanted:
    """What is asked for.

    Args:
        judgements: of each model.
        money: of all of them together at most; None: what the batch has left.
    """

    models: Sequence[str]
    judgements: int
    money: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ModelsWrong:
    """Nothing was started: this cannot be."""

    field: WrongOfModels


async def models_offered(around: AroundModels, batch: UUID) -> ModelsOffered | ModelsNotOffered:
    """Which models may judge this batch for whoever asks; raises `EngineAway`."""
    settings = await identity.llm_settings(around.database("identity"), around.school)
    if isinstance(settings, identity.LlmOff):
        return ModelsNotOffered("off")
    if not may_use_llm(settings, around.rights):
        return ModelsNotOffered("not_you")
    plan = await plan_of(around.database("judging"), batch)
    if plan.secret:
        return ModelsNotOffered("not_this_batch")
    left = settings.limit_batch - await around.runs.spent(batch)
    return ModelsOffered(settings, max(Decimal(0), left))


def wrong_with(offered: ModelsOffered, wanted: ModelsWanted) -> ModelsWrong | None:
    """What of it cannot be."""
    known = set(offered.settings.models)
    if not wanted.models or not set(wanted.models) <= known:
        return ModelsWrong("models")
    if not 0 < wanted.judgements <= JUDGEMENTS_MAX:
        return ModelsWrong("judgements")
    money = wanted.money
    if money is not None and not (money.is_finite() and 0 < money <= offered.settings.limit_batch):
        return ModelsWrong("money")
    return None


async def start_models(
    around: AroundModels, batch: UUID, wanted: ModelsWanted
) -> ModelsStarted | ModelsNotOffered | ModelsWrong | NotOpened | JudgingEnded:
    """Have models judge; a worker sees to it. Asked again while they do, nothing is changed."""
    offered = await models_offered(around, batch)
    if isinstance(offered, ModelsNotOffered):
        return offered
    if (wrong := wrong_with(offered, wanted)) is not None:
        return wrong
    money = offered.left if wanted.money is None else wanted.money
    models = list(dict.fromkeys(wanted.models))
    done = await around.runs.start(batch, models, wanted.judgements, money, around.person)
    if isinstance(done, ModelsStarted) and done.models:
        facts = {"n": str(wanted.judgements), "models": ", ".join(done.models)}
        await _note(around, "models_started", batch, facts)
    return done


async def stop_models(around: AroundModels, batch: UUID) -> None:
    """Ask nothing more, in whatever process; what is kept stays."""
    await around.runs.stop(batch, around.person)
    await _note(around, "models_stopped", batch, {})


async def let_models(around: AroundModels, batch: UUID) -> Sequence[str]:
    """As if nobody had stopped them; which judge again, if they may for whoever asks."""
    offered = await models_offered(around, batch)
    models = await around.runs.go_on(batch, again=isinstance(offered, ModelsOffered))
    await _note(around, "models_let_go_on", batch, {})
    return models


async def _note(around: AroundModels, what: str, batch: UUID, facts: dict[str, str]) -> None:
    await identity.note_each(
        around.database("identity"),
        (around.school, around.person),
        what,
        around.clock(),
        [batch],
        facts=facts,
        address=around.address,
    )
