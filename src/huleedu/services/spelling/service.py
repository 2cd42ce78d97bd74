"""The service `spelling`, defined."""

from pathlib import Path

from huleedu.contracts.batches import CheckSpelling
from huleedu.kit.service import Route, Routes, Service
from huleedu.services.spelling import handlers
from huleedu.services.spelling.handlers import Ports

__all__ = ["SERVICE", "Ports"]

ROUTES: Routes = {CheckSpelling: Route(handlers.keep, prepare=handlers.check)}

SERVICE = Service(
    name="spelling",
    purpose="find misspellings, suggest corrections (English, Swedish)",
    schema=Path(__file__).parent / "schema",
    routes=ROUTES,
    on_give_up={CheckSpelling: handlers.give_up},
)
