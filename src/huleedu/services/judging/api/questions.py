"""Put questions to a language model: in turn, within the budget, again when it is no use."""

import asyncio
import random
import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from huleedu.kit.llm import (
    AskInFallback,
    Ending,
    Model,
    ModelAway,
    ModelRefuses,
    Question,
    QuestionRefused,
    QuestionTooLong,
    Reply,
    Usage,
)
from huleedu.kit.outages import Retrying
from huleedu.services.judging.api.automated import Stopped
from huleedu.services.judging.domain.llm import asking
from huleedu.services.judging.domain.llm.asking import PromptInjection, Said, Unreadable
from huleedu.services.judging.domain.llm_runs import LlmEnd
from huleedu.services.judging.store.budget import (
    Answered,
    Budget,
    Limits,
    OverBudget,
    Pace,
    Prices,
    Request,
    Reserved,
    Spent,
    charge,
)

__all__ = [
    "Budget",
    "Limits",
    "NoAnswer",
    "NotThese",
    "OverBudget",
    "Pace",
    "Prices",
    "Put",
    "Questions",
    "Request",
    "Reserved",
    "Spent",
    "Texts",
]

TRIES = 5
"""At a question, whether the model is away or answers in another form."""
CUT_SHORT_MAX = 2
"""Of them, with an answer that is cut short: a model that thinks too long does so again."""
CUT_SHORT_PAIRS_MAX, IN_VAIN_MAX = 3, 10
"""Pairs: a model that has given no answer at all to so many will give none to others."""
PAUSE_S, PAUSE_MAX_S = 0.5, 30.0
HOLD_MAX_S = 300.0
"""An endpoint that wants to be left alone for longer ends the run."""
NOTHING = Usage(0, 0)
STOPPED = "stopped by hand; `huleedu judging let-models` lets them go on"


@dataclass(frozen=True, slots=True)
class Texts:
    """Two texts as they stand in a question.

    Args:
        pair: whom it is for; None: it is about a text alone.
        first: the number of the script that stands first; None: a text of our own. So `second`.
    """

    pair: UUID | None
    first: int | None
    second: int | None
    first_text: str
    second_text: str


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The model has not answered in the form asked for, as often as it was asked.

    Args:
        give_up_after: so many such pairs in a row, from the first on, if there is no answer at all.
    """

    why: str
    give_up_after: int


@dataclass(frozen=True, slots=True)
class NotThese:
    """The model does not take these texts, while it takes others."""

    why: str
    too_long: bool


@dataclass(frozen=True, slots=True)
class CutShort:
    """The answer took all that it might before it was one."""


Put = Said | PromptInjection | NoAnswer | NotThese | Stopped
Asked = (
    Said | PromptInjection | NotThese | Stopped | Unreadable | CutShort | ModelAway | AskInFallback
)


class Questions:
    """Asks a model about two texts until there is an answer that counts.

    Args:
        answer_tokens: the most that an answer may take.
        pause_s: before the second try; later ones wait longer.
    """

    def __init__(
        self,
        model: Model,
        budget: Budget,
        pace: Pace,
        *,
        answer_tokens: int = asking.ANSWER_TOKENS_MAX,
        pause_s: float = PAUSE_S,
    ) -> None:
        self.has_answered = False
        self._model = model
        self._budget = budget
        self._pace = pace
        self._answer_tokens = answer_tokens
        self._pause_s = pause_s
        self._more = NOTHING
        self._under_way, self._settled = 0, 0
        self._room = asyncio.Condition()
        self._retrying = Retrying(f"The language model {model.name}")

    async def put(
        self,
        system: str,
        criterion: str,
        texts: Texts,
        *,
        code: str = "",
        tries: int | None = None,
    ) -> Put:
        """Ask which text is better; what was answered before is not asked again.

        Args:
            code: a random number in it, which makes no other question of it.
        """
        parts = (system, criterion, texts.first_text, texts.second_text)
        digest = asking.digest(*(part.replace(code, "") if code else part for part in parts))
        before = await self._budget.answered(texts.pair, digest)
        if isinstance(before, Answered) and isinstance(said := asking.read(before.text), Said):
            return said
        tried = cut_short = 0
        why = ""
        while tried < (tries or TRIES) and cut_short < CUT_SHORT_MAX:
            asked = await self._ask(system, criterion, texts, digest)
            match asked:
                case Said() | PromptInjection() | NotThese() | Stopped():
                    self._retrying.worked()
                    return asked
                case AskInFallback():
                    continue
                case ModelAway():
                    if tried + 1 == (tries or TRIES) or asked.wait_s > HOLD_MAX_S:
                        why = f"{asked}. Nothing is lost: judge again later."
                        return Stopped(why, LlmEnd.AWAY)
                    await self._pause(asked, tried)
                case Unreadable(found):
                    why = found
                case CutShort():
                    cut_short += 1
                    why = self._too_little()
            tried += 1
        return NoAnswer(why, CUT_SHORT_PAIRS_MAX if cut_short else IN_VAIN_MAX)

    async def _pause(self, away: ModelAway, tried: int) -> None:
        """Leave it alone: all processes for as long as it says, this question a little more."""
        if away.wait_s:
            await self._pace.hold(away.wait_s)
        longest = min(self._pause_s * 2**tried, PAUSE_MAX_S)
        self._retrying.failed(away, max(away.wait_s, longest))
        await asyncio.sleep(longest * random.uniform(0.5, 1.0))

    async def _turn(self) -> None:
        """Wait until a request may be made; a pause that began meanwhile counts for this, too."""
        while True:
            await asyncio.sleep(await self._pace.turn())
            if not await self._pace.held():
                return

    async def _ask(self, system: str, criterion: str, texts: Texts, digest: str) -> Asked:
        """Ask once, with a mark that nobody can have known when the texts were written."""
        mark = secrets.token_hex(8)
        words = asking.question(criterion, texts.first_text, texts.second_text, mark)
        least = asking.tokens_at_most(system, words)
        request = Request(
            pair=texts.pair,
            first=texts.first,
            second=texts.second,
            words={
                "model": self._model.name,
                "system": system,
                "criterion": criterion,
                "question": words,
            },
            digest=digest,
            most=Usage(
                least + self._model.frame_tokens + self._more.tokens_in,
                self._answer_tokens + self._more.tokens_out,
            ),
        )
        await self._turn()
        question = Question(system, words, asking.FORM, self._answer_tokens)
        while True:
            seen = self._settled
            async with self._counted():
                reserved = await self._budget.reserve(request)
                if isinstance(reserved, Reserved):
                    answer = await self._sent(reserved, question, least)
                    self._settled += 1
                    return answer
            # what others have set aside may become free: only without them is it the end
            over = reserved.why in (LlmEnd.SPENT, LlmEnd.MONTH_OVER)
            if not over or (seen == self._settled and not self._under_way):
                return Stopped(_told(reserved), reserved.why)
            async with self._room:
                await self._room.wait_for(partial(self._changed_since, seen))

    def _changed_since(self, seen: int) -> bool:
        return self._settled != seen or not self._under_way

    @asynccontextmanager
    async def _counted(self) -> AsyncGenerator[None]:
        """One more is under way, and not any more at the end, which others may be waiting for."""
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1
            async with self._room:
                self._room.notify_all()

    async def _sent(self, reserved: Reserved, question: Question, least: int) -> Asked:
        """Send it, and settle the account. If we are killed here, all stays charged."""
        most = reserved.request.most
        try:
            reply = await self._model.ask(question)
        except ModelAway as error:
            spent = most if error.charged else NOTHING
            await self._budget.settle(reserved, str(error), spent, "no answer")
            return error
        except AskInFallback as error:
            await self._budget.settle(reserved, str(error), NOTHING, "asked otherwise")
            return error
        except (QuestionTooLong, QuestionRefused) as error:
            await self._budget.settle(reserved, str(error), NOTHING, "not taken")
            return NotThese(str(error), isinstance(error, QuestionTooLong))
        except ModelRefuses as error:
            await self._budget.settle(reserved, str(error), NOTHING, "refused")
            return Stopped(str(error), LlmEnd.REFUSES)
        answer = _read(reply)
        if not isinstance(answer, Unreadable | CutShort):
            self.has_answered = True
        spent = charge(reply.usage, most, least, len(reply.text.encode()))
        # if it took more than was thought possible, the next may, too
        self._more = Usage(
            max(self._more.tokens_in, spent.tokens_in - least - self._model.frame_tokens),
            max(self._more.tokens_out, spent.tokens_out - self._answer_tokens),
        )
        outcome = {"PromptInjection": "prompt injection", "CutShort": "cut short"}
        kind = type(answer).__name__
        await self._budget.settle(reserved, reply.text, spent, outcome.get(kind, kind.lower()))
        return answer

    def _too_little(self) -> str:
        return (
            f"the answer was cut short after {self._answer_tokens:,} tokens, before it was one: "
            "the model seems to think first, and HULEEDU_LLM_ANSWER_TOKENS lets it do so for longer"
        )


def _read(reply: Reply) -> Said | PromptInjection | Unreadable | CutShort:
    if reply.ending is Ending.REFUSED:
        return Unreadable(f"it would not answer: {reply.text[:80]!r}")
    answer = asking.read(reply.text)
    cut = reply.ending is Ending.CUT_SHORT and isinstance(answer, Unreadable)
    return CutShort() if cut else answer


def _told(over: OverBudget) -> str:
    if over.why is LlmEnd.STOPPED:
        return STOPPED
    if over.why is not LlmEnd.SPENT:
        return f"it may be asked nothing more: {over.why}"
    limits = over.limits
    of_tokens = f" of {limits.tokens:,}" if limits.tokens is not None else ""
    of_money = f" of {limits.money}" if limits.money is not None else ""
    return (
        f"The budget is used up: {over.spent.tokens:,}{of_tokens} tokens, "
        f"{over.spent.money:.4f}{of_money} in money; one more question could pass it. What was "
        "judged is kept; HULEEDU_LLM_TOKENS and HULEEDU_LLM_MONEY raise it."
    )
