"""Put what each service says where a reader finds it."""

from huleedu.contracts.batches import (
    BatchAssessed,
    BatchFailed,
    BatchRegistered,
    RegistrationRefused,
    StepFinished,
    StepStarted,
)
from huleedu.contracts.files import ArchiveUnpacked, FileRefused, TextRead
from huleedu.contracts.gateway import FilesOffered
from huleedu.contracts.lifecycle import (
    BatchSettled,
    EssayLeftOver,
    EssayRefused,
    EssayReplaced,
    SlotAssigned,
    SlotsAdded,
)
from huleedu.contracts.linguistics import LanguageMeasured
from huleedu.contracts.spelling import SpellingChecked
from huleedu.kit.service import Transaction
from huleedu.services.results import store

LEFT_OVER = "Every slot was taken when its turn came. The text is kept: add a slot to take it in."


async def on_batch_registered(tx: Transaction, event: BatchRegistered) -> None:
    """The batch has a title and slots."""
    await store.registered(tx, event)


async def on_registration_refused(tx: Transaction, event: RegistrationRefused) -> None:
    """Whoever asked must be told."""
    await store.registration_refused(tx, event.batch, event.reason)


async def on_files_offered(tx: Transaction, event: FilesOffered) -> None:
    """Every file offered appears in the result."""
    await store.mention(tx, event.batch)
    await store.offered(tx, event.batch, event.files, parent=None)


async def on_archive_unpacked(tx: Transaction, event: ArchiveUnpacked) -> None:
    """The members appear in the archive's place."""
    await store.offered(tx, event.batch, event.members, parent=event.essay)
    held = f"It held {len(event.members)} files, which stand here by themselves."
    await store.set_file(
        tx, event.batch, event.essay, name=event.name, state="unpacked", reason=held
    )


async def on_text_read(tx: Transaction, event: TextRead) -> None:
    """The text can be shown."""
    await store.set_file(
        tx,
        event.batch,
        event.essay,
        name=event.name,
        text=event.text,
        header=event.header,
        opening=event.opening,
        format=event.format,
        pages=event.pages,
        notes=list(event.notes),
    )


async def on_file_refused(tx: Transaction, event: FileRefused) -> None:
    """The file's name is known even when nothing else is."""
    await store.set_file(tx, event.batch, event.essay, name=event.name)


async def on_slot_assigned(tx: Transaction, event: SlotAssigned) -> None:
    """The essay has its slot."""
    await store.set_file(
        tx, event.batch, event.essay, state="assigned", slot=event.slot, code="", reason=""
    )


async def on_essay_refused(tx: Transaction, event: EssayRefused) -> None:
    """The file gets no slot, and why."""
    await store.set_file(
        tx, event.batch, event.essay, state="refused", code=event.code, reason=event.reason
    )


async def on_essay_left_over(tx: Transaction, event: EssayLeftOver) -> None:
    """The text is kept, without a slot."""
    await store.set_file(
        tx, event.batch, event.essay, state="left_over", code="no_slot", reason=LEFT_OVER
    )


async def on_essay_replaced(tx: Transaction, event: EssayReplaced) -> None:
    """A corrected upload stands for it now."""
    await store.set_file(tx, event.batch, event.essay, state="replaced")


async def on_slots_added(tx: Transaction, event: SlotsAdded) -> None:
    """The batch has more slots."""
    await store.slots_added(tx, event.batch, event.slots)


async def on_batch_settled(tx: Transaction, event: BatchSettled) -> None:
    """It is known who takes part."""
    await store.settled(tx, event)


async def on_step_started(tx: Transaction, event: StepStarted) -> None:
    """The batch is at work."""
    await store.step_started(tx, event)


async def on_spelling_checked(tx: Transaction, event: SpellingChecked) -> None:
    """The misspellings can be shown."""
    await store.set_file(
        tx, event.batch, event.essay, language=event.language, misspellings=event.misspellings
    )


async def on_language_measured(tx: Transaction, event: LanguageMeasured) -> None:
    """The measures can be shown."""
    await store.set_file(
        tx,
        event.batch,
        event.essay,
        measures=event.measures,
        not_measured=event.not_measured,
    )


async def on_step_finished(tx: Transaction, event: StepFinished) -> None:
    """It is known for whom the step failed."""
    await store.step_finished(tx, event)


async def on_batch_assessed(tx: Transaction, event: BatchAssessed) -> None:
    """The picture is finished."""
    await store.finished(tx, event.batch, event.run, "assessed", "")


async def on_batch_failed(tx: Transaction, event: BatchFailed) -> None:
    """The batch could not go on, and why."""
    await store.finished(tx, event.batch, event.run, "failed", event.reason)
