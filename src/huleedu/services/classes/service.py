"""The service `classes`, defined."""

from pathlib import Path

from huleedu.kit.service import Periodic, Service
from huleedu.services.classes import handlers
from huleedu.services.classes.handlers import ClassesPorts
from huleedu.services.classes.store.kept import KEPT

__all__ = ["SERVICE", "ClassesPorts"]

SERVICE = Service(
    name="classes",
    purpose="classes and their pupils; find whose essay each is",
    schema=Path(__file__).parent / "schema",
    routes=handlers.ROUTES,
    kept=KEPT,
    periodic=(
        Periodic("match what is due", 2.0, handlers.match_due),
        Periodic("forget lists", 3600.0, handlers.forget_lists),
    ),
)
