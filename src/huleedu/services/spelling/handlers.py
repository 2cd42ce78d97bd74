"""What the spelling service does about each message it hears."""

import asyncio
from dataclasses import dataclass, field

import msgspec

from huleedu.contracts.batches import (
    BatchRegistered,
    CheckSpelling,
    CheckSpellingV1,
    roster_of,
)
from huleedu.contracts.reason import Reason, code_of
from huleedu.contracts.spelling import (
    FoundMisspelling,
    FoundRemark,
    SpellingChecked,
    SpellingFailed,
)
from huleedu.kit.content import Contents
from huleedu.kit.database import Database
from huleedu.kit.messages import Envelope
from huleedu.kit.service import Route, Routes, Transaction, TryAgain
from huleedu.kit.work import Died, Done, Outcome, OutOfMemory, TimedOut, Work
from huleedu.kit.workers import Workers
from huleedu.services.spelling import store
from huleedu.services.spelling.domain import OtherLanguage, Spelling
from huleedu.services.spelling.domain.roster import Roster

CHECK = Work(
    "huleedu.services.spelling.domain.checking:check",
    msgspec.msgpack.Decoder(Spelling | OtherLanguage),
)
ROSTERS_MAX = 8
"""So many are kept at hand; one of 30,000 names takes 4 MB."""
NOBODY = Roster(())
TIME_S = 60.0
OTHER_LANGUAGE = Reason("other_language")
TOOK_TOO_LONG = Reason("spelling_took_too_long")
BROKE_DOWN = Reason("spelling_broke_down")


@dataclass(frozen=True, slots=True)
class SpellingPorts:
    """What checking needs besides a transaction."""

    contents: Contents
    workers: Workers
    database: Database
    rosters: dict[str, Roster] = field(default_factory=dict[str, Roster])
    """Those that are being read for: by their addresses, so that none is ever another's."""


async def on_batch_registered(tx: Transaction, event: BatchRegistered) -> None:
    """Keep the names of the class, for all its texts."""
    if event.pupils:
        await store.keep_roster(tx, roster_of(event.pupils), event.pupils)


async def check(
    ports: SpellingPorts, command: CheckSpelling, _cause: Envelope
) -> SpellingChecked | SpellingFailed:
    """Check the text in a worker."""
    return await _check(ports, command, await _roster(ports, command.roster))


async def check_v1(
    ports: SpellingPorts, command: CheckSpellingV1, _cause: Envelope
) -> SpellingChecked | SpellingFailed:
    """The same for a command that brings its names."""
    return await _check(ports, command, Roster(command.names))


async def _roster(ports: SpellingPorts, address: str) -> Roster:
    if not address:
        return NOBODY
    if address not in ports.rosters:
        async with ports.database.session() as sql:
            names = await store.roster(sql, address)
        if names is None:
            raise TryAgain  # the word of the batch's registration is on its way
        if len(ports.rosters) >= ROSTERS_MAX:
            ports.rosters.clear()
        ports.rosters[address] = await asyncio.to_thread(Roster, names)
    return ports.rosters[address]


async def _check(
    ports: SpellingPorts, command: CheckSpelling | CheckSpellingV1, roster: Roster
) -> SpellingChecked | SpellingFailed:
    text = (await ports.contents.texts([command.text]))[command.text]
    names = roster.in_text(text)
    outcome = await ports.workers.call(CHECK, text, command.language, names, time_s=TIME_S)
    return _said(command, outcome)


def _said(
    command: CheckSpelling | CheckSpellingV1, outcome: Outcome[Spelling | OtherLanguage]
) -> SpellingChecked | SpellingFailed:
    match outcome:
        case Done(found):
            return _found(command, found)
        case TimedOut():
            return _failed(command, TOOK_TOO_LONG)
        case OutOfMemory() | Died():
            return _failed(command, BROKE_DOWN)


def _found(
    command: CheckSpelling | CheckSpellingV1, found: Spelling | OtherLanguage
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
    tx: Transaction,
    command: CheckSpelling | CheckSpellingV1,
    found: SpellingChecked | SpellingFailed,
) -> None:
    """Keep what was found, and say it."""
    of = (command.batch, command.essay, command.run)
    match found:
        case SpellingChecked(language=language, words=words, misspellings=misspellings):
            await store.keep_found(tx, *of, language, words, misspellings, found.remarks)
        case SpellingFailed(reason=reason):
            await store.keep_failure(tx, *of, code_of(reason))
    tx.say(found)


async def check_spelling_v1(
    tx: Transaction, command: CheckSpellingV1, found: SpellingChecked | SpellingFailed
) -> None:
    """The same for a command that brings its names."""
    await check_spelling(tx, command, found)


def give_up(command: CheckSpelling | CheckSpellingV1, _why: str) -> list[SpellingFailed]:
    """Checking failed again and again: nobody shall wait for it."""
    return [_failed(command, BROKE_DOWN)]


def _failed(command: CheckSpelling | CheckSpellingV1, reason: Reason) -> SpellingFailed:
    return SpellingFailed(batch=command.batch, essay=command.essay, run=command.run, reason=reason)


ROUTES: Routes = {
    BatchRegistered: Route(on_batch_registered),
    CheckSpelling: Route(check_spelling, prepare=check, on_give_up=give_up),
    CheckSpellingV1: Route(check_spelling_v1, prepare=check_v1, on_give_up=give_up),
}
