"""The service `judging`, defined. Judges ask it and wait; what it makes of their word is said."""

from pathlib import Path

from huleedu.kit.service import Periodic, Service
from huleedu.services.judging import handlers
from huleedu.services.judging.handlers import JudgingPorts
from huleedu.services.judging.store.kept import KEPT

__all__ = ["SERVICE", "JudgingPorts"]

SERVICE = Service(
    name="judging",
    purpose="hand out pairs to judges, keep every decision, rank",
    schema=Path(__file__).parent / "schema",
    routes=handlers.ROUTES,
    kept=KEPT,
    periodic=(
        Periodic("ask for rankings", 5.0, handlers.ask_for_rankings),
        Periodic("have models judge", 2.0, handlers.have_models_judge),
        Periodic("end by day", 10.0, handlers.end_by_day),
    ),
)
