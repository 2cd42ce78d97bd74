"""Run a service: take its messages, carry out their handlers, send what they say."""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TypeVar
from uuid import UUID, uuid5

import msgspec

from huleedu.contracts.message import Message, Registry
from huleedu.kit import inbox, outbox, tasks
from huleedu.kit.bus import Bus, Delivery
from huleedu.kit.database import Collision, Database, EngineAway
from huleedu.kit.group_commit import GroupCommit
from huleedu.kit.machine import raise_if_short
from huleedu.kit.messages import unwrap, wrap
from huleedu.kit.outcome import Duplicate, Failed, Handled, NoLongerOurs, NotYet, Outcome
from huleedu.kit.relay import Relay
from huleedu.kit.retry import persist, steadily
from huleedu.kit.service import Heard, Periodic, Route, Service, Transaction, TryAgain

log = logging.getLogger("huleedu.runner")

AT_ONCE = 64
"""Messages of one service that are worked on side by side in a process."""
PLAIN_AT_ONCE = 256
"""The same, of a service that only writes down what it hears: it holds no texts meanwhile."""
TOGETHER = 128
"""Messages that share a transaction."""
APART_S = 0.01
"""Transactions of a service begin at most so often: what comes one by one out of a worker shares
them, which halves what an essay costs. What comes after a pause does not wait."""
MORE_ROOM_S = 0.02
"""How long a service waits for more room than for a few messages before it asks for more."""
IDLE_S = 0.25
LEASE_REFRESH_S = 10.0
NOT_YET_S = 0.05
RETRY_AFTER_S = (0.05, 0.5, 2.0, 10.0)
FINISH_S = 5.0
"""What is in hand when the process is told to end has this long."""
CLEAR_UP_S = 1.0
LAST_WORDS_S = 3.0
"""All three together are less than the 10 s after which a supervisor kills."""
KEEP_S = 7 * 24 * 3600.0
"""How long sent and handled messages are remembered."""


Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class _Work:
    delivery: Delivery
    message: Message
    route: Route
    found: tuple[object, ...]


class Runner:
    """One service at work in this process.

    Args:
        ports: what the service's `prepare` functions need; see its definition.
        database: the service's own tables.
        clock: tells the time, with its zone.
        retry_after_s: pauses between the attempts at a message; after the last attempt it is a
            dead letter.
    """

    def __init__(
        self,
        service: Service,
        ports: object,
        database: Database,
        bus: Bus,
        known: Registry,
        clock: Callable[[], datetime],
        retry_after_s: Sequence[float] = RETRY_AFTER_S,
    ) -> None:
        self.service = service
        self.counts: Counter[str] = Counter()
        self._ports = ports
        self._database = database
        self._bus = bus
        self._known = known
        self._clock = clock
        self._retry_after_s = retry_after_s
        plain = all(route.prepare is None for route in service.routes.values())
        self._at_once = PLAIN_AT_ONCE if plain else AT_ONCE
        self._relay = Relay(database, bus)
        self._commit = GroupCommit(
            self._commit_together, at_most=TOGETHER, side_by_side=2, apart_s=APART_S
        )
        self._in_hand: dict[UUID, Delivery] = {}
        self._chains: set[asyncio.Task[None]] = set()
        self._room = asyncio.Event()
        self._taking = asyncio.Lock()
        self._loops: list[asyncio.Task[None]] = []

    def hint(self) -> None:
        """Something may lie in the outbox: send it at once."""
        self._relay.hint()

    async def start(self) -> None:
        """Begin to work; returns when the bus knows of it."""
        loops: list[Callable[[], Coroutine[None, None, None]]] = [self._relay.carry_on]
        if self.service.routes:
            await self._bus.serve(self.service.name)
            loops += [self._consume, self._keep_leases]
        periodic = (*self.service.periodic, Periodic("prune", 3600.0, self._prune))
        self._loops = [asyncio.create_task(persist(self.service.name, loop)) for loop in loops]
        self._loops += [
            asyncio.create_task(persist(self.service.name, self._every, one)) for one in periodic
        ]

    async def catch_up(self) -> bool:
        """Handle what lies there for this service, and send what it says; was there anything?"""
        taken = await self._take(self._at_once) if self.service.routes else 0
        in_hand = len(self._in_hand)
        if self._chains:
            await asyncio.wait(self._chains)
        spoke = await self._relay.finish()
        return bool(taken or in_hand) or spoke

    async def stop(self, patience_s: float = FINISH_S) -> None:
        """Finish what is in hand, send what was said, and end.

        What is not finished within `patience_s` is left to its lease, and comes again.
        """
        relay, *others = self._loops
        await tasks.end(*others)
        if self._chains:
            await asyncio.wait(self._chains, timeout=patience_s)
        await tasks.end(*self._chains, relay, within_s=CLEAR_UP_S)
        with suppress(EngineAway, Collision, TimeoutError):  # what is unsent lies in the outbox
            async with asyncio.timeout(LAST_WORDS_S):
                await self._relay.finish()

    async def _consume(self) -> None:
        self._room.clear()
        room = self._at_once - len(self._in_hand)
        if room <= 0:
            await self._room.wait()
            return
        # to ask for each single one would cost as much as to handle it
        if room < self._at_once // 2:
            await asyncio.sleep(MORE_ROOM_S)
            room = self._at_once - len(self._in_hand)
        if not await self._take(room):
            await self._bus.wait(self.service.name, IDLE_S)

    async def _take(self, at_most: int) -> int:
        """Begin with the next messages; returns how many."""
        async with self._taking:  # who finds nothing must know that nothing is on its way, too
            deliveries = await self._bus.take(self.service.name, at_most)
            chains: dict[str, list[Delivery]] = {}
            for delivery in deliveries:
                chains.setdefault(delivery.envelope.order_key, []).append(delivery)
            for chain in chains.values():
                self._in_hand |= {delivery.envelope.id: delivery for delivery in chain}
                task = asyncio.create_task(self._work_through(chain))
                self._chains.add(task)
                task.add_done_callback(self._chains.discard)
        return len(deliveries)

    async def _work_through(self, chain: list[Delivery]) -> None:
        """Work on messages of one order key, in their order."""
        left = deque(chain)
        try:
            while left:
                run = self._next_run(left)
                outcomes = await self._steadily(self._attempt, run)
                tried = run[: len(outcomes)]
                left.extendleft(reversed(run[len(outcomes) :]))
                ended = await asyncio.gather(*map(self._see_to, tried, outcomes))
                if not all(ended):  # the last one comes again, and nothing may overtake it
                    await self._hand_back(list(left))
                    return
        finally:
            for delivery in chain:
                self._in_hand.pop(delivery.envelope.id, None)
            self._room.set()

    def _next_run(self, left: deque[Delivery]) -> list[Delivery]:
        """Messages that can share a transaction: those with nothing to prepare, or just one."""
        run = [left.popleft()]
        if self._is_plain(run[0]):
            while left and len(run) < TOGETHER and self._is_plain(left[0]):
                run.append(left.popleft())
        return run

    def _is_plain(self, delivery: Delivery) -> bool:
        route = self._route(delivery)
        return route is not None and route.prepare is None

    def _route(self, delivery: Delivery) -> Route | None:
        kind = self._known.get(delivery.envelope.type)
        return None if kind is None else self.service.routes.get(kind)

    async def _hand_back(self, deliveries: list[Delivery]) -> None:
        for delivery in deliveries:
            await self._steadily(self._bus.retry, delivery, 0.0, None)

    async def _see_to(self, delivery: Delivery, outcome: Outcome) -> bool:
        """Do with the message as its outcome wants; False: it will come again."""
        self.counts[type(outcome).__name__.lower()] += 1
        log.info(
            "%s %s %s",
            self.service.name,
            delivery.envelope.type,
            type(outcome).__name__.lower(),
            extra={
                "message_id": delivery.envelope.id,
                "batch": delivery.envelope.batch,
                "correlation": delivery.envelope.correlation,
                "attempt": delivery.attempt,
            },
        )
        match outcome:
            case Handled() | Duplicate():
                await self._steadily(self._bus.done, delivery)
                return True
            case NotYet():
                await self._steadily(self._bus.retry, delivery, NOT_YET_S, None)
                return False
            case Failed(error):
                return await self._after_failure(delivery, error)

    async def _attempt(self, run: list[Delivery]) -> list[Outcome]:
        works: list[_Work] = []
        for delivery in run:
            try:
                works.append(await self._prepare(delivery))
            except (EngineAway, Collision):
                raise
            except TryAgain:
                return [*await self._commit(works), NotYet()]
            except Exception as error:  # one bad message must not stop the others
                raise_if_short(error)
                return [*await self._commit(works), Failed(error)]
        return await self._commit(works)

    async def _prepare(self, delivery: Delivery) -> _Work:
        message = unwrap(delivery.envelope, self._known)
        route = self.service.routes[type(message)]
        found: tuple[object, ...] = ()
        if route.prepare:
            found = (await route.prepare(self._ports, message, delivery.envelope),)
        return _Work(delivery, message, route, found)

    async def _commit_together(self, units: list[list[_Work]]) -> list[list[Outcome]]:
        """Carry out the units' handlers in one transaction; if one fails, each by itself."""
        # the same order in every process, or transactions would lock each other out
        works = sorted(
            (work for unit in units for work in unit),
            key=lambda work: (work.message.batch.int, work.delivery.sequence),
        )
        try:
            fresh = await self._carry_out(works)
        except (EngineAway, Collision):
            raise
        except Exception as error:  # the bad one is found by trying each alone
            raise_if_short(error)
            if len(works) == 1:
                return [[NotYet() if isinstance(error, TryAgain) else Failed(error)]]
            if len(units) == 1:
                return [await self._one_by_one(works)]
            return [(await self._commit_together([unit]))[0] for unit in units]
        return [
            [Handled() if w.delivery.envelope.id in fresh else Duplicate() for w in unit]
            for unit in units
        ]

    async def _one_by_one(self, works: list[_Work]) -> list[Outcome]:
        """Carry out in order, up to the first that fails."""
        outcomes: list[Outcome] = []
        for work in works:
            outcomes += (await self._commit_together([[work]]))[0]
            if isinstance(outcomes[-1], Failed | NotYet):
                break
        return outcomes

    async def _carry_out(self, works: list[_Work]) -> set[UUID]:
        """Returns the ids of the messages that had their effect now."""
        if not works:
            return set()
        async with self._database.transaction() as sql:
            fresh = await inbox.mark(sql, [work.delivery.envelope.id for work in works])
            if not all(self._bus.holds(work.delivery) for work in works):
                raise NoLongerOurs
            tx = Transaction(sql, self._clock())
            to_do = (work for work in works if work.delivery.envelope.id in fresh)
            for _, alike in groupby(to_do, key=_goes_with):
                await _handle(tx, list(alike))
            await outbox.write_said(tx)
        if tx.spoke or any(work.route.prepare for work in works):  # those may speak themselves
            self._relay.hint()
        return fresh

    async def _after_failure(self, delivery: Delivery, error: Exception) -> bool:
        why = f"{type(error).__name__}: {error}"
        log.warning("%s %s: %s", self.service.name, delivery.envelope.type, why, exc_info=error)
        if delivery.attempt <= len(self._retry_after_s):
            pause = self._retry_after_s[delivery.attempt - 1]
            await self._steadily(self._bus.retry, delivery, pause, why)
            return False
        await self._steadily(self._give_up, delivery, why)
        await self._steadily(self._bus.bury, delivery, why)
        self.counts["dead"] += 1
        return True

    async def _give_up(self, delivery: Delivery, why: str) -> None:
        """Tell those who wait for this message's effect that it will not come."""
        envelope, route = delivery.envelope, self._route(delivery)
        if route is None or route.on_give_up is None:
            return
        try:
            message = unwrap(envelope, self._known)
        except msgspec.ValidationError:
            return  # nobody can tell what it asked for
        said = route.on_give_up(message, why)
        async with self._database.transaction() as sql:
            await outbox.write(
                sql,
                [
                    wrap(
                        one,
                        identity=uuid5(envelope.id, f"{i}"),
                        now=self._clock(),
                        cause=envelope,
                    )
                    for i, one in enumerate(said)
                ],
            )
        self._relay.hint()

    async def _steadily(self, ask: Callable[..., Awaitable[Answer]], *args: object) -> Answer:
        return await steadily(self.service.name, ask, *args)

    async def _keep_leases(self) -> None:
        await asyncio.sleep(LEASE_REFRESH_S)
        if self._in_hand:
            await self._bus.extend(list(self._in_hand.values()))

    async def _every(self, periodic: Periodic) -> None:
        async with self._database.transaction() as sql:
            tx = Transaction(sql, self._clock())
            await periodic.run(tx)
            await outbox.write_said(tx)
        if tx.spoke:
            self._relay.hint()
        await asyncio.sleep(periodic.every_s)

    async def _prune(self, tx: Transaction) -> None:
        await inbox.prune(tx.sql, KEEP_S)
        await outbox.prune(tx.sql, KEEP_S)


def _goes_with(work: _Work) -> tuple[object, UUID]:
    """Works that stand one behind the other and have this in common are handled together."""
    return work.route.handle if work.route.together else id(work), work.message.batch


async def _handle(tx: Transaction, works: Sequence[_Work]) -> None:
    last = works[-1]
    tx.cause = last.delivery.envelope
    if last.route.together:
        heard = [Heard(work.message, work.delivery.envelope) for work in works]
        await last.route.handle(tx, last.message.batch, heard)
    else:
        await last.route.handle(tx, last.message, *last.found)
