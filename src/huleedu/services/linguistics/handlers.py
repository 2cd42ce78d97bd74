"""What the linguistics service does about each message it hears."""

from dataclasses import dataclass

import msgspec

from huleedu.contracts.batches import MeasureLanguage
from huleedu.contracts.linguistics import LanguageMeasured, LanguageNotMeasured
from huleedu.contracts.reason import Reason, code_of
from huleedu.kit.content import Contents
from huleedu.kit.messages import Envelope
from huleedu.kit.service import Route, Routes, Transaction
from huleedu.kit.work import Done, Work
from huleedu.kit.workers import Workers
from huleedu.services.linguistics import store
from huleedu.services.linguistics.domain import LanguageMeasures, Measured

MEASURE = Work(
    "huleedu.services.linguistics.domain:measure", msgspec.msgpack.Decoder(LanguageMeasures)
)
TIME_S = 60.0
BROKE_DOWN = Reason("measuring_broke_down")


@dataclass(frozen=True, slots=True)
class LinguisticsPorts:
    """What measuring needs besides a transaction."""

    contents: Contents
    workers: Workers


async def measure(
    ports: LinguisticsPorts, command: MeasureLanguage, _cause: Envelope
) -> LanguageMeasured | LanguageNotMeasured:
    """Measure the text in a worker."""
    text = (await ports.contents.texts([command.text]))[command.text]
    outcome = await ports.workers.call(
        MEASURE, text, command.language, command.misspellings, time_s=TIME_S
    )
    if not isinstance(outcome, Done):
        return _failed(command)
    values = outcome.value.values
    return LanguageMeasured(
        batch=command.batch,
        essay=command.essay,
        run=command.run,
        measures={k: v.value for k, v in values.items() if isinstance(v, Measured)},
        not_measured={k: v.reason for k, v in values.items() if not isinstance(v, Measured)},
    )


async def measure_language(
    tx: Transaction, command: MeasureLanguage, found: LanguageMeasured | LanguageNotMeasured
) -> None:
    """Keep what was measured, and say it."""
    of = (command.batch, command.essay, command.run)
    match found:
        case LanguageMeasured(measures=measures, not_measured=not_measured):
            await store.keep_measures(tx, *of, measures, not_measured)
        case LanguageNotMeasured(reason=reason):
            await store.keep_failure(tx, *of, code_of(reason))
    tx.say(found)


def give_up(command: MeasureLanguage, _why: str) -> list[LanguageNotMeasured]:
    """Measuring failed again and again: nobody shall wait for it."""
    return [_failed(command)]


def _failed(command: MeasureLanguage) -> LanguageNotMeasured:
    return LanguageNotMeasured(
        batch=command.batch, essay=command.essay, run=command.run, reason=BROKE_DOWN
    )


ROUTES: Routes = {MeasureLanguage: Route(measure_language, prepare=measure, on_give_up=give_up)}
