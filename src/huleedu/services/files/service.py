"""The service `files`, defined."""

from pathlib import Path

from huleedu.contracts.files import ReadFile
from huleedu.contracts.gateway import FilesOffered
from huleedu.kit.service import Route, Routes, Service
from huleedu.services.files import handlers
from huleedu.services.files.handlers import Ports

__all__ = ["SERVICE", "Ports"]

ROUTES: Routes = {
    FilesOffered: Route(handlers.on_files_offered),
    ReadFile: Route(handlers.keep, prepare=handlers.read),
}

SERVICE = Service(
    name="files",
    purpose="receive an upload, read its text, keep both, pass it on",
    schema=Path(__file__).parent / "schema",
    routes=ROUTES,
    on_give_up={ReadFile: handlers.give_up},
)
