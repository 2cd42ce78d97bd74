"""A text is measured in a worker, and nobody waits for what cannot be measured."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from huleedu.contracts.batches import MeasureLanguage
from huleedu.contracts.linguistics import LanguageMeasured, LanguageNotMeasured
from huleedu.kit.content import ContentLost
from huleedu.kit.messages import wrap
from huleedu.kit.workers import Workers
from huleedu.services.linguistics import handlers
from huleedu.services.linguistics.handlers import LinguisticsPorts
from huleedu.wiring.program import House

TEXT = "I went to the sea with my friends. We swam all day, because it was warm."


def command(text: str) -> MeasureLanguage:
    ids: dict[str, Any] = {"batch": UUID(int=1), "essay": UUID(int=2)}
    return MeasureLanguage(**ids, run=3, text=text, language="en", misspellings=0)


async def measured(house: House, asked: MeasureLanguage) -> LanguageMeasured | LanguageNotMeasured:
    cause = wrap(asked, identity=UUID(int=4), now=datetime.now(UTC), cause=None)
    async with Workers(1, memory_bytes=1 << 30) as workers:
        return await handlers.measure(LinguisticsPorts(house.contents, workers), asked, cause)


async def test_a_text_is_measured_and_what_was_not_is_said_why(house: House) -> None:
    [text] = await house.contents.keep([TEXT.encode()])
    found = await measured(house, command(text))
    assert isinstance(found, LanguageMeasured)
    assert (found.essay, found.run) == (UUID(int=2), 3)
    assert found.measures["words"] == 16
    assert found.not_measured
    assert not found.measures.keys() & found.not_measured.keys()


async def test_a_text_that_is_not_there_is_no_failure_of_measuring(house: House) -> None:
    with pytest.raises(ContentLost):
        await measured(house, command("00" * 32))


def test_nobody_waits_for_what_was_given_up() -> None:
    [said] = handlers.give_up(command("00"), "a bug")
    assert (said.essay, said.run, said.reason) == (UUID(int=2), 3, handlers.BROKE_DOWN)
