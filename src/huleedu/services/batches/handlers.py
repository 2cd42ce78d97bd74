"""What the batches service does about each message it hears."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import groupby
from uuid import UUID

import msgspec

from huleedu.contracts.batches import (
    BatchArchived,
    BatchAssessed,
    BatchFailed,
    BatchRegistered,
    BatchRenamed,
    BatchShared,
    BatchTransferred,
    NamesRevealed,
    RegistrationRefused,
    Step,
    StepFailure,
    StepFinished,
    StepStarted,
    roster_of,
)
from huleedu.contracts.gateway import (
    ArchiveBatch,
    RegisterBatch,
    RenameBatch,
    RetryBatch,
    SetLanguage,
    ShareBatch,
    ShowNames,
    StopWaiting,
    TransferBatch,
)
from huleedu.contracts.lifecycle import BatchSettled, SettledEssay, SlotAssigned, SlotHandedOver
from huleedu.contracts.linguistics import LanguageMeasured, LanguageNotMeasured
from huleedu.contracts.reason import Reason
from huleedu.contracts.spelling import SpellingChecked, SpellingFailed
from huleedu.kit import outbox
from huleedu.kit.service import Heard, Route, Routes, Transaction, TryAgain
from huleedu.services.batches import domain, store
from huleedu.services.batches.domain import (
    STEPS,
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
from huleedu.services.batches.domain.asking import ASK, BatchSettings, SpellingDetail
from huleedu.services.batches.store import Belonging, ahead, languages, replacing

Answer = SpellingChecked | SpellingFailed | LanguageMeasured | LanguageNotMeasured

CLOSED_SHORT = Reason("closed_short")
ASKED_AT_ONCE = 500
TOO_LATE = Reason("too_late")


async def register_batch(tx: Transaction, command: RegisterBatch) -> None:
    """Make the batch; the same registration again is no error and makes nothing new."""
    digest = _digest(command)
    verdict = domain.register(command.title, digest, await store.digest(tx.sql, command.batch))
    if isinstance(verdict, Refusal):
        tx.say(RegistrationRefused(batch=command.batch, reason=Reason(verdict.value)))
    elif isinstance(verdict, NewBatch):
        pupils, roster = command.pupils, roster_of(command.pupils)
        asked = BatchSettings(command.language, pupils, roster, command.deadline_s)
        whose = Belonging(command.school, command.owner, command.class_, command.due, command.blind)
        if not await store.register(
            tx, command.batch, command.title, command.slots, asked, whose, digest
        ):
            raise TryAgain  # somebody else was faster: is it the same registration?
        tx.say(
            BatchRegistered(
                batch=command.batch,
                title=command.title,
                slots=command.slots,
                language=command.language,
                pupils=command.pupils,
                deadline_s=command.deadline_s,
                school=command.school,
                owner=command.owner,
                class_=command.class_,
                due=command.due,
                blind=command.blind,
            )
        )


def _digest(command: RegisterBatch) -> str:
    """Stands for the command; what it lacked when it was younger counts only if it is set."""
    asked: dict[str, object] = msgspec.to_builtins(command)
    usual: dict[str, object] = msgspec.to_builtins(
        RegisterBatch(batch=command.batch, title="", slots=None)
    )
    since = {"school", "owner", "class", "due", "blind"}
    kept = {k: v for k, v in asked.items() if k not in since or v != usual[k]}
    return sha256(msgspec.json.encode(kept)).hexdigest()


async def rename_batch(tx: Transaction, command: RenameBatch) -> None:
    """The batch has another title from now on."""
    await _must_be_registered(tx, command.batch)
    title = command.title.strip()
    if title and await store.rename(tx.sql, command.batch, title):
        tx.say(BatchRenamed(batch=command.batch, title=title))


async def share_batch(tx: Transaction, command: ShareBatch) -> None:
    """A colleague may see the batch, or no longer."""
    await _must_be_registered(tx, command.batch)
    person, may = command.person, command.may
    if await store.share(tx.sql, command.batch, person, may):
        tx.say(BatchShared(batch=command.batch, person=person, may=may))


async def transfer_batch(tx: Transaction, command: TransferBatch) -> None:
    """The batch is somebody else's."""
    await _must_be_registered(tx, command.batch)
    if await store.hand_on(tx.sql, command.batch, command.owner):
        tx.say(BatchTransferred(batch=command.batch, owner=command.owner))


async def archive_batch(tx: Transaction, command: ArchiveBatch) -> None:
    """The batch is put away, or taken out again."""
    await _must_be_registered(tx, command.batch)
    if await store.archive(tx.sql, command.batch, archived=command.archived):
        tx.say(BatchArchived(batch=command.batch, archived=command.archived))


async def show_names(tx: Transaction, command: ShowNames) -> None:
    """In a blind batch names are shown, or hidden again; in others they always are."""
    await _must_be_registered(tx, command.batch)
    if await store.show_names(tx.sql, command.batch, shown=command.shown):
        tx.say(NamesRevealed(batch=command.batch, shown=command.shown))


async def _must_be_registered(tx: Transaction, batch: UUID) -> None:
    if await store.digest(tx.sql, batch) is None:
        raise TryAgain


async def on_batch_settled(tx: Transaction, event: BatchSettled) -> None:
    """Take up the essays that are new, and begin a run."""
    if event.revision <= (await _load(tx, event.batch, only=())).revision:
        return
    still = await replacing.without_replaced(tx.sql, [one.essay for one in event.essays])
    taking = [one for one in event.essays if one.essay in still]
    for before in await replacing.holders(tx.sql, event.batch, taking):
        await replacing.take_out(tx, event.batch, before)
    new = await store.add_essays(tx.sql, event.batch, taking)
    gone = [one.slot for one in event.essays if one.essay not in still]
    new |= await replacing.settle(tx.sql, event.batch, gone)
    await _begin_run(tx, replace(await _load(tx, event.batch), revision=event.revision), new)


async def on_slot_assigned(
    tx: Transaction, batch: UUID, heard: Sequence[Heard[SlotAssigned]]
) -> None:
    """Check and measure essays ahead: people see it before it is settled who takes part."""
    await _load(tx, batch, only=())
    still = await replacing.without_replaced(tx.sql, [each.message.essay for each in heard])
    placed = [each.message for each in heard if each.message.essay in still]
    new = await ahead.add(
        tx.sql, batch, [SettledEssay(essay=p.essay, slot=p.slot, text=p.content) for p in placed]
    )
    if new:
        found = (await _load(tx, batch, only=new)).essays
        await _ask_ahead(tx, batch, "spelling", found)


async def _ask_ahead(tx: Transaction, batch: UUID, step: Step, essays: Sequence[Essay]) -> None:
    settings = await store.settings(tx.sql, batch)
    await ahead.ask(tx.sql, [essay.essay for essay in essays], step)
    ask = ASK[step]
    tx.say(*(ask(batch, essay.ahead_run, settings, essay) for essay in essays))


async def on_slot_handed_over(tx: Transaction, event: SlotHandedOver) -> None:
    """Another text has the slot: it is checked and measured, and what was found before ends."""
    batch, by = event.batch, event.by
    await _load(tx, batch, only=())
    settled = await replacing.take_out(tx, batch, event.essay)
    one = SettledEssay(essay=by, slot=event.slot, text=event.content)
    if settled:
        new = await store.add_essays(tx.sql, batch, [one])
        await _begin_run(tx, await _load(tx, batch), new)
    elif await ahead.add(tx.sql, batch, [one]):
        await _ask_ahead(tx, batch, STEPS[0], (await _load(tx, batch, only=[by])).essays)


async def on_result(tx: Transaction, batch: UUID, heard: Sequence[Heard[Answer]]) -> None:
    """Essays have been worked on, or could not be: take the results that count."""
    for step, group in groupby(heard, key=_step_of):
        await _take(tx, batch, step, list(group))


def _step_of(heard: Heard[Answer]) -> Step:
    return _result_of(heard.message)[0]


def _result_of(event: Answer) -> tuple[Step, Result]:
    match event:
        case SpellingChecked():
            detail = SpellingDetail(event.language, len(event.misspellings))
            return "spelling", Succeeded(msgspec.to_builtins(detail))
        case SpellingFailed():
            return "spelling", FailedResult(event.reason)
        case LanguageMeasured():
            return "linguistics", Succeeded()
        case LanguageNotMeasured():
            return "linguistics", FailedResult(event.reason)


async def retry_batch(tx: Transaction, command: RetryBatch) -> None:
    """Try again what failed; what succeeded is reused."""
    board = await _load(tx, command.batch)
    if board.state not in (BatchState.ASSESSED, BatchState.FAILED):
        return  # it is at work: there is nothing to try again yet
    await store.forget_failures(tx, command.batch)
    await _begin_run(tx, domain.retry(board))


async def set_language(tx: Transaction, command: SetLanguage) -> None:
    """Check and measure an essay in another language, in a run that does nothing else anew."""
    await _must_be_registered(tx, command.batch)
    board = await _load(tx, command.batch, only=[command.essay])
    if not await languages.tell(tx.sql, command.batch, command.essay, command.language):
        return
    if board.essays:  # else it is asked so when it has a slot
        await languages.forget_results(tx, command.batch, command.essay)
        if board.essays[0].settled:
            await _begin_run(tx, await _load(tx, command.batch), [command.essay])
        else:
            anew = await _load(tx, command.batch, only=[command.essay])
            await _ask_ahead(tx, command.batch, STEPS[0], anew.essays)


async def stop_waiting(tx: Transaction, command: StopWaiting) -> None:
    """End the step that is being taken, with what there is."""
    await _give_up(tx, command.batch, CLOSED_SHORT)


async def close_overdue(tx: Transaction) -> None:
    """No step waits for ever."""
    for batch in await store.overdue(tx.sql, tx.now):
        await _give_up(tx, batch, TOO_LATE)


async def _load(tx: Transaction, batch: UUID, *, only: Iterable[UUID] | None = None) -> Board:
    found = await store.load(tx.sql, batch, only=only)
    if found is None:
        raise TryAgain
    return found


async def _begin_run(tx: Transaction, board: Board, anew: Collection[UUID] = ()) -> None:
    board, asked = domain.remember_asked(board, anew)
    if asked and board.step:
        await ahead.remember(tx.sql, asked, board.step, board.run)
    await _carry_out(tx, *domain.begin_run(board))


async def _take(tx: Transaction, batch: UUID, step: Step, heard: list[Heard[Answer]]) -> None:
    board = await _load(tx, batch, only={each.message.essay for each in heard})
    known = {essay.essay: essay for essay in board.essays}
    taken: dict[UUID, Result] = {}
    awaited = 0
    ignored: list[tuple[UUID, int, domain.Ignored, UUID]] = []
    for each in heard:
        event = each.message
        alone = replace(board, essays=(known[event.essay],) if event.essay in known else ())
        verdict = domain.take(alone, event.essay, step, event.run)
        if isinstance(verdict, domain.Ignored):
            ignored.append((event.essay, event.run, verdict, each.envelope.id))
            continue
        taken[event.essay] = result = _result_of(event)[1]
        essay = known[event.essay]
        awaited += domain.awaits(board, essay, step)
        known[event.essay] = replace(essay, results={**essay.results, step: result})
    await store.ignore(tx, batch, step, ignored)
    if not taken:
        return
    left = await store.take(tx, board, step, taken, awaited)
    for later in STEPS:
        further = [known[e] for e in taken if domain.next_ahead(known[e], step) == later]
        if further:
            await _ask_ahead(tx, batch, later, further)
    if awaited and not left:
        await _carry_out(tx, *domain.go_on(await _load(tx, batch)))


async def _give_up(tx: Transaction, batch: UUID, reason: Reason) -> None:
    before = await store.load(tx.sql, batch)
    if before is None or before.step is None:
        return  # it waits for nothing here
    board, missing = domain.give_up_waiting(before, reason)
    await store.take(tx, before, before.step, missing, len(missing))
    await _carry_out(tx, *domain.go_on(board))


async def _carry_out(tx: Transaction, board: Board, decisions: list[Decision]) -> None:
    if not decisions:
        return
    settings = await store.settings(tx.sql, board.batch)
    await store.save(tx, board, settings.deadline_s)
    for decision in decisions:
        match decision:
            case StartStep():
                await store.start_step(tx, board, decision)
                await _ask_for_work(tx, board, settings, decision)
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


async def _ask_for_work(
    tx: Transaction, board: Board, settings: BatchSettings, start: StartStep
) -> None:
    tx.say(
        StepStarted(
            batch=board.batch,
            run=board.run,
            step=start.step,
            essays=len(start.essays) + start.ahead,
            reused=start.reused,
        )
    )
    ask = ASK[start.step]
    for at in range(0, len(start.essays), ASKED_AT_ONCE):
        some = start.essays[at : at + ASKED_AT_ONCE]
        tx.say(*(ask(board.batch, board.run, settings, essay) for essay in some))
        await outbox.write_said(tx)  # nobody waits while a large batch's words are written


RESULT = Route(on_result, together=True)

ROUTES: Routes = {
    RegisterBatch: Route(register_batch),
    RenameBatch: Route(rename_batch),
    ShareBatch: Route(share_batch),
    TransferBatch: Route(transfer_batch),
    ArchiveBatch: Route(archive_batch),
    ShowNames: Route(show_names),
    SlotAssigned: Route(on_slot_assigned, together=True),
    SlotHandedOver: Route(on_slot_handed_over),
    BatchSettled: Route(on_batch_settled),
    SpellingChecked: RESULT,
    SpellingFailed: RESULT,
    LanguageMeasured: RESULT,
    LanguageNotMeasured: RESULT,
    RetryBatch: Route(retry_batch),
    SetLanguage: Route(set_language),
    StopWaiting: Route(stop_waiting),
}
