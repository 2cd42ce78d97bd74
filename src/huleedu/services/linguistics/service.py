"""The service `linguistics`, defined."""

from pathlib import Path

from huleedu.kit.service import Service
from huleedu.services.linguistics import handlers
from huleedu.services.linguistics.handlers import LinguisticsPorts
from huleedu.services.linguistics.store import KEPT

__all__ = ["SERVICE", "LinguisticsPorts"]

SERVICE = Service(
    name="linguistics",
    purpose="measure the language of a text",
    schema=Path(__file__).parent / "schema",
    routes=handlers.ROUTES,
    kept=KEPT,
)
