"""The service `spelling`, defined."""

from pathlib import Path

from huleedu.kit.service import Service
from huleedu.services.spelling import handlers
from huleedu.services.spelling.handlers import SpellingPorts
from huleedu.services.spelling.store import KEPT

__all__ = ["SERVICE", "SpellingPorts"]

SERVICE = Service(
    name="spelling",
    purpose="find misspellings, suggest corrections (English, Swedish)",
    schema=Path(__file__).parent / "schema",
    routes=handlers.ROUTES,
    kept=KEPT,
)
