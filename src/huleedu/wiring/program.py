"""Put the program together: engines, bus, and the services that run in this process."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import ExitStack, asynccontextmanager, nullcontext, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from huleedu.engines.nats import server as nats_server
from huleedu.engines.postgres import contents as contents_engine
from huleedu.engines.postgres.bus import SCHEMA as BUS_SCHEMA
from huleedu.engines.postgres.bus import PostgresBus
from huleedu.engines.postgres.contents import PostgresContents
from huleedu.engines.postgres.database import Address, Pool, PostgresDatabase
from huleedu.engines.postgres.migrations import Migration, find, migrate
from huleedu.engines.postgres.server import PostgresLease
from huleedu.engines.postgres.viewers import Viewers, pool_of_viewers
from huleedu.engines.supervisor.watch import looked_after
from huleedu.engines.valkey import SYNCS_LATE
from huleedu.engines.valkey import server as valkey_server
from huleedu.gateway.commands import Commands
from huleedu.gateway.drafting.service import DraftingPorts
from huleedu.gateway.exports.service import ExportsPorts
from huleedu.gateway.llm_judging.service import LlmJudgingPorts
from huleedu.kit import extras
from huleedu.kit.bus import Bus
from huleedu.kit.database import Collision, EngineAway, EngineUnable, Viewer
from huleedu.kit.functions import Functions
from huleedu.kit.runner import Runner
from huleedu.kit.watchdog import BlockedStep, watching
from huleedu.services.classes.service import ClassesPorts
from huleedu.services.files.service import FilesPorts
from huleedu.services.judging.service import JudgingPorts
from huleedu.services.lifecycle.api import LIBRARY, PostgresSlots, Slots, ValkeySlots
from huleedu.services.lifecycle.service import LifecyclePorts
from huleedu.services.linguistics.service import LinguisticsPorts
from huleedu.services.spelling.service import SpellingPorts
from huleedu.wiring import drivers
from huleedu.wiring.crews import Crews
from huleedu.wiring.modules import HEARD, KNOWN, SERVICES
from huleedu.wiring.school_models import ModelsOfSchools, manner_of
from huleedu.wiring.settings import Settings

log = logging.getLogger("huleedu")

PACKAGE = Path(__file__).parent.parent
CATCH_UP_S = 2.0
VIEWERS_CONNECTIONS = 6
"""At most so many are open for people who are signed in, beside HULEEDU_DATABASE_CONNECTIONS."""


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def all_migrations() -> list[Migration]:
    """The migrations of every schema that there is."""
    engine = PACKAGE / "engines" / "postgres"
    found = find(BUS_SCHEMA, [engine / "bus_schema"])
    found += find(contents_engine.SCHEMA, [engine / "content_schema"])
    for service in SERVICES.values():
        folders = [PACKAGE / "kit" / "schema", *([service.schema] if service.schema else [])]
        found += find(service.name, folders)
    return found


class Shares(NamedTuple):
    """How many connections to PostgreSQL are whose; another one listens for the bus."""

    services: int
    bus: int


def shares(settings: Settings) -> Shares:
    """Divide HULEEDU_DATABASE_CONNECTIONS."""
    left = settings.general.database_connections - 1
    bus = max(1, left // 3)
    return Shares(left - bus, bus)


class House:
    """The engines as this process reaches them, and the services that it runs.

    Made by `open_house`. `clock` tells the time with its zone; `functions` run on Valkey, if it
    admits to the slot ledger; `owner` reaches the database with the rights that set it up.
    """

    def __init__(
        self,
        address: Address,
        bus: Bus,
        settings: Settings,
        clock: Callable[[], datetime] = now,
        *,
        functions: Functions | None = None,
        owner: Address | None = None,
    ) -> None:
        self.owner = owner or address
        self.bus = bus
        self.settings = settings
        self.clock = clock
        self._pool = Pool(address, shares(settings).services)
        self._viewers_pool = pool_of_viewers(address, VIEWERS_CONNECTIONS)
        self._databases: dict[str, PostgresDatabase] = {}
        self._runners: dict[str, Runner] = {}
        self._admitting = (
            ValkeySlots(
                PostgresSlots(self.database("lifecycle")), self.database("lifecycle"), functions
            )
            if functions
            else None
        )
        self.crews = Crews(settings)
        self.contents = PostgresContents(self.database(contents_engine.SCHEMA))

    def database(self, schema: str) -> PostgresDatabase:
        """The tables of one service, with that service's rights."""
        if schema not in self._databases:
            self._databases[schema] = PostgresDatabase(self._pool, schema)
        return self._databases[schema]

    def viewers(self, schema: str) -> Viewers:
        """The same tables for people who are signed in: each sees the rows of their school."""
        return Viewers(self._viewers_pool, schema)

    def contents_of_viewers(self) -> PostgresContents:
        """The contents, reached with the rights of people who are signed in."""
        return PostgresContents(self.viewers(contents_engine.SCHEMA).of(Viewer(None)))

    def unable(self) -> EngineUnable | None:
        """What keeps the database from its work, if it has done so for some seconds."""
        return self._pool.unable()

    @property
    def runners(self) -> Iterable[Runner]:
        """The services at work in this process."""
        return self._runners.values()

    def commands(self) -> Commands:
        """The way in for what people ask."""
        return Commands(self.database("gateway"), self.clock, self.hint)

    def hint(self) -> None:
        """Something lies in the outbox of the gateway, which is at work here: send it at once."""
        self._runners["gateway"].hint()

    async def start(self, names: Sequence[str]) -> None:
        """Put these services to work; those at work already go on. Raises `EngineAway`."""
        for name in names:
            if name not in self._runners:
                runner = self._runner(name)
                for workers in self.crews.of(name):
                    await workers.start()  # they load while the files are on their way
                await runner.start()
                self._runners[name] = runner

    async def catch_up(self) -> None:
        """Handle what lies there for the services of this process, and what that leads to.

        A command that ends leaves nothing half told; not for longer than `CATCH_UP_S`, for there
        may be much of others.
        """
        with suppress(EngineAway, Collision, TimeoutError):
            async with asyncio.timeout(CATCH_UP_S):
                while any(await asyncio.gather(*(each.catch_up() for each in self.runners))):
                    pass

    def _runner(self, name: str) -> Runner:
        return Runner(
            SERVICES[name], self._ports(name), self.database(name), self.bus, KNOWN, self.clock
        )

    def _ports(self, name: str) -> object:
        """What the service's `first` functions need."""
        match name:
            case "files":
                return FilesPorts(self.contents, self.crews.readers, self.settings.files)
            case "lifecycle":
                return LifecyclePorts(self.slots(), self.database(name))
            case "classes":
                return ClassesPorts(self.database(name))
            case "judging":
                return JudgingPorts(self.contents, self.database(name), self.crews.statisticians)
            case "spelling":
                return SpellingPorts(self.contents, self.crews.linguists, self.database(name))
            case "linguistics":
                return LinguisticsPorts(self.contents, self.crews.linguists)
            case "exports":
                return ExportsPorts(self.database, self.contents, self.clock)
            case "drafting":
                told = self.settings.llm
                models = ModelsOfSchools(told)
                return DraftingPorts(
                    self.database, self.contents, models, self.clock, told.per_minute
                )
            case "llm_judging":
                return LlmJudgingPorts(
                    databases=self.database,
                    contents=self.contents,
                    models=ModelsOfSchools(self.settings.llm),
                    manner=manner_of(self.settings.llm),
                    clock=self.clock,
                    learn=self.crews.learners,
                    choose=self.crews.choosers,
                )
            case _:
                return None

    def slots(self) -> Slots:
        """The slot ledger."""
        return self._admitting or PostgresSlots(self.database("lifecycle"))

    async def aclose(self) -> None:
        """Let the services finish what is in hand, and close everything."""
        await asyncio.gather(*(runner.stop() for runner in self._runners.values()))
        await self.crews.aclose()
        if self._admitting:
            await self._admitting.aclose()
        await self._viewers_pool.aclose()
        await self._pool.aclose()


@asynccontextmanager
async def open_house(address: Address, settings: Settings) -> AsyncGenerator[House]:
    """Bring the database up to date and open everything.

    Raises what `migrate` raises, `CannotStart`, or `NotValkey`.
    """
    await migrate(address, all_migrations())
    ours = address.of_services()
    async with reach_functions(settings) as functions, reach_bus(settings, ours) as bus:
        house = House(ours, bus, settings, functions=functions, owner=address)
        try:
            await bus.subscribe(HEARD)
            yield house
        finally:
            await house.aclose()


@asynccontextmanager
async def reach_bus(settings: Settings, address: Address) -> AsyncGenerator[Bus]:
    """The bus, on PostgreSQL or on NATS.

    Without HULEEDU_NATS_URL on a server of our own, started when it does not run. Raises
    `CannotStart`, `NotInstalled`, `NotSynced` or `EngineAway`.
    """
    if settings.general.bus == "postgres":
        bus = PostgresBus(address, connections=shares(settings).bus)
        await bus.open()
        try:
            yield bus
        finally:
            await bus.aclose()
        return
    async with nats_at(settings) as urls:
        bus = drivers.nats_bus(urls)
        await bus.open()
        try:
            yield bus
        finally:
            await bus.aclose()


@asynccontextmanager
async def nats_at(settings: Settings) -> AsyncGenerator[Sequence[str]]:
    """The URLs of HULEEDU_NATS_URL, or of one of our own, all of which sync every write.

    Raises `CannotStart`, `NotInstalled` or `NotSynced`.
    """
    general = settings.general
    if general.nats_url:
        extras.need("nats", nats_server.CLIENT)
        if general.nats_monitor:
            nats_server.check_synced(general.nats_monitor.split(","))
        else:
            log.warning(nats_server.SYNCS_UNKNOWN)
        yield general.nats_url.split(",")
        return
    with ExitStack() as held:
        ours = nats_server.run(settings.home / "nats", general.nats_server)
        cluster = await asyncio.to_thread(held.enter_context, ours)
        nats_server.check_synced(cluster.monitors)
        async with looked_after(*(node.lease for node in cluster.nodes)):
            yield cluster.urls


@asynccontextmanager
async def reach_functions(settings: Settings) -> AsyncGenerator[Functions | None]:
    """The functions on Valkey that the slot ledger needs, if it needs any.

    Without HULEEDU_VALKEY_URL on a server of our own, started when it does not run. A Valkey that
    is away is no obstacle: PostgreSQL hands out slots without it.
    """
    general = settings.general
    if general.slot_ledger != "valkey":
        yield None
        return
    async with valkey_at(settings) as url:
        functions = drivers.valkey_functions(url, LIBRARY)
        try:
            with suppress(EngineAway):
                await functions.open()
                if not await functions.syncs_always():
                    log.warning(SYNCS_LATE)
            yield functions
        finally:
            await functions.aclose()


@asynccontextmanager
async def valkey_at(settings: Settings) -> AsyncGenerator[str]:
    """The URL of HULEEDU_VALKEY_URL, or of one of our own.

    Raises `CannotStart` or `NotInstalled`.
    """
    if settings.general.valkey_url:
        extras.need("valkey", valkey_server.CLIENT)
        yield settings.general.valkey_url
        return
    with ExitStack() as held:
        ours = valkey_server.run(settings.home / "valkey", settings.general.valkey_server)
        server = await asyncio.to_thread(held.enter_context, ours)
        async with looked_after(server.lease):
            yield server.url


@asynccontextmanager
async def reach_database(settings: Settings) -> AsyncGenerator[Address]:
    """The database of HULEEDU_DATABASE_URL, or the embedded one, started when it does not run.

    Raises `CannotStart`, also when the embedded one's home is taken away meanwhile.
    """
    if settings.general.database_url:
        yield Address(url=settings.general.database_url)
        return
    with PostgresLease(settings.home, settings.general.postgres_bin) as lease:
        running = await asyncio.to_thread(lease.running)
        async with looked_after(lease):
            yield running.address


@asynccontextmanager
async def open_program(settings: Settings) -> AsyncGenerator[House]:
    """The whole program, its engines running; raises `CannotStart` and what `migrate` raises."""
    async with reach_database(settings) as address, open_house(address, settings) as house:
        # a look every 5 ms is for those who look for a fault
        with watching(_tell_held) if settings.general.log == "debug" else nullcontext():
            yield house


def _tell_held(held: BlockedStep) -> None:
    """All others of this process waited for whoever this is."""
    log.debug(
        "held the event loop for %.0f ms: %s\n%s", 1000 * held.processor_s, held.task, held.stack
    )
