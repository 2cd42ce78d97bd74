"""The slot ledger on Valkey and PostgreSQL: the one admits, the other gives the slot.

A function on Valkey admits as many contents of a batch as it has slots; only those go on to
PostgreSQL, which gives the slot and keeps it. So every answer is PostgreSQL's, and whatever Valkey
has lost, forgotten or invented costs a detour and never a slot.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from huleedu.kit.database import Database, EngineAway
from huleedu.kit.functions import CallRefused, FunctionCall, Functions
from huleedu.kit.group_commit import GroupCommit
from huleedu.kit.messages import Envelope
from huleedu.services.lifecycle.domain import (
    Assigned,
    BatchClosed,
    NoSlot,
    Outcome,
    Replayed,
    Slots,
    UnknownBatch,
)

LIBRARY = (Path(__file__).parent / "admission.lua").read_text(encoding="utf-8")
"""The functions."""
ADMITTED_MS = 2000
"""Who was admitted and does not come back, for it was killed, makes room after this."""
ASK_AGAIN_S = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05)
"""Pauses while others that were admitted are on their way."""
AWAY_S = 1.0
"""So long PostgreSQL alone is asked when Valkey did not answer."""

# how things stand for each content, all at one moment
SNAPSHOT = """
select b.slots, b.used, b.closed, s.slot, s.essay
from unnest($1::uuid[], $2::text[]) with ordinality as a (batch, content, n)
left join lateral (select slots, used, closed from batch where id = a.batch offset 0) b on true
left join lateral (
    select slot, essay from assignment where batch = a.batch and content = a.content offset 0
) s on true
order by a.n
"""

# what Valkey is to know of a batch
HOLDERS = """
select b.slots,
       coalesce(array_agg(s.content) filter (where s.content is not null), '{}') as contents
from batch b left join assignment s on s.batch = b.id
where b.id = $1 and b.slots is not null group by b.slots
"""

Asked = tuple[UUID, str]
"""Batch and content."""


@dataclass(frozen=True, slots=True)
class _Admitted:
    epoch: str


@dataclass(frozen=True, slots=True)
class _Full:
    """Nobody else is admitted: `slots` have been given, or are being asked for."""

    epoch: str
    slots: int


@dataclass(frozen=True, slots=True)
class _Held:
    """It has a slot already, as far as Valkey knows."""

    epoch: str


@dataclass(frozen=True, slots=True)
class _Unheard:
    """Valkey does not know the batch, or lost it."""


@dataclass(frozen=True, slots=True)
class _Away:
    """Valkey does not answer, or will not."""


_Admission = _Admitted | _Full | _Held | _Unheard | _Away


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """How it is in PostgreSQL."""

    slots: int | None
    answer: Outcome | None
    """None: a slot is free, and the content has none."""


class ValkeySlots:
    """Implements `domain.Slots`.

    Args:
        ledger: gives the slots to those that were admitted.
        database: the lifecycle's.
        functions: on Valkey, with `LIBRARY` loaded.
    """

    def __init__(self, ledger: Slots, database: Database, functions: Functions) -> None:
        self._ledger = ledger
        self._database = database
        self._functions = functions
        self._admit = GroupCommit(self._admit_all, at_most=256, side_by_side=2)
        self._look = GroupCommit(self._read_all, at_most=256, side_by_side=2)
        self._settle = GroupCommit(self._settle_all, at_most=256, side_by_side=1)
        self._settling: set[asyncio.Task[None]] = set()
        self._away_until = 0.0

    async def offer(self, batch: UUID, content: str, essay: UUID, cause: Envelope) -> Outcome:
        """See `domain.Slots`."""
        loop = asyncio.get_running_loop()
        tries, patient_until = 0, loop.time() + ADMITTED_MS / 1000
        while True:
            match await self._admission(batch, content):
                case _Away():
                    return await self._ledger.offer(batch, content, essay, cause)
                case _Admitted(epoch):
                    outcome = await self._ledger.offer(batch, content, essay, cause)
                    self._come_back(batch, content, epoch, outcome)
                    return outcome
                case _Unheard():
                    epoch, slots = "", None
                case _Held(epoch):
                    slots = 0
                case _Full(epoch, slots):
                    pass
            snapshot = await self._look((batch, content))
            if snapshot.answer is not None:
                return snapshot.answer
            # Valkey is wrong (it has never heard, or heard otherwise), or others are on their way
            if snapshot.slots != slots or loop.time() > patient_until:
                await self._learn(batch, epoch)
                patient_until = loop.time() + ADMITTED_MS / 1000
            elif tries:
                await asyncio.sleep(ASK_AGAIN_S[min(tries, len(ASK_AGAIN_S)) - 1])
            tries += 1

    async def aclose(self) -> None:
        """Let what is known reach Valkey."""
        await asyncio.gather(*self._settling, return_exceptions=True)

    async def _admission(self, batch: UUID, content: str) -> _Admission:
        if asyncio.get_running_loop().time() < self._away_until:
            return _Away()
        return await self._admit((batch, content))

    async def _admit_all(self, asked: list[Asked]) -> list[_Admission]:
        of_batch: dict[UUID, list[str]] = {}
        for batch, content in asked:
            of_batch.setdefault(batch, []).append(content)
        calls = [
            FunctionCall("huleedu_admit", _keys(batch), (str(ADMITTED_MS), *contents))
            for batch, contents in of_batch.items()
        ]
        answers = await self._call(calls)
        if answers is None:
            return [_Away()] * len(asked)
        found: dict[UUID, list[_Admission]] = {}
        for (batch, contents), answer in zip(of_batch.items(), answers, strict=True):
            found[batch] = _admissions(answer, len(contents))
        return [found[batch].pop(0) for batch, _ in asked]

    async def _call(self, calls: Sequence[FunctionCall]) -> Sequence[Any] | None:
        """None: Valkey is away."""
        try:
            return await self._functions.call(calls)
        except EngineAway:
            self._away_until = asyncio.get_running_loop().time() + AWAY_S
            return None

    async def _read_all(self, asked: list[Asked]) -> list[_Snapshot]:
        async with self._database.session() as sql:
            rows = await sql.fetch(SNAPSHOT, [b for b, _ in asked], [c for _, c in asked])
        found: list[_Snapshot] = []
        for row in rows:
            answer: Outcome | None = None
            if row["slot"] is not None:
                answer = Replayed(row["slot"], UUID(int=row["essay"].int))
            elif row["slots"] is None:
                answer = UnknownBatch()
            elif row["closed"]:
                answer = BatchClosed()
            elif row["used"] >= row["slots"]:
                answer = NoSlot()
            found.append(_Snapshot(row["slots"], answer))
        return found

    async def _learn(self, batch: UUID, wrong: str) -> None:
        """Tell Valkey how it is, under a new epoch: what was admitted before counts no more.

        `wrong` is the epoch that does not fit; if another has begun since, it stands.
        """
        async with self._database.session() as sql:
            row = await sql.fetchrow(HOLDERS, batch)
        if row:
            arguments = (wrong, uuid4().hex, str(row["slots"]), *row["contents"])
            await self._call([FunctionCall("huleedu_learn", _keys(batch), arguments)])

    def _come_back(self, batch: UUID, content: str, epoch: str, outcome: Outcome) -> None:
        """Let Valkey know in the background: should it be lost, the admission ends by itself."""
        holds = isinstance(outcome, Assigned | Replayed)
        task = asyncio.create_task(self._settle((batch, content, epoch, holds)))
        self._settling.add(task)
        task.add_done_callback(self._settling.discard)

    async def _settle_all(self, back: list[tuple[UUID, str, str, bool]]) -> list[None]:
        of_batch: dict[tuple[UUID, str], list[str]] = {}
        for batch, content, epoch, holds in back:
            of_batch.setdefault((batch, epoch), []).extend(("1" if holds else "0", content))
        await self._call(
            [
                FunctionCall("huleedu_settle", _keys(batch), (epoch, *contents))
                for (batch, epoch), contents in of_batch.items()
            ]
        )
        return [None] * len(back)


def _keys(batch: UUID) -> tuple[str, str, str]:
    """A batch's keys: one hash tag, so that they lie on one node of a cluster."""
    return (f"huleedu:{{{batch}}}:book", f"huleedu:{{{batch}}}:held", f"huleedu:{{{batch}}}:asked")


def _admissions(answer: list[Any] | CallRefused, count: int) -> list[_Admission]:
    if isinstance(answer, CallRefused):
        return [_Away()] * count
    epoch, slots, *words = answer
    if not epoch:
        return [_Unheard()] * count
    kinds: dict[str, _Admission] = {
        "held": _Held(epoch),
        "admitted": _Admitted(epoch),
        "full": _Full(epoch, int(slots)),
    }
    return [kinds[word] for word in words]
