"""What the batches service does about each message it hears."""

from dataclasses import replace
from hashlib import sha256
from typing import Literal
from uuid import UUID

import msgspec

from huleedu.contracts.batches import (
    BatchAssessed,
    BatchFailed,
    BatchRegistered,
    CheckSpelling,
    MeasureLanguage,
    RegistrationRefused,
    Step,
    StepFailure,
    StepFinished,
    StepStarted,
)
from huleedu.contracts.gateway import RegisterBatch, RetryBatch, StopWaiting
from huleedu.contracts.lifecycle import BatchSettled
from huleedu.contracts.linguistics import LanguageMeasured, LanguageNotMeasured
from huleedu.contracts.message import Message
from huleedu.contracts.spelling import SpellingChecked, SpellingFailed
from huleedu.kit.service import Transaction, TryAgain
from huleedu.services.batches import domain, store
from huleedu.services.batches.domain import (
    BatchState,
    Board,
    Decision,
    Essay,
    FailBatch,
    FailedResult,
    FinishBatch,
    FinishStep,
    NewBatch,
    Refusal,
    Result,
    StartStep,
    Succeeded,
)
from huleedu.services.batches.store import Settings


class SpellingDetail(msgspec.Struct, frozen=True):
    """What measuring a text's language needs to know of its spelling."""

    language: Literal["en", "sv"]
    misspellings: int


CLOSED_SHORT = "The batch was closed before this was done."
TOO_LATE = "This was not done before the batch's deadline."


async def register_batch(tx: Transaction, command: RegisterBatch) -> None:
    """Make the batch; the same registration again is no error and makes nothing new."""
    digest = sha256(msgspec.json.encode(command)).hexdigest()
    verdict = domain.register(command.title, digest, await store.digest(tx.sql, command.batch))
    if isinstance(verdict, Refusal):
        tx.say(RegistrationRefused(batch=command.batch, reason=verdict.value))
    elif isinstance(verdict, NewBatch):
        if not await store.register(tx, command, digest):
            raise TryAgain  # somebody else was faster: is it the same registration?
        tx.say(
            BatchRegistered(
                batch=command.batch,
                title=command.title,
                slots=command.slots,
                language=command.language,
                pupils=command.pupils,
                deadline_s=command.deadline_s,
            )
        )


async def on_batch_settled(tx: Transaction, event: BatchSettled) -> None:
    """Take up the essays that are new, and begin a run."""
    board, settings = await _load(tx, event.batch)
    if event.revision <= board.revision:
        return
    await store.add_essays(tx.sql, event.batch, event.essays)
    board, settings = await _load(tx, event.batch)
    board = replace(board, revision=event.revision)
    await _begin_run(tx, board, settings)


async def on_spelling_checked(tx: Transaction, event: SpellingChecked) -> None:
    """An essay's spelling is known."""
    detail = SpellingDetail(event.language, len(event.misspellings))
    await _take(tx, event, "spelling", Succeeded(msgspec.to_builtins(detail)))


async def on_spelling_failed(tx: Transaction, event: SpellingFailed) -> None:
    """An essay's spelling could not be checked."""
    await _take(tx, event, "spelling", FailedResult(event.reason))


async def on_language_measured(tx: Transaction, event: LanguageMeasured) -> None:
    """An essay's language is measured."""
    await _take(tx, event, "linguistics", Succeeded())


async def on_language_not_measured(tx: Transaction, event: LanguageNotMeasured) -> None:
    """An essay's language could not be measured."""
    await _take(tx, event, "linguistics", FailedResult(event.reason))


async def retry_batch(tx: Transaction, command: RetryBatch) -> None:
    """Try again what failed; what succeeded is reused."""
    board, settings = await _load(tx, command.batch)
    if board.state not in (BatchState.ASSESSED, BatchState.FAILED):
        return  # it is at work: there is nothing to try again yet
    await store.forget_failures(tx, command.batch)
    await _begin_run(tx, domain.retry(board), settings)


async def stop_waiting(tx: Transaction, command: StopWaiting) -> None:
    """End the step that is being taken, with what there is."""
    await _give_up(tx, command.batch, CLOSED_SHORT)


async def close_overdue(tx: Transaction) -> None:
    """No step waits for ever."""
    for batch in await store.overdue(tx.sql, tx.now):
        await _give_up(tx, batch, TOO_LATE)


async def _load(
    tx: Transaction, batch: UUID, *, only: UUID | None = None
) -> tuple[Board, Settings]:
    found = await store.load(tx.sql, batch, only=only)
    if found is None:
        raise TryAgain
    return found


async def _begin_run(tx: Transaction, board: Board, settings: Settings) -> None:
    board, decisions = domain.begin_run(board)
    await _carry_out(tx, board, settings, decisions)


async def _take(
    tx: Transaction,
    event: SpellingChecked | SpellingFailed | LanguageMeasured | LanguageNotMeasured,
    step: Step,
    result: Result,
) -> None:
    board, settings = await _load(tx, event.batch, only=event.essay)
    verdict = domain.take(board, event.essay, step, event.run)
    if isinstance(verdict, domain.Ignored):
        await store.ignore(tx, event.batch, event.essay, step, event.run, verdict)
        return
    await store.take(tx, board, event.essay, step, result)
    if not await store.awaits(tx.sql, event.batch, step):
        board, settings = await _load(tx, event.batch)
        board, decisions = domain.go_on(board)
        await _carry_out(tx, board, settings, decisions)


async def _give_up(tx: Transaction, batch: UUID, reason: str) -> None:
    found = await store.load(tx.sql, batch)
    if found is None or found[0].step is None:
        return  # it waits for nothing here
    before, settings = found
    assert before.step
    board, missing = domain.give_up_waiting(before, reason)
    for essay, failed in missing.items():
        await store.take(tx, before, essay, before.step, failed)
    board, decisions = domain.go_on(board)
    await _carry_out(tx, board, settings, decisions)


async def _carry_out(
    tx: Transaction, board: Board, settings: Settings, decisions: list[Decision]
) -> None:
    if not decisions:
        return
    await store.save(tx, board, settings.deadline_s)
    for decision in decisions:
        match decision:
            case StartStep():
                await store.start_step(tx, board, decision)
                tx.say(*_work(board, settings, decision))
            case FinishStep():
                if await store.finish_step(tx, board, decision):
                    tx.say(_outcome(board, decision))
            case FinishBatch(essays, failed):
                tx.say(
                    BatchAssessed(batch=board.batch, run=board.run, essays=essays, failed=failed)
                )
            case FailBatch(reason):
                tx.say(BatchFailed(batch=board.batch, run=board.run, reason=reason))


def _outcome(board: Board, finish: FinishStep) -> StepFinished:
    return StepFinished(
        batch=board.batch,
        run=board.run,
        step=finish.step,
        succeeded=finish.succeeded,
        failed=tuple(StepFailure(essay=essay, reason=reason) for essay, reason in finish.failed),
    )


def _work(board: Board, settings: Settings, start: StartStep) -> list[Message]:
    started = StepStarted(
        batch=board.batch,
        run=board.run,
        step=start.step,
        essays=len(start.essays),
        reused=start.reused,
    )
    ask = {"spelling": _check_spelling, "linguistics": _measure_language}[start.step]
    return [started, *(ask(board, settings, essay) for essay in start.essays)]


def _check_spelling(board: Board, settings: Settings, essay: Essay) -> Message:
    return CheckSpelling(
        batch=board.batch,
        essay=essay.essay,
        run=board.run,
        text=essay.text,
        language=settings.language,
        names=settings.pupils,
    )


def _measure_language(board: Board, _settings: Settings, essay: Essay) -> Message:
    spelling = essay.results["spelling"]
    assert isinstance(spelling, Succeeded)
    found = msgspec.convert(spelling.detail, SpellingDetail)
    return MeasureLanguage(
        batch=board.batch,
        essay=essay.essay,
        run=board.run,
        text=essay.text,
        language=found.language,
        misspellings=found.misspellings,
    )
