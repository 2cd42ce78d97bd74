"""The service `results`, defined."""

from pathlib import Path

from huleedu.kit.service import Service
from huleedu.services.results import handlers

SERVICE = Service(
    name="results",
    purpose="the finished report that a teacher reads",
    schema=Path(__file__).parent / "schema",
    routes=handlers.ROUTES,
)
