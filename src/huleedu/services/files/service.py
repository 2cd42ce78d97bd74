"""The service `files`, defined."""

from pathlib import Path

from huleedu.kit.service import Service
from huleedu.services.files import handlers
from huleedu.services.files.handlers import FilesPorts
from huleedu.services.files.store import KEPT

__all__ = ["SERVICE", "FilesPorts"]

SERVICE = Service(
    name="files",
    purpose="receive an upload, read its text, keep both, pass it on",
    schema=Path(__file__).parent / "schema",
    routes=handlers.ROUTES,
    kept=KEPT,
)
