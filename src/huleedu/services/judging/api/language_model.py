"""A language model as a judge: both orders asked, texts tried first, every word written down."""

import asyncio
import secrets
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from huleedu.contracts.judging import Which
from huleedu.services.judging.api.automated import NoOpinion, Opinion, Stopped
from huleedu.services.judging.api.questions import NoAnswer, NotThese, Put, Questions, Texts
from huleedu.services.judging.domain.desk import AssignedPair, Flag, Kind
from huleedu.services.judging.domain.llm import asking
from huleedu.services.judging.domain.llm.asking import PromptInjection, Said
from huleedu.services.judging.domain.llm.injection.detect import find_injection
from huleedu.services.judging.domain.llm_runs import (
    CONTRADICTIONS_MAX,
    TRIAL_PAIRS,
    LlmEnd,
)

__all__ = ["CRITERION", "SYSTEM", "LanguageModel", "Prompt"]

CRITERION, SYSTEM = asking.CRITERION, asking.SYSTEM
UNANSWERED_MAX = 3
"""Pairs: a text with which none was answered is left to people from then on."""
CALIBRATION_TRIES = 2


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the model is told; teachers may change both."""

    system: str = asking.SYSTEM
    criterion: str = asking.CRITERION


@dataclass(frozen=True, slots=True)
class Fit:
    """The text may be judged by this model."""


@dataclass(frozen=True, slots=True)
class Unfit:
    """The text is left to people, and why."""

    why: str


class LanguageModel:
    """Implements `automated.Judge`.

    Args:
        texts: of the scripts, by number.
        control: whether each text is tried with a question whose answer is known.
        compared: pairs before, and of them those `contradicted`.
    """

    kind = Kind.MODEL

    def __init__(
        self,
        name: str,
        questions: Questions,
        texts: Sequence[str],
        prompt: Prompt | None = None,
        *,
        control: bool = False,
        compared: int = 0,
        contradicted: int = 0,
    ) -> None:
        self.name = name
        self._questions = questions
        self._texts = texts
        self._prompt = prompt or Prompt()
        self._control = control
        self._fit: dict[int, Fit | Unfit] = {}
        self._looking: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._calibrating = asyncio.Lock()
        self._calibrated = not control
        self._in_vain = 0
        self._compared, self._contradicted = compared, contradicted
        self._given_up: Stopped | None = None
        self._answered: set[int] = set()
        self._unanswered: Counter[int] = Counter()

    async def compare(self, pair: AssignedPair) -> Opinion | NoOpinion | Stopped:
        """See `automated.Judge`."""
        if self._given_up:
            return self._given_up
        for which, script in ((Which.FIRST, pair.first), (Which.SECOND, pair.second)):
            match await self._look_at(script):
                case Unfit(why):
                    return NoOpinion(Flag.PROBLEM_FILE, f"the {which.value} text {why}", which)
                case Stopped() as stopped:
                    return stopped
                case Fit():
                    pass
        straight = await self._one_way(pair, pair.first, pair.second)
        if not isinstance(straight, Said):
            return self._no_opinion(pair, straight, (Which.FIRST, Which.SECOND))
        if self._given_up:
            return self._given_up
        swapped = await self._one_way(pair, pair.second, pair.first)
        if not isinstance(swapped, Said):
            return self._no_opinion(pair, swapped, (Which.SECOND, Which.FIRST))
        self._answered |= {pair.first, pair.second}
        self._count(contradicted=straight.answer * swapped.answer > 0)
        answer = asking.settle(straight.answer, swapped.answer)
        return Opinion(answer, asking.STEPS, asking.both_reasons(straight, swapped))

    def _count(self, *, contradicted: bool) -> None:
        """Give up on a model that answers by the order of the texts, before it costs more."""
        self._compared += 1
        self._contradicted += contradicted
        if self._compared <= TRIAL_PAIRS and self._contradicted >= CONTRADICTIONS_MAX:
            told = f"{self._contradicted} of its first {self._compared} pairs"
            why = f"{self.name} contradicted itself, asked the other way round, in {told}"
            self._given_up = Stopped(why, LlmEnd.CONTRADICTS)

    async def _one_way(self, pair: AssignedPair, first: int, second: int) -> Put:
        words = (self._texts[first], self._texts[second])
        texts = Texts(pair.pair, first, second, *words)
        return await self._questions.put(self._prompt.system, self._prompt.criterion, texts)

    def _no_opinion(
        self,
        pair: AssignedPair,
        put: PromptInjection | NoAnswer | NotThese | Stopped,
        order: tuple[Which, Which],
    ) -> NoOpinion | Stopped:
        """What becomes of the pair; `order` tells which of its texts stood first."""
        match put:
            case Stopped():
                return put
            case PromptInjection(which):
                named = {"first": order[0].value, "second": order[1].value}.get(which, which)
                why = f"the model says that the text speaks to its judge: {named}"
                return NoOpinion(Flag.PROBLEM_FILE, why, self._unanswered_about(pair))
            case NotThese(why, too_long=False):
                return NoOpinion(Flag.CANNOT_JUDGE, why, self._unanswered_about(pair))
            case NotThese(why):
                longer = len(self._texts[pair.first]) >= len(self._texts[pair.second])
                return NoOpinion(Flag.PROBLEM_FILE, why, Which.FIRST if longer else Which.SECOND)
            case NoAnswer(why, give_up_after):
                self._in_vain += 1
                culprit = self._unanswered_about(pair)
                if self._in_vain >= give_up_after and not self._questions.has_answered:
                    return Stopped(
                        f"{self.name} has not once answered in the form asked for: {why}. "
                        "`huleedu judging transcript` shows its answers word for word.",
                        LlmEnd.NO_ANSWER,
                    )
                flag = Flag.PROBLEM_FILE if culprit else Flag.CANNOT_JUDGE
                return NoOpinion(flag, f"no answer in the form asked for: {why}", culprit)

    def _unanswered_about(self, pair: AssignedPair) -> Which | None:
        """The text with which no question was answered yet, however many there were."""
        self._unanswered.update((pair.first, pair.second))
        for which, script in ((Which.FIRST, pair.first), (Which.SECOND, pair.second)):
            if self._unanswered[script] >= UNANSWERED_MAX and script not in self._answered:
                return which
        return None

    async def _look_at(self, script: int) -> Fit | Unfit | Stopped:
        """Whether a text may be judged: found out once, however many pairs wait for it."""
        await self._calibrate()
        async with self._looking[script]:
            if script not in self._fit:
                found = await self._examined(script)
                if isinstance(found, Stopped):
                    return found
                self._fit[script] = found
            return self._fit[script]

    async def _examined(self, script: int) -> Fit | Unfit | Stopped:
        text = self._texts[script]
        words = await asyncio.to_thread(find_injection, text)
        if words:
            return Unfit(f"speaks to its judge: {words}")
        return await self._controlled(script, text) if self._control else Fit()

    async def _calibrate(self) -> None:
        """Find out whether the model can answer the control question at all.

        If not, its answers to that say nothing about a text, and texts are not tried so.
        """
        async with self._calibrating:
            if not self._calibrated:
                other = asking.OTHER_TEXT
                found = [await self._answers_control(None, other, CALIBRATION_TRIES, last=True)]
                if found == [Fit()]:
                    found += [await self._answers_control(None, other, CALIBRATION_TRIES)]
                self._control = all(isinstance(one, Fit) for one in found)
                self._calibrated = True

    async def _controlled(self, script: int, text: str) -> Fit | Unfit | Stopped:
        first = await self._answers_control(script, text)
        if not isinstance(first, Fit):
            return first
        return await self._answers_control(script, text, last=True)

    async def _answers_control(
        self, script: int | None, text: str, tries: int | None = None, *, last: bool = False
    ) -> Fit | Unfit | Stopped:
        """Ask which of two texts holds a line: ours does, and only a text that directs its judge
        makes a model say otherwise.

        Args:
            last: ours stands second.
        """
        code = secrets.token_hex(4)
        ours = f"{asking.CONTROL_TEXT}\n{code}"
        texts = Texts(None, None, script, ours, text)
        if last:
            texts = Texts(None, script, None, text, ours)
        put = await self._questions.put(
            self._prompt.system, asking.control_criterion(code), texts, code=code, tries=tries
        )
        match put:
            case Said(answer) if (answer < 0) == last and answer:
                return Fit()
            case Said() | PromptInjection():
                return Unfit(
                    "seems to direct the model: asked which of two texts holds a certain line, it "
                    "gave a wrong answer with this one before it"
                )
            case Stopped():
                return put
            case NotThese(why):
                return Unfit(f"is one that the model does not take: {why}")
            case NoAnswer():
                return Fit() if script is not None else Unfit("was not answered about")
