"""The service `classes`, defined."""

from pathlib import Path

from huleedu.kit.service import Service
from huleedu.services.classes import handlers
from huleedu.services.classes.handlers import ClassesPorts

__all__ = ["SERVICE", "ClassesPorts"]

SERVICE = Service(
    name="classes",
    purpose="find whose essay each is",
    schema=Path(__file__).parent / "schema",
    routes=handlers.ROUTES,
)
