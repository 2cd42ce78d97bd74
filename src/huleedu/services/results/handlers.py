"""Put what each service says where a reader finds it."""

from collections.abc import Sequence
from uuid import UUID

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
    StepFinished,
    StepStarted,
)
from huleedu.contracts.classes import MatchedPupil, PupilsMatched
from huleedu.contracts.files import ArchiveUnpacked, FileRefused, TextRead
from huleedu.contracts.gateway import FilesExpected, FilesOffered
from huleedu.contracts.judging import RankingMade
from huleedu.contracts.lifecycle import (
    BatchSettled,
    EssayLeftOver,
    EssayRefused,
    EssayReplaced,
    EssayWithdrawn,
    SlotAssigned,
    SlotHandedOver,
    SlotsAdded,
)
from huleedu.contracts.linguistics import LanguageMeasured
from huleedu.contracts.reason import Reason
from huleedu.contracts.spelling import SpellingChecked
from huleedu.kit.service import Heard, Route, Routes, Transaction
from huleedu.services.results import store
from huleedu.services.results.store import owned, rankings, replacing

FileEvent = (
    TextRead
    | FileRefused
    | SlotAssigned
    | EssayRefused
    | EssayLeftOver
    | EssayReplaced
    | EssayWithdrawn
    | SpellingChecked
    | LanguageMeasured
)
"""What is said of one file."""

NO_SLOT = "no_slot"


async def on_batch_registered(tx: Transaction, event: BatchRegistered) -> None:
    """The batch has a title and slots."""
    await store.registered(tx, event)


async def on_batch_renamed(tx: Transaction, event: BatchRenamed) -> None:
    """The batch has another title."""
    await store.mention(tx, event.batch)
    await owned.rename(tx.sql, event.batch, event.title)


async def on_batch_shared(tx: Transaction, event: BatchShared) -> None:
    """A colleague may see the batch, or no longer."""
    await store.mention(tx, event.batch)
    await owned.share(tx.sql, event.batch, event.person, event.may)


async def on_batch_transferred(tx: Transaction, event: BatchTransferred) -> None:
    """The batch is somebody else's."""
    await store.mention(tx, event.batch)
    await owned.hand_on(tx.sql, event.batch, event.owner)


async def on_batch_archived(tx: Transaction, event: BatchArchived) -> None:
    """The batch is put away, or taken out again."""
    await store.mention(tx, event.batch)
    await owned.archive(tx.sql, event.batch, archived=event.archived)


async def on_names_revealed(tx: Transaction, event: NamesRevealed) -> None:
    """In a blind batch names are shown, or hidden again."""
    await store.mention(tx, event.batch)
    await owned.show_names(tx.sql, event.batch, shown=event.shown)


async def on_registration_refused(tx: Transaction, event: RegistrationRefused) -> None:
    """Whoever asked must be told."""
    await store.registration_refused(tx, event.batch, event.reason)


async def on_files_offered(tx: Transaction, event: FilesOffered) -> None:
    """Every file offered appears in the result."""
    await store.offered(tx, event.batch, event.files, parent=None)


async def on_files_expected(tx: Transaction, event: FilesExpected) -> None:
    """They will stand in this order, in whichever they come."""
    await store.expected(tx, event.batch, event.files)


async def on_archive_unpacked(tx: Transaction, event: ArchiveUnpacked) -> None:
    """The members appear in the archive's place."""
    await store.offered(tx, event.batch, event.members, parent=event.essay)
    held = Reason("held_files", {"n": len(event.members)})
    await store.set_file(
        tx, event.batch, event.essay, name=event.name, state="unpacked", reason=held
    )


async def on_file_event(tx: Transaction, batch: UUID, heard: Sequence[Heard[FileEvent]]) -> None:
    """Keep what is said of files; what is said later of the same file adds to it."""
    files: dict[UUID, dict[str, object]] = {}
    for each in heard:
        files.setdefault(each.message.essay, {}).update(_columns(each.message))
    await store.set_files(tx, batch, files)


def _columns(event: FileEvent) -> dict[str, object]:
    """What the event tells of its file, by the columns of its row."""
    match event:
        case TextRead():  # it can be shown
            return {
                "name": event.name,
                "text": event.text,
                "format": event.format,
                "pages": event.pages,
                "notes": event.notes,
            }
        case FileRefused(name=name):  # it is known even when nothing else is
            return {"name": name}
        case SlotAssigned(slot=slot):
            return {"state": "assigned", "slot": slot, "code": "", "reason": ""}
        case EssayRefused(code=code, reason=reason, same_as=same):
            return {"state": "refused", "code": code, "reason": reason, "same_as": same}
        case EssayLeftOver():
            return {"state": "left_over", "code": NO_SLOT, "reason": Reason(NO_SLOT)}
        case EssayReplaced():  # a corrected upload stands for it now
            return {"state": "replaced"}
        case EssayWithdrawn():  # until it is offered again
            return {"state": "withdrawn"}
        case SpellingChecked():
            return {
                "language": event.language,
                "misspellings": event.misspellings,
                "remarks": event.remarks,
            }
        case LanguageMeasured():
            return {"measures": event.measures, "not_measured": event.not_measured}


async def on_slot_handed_over(tx: Transaction, event: SlotHandedOver) -> None:
    """Another file has the slot, and stands where the one before stood."""
    await store.mention(tx, event.batch)
    await replacing.replaced(tx.sql, event.batch, event.essay, event.by)
    has = {"state": "assigned", "slot": event.slot, "code": "", "reason": ""}
    await store.set_files(tx, event.batch, {event.by: {"name": event.name, **has}})


async def on_slots_added(tx: Transaction, event: SlotsAdded) -> None:
    """The batch has more slots."""
    await store.slots_added(tx, event.batch, event.slots)


async def on_batch_settled(tx: Transaction, event: BatchSettled) -> None:
    """It is known who takes part."""
    await store.settled(tx, event)


async def on_pupils_matched(tx: Transaction, event: PupilsMatched) -> None:
    """It is known whose essays these are, or why not."""
    await store.matched(tx, event.batch, event.settlement)
    await store.set_files(tx, event.batch, {one.essay: _pupil(one) for one in event.essays})


def _pupil(one: MatchedPupil) -> dict[str, object]:
    """Whose the file is, by the columns of its row."""
    return {
        "pupil": ", ".join(name for name in (one.pupil, *one.also) if name),
        "pupil_id": one.pupil_id,
        "pupil_sure": one.sure,
        "pupil_by_hand": one.by_hand,
        "pupil_found_in": one.found_in,
        "pupil_reason": one.reason,
        "pupil_others": one.others,
    }


async def on_step_started(tx: Transaction, event: StepStarted) -> None:
    """The batch is at work."""
    await store.step_started(tx, event)


async def on_step_finished(tx: Transaction, event: StepFinished) -> None:
    """It is known for whom the step failed."""
    await store.step_finished(tx, event)


async def on_batch_assessed(tx: Transaction, event: BatchAssessed) -> None:
    """The report is finished."""
    await store.finished(tx, event.batch, event.run, "assessed", "")


async def on_batch_failed(tx: Transaction, event: BatchFailed) -> None:
    """The batch could not go on, and why."""
    await store.finished(tx, event.batch, event.run, "failed", event.reason)


async def on_ranking_made(tx: Transaction, event: RankingMade) -> None:
    """The batch has another ranking."""
    await rankings.made(tx, event)


OF_A_FILE = Route(on_file_event, together=True)

ROUTES: Routes = {
    BatchRegistered: Route(on_batch_registered),
    BatchRenamed: Route(on_batch_renamed),
    BatchShared: Route(on_batch_shared),
    BatchTransferred: Route(on_batch_transferred),
    BatchArchived: Route(on_batch_archived),
    NamesRevealed: Route(on_names_revealed),
    RegistrationRefused: Route(on_registration_refused),
    FilesExpected: Route(on_files_expected),
    FilesOffered: Route(on_files_offered),
    ArchiveUnpacked: Route(on_archive_unpacked),
    TextRead: OF_A_FILE,
    FileRefused: OF_A_FILE,
    SlotAssigned: OF_A_FILE,
    EssayRefused: OF_A_FILE,
    EssayLeftOver: OF_A_FILE,
    EssayReplaced: OF_A_FILE,
    EssayWithdrawn: OF_A_FILE,
    SlotHandedOver: Route(on_slot_handed_over),
    SlotsAdded: Route(on_slots_added),
    BatchSettled: Route(on_batch_settled),
    PupilsMatched: Route(on_pupils_matched),
    StepStarted: Route(on_step_started),
    SpellingChecked: OF_A_FILE,
    LanguageMeasured: OF_A_FILE,
    StepFinished: Route(on_step_finished),
    BatchAssessed: Route(on_batch_assessed),
    BatchFailed: Route(on_batch_failed),
    RankingMade: Route(on_ranking_made),
}
