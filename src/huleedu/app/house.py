"""Put the program together: engines, bus, and the services that run in this process."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from huleedu.app.modules import CARDS, HEARD, KNOWN
from huleedu.engines.postgres import contents as contents_engine
from huleedu.engines.postgres.bus import SCHEMA as BUS_SCHEMA
from huleedu.engines.postgres.bus import PostgresBus
from huleedu.engines.postgres.contents import PostgresContents
from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.engines.postgres.migrations import Migration, find, migrate
from huleedu.gateway.door import Door
from huleedu.kit.runner import Runner
from huleedu.services.lifecycle.handlers import Ports as LifecyclePorts
from huleedu.services.lifecycle.store.slots import PostgresSlots

PACKAGE = Path(__file__).parent.parent


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def all_migrations() -> list[Migration]:
    """The migrations of every schema that there is."""
    engine = PACKAGE / "engines" / "postgres"
    found = find(BUS_SCHEMA, [engine / "bus_schema"])
    found += find(contents_engine.SCHEMA, [engine / "content_schema"])
    for card in CARDS.values():
        folders = [PACKAGE / "kit" / "schema", *([card.schema] if card.schema else [])]
        found += find(card.name, folders)
    return found


class House:
    """The engines as this process reaches them, and the services that it runs.

    Made by `open_house`. `clock` tells the time with its zone.
    """

    def __init__(
        self, address: Address, bus: PostgresBus, clock: Callable[[], datetime] = now
    ) -> None:
        self.bus = bus
        self.clock = clock
        self._address = address
        self._databases: dict[str, PostgresDatabase] = {}
        self._runners: dict[str, Runner] = {}
        self.contents = PostgresContents(self.database(contents_engine.SCHEMA))

    def database(self, schema: str) -> PostgresDatabase:
        """The tables of one service, with that service's rights."""
        if schema not in self._databases:
            self._databases[schema] = PostgresDatabase(self._address, schema)
        return self._databases[schema]

    @property
    def runners(self) -> Iterable[Runner]:
        """The services at work in this process."""
        return self._runners.values()

    def door(self) -> Door:
        """The way in for what people ask."""
        return Door(self.database("gateway"), self.clock, self._runners["gateway"].hint)

    async def start(self, names: Sequence[str]) -> None:
        """Put these services to work; those at work already go on."""
        for name in names:
            if name not in self._runners:
                runner = self._runner(name)
                self._runners[name] = runner
                await runner.start()

    def _runner(self, name: str) -> Runner:
        return Runner(
            CARDS[name], self._ports(name), self.database(name), self.bus, KNOWN, self.clock
        )

    def _ports(self, name: str) -> object:
        """What the service's `first` functions need."""
        match name:
            case "lifecycle":
                database = self.database(name)
                return LifecyclePorts(PostgresSlots(database), database)
            case _:
                return None

    async def aclose(self) -> None:
        """Let the services finish what is in hand, and close everything."""
        await asyncio.gather(*(runner.stop() for runner in self._runners.values()))
        await self.bus.aclose()
        await asyncio.gather(*(database.aclose() for database in self._databases.values()))


@asynccontextmanager
async def open_house(address: Address) -> AsyncGenerator[House]:
    """Bring the database up to date and open everything; raises what `migrate` raises."""
    await migrate(address, all_migrations())
    bus = PostgresBus(address)
    await bus.open()
    house = House(address, bus)
    try:
        await bus.subscribe(HEARD)
        yield house
    finally:
        await house.aclose()
