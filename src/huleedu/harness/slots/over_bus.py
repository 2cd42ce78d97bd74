"""Offers that travel over a bus: whichever process takes one makes the call, and sends word."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID, uuid4

import msgspec

from huleedu.engines.postgres.bus import PostgresBus
from huleedu.engines.postgres.database import Address
from huleedu.harness.slots.clients import Endpoints
from huleedu.kit import tasks
from huleedu.kit.bus import Delivery
from huleedu.kit.database import Collision, EngineAway
from huleedu.kit.messages import Envelope
from huleedu.lab.run import Offer
from huleedu.wiring import drivers

if TYPE_CHECKING:
    from huleedu.engines.nats.bus import NatsBus

BUSES = ("postgres", "nats")
OFFERS, OFFERED = "offers", "lab.offered"
AT_ONCE = 32
WAIT_S = 0.25
AGAIN_S = 0.05

Answer = TypeVar("Answer")
Make = Callable[[str, str, bool], Awaitable[None]]
"""Makes the call: batch, content, and whether the batch may be registered later."""


class _Asked(msgspec.Struct, frozen=True):
    content: str
    patient: bool
    asker: str


def _bus(which: str, endpoints: Endpoints) -> "PostgresBus | NatsBus":
    if which != "nats":
        return PostgresBus(Address(arguments=endpoints.postgres))
    return drivers.nats_bus([endpoints.nats])


class OverBus:
    """One process at the bus: sends offers, takes offers, and hears when its own are answered.

    Args:
        asker: the name under which it hears answers; the same for whoever takes its place.
        askers: the names of all.
    """

    def __init__(
        self, which: str, endpoints: Endpoints, asker: str, askers: int, make: Make
    ) -> None:
        self._bus = _bus(which, endpoints)
        self._asker = asker
        self._askers = [name_of(number) for number in range(askers)]
        self._make = make
        self._missing: dict[UUID, asyncio.Event] = {}
        self._loops: list[asyncio.Task[None]] = []
        self._broken: BaseException | None = None

    async def open(self) -> None:
        """Begin to take and to hear, if that has not begun."""
        if self._loops:
            return
        await _steadily(self._bus.open)
        heard = {OFFERS: [OFFERED], **{name: [f"lab.{name}"] for name in self._askers}}
        await _steadily(self._bus.subscribe, heard)
        for consumer, handle in ((OFFERS, self._take_up), (self._asker, self._note)):
            await _steadily(self._bus.serve, consumer)
            self._loops.append(asyncio.create_task(self._carry_on(consumer, handle)))
            self._loops[-1].add_done_callback(self._broke)

    async def aclose(self) -> None:
        """Leave the bus."""
        await tasks.end(*self._loops)
        await self._bus.aclose()

    async def ask(self, batch: str, offer: Offer, patient: bool) -> None:
        """Send an offer, and wait until somebody has had an answer to it."""
        await asyncio.sleep(offer.after_ms / 1000)
        asked = _Asked(offer.content, patient, self._asker)
        sent = _envelope(OFFERED, UUID(batch), msgspec.json.encode(asked).decode(), None)
        answered = self._missing[sent.id] = asyncio.Event()
        await _steadily(self._bus.publish, [sent])
        await answered.wait()
        if self._broken:
            raise self._broken
        del self._missing[sent.id]

    def _broke(self, loop: asyncio.Task[None]) -> None:
        """Who waits must hear of it: the process ends, and the run counts a crash."""
        self._broken = None if loop.cancelled() else loop.exception()
        if self._broken:
            for answered in self._missing.values():
                answered.set()

    async def _carry_on(self, consumer: str, handle: Callable[[Envelope], Awaitable[None]]) -> None:
        async with asyncio.TaskGroup() as works:
            under_way = asyncio.Semaphore(AT_ONCE)

            async def work(delivery: Delivery) -> None:
                async with under_way:
                    await handle(delivery.envelope)
                    await _steadily(self._bus.done, delivery)

            while True:
                deliveries = await _steadily(self._bus.take, consumer, AT_ONCE)
                for delivery in deliveries:
                    works.create_task(work(delivery))
                if not deliveries:
                    await self._bus.wait(consumer, WAIT_S)

    async def _take_up(self, sent: Envelope) -> None:
        asked = msgspec.json.decode(sent.body, type=_Asked)
        await self._make(str(sent.batch), asked.content, asked.patient)
        word = _envelope(f"lab.{asked.asker}", sent.batch, "{}", sent.id)
        await _steadily(self._bus.publish, [word])

    async def _note(self, word: Envelope) -> None:
        asked = self._missing.get(word.correlation)
        if asked:  # else one asked who was killed
            asked.set()


def name_of(number: int) -> str:
    """Under which name the process of this number, from 0, hears answers."""
    return f"asker{number}"


def _envelope(kind: str, batch: UUID, body: str, cause: UUID | None) -> Envelope:
    identity = uuid4()
    return Envelope(
        id=identity,
        type=kind,
        order_key=str(identity),  # no offer waits for another
        batch=batch,
        said_at=datetime.now(UTC),
        correlation=cause or identity,
        causation=cause,
        body=body,
    )


async def _steadily(ask: Callable[..., Awaitable[Answer]], *args: object) -> Answer:
    """Ask until the engines answer."""
    while True:
        with suppress(EngineAway, Collision):
            return await ask(*args)
        await asyncio.sleep(AGAIN_S)
