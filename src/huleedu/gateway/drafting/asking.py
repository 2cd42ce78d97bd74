"""Put one question to a school's language model: in turn, in budget, again when it is no use."""

import asyncio
import secrets
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from huleedu.gateway.drafting import store
from huleedu.gateway.drafting.prompt import (
    ANSWER_TOKENS_MAX,
    FORM,
    DraftedWords,
    NotAsAsked,
    SpeaksToReader,
    draft_question,
    read_draft,
    system_for,
)
from huleedu.gateway.drafting.store import DraftAsked
from huleedu.kit.database import Database
from huleedu.kit.llm import (
    AskInFallback,
    Ending,
    Model,
    ModelAway,
    ModelRefuses,
    NotTold,
    Question,
    QuestionRefused,
    QuestionTooLong,
    Usage,
)
from huleedu.services.identity import api as identity
from huleedu.services.identity.api import LlmSettings

TRIES, FALLBACKS = 3, 4
WAIT_MAX_S = 60.0
"""An endpoint that wants to be left alone for longer is asked when somebody asks again."""
PAUSE_S = 1.0
MILLION = Decimal(1_000_000)
BYTES_A_TOKEN_MAX = 64
"""No tokeniser puts more into one token on average: who tells fewer is not believed."""
NOTHING = Usage(0, 0)

Models = Callable[[LlmSettings], AbstractAsyncContextManager[Model]]
"""Reaches the model that a school allows."""


@dataclass(frozen=True, slots=True)
class NoDraft:
    """Nothing came of it; a code says why."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftMaterial:
    """What a model may know of a text: nobody's name, its place in words at most."""

    text: str
    criterion: str
    facts: Sequence[str]
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftDesk:
    """What asking is done with; `per_minute` holds for all processes."""

    database: Database
    people: Database
    clock: Callable[[], datetime]
    per_minute: int
    pause_s: float = PAUSE_S


@dataclass(frozen=True, slots=True)
class _Again:
    why: str
    wait_s: float = 0.0
    counts: bool = True


async def ask_for_draft(
    desk: DraftDesk,
    asked: DraftAsked,
    settings: LlmSettings,
    material: DraftMaterial,
    model: Model,
) -> DraftedWords | NoDraft:
    """What the model would say to the pupil; what was answered before is not asked again.

    Raises `EngineAway`. Every word that is said goes into the transcript first.
    """
    if before := await store.answered(desk.database, asked):
        found = read_draft(before)
        if isinstance(found, DraftedWords):
            return found
    tried, fallbacks = 0, 0
    while tried < TRIES and fallbacks < FALLBACKS:
        said = await _ask(desk, asked, settings, material, model)
        if not isinstance(said, _Again):
            return said
        tried += said.counts
        fallbacks += not said.counts
        if said.wait_s > WAIT_MAX_S or tried >= TRIES:
            return NoDraft(said.why)
        if said.counts:
            await asyncio.sleep(max(said.wait_s, desk.pause_s))
    return NoDraft("no_answer")


async def _ask(
    desk: DraftDesk,
    asked: DraftAsked,
    settings: LlmSettings,
    material: DraftMaterial,
    model: Model,
) -> DraftedWords | NoDraft | _Again:
    """Ask once, with a mark that nobody can have known when the text was written."""
    mark, system = secrets.token_hex(8), system_for(asked.language)
    words = draft_question(material.criterion, material.text, material.facts, material.place, mark)
    least = len(system.encode()) + len(words.encode())
    most = Usage(least + model.frame_tokens, ANSWER_TOKENS_MAX)
    await asyncio.sleep(await store.turn(desk.database, settings.endpoint, 60 / desk.per_minute))
    id_ = uuid4()
    if refused := await _reserve(desk, asked, settings, (id_, model.name, system, words), most):
        return refused
    question = Question(system, words, FORM, ANSWER_TOKENS_MAX)
    said, spent, how, found = await _sent(desk, settings, model, question, most, least)
    cost, aside = _price(settings, spent), _price(settings, most)
    await store.settle(desk.database, asked.of.school, id_, said, spent, cost, how)
    if cost != aside:  # what it took beyond that counts as well, whatever is left
        await identity.take_llm_money(desk.people, asked.of.school, cost - aside, desk.clock())
    return found


async def _reserve(
    desk: DraftDesk,
    asked: DraftAsked,
    settings: LlmSettings,
    request: tuple[UUID, str, str, str],
    most: Usage,
) -> NoDraft | None:
    """Set aside the most that it can cost, of the month's money and of the batch's."""
    id_, name, system, words = request
    cost, now = _price(settings, most), desk.clock()
    month = await identity.take_llm_money(desk.people, asked.of.school, cost, now)
    if isinstance(month, identity.LlmOff):
        return NoDraft("off")
    if isinstance(month, identity.LlmMonthOver):
        return NoDraft("month_over")
    told = {"model": name, "system": system, "question": words}
    money = (cost, settings.limit_batch)
    if await store.reserve(desk.database, asked, (id_, name, told), most, money, now):
        return None
    await identity.take_llm_money(desk.people, asked.of.school, -cost, now)
    return NoDraft("over_budget")


async def _sent(
    desk: DraftDesk,
    settings: LlmSettings,
    model: Model,
    question: Question,
    most: Usage,
    least: int,
) -> tuple[str, Usage, str, DraftedWords | NoDraft | _Again]:
    """Send it: what came back, what it took, its outcome in a word, and what to make of it."""
    try:
        reply = await model.ask(question)
    except ModelAway as error:
        if error.wait_s:
            await store.hold(desk.database, settings.endpoint, error.wait_s)
        spent = most if error.charged else NOTHING
        return str(error), spent, "away", _Again("away", error.wait_s)
    except AskInFallback as error:
        return str(error), NOTHING, "asked otherwise", _Again("no_answer", counts=False)
    except QuestionTooLong as error:
        return str(error), NOTHING, "too long", NoDraft("too_long")
    except QuestionRefused as error:
        return str(error), NOTHING, "not taken", NoDraft("refused")
    except ModelRefuses as error:
        return str(error), NOTHING, "refused", NoDraft("refused")
    spent = _spent(reply.usage, most, least, len(reply.text.encode()))
    if reply.ending is Ending.REFUSED:
        return reply.text, spent, "refused", NoDraft("refused")
    match read_draft(reply.text):
        case DraftedWords() as drafted:
            return reply.text, spent, "drafted", drafted
        case SpeaksToReader():
            return reply.text, spent, "prompt injection", NoDraft("speaks_to_reader")
        case NotAsAsked(why):
            return reply.text, spent, f"not as asked: {why}", _Again("no_answer")


def _spent(told: Usage | NotTold, most: Usage, asked_bytes: int, answered_bytes: int) -> Usage:
    """What counts as spent: what the endpoint tells, unless so few tokens cannot hold the words."""
    if isinstance(told, NotTold):
        return most
    enough = (
        told.tokens_in * BYTES_A_TOKEN_MAX >= asked_bytes
        and told.tokens_out * BYTES_A_TOKEN_MAX >= answered_bytes
        and told.tokens_out >= 0
    )
    return told if enough else most


def _price(settings: LlmSettings, usage: Usage) -> Decimal:
    asked, answered = usage.tokens_in, usage.tokens_out
    return (asked * settings.price_in + answered * settings.price_out) / MILLION
