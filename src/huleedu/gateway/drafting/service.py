"""The service `drafting`, defined: it has a school's language model draft feedback."""

from pathlib import Path

from huleedu.gateway.drafting.handlers import ROUTES, DraftingPorts
from huleedu.kit.service import Service

__all__ = ["SERVICE", "DraftingPorts"]

SERVICE = Service(
    name="drafting",
    purpose="have a school's language model draft feedback, within budget",
    schema=Path(__file__).parent / "schema",
    routes=ROUTES,
)
