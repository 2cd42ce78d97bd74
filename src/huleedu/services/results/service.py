"""The results service's card."""

from pathlib import Path

from huleedu.contracts import batches, files, gateway, lifecycle, linguistics, spelling
from huleedu.kit.service import Card, Route, Routes
from huleedu.services.results import handlers

ROUTES: Routes = {
    batches.BatchRegistered: Route(handlers.on_batch_registered),
    batches.RegistrationRefused: Route(handlers.on_registration_refused),
    gateway.FilesOffered: Route(handlers.on_files_offered),
    files.ArchiveUnpacked: Route(handlers.on_archive_unpacked),
    files.TextRead: Route(handlers.on_text_read),
    files.FileRefused: Route(handlers.on_file_refused),
    lifecycle.SlotAssigned: Route(handlers.on_slot_assigned),
    lifecycle.EssayRefused: Route(handlers.on_essay_refused),
    lifecycle.EssayLeftOver: Route(handlers.on_essay_left_over),
    lifecycle.EssayReplaced: Route(handlers.on_essay_replaced),
    lifecycle.SlotsAdded: Route(handlers.on_slots_added),
    lifecycle.BatchSettled: Route(handlers.on_batch_settled),
    batches.StepStarted: Route(handlers.on_step_started),
    spelling.SpellingChecked: Route(handlers.on_spelling_checked),
    linguistics.LanguageMeasured: Route(handlers.on_language_measured),
    batches.StepFinished: Route(handlers.on_step_finished),
    batches.BatchAssessed: Route(handlers.on_batch_assessed),
    batches.BatchFailed: Route(handlers.on_batch_failed),
}

CARD = Card(
    name="results",
    purpose="the finished picture that a teacher reads",
    schema=Path(__file__).parent / "schema",
    routes=ROUTES,
)
