"""The service `results`, defined."""

from pathlib import Path

from huleedu.contracts import batches, files, gateway, lifecycle, linguistics, spelling
from huleedu.kit.service import Route, Routes, Service
from huleedu.services.results import handlers

OF_A_FILE = Route(handlers.on_file_event, together=True)

ROUTES: Routes = {
    batches.BatchRegistered: Route(handlers.on_batch_registered),
    batches.RegistrationRefused: Route(handlers.on_registration_refused),
    gateway.FilesOffered: Route(handlers.on_files_offered),
    files.ArchiveUnpacked: Route(handlers.on_archive_unpacked),
    files.TextRead: OF_A_FILE,
    files.FileRefused: OF_A_FILE,
    lifecycle.SlotAssigned: OF_A_FILE,
    lifecycle.EssayRefused: OF_A_FILE,
    lifecycle.EssayLeftOver: OF_A_FILE,
    lifecycle.EssayReplaced: OF_A_FILE,
    lifecycle.SlotsAdded: Route(handlers.on_slots_added),
    lifecycle.BatchSettled: Route(handlers.on_batch_settled),
    batches.StepStarted: Route(handlers.on_step_started),
    spelling.SpellingChecked: OF_A_FILE,
    linguistics.LanguageMeasured: OF_A_FILE,
    batches.StepFinished: Route(handlers.on_step_finished),
    batches.BatchAssessed: Route(handlers.on_batch_assessed),
    batches.BatchFailed: Route(handlers.on_batch_failed),
}

SERVICE = Service(
    name="results",
    purpose="the finished report that a teacher reads",
    schema=Path(__file__).parent / "schema",
    routes=ROUTES,
)
