"""The linguistics service's card."""

from pathlib import Path

from huleedu.contracts.batches import MeasureLanguage
from huleedu.kit.service import Card, Route, Routes
from huleedu.services.linguistics import handlers
from huleedu.services.linguistics.handlers import Ports

__all__ = ["CARD", "Ports"]

ROUTES: Routes = {MeasureLanguage: Route(handlers.keep, first=handlers.measure)}

CARD = Card(
    name="linguistics",
    purpose="measure the language of a text",
    schema=Path(__file__).parent / "schema",
    routes=ROUTES,
    regrets={MeasureLanguage: handlers.give_up},
)
