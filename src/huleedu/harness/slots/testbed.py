"""The engines of a run, its own, and the endpoints through which they are met."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from huleedu.engines.nats.server import unsupervised as unsupervised_nats
from huleedu.engines.postgres.cluster import SERVICES
from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.engines.postgres.embedded import socket_in
from huleedu.engines.postgres.migrations import migrate
from huleedu.engines.postgres.unsupervised import unsupervised as unsupervised_postgres
from huleedu.engines.supervisor.unsupervised import Unsupervised
from huleedu.engines.valkey.server import unsupervised as unsupervised_valkey
from huleedu.harness.slots.clients import Endpoints
from huleedu.lab.run.disk import Disk, disk
from huleedu.lab.run.proxy import Proxy, before_port, before_socket
from huleedu.wiring.program import all_migrations

UNDER_WAY = """
select count(*) from pg_stat_activity
where backend_type = 'client backend' and pid <> pg_backend_pid() and state <> 'idle'
"""
OWNER = "select nspowner::regrole::text from pg_namespace where nspname = $1"
SCHEMA = "lifecycle"
LOOK_EVERY_S = 0.02


@dataclass(frozen=True, slots=True)
class Needs:
    """What a run needs."""

    valkey: bool
    nats: bool
    proxies: bool
    disk: bool
    settings: Mapping[str, str]
    """Of PostgreSQL, other than those that we ship."""


@dataclass(slots=True)
class Testbed:
    """Engines that run; `endpoints` is how processes reach them."""

    postgres: Unsupervised
    address: Address
    endpoints: Endpoints
    valkey: Unsupervised | None
    nats: Unsupervised | None
    proxies: tuple[Proxy, ...]
    disk: Disk | None

    @property
    def engines(self) -> list[Unsupervised]:
        """All of them."""
        return [engine for engine in (self.postgres, self.valkey, self.nats) if engine]

    async def start(self) -> None:
        """Start all engines again."""
        for engine in self.engines:
            await asyncio.to_thread(engine.start)

    async def kill(self) -> None:
        """End all engines as a crash would."""
        for engine in self.engines:
            await asyncio.to_thread(engine.kill)

    async def be_still(self) -> None:
        """Wait until PostgreSQL does nothing for anybody."""
        connection = await self.address.connect()
        try:
            while await connection.fetchval(UNDER_WAY):  # noqa: ASYNC110 - it cannot tell us
                await asyncio.sleep(LOOK_EVERY_S)
        finally:
            await connection.close()

    async def checkpoint(self) -> None:
        """Have all on disk that was done, whatever the settings; and let us ask for room."""
        connection = await self.address.connect()
        role = await connection.fetchval(OWNER, SCHEMA)
        await connection.execute(f"grant execute on function pg_switch_wal to {role}")
        # the wrong ways make tables of their own
        await connection.execute(f"grant create on schema public to {SERVICES}")
        await connection.execute("checkpoint")
        await connection.close()

    async def want_room(self) -> None:
        """Let PostgreSQL ask the disk for more; raises `EngineAway`."""
        database = PostgresDatabase(self.address, SCHEMA, connections=1)
        async with database.session() as sql:
            await sql.execute("select pg_switch_wal()")
        await database.aclose()


@asynccontextmanager
async def testbed(wanted: Needs) -> AsyncGenerator[Testbed]:
    """Engines in a folder of their own, gone afterwards.

    Raises `CannotStart`, `NotInstalled` or `disk.NoDisk`.
    """
    folder = Path(tempfile.mkdtemp(prefix="huleedu-lab-"))
    os.chmod(folder, 0o711)  # noqa: PTH101, S103 - PostgreSQL may run as somebody else
    try:
        async with AsyncExitStack() as stack:
            lent = stack.enter_context(disk(folder / "disk")) if wanted.disk else None
            engines = lent.folder if lent else folder
            sockets, inner = folder / "s", folder / "e"
            for place in (sockets, inner, engines / "pg", engines / "vk", engines / "nt"):
                place.mkdir()
            postgres, address = unsupervised_postgres(
                engines / "pg", inner, folder / "postgres.log", wanted.settings
            )
            valkey, url = None, ""
            if wanted.valkey:
                valkey, url = unsupervised_valkey(engines / "vk", folder / "valkey.log")
            nats, nats_url = None, ""
            if wanted.nats:
                nats, nats_url = unsupervised_nats(engines / "nt", folder / "nats.log")
            # our sessions set this anew, whatever the server says
            durable = wanted.settings.get("synchronous_commit") != "off"
            endpoints = Endpoints(dict(address.of_services().arguments), url, nats_url, durable)
            proxies: list[Proxy] = []
            if wanted.proxies:
                endpoints, proxies = await _before(endpoints, inner, sockets, stack)
            found = Testbed(postgres, address, endpoints, valkey, nats, tuple(proxies), lent)
            try:
                await found.start()
                await migrate(address, all_migrations(), synced=False)
                await found.checkpoint()
                yield found
            finally:
                await found.kill()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _before(
    endpoints: Endpoints, inner: Path, sockets: Path, stack: AsyncExitStack
) -> tuple[Endpoints, list[Proxy]]:
    """Proxies before these endpoints, and where they are reached now."""
    passes = before_socket(Path(socket_in(f"{inner}")), Path(socket_in(f"{sockets}")))
    proxies = [await stack.enter_async_context(passes)]
    urls: list[str] = []
    for behind in (endpoints.valkey, endpoints.nats):
        port = urlsplit(behind).port
        if port:
            proxy, at = await stack.enter_async_context(before_port(port))
            proxies.append(proxy)
            urls.append(behind.replace(f":{port}", f":{at}"))
        else:
            urls.append("")
    reached = {**endpoints.postgres, "host": str(sockets)}
    return Endpoints(reached, urls[0], urls[1], endpoints.durable), proxies
