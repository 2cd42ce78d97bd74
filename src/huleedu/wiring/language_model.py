"""Put together the language model of HULEEDU_LLM_URL as a judge."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

from huleedu.engines.llm.endpoints import Endpoint
from huleedu.services.judging.api.anonymising import anonymise
from huleedu.services.judging.api.language_model import CRITERION, SYSTEM, LanguageModel, Prompt
from huleedu.services.judging.api.opening import Script
from huleedu.services.judging.api.questions import Budget, Limits, Pace, Prices, Questions
from huleedu.wiring.program import House
from huleedu.wiring.settings import Llm


def prompt_of(told: Llm, criterion: str = CRITERION) -> Prompt:
    """What the model is told; raises OSError for files that cannot be read.

    Args:
        criterion: the batch's own; if it is the usual one, that of HULEEDU_LLM_CRITERION counts.
    """
    if criterion == CRITERION and told.criterion:
        criterion = _read(told.criterion)
    return Prompt(_read(told.system) if told.system else SYSTEM, criterion)


def _read(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise OSError(f"{path} cannot be read as UTF-8 text: {error}") from error
    if not text:
        raise OSError(f"{path} is empty: it should say what the model is told")
    return text


@asynccontextmanager
async def language_model(
    house: House, batch: UUID, scripts: Sequence[Script], criterion: str = CRITERION
) -> AsyncGenerator[LanguageModel]:
    """The model of HULEEDU_LLM_URL as a judge of these scripts; raises OSError for its files.

    Args:
        criterion: by which people and models judge this batch.
    """
    told = house.settings.llm
    prompt = prompt_of(told, criterion)
    texts = await house.contents.texts([script.text for script in scripts])
    url, database = told.url or "", house.database("judging")
    endpoint = Endpoint(
        told.protocol, url, told.model, told.key, answer_within_s=told.answer_within_s
    )
    prices, limits = Prices(told.price_in, told.price_out), Limits(told.tokens, told.money)
    questions = Questions(
        endpoint,
        Budget(database, house.clock, batch, told.model, limits, prices),
        Pace(database, f"{told.model} at {url}", told.per_minute),
        answer_tokens=told.answer_tokens,
    )
    try:
        yield LanguageModel(
            told.model,
            questions,
            [anonymise(texts[script.text], script.pupil) for script in scripts],
            prompt,
            control=told.control == "on",
        )
    finally:
        await endpoint.aclose()
