"""What is asked of others for each step of an essay."""

from collections.abc import Callable, Mapping
from typing import Literal
from uuid import UUID

import msgspec

from huleedu.contracts.batches import CheckSpelling, CheckSpellingV1, MeasureLanguage, Step
from huleedu.contracts.gateway import LanguageAsked
from huleedu.contracts.message import Message
from huleedu.services.batches.domain import Essay, Succeeded


class BatchSettings(msgspec.Struct, frozen=True):
    """What a batch was registered with, as far as its steps need it."""

    language: LanguageAsked
    pupils: tuple[str, ...]
    """Of a batch that is registered only where they are sent themselves: see `roster`."""
    roster: str | None
    """Stands for the pupils; None: the batch was registered before anybody heard of it."""
    deadline_s: int
    languages: Mapping[UUID, LanguageAsked] = {}
    """Of essays of which somebody has said it."""

    def language_of(self, essay: UUID) -> LanguageAsked:
        """In which language an essay is to be checked."""
        return self.languages.get(essay, self.language)


class SpellingDetail(msgspec.Struct, frozen=True):
    """What measuring a text's language needs to know of its spelling."""

    language: Literal["en", "sv"]
    misspellings: int


def _check_spelling(batch: UUID, run: int, settings: BatchSettings, essay: Essay) -> Message:
    if settings.roster is None:
        return CheckSpellingV1(
            batch=batch,
            essay=essay.essay,
            run=run,
            text=essay.text,
            language=settings.language_of(essay.essay),
            names=settings.pupils,
        )
    return CheckSpelling(
        batch=batch,
        essay=essay.essay,
        run=run,
        text=essay.text,
        language=settings.language_of(essay.essay),
        roster=settings.roster,
    )


def _measure_language(batch: UUID, run: int, _settings: BatchSettings, essay: Essay) -> Message:
    spelling = essay.results["spelling"]
    assert isinstance(spelling, Succeeded)
    found = msgspec.convert(spelling.detail, SpellingDetail)
    return MeasureLanguage(
        batch=batch,
        essay=essay.essay,
        run=run,
        text=essay.text,
        language=found.language,
        misspellings=found.misspellings,
    )


ASK: Mapping[Step, Callable[[UUID, int, BatchSettings, Essay], Message]] = {
    "spelling": _check_spelling,
    "linguistics": _measure_language,
}
