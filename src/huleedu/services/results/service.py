"""The service `results`, defined."""

from pathlib import Path

from huleedu.kit.service import Service
from huleedu.services.results import handlers
from huleedu.services.results.store.kept import KEPT

SERVICE = Service(
    name="results",
    purpose="the finished report that a teacher reads",
    schema=Path(__file__).parent / "schema",
    routes=handlers.ROUTES,
    kept=KEPT,
)
