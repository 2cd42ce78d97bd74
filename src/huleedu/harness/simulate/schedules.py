"""A schedule: a few processes, a few offers, engines that break off; all of it from one seed."""

import asyncio
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID, uuid4

import msgspec

from huleedu.contracts.lifecycle import SlotAssigned
from huleedu.contracts.message import name_of
from huleedu.harness.simulate.engines import Batch, Latency, Postgres, SimulatedStore, Valkey
from huleedu.kit import tasks
from huleedu.kit.database import EngineAway
from huleedu.kit.messages import Envelope
from huleedu.lab.check import check
from huleedu.lab.history import BatchLine, History, Operation, OperationKind, Outcome, StateLine
from huleedu.lab.simulate import Deadlock, SimulatedLoop
from huleedu.lab.verdict import Allowed, in_words
from huleedu.services.lifecycle.api import (
    Assigned,
    BatchClosed,
    NoSlot,
    PostgresSlots,
    Replayed,
    Slots,
    UnknownBatch,
    ValkeySlots,
)

WITHIN_S = 60.0
"""Of made-up time: who has no answer by then never gets one."""
TRIES_MAX = 40
CAUSE = Envelope(
    id=UUID(int=1),
    type="lab.v1",
    order_key="",
    batch=UUID(int=1),
    said_at=datetime(2026, 1, 1, tzinfo=UTC),
    correlation=UUID(int=1),
    causation=None,
    body="{}",
)


class Schedule(msgspec.Struct, frozen=True, kw_only=True):
    """What a seed has drawn."""

    ledger: Literal["postgres", "valkey"]
    contents: int
    slots: int
    processes: int
    offers: int
    breaks: float
    forgets: float
    kills: int
    """Processes that are killed, and begin again."""
    late_batch: bool
    """The batch is registered while contents are offered already."""


@dataclass(frozen=True, slots=True)
class Simulated:
    """How a schedule ended; `wrong` tells in words what was wrong, if anything."""

    seed: int
    schedule: Schedule
    offers: int
    wrong: str


def drawn(dice: random.Random) -> Schedule:
    """A schedule by dice."""
    contents = dice.randint(1, 7)
    return Schedule(
        ledger=dice.choice(("postgres", "valkey")),
        contents=contents,
        slots=dice.randint(1, 5),
        processes=dice.randint(1, 3),
        offers=contents + dice.randint(0, 4),
        breaks=dice.choice((0.0, 0.0, 0.1, 0.3)),
        forgets=dice.choice((0.0, 0.0, 0.2)),
        kills=dice.choice((0, 0, 1, 2)),
        late_batch=dice.random() < 0.2,
    )


class _Play:
    def __init__(self, seed: int, loop: SimulatedLoop) -> None:
        self._dice = random.Random(seed)
        self.schedule = drawn(self._dice)
        self._loop = loop
        self._batch = UUID(int=self._dice.getrandbits(128), version=4)
        self._latency = Latency(self._dice, self.schedule.breaks)
        self.store = SimulatedStore()
        self._postgres = Postgres(self.store, self._latency)
        self._valkey = Valkey(self._latency, forgets=self.schedule.forgets)
        self._line = 2
        self.operations: list[Operation] = []

    async def go(self) -> None:
        """Everything that the schedule wants, until nothing is under way."""
        dice, schedule = self._dice, self.schedule
        contents = [f"text {n}" for n in range(schedule.contents)]
        again = dice.choices(contents, k=schedule.offers - schedule.contents)
        offers = contents + again
        dice.shuffle(offers)
        shares = [offers[n :: schedule.processes] for n in range(schedule.processes)]
        if not schedule.late_batch:
            self.store.batches[self._batch] = Batch(schedule.slots)
        works = [
            asyncio.create_task(self._process(f"p{n}", share)) for n, share in enumerate(shares)
        ]
        if schedule.late_batch:
            works.append(asyncio.create_task(self._register()))
        for n in range(schedule.kills):
            works.append(asyncio.create_task(self._kill(works, n % schedule.processes, shares)))
        async with asyncio.timeout(WITHIN_S):
            while any(not work.done() for work in works):
                await asyncio.wait(works)
        for work in works:
            if not work.cancelled():
                work.result()
        # what those that were killed had asked of an engine is done, or never will be
        await asyncio.sleep(self._latency.slow_s * 2)

    async def _register(self) -> None:
        call = self._called("recorder", OperationKind.REGISTER, asked=self.schedule.slots)
        await asyncio.sleep(self._dice.random() * 0.01)
        self.store.batches[self._batch] = Batch(self.schedule.slots)
        self._answered(call, Outcome.REGISTERED)

    async def _kill(
        self, works: list[asyncio.Task[None]], which: int, shares: list[list[str]]
    ) -> None:
        await asyncio.sleep(self._dice.random() * 0.02)
        if works[which].done():
            return
        works[which].cancel()
        await asyncio.wait([works[which]])
        works[which] = asyncio.create_task(
            self._process(f"p{which} again {self._loop.time()}", shares[which])
        )
        await asyncio.wait([works[which]])

    async def _process(self, name: str, share: list[str]) -> None:
        """A process of its own: ledgers without memory of what was before."""
        slots: Slots = PostgresSlots(self._postgres, at_most=self._dice.choice((1, 2, 128)))
        if self.schedule.ledger == "valkey":
            slots = ValkeySlots(slots, self._postgres, self._valkey)
        offers = [asyncio.create_task(self._offer(name, slots, content)) for content in share]
        try:
            await asyncio.gather(*offers)
        finally:
            await tasks.end(*offers)

    async def _offer(self, name: str, slots: Slots, content: str) -> None:
        await asyncio.sleep(self._dice.random() * 0.01)
        for _ in range(TRIES_MAX):
            call = self._called(name, OperationKind.OFFER, content=content)
            try:
                answer = await slots.offer(self._batch, content, uuid4(), CAUSE)
            except EngineAway:
                await asyncio.sleep(self._dice.random() * 0.01)
                continue
            match answer:
                case Assigned(slot):
                    self._answered(call, Outcome.ASSIGNED, slot)
                case Replayed(slot, _):
                    self._answered(call, Outcome.REPLAYED, slot)
                case NoSlot():
                    self._answered(call, Outcome.NO_SLOT)
                case BatchClosed():
                    self._answered(call, Outcome.BATCH_CLOSED)
                case UnknownBatch():
                    self._answered(call, Outcome.UNKNOWN_BATCH)
                    await asyncio.sleep(0.003)
                    continue
            return

    def _called(
        self, process: str, kind: OperationKind, *, content: str = "", asked: int | None = None
    ) -> int:
        self._line += 2
        self.operations.append(
            Operation(
                process=process,
                kind=kind,
                batch=str(self._batch),
                content=content,
                asked=asked,
                called=self._now(),
                call_line=self._line - 1,
            )
        )
        return len(self.operations) - 1

    def _answered(self, call: int, outcome: Outcome, slot: int | None = None) -> None:
        asked = self.operations[call]
        self.operations[call] = msgspec.structs.replace(
            asked,
            answered=self._now(),
            outcome=outcome,
            slot=slot,
            answer_line=asked.call_line + 1,
        )

    def _now(self) -> int:
        return int(self._loop.time() * 1e9)

    def history(self) -> History:
        """What was asked and answered, and what the store holds."""
        name = str(self._batch)
        slots = None if self.schedule.late_batch else self.schedule.slots
        rows = tuple((content, slot) for (_, content), (slot, _) in self.store.held.items())
        return History(
            operations=self.operations,
            before={name: (2, BatchLine(batch=name, slots=slots))},
            after={name: (self._line + 1, StateLine(batch=name, rows=rows))},
        )

    def wrongly_said(self) -> str:
        """Each assignment is said once."""
        said = Counter(message for message, _, _ in self.store.said)
        held = len(self.store.held)
        if said[name_of(SlotAssigned)] != held:
            return f"{said[name_of(SlotAssigned)]} assignments were said of {held}"
        possible = min(self.schedule.contents, self.schedule.slots)
        return "" if held == possible else f"{held} of {possible} got a slot"


def simulate(seed: int, schedules: int) -> Iterator[Simulated]:
    """Play schedules, the first with this seed, the next with the next."""
    loop = SimulatedLoop()
    try:
        for number in range(seed, seed + schedules):
            yield _played(number, loop)
    finally:
        loop.close()


def failing(seed: int, schedules: int) -> tuple[int, list[Simulated]]:
    """Play so many; returns how many offers there were, and those that ended wrongly."""
    offers, wrong = 0, list[Simulated]()
    for played in simulate(seed, schedules):
        offers += played.offers
        if played.wrong:
            wrong.append(played)
    return offers, wrong


def _played(seed: int, loop: SimulatedLoop) -> Simulated:
    loop.begin_anew()
    play = _Play(seed, loop)
    try:
        loop.run_until_complete(play.go())
    except (Deadlock, TimeoutError) as error:
        wrong = f"not everybody was answered: {error}"
    else:
        verdict = check(play.history())
        wrong = play.wrongly_said() if isinstance(verdict, Allowed) else in_words(verdict)
    finally:
        _end_all(loop)
    return Simulated(seed, play.schedule, len(play.operations), wrong)


def _end_all(loop: SimulatedLoop) -> None:
    """Whoever is still at it has nothing to do with the next schedule."""
    while left := asyncio.all_tasks(loop):
        for task in left:
            task.cancel()
        loop.run_until_complete(asyncio.wait(left))
