"""The service `lifecycle`, defined."""

from pathlib import Path

from huleedu.kit.service import Periodic, Service
from huleedu.services.lifecycle import handlers
from huleedu.services.lifecycle.handlers import LifecyclePorts
from huleedu.services.lifecycle.store.kept import KEPT

__all__ = ["SERVICE", "LifecyclePorts"]

SERVICE = Service(
    name="lifecycle",
    purpose="give each essay exactly one slot, and know its state",
    schema=Path(__file__).parent / "schema",
    routes=handlers.ROUTES,
    kept=KEPT,
    periodic=(Periodic("close overdue batches", 5.0, handlers.close_overdue),),
)
