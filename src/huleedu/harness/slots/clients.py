"""The systems that a run can try: our ledgers, and the lab's controls."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import msgspec

from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.kit.database import Collision, Database, EngineAway
from huleedu.kit.messages import Envelope
from huleedu.lab.controls import CONTROLS
from huleedu.lab.history import Outcome, Row
from huleedu.lab.run import Answer, NotAnswered, System
from huleedu.services.lifecycle.api import (
    LIBRARY,
    Assigned,
    BatchClosed,
    NoSlot,
    PostgresSlots,
    Registered,
    Replayed,
    Slots,
    UnknownBatch,
    ValkeySlots,
    register,
)
from huleedu.services.lifecycle.api import Outcome as Answered
from huleedu.wiring import drivers

if TYPE_CHECKING:
    from huleedu.engines.valkey.functions import ValkeyFunctions

OURS = ("postgres", "valkey")
LEDGERS = (*OURS, *CONTROLS)
DEADLINE_S = 24 * 3600

ROWS = "select batch, content, slot from assignment where batch = any($1::uuid[])"


class Endpoints(msgspec.Struct, frozen=True):
    """Where a process finds the engines: PostgreSQL's arguments, Valkey's and NATS' URLs."""

    postgres: dict[str, Any]
    valkey: str
    nats: str
    durable: bool = True
    """False: our ledgers don't wait for the disk, which is wrong, and has to be caught."""

    @property
    def postgres_url(self) -> str:
        """The same as a URL."""
        at = self.postgres
        return f"postgresql://{at['user']}@/{at['database']}?host={at['host']}&port={at['port']}"


class _Ours:
    """A ledger of the program."""

    def __init__(
        self, slots: Slots, database: PostgresDatabase, functions: "ValkeyFunctions | None"
    ) -> None:
        self._slots = slots
        self._database = database
        self._functions = functions

    async def register(self, batch: str, slots: int) -> Outcome:
        """See `lab.run.System`."""
        now = datetime.now(UTC)
        try:
            came = await register(self._database, UUID(batch), slots, DEADLINE_S, now)
        except (EngineAway, Collision) as error:
            raise NotAnswered(str(error)) from error
        return Outcome.REGISTERED if isinstance(came, Registered) else Outcome.KNOWN

    async def offer(self, batch: str, content: str) -> Answer:
        """See `lab.run.System`."""
        try:
            return _told(await self._slots.offer(UUID(batch), content, uuid4(), _cause()))
        except (EngineAway, Collision) as error:
            raise NotAnswered(str(error)) from error

    async def rows(self, batches: Sequence[str]) -> dict[str, tuple[Row, ...]]:
        """See `lab.run.System`."""
        found: dict[str, list[Row]] = {batch: [] for batch in batches}
        async with self._database.session() as sql:
            for row in await sql.fetch(ROWS, [UUID(batch) for batch in batches]):
                found[str(row["batch"])].append((row["content"], row["slot"]))
        return {batch: tuple(rows) for batch, rows in found.items()}

    async def aclose(self) -> None:
        """See `lab.run.System`."""
        if isinstance(self._slots, ValkeySlots):
            await self._slots.aclose()
        if self._functions:
            await self._functions.aclose()
        await self._database.aclose()


async def opened(ledger: str, endpoints: Endpoints) -> System:
    """Open one of `LEDGERS`."""
    if ledger not in OURS:
        return await CONTROLS[ledger](endpoints.postgres_url, endpoints.valkey)
    database = PostgresDatabase(
        Address(arguments=endpoints.postgres), "lifecycle", durable=endpoints.durable
    )
    slots: Slots = PostgresSlots(database)
    if ledger == "postgres":
        return _Ours(slots, database, None)
    functions = drivers.valkey_functions(endpoints.valkey, LIBRARY)
    with suppress(EngineAway):  # a fault, perhaps
        await functions.open()
    return _Ours(_admitting(slots, database, functions), database, functions)


def _admitting(slots: Slots, database: Database, functions: "ValkeyFunctions") -> ValkeySlots:
    return ValkeySlots(slots, database, functions)


def _cause() -> Envelope:
    identity = uuid4()
    return Envelope(
        id=identity,
        type="lab.v1",
        order_key="",
        batch=identity,
        said_at=datetime.now(UTC),
        correlation=identity,
        causation=None,
        body="{}",
    )


def _told(answered: Answered) -> Answer:
    match answered:
        case Assigned(slot):
            return Answer(Outcome.ASSIGNED, slot)
        case Replayed(slot, _):
            return Answer(Outcome.REPLAYED, slot)
        case NoSlot():
            return Answer(Outcome.NO_SLOT)
        case UnknownBatch():
            return Answer(Outcome.UNKNOWN_BATCH)
        case BatchClosed():
            return Answer(Outcome.BATCH_CLOSED)
