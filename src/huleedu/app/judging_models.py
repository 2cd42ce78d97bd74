"""A language model as a judge: both orders asked, a budget kept, every word written down."""

import asyncio
import random
import secrets
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from huleedu.app.house import House
from huleedu.app.judging import NoOpinion, Opinion, Stopped
from huleedu.engines.models.endpoints import Endpoint
from huleedu.kit.models import Model, ModelAway, ModelRefuses, Reply
from huleedu.services.judging.domain import asking
from huleedu.services.judging.domain.asking import Said, SpeaksToJudge, Unreadable
from huleedu.services.judging.domain.desk import Flag, Handed, Kind, Script
from huleedu.services.judging.store.budget import Budget, Limits, OverBudget, Prices

TRIES = 5
"""At a question, whether the model is away or answers in another form."""
PAUSE_S, PAUSE_MAX_S = 0.5, 30.0


@dataclass(frozen=True, slots=True)
class Wording:
    """What the model is told; teachers may change both."""

    system: str = asking.SYSTEM
    criterion: str = asking.CRITERION


class LanguageModel:
    """Implements `app.judging.Judge`.

    Args:
        texts: of the scripts, by number.
    """

    kind = Kind.MODEL

    def __init__(
        self,
        model: Model,
        texts: Sequence[str],
        budget: Budget,
        wording: Wording | None = None,
        *,
        pause_s: float = PAUSE_S,
    ) -> None:
        self.name = model.name
        self._model = model
        self._texts = texts
        self._budget = budget
        self._wording = wording or Wording()
        self._pause_s = pause_s

    async def compare(self, pair: Handed) -> Opinion | NoOpinion | Stopped:
        """See `app.judging.Judge`."""
        for which, script in (("first", pair.first), ("second", pair.second)):
            if words := asking.speaks_to_judge(self._texts[script]):
                why = f"the {which} text speaks to its judge: {words}"
                return NoOpinion(Flag.PROBLEM_FILE, why)
        straight = await self._one_way(pair, pair.first, pair.second)
        if not isinstance(straight, Said):
            return straight
        swapped = await self._one_way(pair, pair.second, pair.first)
        if not isinstance(swapped, Said):
            return swapped
        answer = asking.settle(straight.answer, swapped.answer)
        return Opinion(answer, asking.STEPS, straight.why)

    async def _one_way(self, pair: Handed, first: int, second: int) -> Said | NoOpinion | Stopped:
        """Ask until there is an answer that counts."""
        why = ""
        for tried in range(TRIES):
            reply = await self._ask(pair, first, second)
            match reply:
                case Said() | Stopped():
                    return reply
                case SpeaksToJudge(which):
                    found = f"the model says that the {which} text speaks to its judge"
                    return NoOpinion(Flag.PROBLEM_FILE, found)
                case Unreadable(found):
                    why = found
                case ModelAway():
                    if tried == TRIES - 1:
                        return Stopped(f"{reply}. Nothing is lost: judge again later.")
                    wait = self._pause_s * 2**tried * random.uniform(0.5, 1.0)
                    await asyncio.sleep(min(max(wait, reply.wait_s), PAUSE_MAX_S))
        return NoOpinion(Flag.CANNOT_JUDGE, f"no answer in the form asked for: {why}")

    async def _ask(
        self, pair: Handed, first: int, second: int
    ) -> Said | SpeaksToJudge | Unreadable | Stopped | ModelAway:
        wording = self._wording
        mark = secrets.token_hex(8)
        asked = asking.question(wording.criterion, self._texts[first], self._texts[second], mark)
        tokens_in = asking.tokens_at_most(wording.system, asked)
        request = {"model": self.name, "system": wording.system, "question": asked}
        tokens_out = asking.ANSWER_TOKENS_MAX
        reserved = await self._budget.reserve(pair.pair, request, tokens_in, tokens_out)
        if isinstance(reserved, OverBudget):
            return Stopped(_told(reserved))
        try:
            reply: Reply = await self._model.ask(wording.system, asked, tokens_out)
        except ModelAway as error:
            spent = (tokens_in, tokens_out) if error.charged else (0, 0)
            await self._budget.settle(reserved, str(error), *spent, "no answer")
            return error
        except ModelRefuses as error:
            await self._budget.settle(reserved, str(error), 0, 0, "refused")
            return Stopped(str(error))
        answer = asking.read(reply.text)
        outcome = type(answer).__name__.lower()
        await self._budget.settle(reserved, reply.text, reply.tokens_in, reply.tokens_out, outcome)
        return answer


@asynccontextmanager
async def language_model(
    house: House, batch: UUID, scripts: Sequence[Script]
) -> AsyncGenerator[LanguageModel]:
    """The model of HULEEDU_LLM_URL as a judge of these scripts; raises OSError for its files."""
    told = house.settings.llm
    texts = await house.contents.texts([script.text for script in scripts])
    prices = Prices(told.price_in, told.price_out)
    limits = Limits(told.tokens, told.money)
    wording = Wording(
        told.system.read_text(encoding="utf-8") if told.system else asking.SYSTEM,
        told.criterion.read_text(encoding="utf-8").strip() if told.criterion else asking.CRITERION,
    )
    endpoint = Endpoint(
        told.protocol, told.url or "", told.model, told.key, per_minute=told.per_minute
    )
    database = house.database("judging")
    budget = Budget(database, house.clock, batch, told.model, limits, prices)
    try:
        yield LanguageModel(endpoint, [texts[s.text] for s in scripts], budget, wording)
    finally:
        await endpoint.aclose()


def _told(over: OverBudget) -> str:
    limits = over.limits
    of_tokens = f" of {limits.tokens:,}" if limits.tokens is not None else ""
    of_money = f" of {limits.money:g}" if limits.money is not None else ""
    return (
        f"The budget is used up: {over.spent.tokens:,}{of_tokens} tokens, "
        f"{over.spent.money:.4f}{of_money} in money; one more question could pass it. What was "
        "judged is kept; HULEEDU_LLM_TOKENS and HULEEDU_LLM_MONEY raise it."
    )
