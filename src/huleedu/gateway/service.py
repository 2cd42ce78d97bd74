"""The service `gateway`, defined."""

from pathlib import Path

from huleedu.gateway.answered import prune
from huleedu.gateway.uploads import store
from huleedu.kit.service import Periodic, Service

SERVICE = Service(
    name="gateway",
    purpose="take in people's files and commands",
    schema=Path(__file__).parent / "schema",
    periodic=(
        Periodic("forget uploads that ended", 60.0, store.forget_expired),
        Periodic("forget answers of yesterday", 3600.0, prune),
    ),
)
