"""The lifecycle's card."""

from pathlib import Path

from huleedu.contracts.batches import BatchRegistered, StepFinished
from huleedu.contracts.files import ArchiveUnpacked, FileRefused, TextRead
from huleedu.contracts.gateway import AddSlots, EndIntake, FilesOffered, StopWaiting
from huleedu.contracts.lifecycle import OfferTexts
from huleedu.kit.service import Card, Chore, Route, Routes
from huleedu.services.lifecycle import handlers
from huleedu.services.lifecycle.handlers import Ports

__all__ = ["CARD", "Ports"]

ROUTES: Routes = {
    FilesOffered: Route(handlers.on_files_offered),
    ArchiveUnpacked: Route(handlers.on_archive_unpacked),
    TextRead: Route(handlers.on_text_read, together=True),
    FileRefused: Route(handlers.on_file_refused),
    BatchRegistered: Route(handlers.on_batch_registered),
    EndIntake: Route(handlers.on_end_intake),
    StopWaiting: Route(handlers.stop_waiting),
    AddSlots: Route(handlers.add_slots),
    OfferTexts: Route(handlers.offer_texts, first=handlers.ask_ledger),
    StepFinished: Route(handlers.on_step_finished),
}

CARD = Card(
    name="lifecycle",
    purpose="give each essay exactly one slot, and know its state",
    schema=Path(__file__).parent / "schema",
    routes=ROUTES,
    chores=(Chore("close overdue batches", 5.0, handlers.close_overdue),),
)
