"""The service `feedback`, defined."""

from pathlib import Path

from huleedu.kit.service import Periodic, Service
from huleedu.services.feedback.store import links

SERVICE = Service(
    name="feedback",
    purpose="what is written to each pupil, and what of it was given",
    schema=Path(__file__).parent / "schema",
    periodic=(Periodic("forget pupils' sessions", 3600.0, links.forget_ended),),
)
