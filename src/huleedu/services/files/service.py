"""The files service's card."""

from pathlib import Path

from huleedu.contracts.files import ReadFile
from huleedu.contracts.gateway import FilesOffered
from huleedu.kit.service import Card, Route, Routes
from huleedu.services.files import handlers
from huleedu.services.files.handlers import Ports

__all__ = ["CARD", "Ports"]

ROUTES: Routes = {
    FilesOffered: Route(handlers.on_files_offered),
    ReadFile: Route(handlers.keep, first=handlers.read),
}

CARD = Card(
    name="files",
    purpose="receive an upload, read its text, keep both, pass it on",
    schema=Path(__file__).parent / "schema",
    routes=ROUTES,
    regrets={ReadFile: handlers.give_up},
)
