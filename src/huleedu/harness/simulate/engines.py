"""Engines that are made up: PostgreSQL and Valkey as the slot ledgers see them."""

import asyncio
import random
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from huleedu.kit.database import EngineAway, Row, Sql
from huleedu.kit.functions import CallRefused, FunctionCall
from huleedu.services.lifecycle.api.statements import ASSIGN, HOLDERS, SNAPSHOT

Answer = TypeVar("Answer")


@dataclass(slots=True)
class Latency:
    """How long things take and how often they break off, by dice."""

    dice: random.Random
    breaks: float
    """The share of answers that never come, half of them after the deed."""
    slow_s: float = 0.004

    async def meet(self, deed: Callable[[], Answer]) -> Answer:
        """Have a deed done by an engine: it is done even if whoever asked is killed meanwhile."""
        answer = await asyncio.shield(asyncio.ensure_future(self._meet(deed)))
        if isinstance(answer, EngineAway):
            raise answer
        return answer

    async def _meet(self, deed: Callable[[], Answer]) -> Answer | EngineAway:
        dice = self.dice
        await asyncio.sleep(dice.random() * self.slow_s)
        broken = dice.random()
        if broken < self.breaks / 2:
            return EngineAway("it broke off before the deed")
        answer = deed()
        await asyncio.sleep(dice.random() * self.slow_s)
        return EngineAway("it broke off after the deed") if broken < self.breaks else answer


@dataclass(slots=True)
class Batch:
    """A batch's row."""

    slots: int
    used: int = 0


@dataclass(slots=True)
class SimulatedStore:
    """What PostgreSQL holds; nothing of it is ever lost."""

    batches: dict[UUID, Batch] = field(default_factory=dict[UUID, Batch])
    held: dict[tuple[UUID, str], tuple[int, UUID]] = field(
        default_factory=dict[tuple[UUID, str], tuple[int, UUID]]
    )
    said: list[tuple[str, UUID, int]] = field(default_factory=list[tuple[str, UUID, int]])
    """Message, batch, slot."""

    def assign(self, *asked: Any) -> list[Row]:
        """What the function `assign` does."""
        batches, contents, essays, _, _, assigned = asked
        return [
            self._assign(UUID(int=batch.int), content, essay, assigned)
            for batch, content, essay in zip(batches, contents, essays, strict=True)
        ]

    def _assign(self, batch: UUID, content: str, essay: UUID, assigned: str) -> Row:
        row = self.batches.get(batch)
        if row is None:
            return _row("unknown")
        if (batch, content) in self.held:
            return _row("replayed", *self.held[batch, content])
        if row.used == row.slots:
            return _row("full")
        row.used += 1
        self.held[batch, content] = (row.used, essay)
        self.said.append((assigned, batch, row.used))
        return _row("assigned", row.used, essay)

    def snapshot(self, batches: Sequence[UUID], contents: Sequence[str]) -> list[Row]:
        """What `SNAPSHOT` reads."""
        found: list[Row] = []
        for batch, content in zip(batches, contents, strict=True):
            row = self.batches.get(batch)
            slot, essay = self.held.get((batch, content), (None, None))
            found.append(
                {
                    "slots": row.slots if row else None,
                    "used": row.used if row else None,
                    "closed": False if row else None,
                    "slot": slot,
                    "essay": essay,
                }  # pyright: ignore[reportArgumentType] - rows are only read by name
            )
        return found

    def holders(self, batch: UUID) -> Row | None:
        """What `HOLDERS` reads."""
        row = self.batches.get(batch)
        contents = [content for of, content in self.held if of == batch]
        return {"slots": row.slots, "contents": contents} if row else None  # pyright: ignore[reportReturnType]


def _row(outcome: str, slot: int | None = None, holder: UUID | None = None) -> Row:
    return {"outcome": outcome, "slot": slot, "holder": holder}  # pyright: ignore[reportReturnType]


class Postgres:
    """Implements `kit.database.Database` for the ledgers' three statements."""

    def __init__(self, store: SimulatedStore, latency: Latency) -> None:
        self._store = store
        self._latency = latency

    def session(self) -> AbstractAsyncContextManager[Sql]:
        """See `kit.database.Database`."""
        return self._session()

    def transaction(self) -> AbstractAsyncContextManager[Sql]:
        """See `kit.database.Database`."""
        return self._session()

    @asynccontextmanager
    async def _session(self) -> AsyncGenerator[Sql]:
        yield self

    async def fetch(self, statement: str, /, *args: object) -> Sequence[Row]:
        """See `kit.database.Sql`."""
        deeds: dict[str, Callable[..., list[Row]]] = {
            ASSIGN: self._store.assign,
            SNAPSHOT: self._store.snapshot,
        }
        return await self._latency.meet(lambda: deeds[statement](*args))

    async def fetchrow(self, statement: str, /, *args: object) -> Row | None:
        """See `kit.database.Sql`."""
        assert statement == HOLDERS
        (batch,) = args
        assert isinstance(batch, UUID)
        return await self._latency.meet(lambda: self._store.holders(batch))

    async def fetchval(self, statement: str, /, *args: object) -> Any:
        """See `kit.database.Sql`."""
        raise AssertionError(f"no ledger asks this: {statement}")

    async def execute(self, statement: str, /, *args: object) -> str:
        """See `kit.database.Sql`."""
        raise AssertionError(f"no ledger asks this: {statement}")


@dataclass(slots=True)
class _Book:
    epoch: str
    slots: int
    held: set[str]
    asked: dict[str, float] = field(default_factory=dict[str, float])


class Valkey:
    """Implements `kit.functions.Functions`: what admission.lua does. It may lose all it has."""

    def __init__(self, latency: Latency, *, forgets: float) -> None:
        self._latency = latency
        self._forgets = forgets
        self._books: dict[tuple[str, ...], _Book] = {}

    async def call(self, calls: Sequence[FunctionCall]) -> list[Any | CallRefused]:
        """See `kit.functions.Functions`."""
        return await self._latency.meet(lambda: [self._carry_out(call) for call in calls])

    def _carry_out(self, call: FunctionCall) -> Any:
        if self._latency.dice.random() < self._forgets:
            self._books.clear()
        match call.function:
            case "huleedu_admit":
                return self._admit(call.keys, call.arguments)
            case "huleedu_settle":
                return self._settle(call.keys, call.arguments)
            case _:
                return self._learn(call.keys, call.arguments)

    def _admit(self, keys: tuple[str, ...], said: tuple[str, ...]) -> list[Any]:
        book = self._books.get(keys)
        if book is None:
            return ["", 0]
        now = asyncio.get_running_loop().time() * 1000
        book.asked = {content: until for content, until in book.asked.items() if until > now}
        until = now + float(said[0])
        words: list[str] = []
        for content in said[1:]:
            if content in book.held:
                words.append("held")
            elif content in book.asked or len(book.held) + len(book.asked) < book.slots:
                book.asked[content] = until
                words.append("admitted")
            else:
                words.append("full")
        return [book.epoch, book.slots, *words]

    def _settle(self, keys: tuple[str, ...], said: tuple[str, ...]) -> int:
        book = self._books.get(keys)
        if book is None or book.epoch != said[0]:
            return 0
        for holds, content in zip(said[1::2], said[2::2], strict=True):
            book.asked.pop(content, None)
            if holds == "1":
                book.held.add(content)
        return 1

    def _learn(self, keys: tuple[str, ...], said: tuple[str, ...]) -> int:
        known = self._books.get(keys)
        if (known.epoch if known else "") != said[0]:
            return 0
        self._books[keys] = _Book(said[1], int(said[2]), set(said[3:]))
        return 1
