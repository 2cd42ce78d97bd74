"""The service `exports`, defined: it makes what teachers take away."""

from pathlib import Path

from huleedu.gateway.exports import store
from huleedu.gateway.exports.making import ROUTES, ExportsPorts
from huleedu.kit.service import Periodic, Service

__all__ = ["SERVICE", "ExportsPorts"]

SERVICE = Service(
    name="exports",
    purpose="make what is taken away: tables, pages, files for platforms, the record",
    schema=Path(__file__).parent / "schema",
    routes=ROUTES,
    periodic=(Periodic("forget exports", 3600.0, store.forget_old),),
)
