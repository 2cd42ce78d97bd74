"""What the spelling service does about each message it hears."""

from dataclasses import dataclass

import msgspec

from huleedu.contracts.batches import CheckSpelling
from huleedu.contracts.reason import Reason, code_of
from huleedu.contracts.spelling import (
    FoundMisspelling,
    FoundRemark,
    SpellingChecked,
    SpellingFailed,
)
from huleedu.kit.content import Contents
from huleedu.kit.messages import Envelope
from huleedu.kit.service import Route, Routes, Transaction
from huleedu.kit.work import Died, Done, Outcome, OutOfMemory, TimedOut, Work
from huleedu.kit.workers import Workers
from huleedu.services.spelling import store
from huleedu.services.spelling.domain import OtherLanguage, Spelling

CHECK = Work(
    "huleedu.services.spelling.domain.checking:check",
    msgspec.msgpack.Decoder(Spelling | OtherLanguage),
)
TIME_S = 60.0
OTHER_LANGUAGE = Reason("other_language")
TOOK_TOO_LONG = Reason("spelling_took_too_long")
BROKE_DOWN = Reason("spelling_broke_down")


@dataclass(frozen=True, slots=True)
class SpellingPorts:
    """What checking needs besides a transaction."""

    contents: Contents
    workers: Workers


async def check(
    ports: SpellingPorts, command: CheckSpelling, _cause: Envelope
) -> SpellingChecked | SpellingFailed:
    """Check the text in a worker."""
    text = (await ports.contents.texts([command.text]))[command.text]
    names = frozenset(command.names)
    outcome = await ports.workers.call(CHECK, text, command.language, names, time_s=TIME_S)
    return _said(command, outcome)


def _said(
    command: CheckSpelling, outcome: Outcome[Spelling | OtherLanguage]
) -> SpellingChecked | SpellingFailed:
    match outcome:
        case Done(found):
            return _found(command, found)
        case TimedOut():
            return _failed(command, TOOK_TOO_LONG)
        case OutOfMemory() | Died():
            return _failed(command, BROKE_DOWN)


def _found(
    command: CheckSpelling, found: Spelling | OtherLanguage
) -> SpellingChecked | SpellingFailed:
    if isinstance(found, OtherLanguage):
        return _failed(command, OTHER_LANGUAGE)
    return SpellingChecked(
        batch=command.batch,
        essay=command.essay,
        run=command.run,
        language=found.language,
        words=found.words,
        misspellings=tuple(
            FoundMisspelling(m.start, m.end, m.word, tuple(m.suggestions))
            for m in found.misspellings
        ),
        remarks=tuple(FoundRemark(r.start, r.end, r.rule, r.better) for r in found.remarks),
    )


async def check_spelling(
    tx: Transaction, command: CheckSpelling, found: SpellingChecked | SpellingFailed
) -> None:
    """Keep what was found, and say it."""
    of = (command.batch, command.essay, command.run)
    match found:
        case SpellingChecked(language=language, words=words, misspellings=misspellings):
            await store.keep_found(tx, *of, language, words, misspellings, found.remarks)
        case SpellingFailed(reason=reason):
            await store.keep_failure(tx, *of, code_of(reason))
    tx.say(found)


def give_up(command: CheckSpelling, _why: str) -> list[SpellingFailed]:
    """Checking failed again and again: nobody shall wait for it."""
    return [_failed(command, BROKE_DOWN)]


def _failed(command: CheckSpelling, reason: Reason) -> SpellingFailed:
    return SpellingFailed(batch=command.batch, essay=command.essay, run=command.run, reason=reason)


ROUTES: Routes = {CheckSpelling: Route(check_spelling, prepare=check, on_give_up=give_up)}
