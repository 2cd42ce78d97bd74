"""Steer the judging of a batch: see how it stands, ask for more, leave a judge out, end it."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zlib import crc32

import msgspec

from huleedu.contracts.judging import Kind, NotOpened
from huleedu.kit.database import Database
from huleedu.services.judging.domain.desk import Late, Rules
from huleedu.services.judging.domain.ending import Enough
from huleedu.services.judging.domain.keys import KEY_BYTES, hash_of
from huleedu.services.judging.domain.overview import (
    Agreement,
    Brief,
    FlaggedText,
    JudgeSeen,
    LinkState,
    Overview,
    RankingFigures,
    UnderWay,
)
from huleedu.services.judging.domain.shares import evenly
from huleedu.services.judging.store import (
    assignments,
    heard,
    listed,
    rankings,
    sessions,
    steering,
)
from huleedu.services.judging.store import overview as seen
from huleedu.services.judging.store.batch_lock import lock
from huleedu.services.judging.store.listed import DecisionListed

__all__ = [
    "Agreement",
    "Brief",
    "DecisionListed",
    "Enough",
    "FlaggedText",
    "JudgeSeen",
    "Late",
    "LateJoined",
    "LinkState",
    "MoreAsked",
    "NoSuchJudge",
    "NotOpened",
    "Overview",
    "RankingFigures",
    "Rules",
    "Steering",
    "UnderWay",
    "brief",
    "decisions_listed",
    "going_on",
    "revisions",
    "under_way",
]


@dataclass(frozen=True, slots=True)
class NoSuchJudge:
    """Nobody of this id judges this batch."""


@dataclass(frozen=True, slots=True)
class MoreAsked:
    """So many judgements are asked for from now on."""

    wanted: int


@dataclass(frozen=True, slots=True)
class LateJoined:
    """So many essays that waited are judged from now on."""

    essays: int


async def decisions_listed(
    database: Database, batch: UUID, after: int, limit: int
) -> list[DecisionListed]:
    """Some of what was handed out, behind this number, in the order handed out."""
    async with database.session() as sql:
        return await listed.some(sql, batch, after, limit)


async def revisions(database: Database, batches: Sequence[UUID]) -> Mapping[UUID, int]:
    """A number for each of these judgings that is another one when its overview is otherwise."""
    async with database.session() as sql:
        moved = await seen.moved(sql, batches)
    return {batch: crc32(told.encode()) for batch, told in moved.items()}


async def brief(database: Database, batch: UUID) -> Brief | NotOpened:
    """How far the judging of a batch is, in a word."""
    async with database.session() as sql:
        return await seen.brief(sql, batch) or NotOpened()


async def under_way(database: Database, batches: Sequence[UUID]) -> Mapping[UUID, UnderWay]:
    """How many judgements of how many those of these batches have that are being judged."""
    async with database.session() as sql:
        return await seen.under_way(sql, batches)


async def going_on(database: Database, batches: Sequence[UUID]) -> set[UUID]:
    """Which of these batches are being judged: opened, and not ended."""
    async with database.session() as sql:
        return await seen.going_on(sql, batches)


class Steering:
    """The judging of batches, for who set it up; every method may raise `EngineAway`.

    Args:
        database: judging's tables, as whoever steers sees them.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def overview(self, batch: UUID) -> Overview | NotOpened:
        """How it stands."""
        async with self._database.session() as sql:
            return await seen.overview(sql, batch, self._clock()) or NotOpened()

    async def let_in(self, batch: UUID) -> int:
        """Let essays be judged that came after judging began; how many are new."""
        async with self._database.transaction() as sql:
            await lock(sql, batch)
            return await heard.join(sql, batch, self._clock())

    async def close(self, batch: UUID, by: UUID | None, why: str = Enough.BY_HAND.value) -> None:
        """End it; what is before a judge may still be decided."""
        async with self._database.transaction() as sql:
            await lock(sql, batch)
            await assignments.close(sql, batch, self._clock(), why)
            await steering.closed_by(sql, batch, by)

    async def go_on(self, batch: UUID) -> None:
        """Let it go on after it ended; an aim that was reached, or a day that is over, is none."""
        async with self._database.transaction() as sql:
            await lock(sql, batch)
            now = self._clock()
            stands = await seen.overview(sql, batch, now)
            if stands is None or stands.closed_at is None:
                return
            rules, spent = stands.rules, stands.rules.judgements
            changed = msgspec.structs.replace(
                rules,
                until=None if rules.until and rules.until <= now else rules.until,
                reliability=None
                if stands.closed_because == Enough.RELIABLE.value
                else rules.reliability,
                judgements=None if spent is not None and stands.decided >= spent else spent,
            )
            await steering.set_rules(sql, batch, changed)
            await sessions.reopen(sql, batch)

    async def more(self, batch: UUID, count: int) -> MoreAsked | NotOpened:
        """Ask for so many more judgements, of all judges alike; goes on if it had ended."""
        async with self._database.transaction() as sql:
            await lock(sql, batch)
            now = self._clock()
            stands = await seen.overview(sql, batch, now)
            if stands is None:
                return NotOpened()
            ended, rules = stands.closed_at is not None, stands.rules
            wanted = max(stands.wanted, stands.decided) + count
            if ended or rules.judgements is not None:
                rules = msgspec.structs.replace(
                    rules,
                    judgements=wanted,
                    reliability=None if ended else rules.reliability,
                    until=None if rules.until and rules.until <= now else rules.until,
                )
                await steering.set_rules(sql, batch, rules)
            judges = [
                judge
                for judge in stands.judges
                if judge.quota is not None
                and judge.kind is Kind.PERSON
                and not judge.left_out
                and judge.link(now) not in ("ended", "revoked")
            ]
            shares = evenly(count, len(judges))
            for judge, share in zip(judges, shares, strict=True):
                await steering.set_quota(sql, batch, judge.id, (judge.quota or 0) + share)
            if ended:
                await sessions.reopen(sql, batch)
        return MoreAsked(wanted)

    async def set_rules(self, batch: UUID, rules: Rules) -> NotOpened | None:
        """Judge by these rules from now on."""
        async with self._database.transaction() as sql:
            await lock(sql, batch)
            if isinstance(before := await sessions.rules_of(sql, batch), NotOpened):
                return before
            now = self._clock()
            if rules != before:
                await steering.set_rules(sql, batch, rules)
            if msgspec.structs.replace(rules, late=before.late) != before:
                await rankings.changed(sql, batch, now)
            if rules.late == "join":
                await heard.join(sql, batch, now)
        return None

    async def set_late(self, batch: UUID, late: Late) -> LateJoined | NotOpened:
        """What becomes of essays that come late; those that wait join if all are to."""
        async with self._database.transaction() as sql:
            await lock(sql, batch)
            if isinstance(rules := await sessions.rules_of(sql, batch), NotOpened):
                return rules
            await steering.set_rules(sql, batch, msgspec.structs.replace(rules, late=late))
            joined = await heard.join(sql, batch, self._clock()) if late == "join" else 0
        return LateJoined(joined)

    async def batch_of(self, judge: UUID) -> UUID | NoSuchJudge:
        """Which batch somebody of this id judges."""
        async with self._database.session() as sql:
            return await steering.batch_of(sql, judge) or NoSuchJudge()

    async def judge(self, batch: UUID, judge: UUID) -> JudgeSeen | NoSuchJudge:
        """Somebody who judges this batch."""
        found = await self.overview(batch)
        judges = () if isinstance(found, NotOpened) else found.judges
        return next((one for one in judges if one.id == judge), NoSuchJudge())

    async def set_terms(
        self,
        batch: UUID,
        judge: UUID,
        *,
        quota: int | None,
        barred: Sequence[UUID],
        email: str,
        ends_at: datetime | None,
    ) -> None:
        """How somebody may judge from now on, all of it."""
        async with self._database.transaction() as sql:
            await lock(sql, batch)
            await steering.set_terms(sql, batch, judge, quota, list(barred), email, ends_at)

    async def leave_out(self, batch: UUID, judge: UUID, *, out: bool) -> None:
        """Count a judge's decisions nowhere, or count them again; the ranking follows."""
        async with self._database.transaction() as sql:
            await lock(sql, batch)
            now = self._clock()
            if await steering.leave_out(sql, batch, judge, now if out else None):
                await rankings.changed(sql, batch, now)

    async def new_key(self, batch: UUID, judge: UUID, ends_at: datetime | None) -> str:
        """A new key for a person; the one before opens nothing any more. Told only now."""
        key = secrets.token_urlsafe(KEY_BYTES)
        async with self._database.transaction() as sql:
            await lock(sql, batch)
            await steering.new_key(sql, batch, judge, hash_of(key), ends_at)
        return key
