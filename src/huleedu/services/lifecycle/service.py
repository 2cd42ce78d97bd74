"""The service `lifecycle`, defined."""

from pathlib import Path

from huleedu.contracts.batches import BatchRegistered, StepFinished
from huleedu.contracts.files import ArchiveUnpacked, FileRefused, TextRead
from huleedu.contracts.gateway import AddSlots, EndIntake, FilesOffered, StopWaiting
from huleedu.contracts.lifecycle import OfferTexts
from huleedu.kit.service import Periodic, Route, Routes, Service
from huleedu.services.lifecycle import handlers
from huleedu.services.lifecycle.handlers import Ports

__all__ = ["SERVICE", "Ports"]

ROUTES: Routes = {
    FilesOffered: Route(handlers.on_files_offered),
    ArchiveUnpacked: Route(handlers.on_archive_unpacked),
    TextRead: Route(handlers.on_text_read, together=True),
    FileRefused: Route(handlers.on_file_refused),
    BatchRegistered: Route(handlers.on_batch_registered),
    EndIntake: Route(handlers.on_end_intake),
    StopWaiting: Route(handlers.stop_waiting),
    AddSlots: Route(handlers.add_slots),
    OfferTexts: Route(handlers.offer_texts, prepare=handlers.ask_ledger),
    StepFinished: Route(handlers.on_step_finished),
}

SERVICE = Service(
    name="lifecycle",
    purpose="give each essay exactly one slot, and know its state",
    schema=Path(__file__).parent / "schema",
    routes=ROUTES,
    periodic=(Periodic("close overdue batches", 5.0, handlers.close_overdue),),
)
