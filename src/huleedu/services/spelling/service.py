"""The spelling service's card."""

from pathlib import Path

from huleedu.contracts.batches import CheckSpelling
from huleedu.kit.service import Card, Route, Routes
from huleedu.services.spelling import handlers
from huleedu.services.spelling.handlers import Ports

__all__ = ["CARD", "Ports"]

ROUTES: Routes = {CheckSpelling: Route(handlers.keep, first=handlers.check)}

CARD = Card(
    name="spelling",
    purpose="find misspellings, suggest corrections (English, Swedish)",
    schema=Path(__file__).parent / "schema",
    routes=ROUTES,
    regrets={CheckSpelling: handlers.give_up},
)
