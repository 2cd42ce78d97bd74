"""The service `batches`, defined."""

from pathlib import Path

from huleedu.kit.service import Periodic, Service
from huleedu.services.batches import handlers
from huleedu.services.batches.store.kept import KEPT

SERVICE = Service(
    name="batches",
    purpose="register a batch; decide which step it takes next",
    schema=Path(__file__).parent / "schema",
    routes=handlers.ROUTES,
    kept=KEPT,
    periodic=(Periodic("close overdue steps", 5.0, handlers.close_overdue),),
)
