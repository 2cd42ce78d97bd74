"""The service `linguistics`, defined."""

from pathlib import Path

from huleedu.contracts.batches import MeasureLanguage
from huleedu.kit.service import Route, Routes, Service
from huleedu.services.linguistics import handlers
from huleedu.services.linguistics.handlers import Ports

__all__ = ["SERVICE", "Ports"]

ROUTES: Routes = {MeasureLanguage: Route(handlers.keep, prepare=handlers.measure)}

SERVICE = Service(
    name="linguistics",
    purpose="measure the language of a text",
    schema=Path(__file__).parent / "schema",
    routes=ROUTES,
    on_give_up={MeasureLanguage: handlers.give_up},
)
