"""Look at the engines that are set: will they do for this program?"""

from typing import NamedTuple

from huleedu.engines.nats import server as nats_server
from huleedu.engines.postgres.check import check as check_postgres
from huleedu.engines.valkey import server as valkey_server
from huleedu.kit import extras
from huleedu.kit.fitness import Finding
from huleedu.wiring.program import all_migrations, reach_database
from huleedu.wiring.settings import Settings


class EngineFound(NamedTuple):
    """What was found of one engine."""

    engine: str
    findings: list[Finding]


async def check_engines(settings: Settings) -> list[EngineFound]:
    """PostgreSQL's findings, and NATS' and Valkey's where their URLs are set.

    Raises `CannotStart`, `NotInstalled` or `EngineAway`.
    """
    general = settings.general
    async with reach_database(settings) as address:
        wanted = all_migrations()
        findings = await check_postgres(address, wanted, general.database_connections)
    found = [EngineFound("PostgreSQL", findings)]
    if general.nats_url:
        found.append(EngineFound("NATS", await check_nats_at(general.nats_url, settings)))
    if general.valkey_url:
        found.append(EngineFound("Valkey", await check_valkey_at(general.valkey_url)))
    return found


async def check_nats_at(urls: str, settings: Settings) -> list[Finding]:
    """NATS' findings; raises `NotInstalled`."""
    extras.need("nats", nats_server.CLIENT)
    # only who wants it waits for it to load, and has it
    from huleedu.engines.nats.check import check as check_nats  # noqa: PLC0415

    monitors = settings.general.nats_monitor
    return await check_nats(urls.split(","), monitors.split(",") if monitors else [])


async def check_valkey_at(url: str) -> list[Finding]:
    """Valkey's findings; raises `NotInstalled`."""
    extras.need("valkey", valkey_server.CLIENT)
    from huleedu.engines.valkey.check import check as check_valkey  # noqa: PLC0415

    return await check_valkey(url)
