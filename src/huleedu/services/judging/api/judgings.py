"""Open the judging of batches, say who may judge them, and tell what was decided."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from huleedu.contracts.judging import (
    Kind,
    NotEnrolled,
    NotOpened,
)
from huleedu.kit.database import Database, Sql
from huleedu.services.judging.domain.decisions import Decisions, read_decisions
from huleedu.services.judging.domain.desk import (
    Enrolled,
    EnrolledBefore,
    Enrolment,
    JudgeProgress,
    NameTaken,
    Progress,
    Revoked,
    Rules,
    Script,
    Terms,
    decisions_of,
)
from huleedu.services.judging.domain.ending import Enough
from huleedu.services.judging.domain.enrolments import MayJudge, enrol
from huleedu.services.judging.domain.imports import Imported, WrongJudge, incoming
from huleedu.services.judging.domain.judge_names import WrongName
from huleedu.services.judging.domain.keys import KEY_BYTES, hash_of
from huleedu.services.judging.store import assignments, imports, progress, rankings, sessions
from huleedu.services.judging.store.batch_lock import lock

__all__ = [
    "Decisions",
    "Enrolled",
    "EnrolledBefore",
    "Imported",
    "JudgeProgress",
    "Judgings",
    "NameTaken",
    "Progress",
    "Revoked",
    "Rules",
    "Script",
    "WrongJudge",
    "WrongName",
    "read_decisions",
]


class Judgings:
    """The judging of batches, kept in PostgreSQL; every method may raise `EngineAway`."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def open(
        self,
        batch: UUID,
        scripts: Sequence[Script],
        title: str = "",
        rules: Rules | None = None,
        *,
        asked_by: str = "",
    ) -> int:
        """Open judging for these scripts, or add those that are new; how many there are then.

        Args:
            rules: how it is judged; None: as before, or as usual.
            asked_by: who asks judges, for them to read; empty: as before.
        """
        async with self._database.transaction() as sql:
            await lock(sql, batch)
            now = self._clock()
            return await sessions.open_judging(sql, batch, scripts, title, rules, now, asked_by)

    async def reopen(self, batch: UUID) -> None:
        """Let judging go on after it was closed."""
        async with self._database.transaction() as sql:
            await sessions.reopen(sql, batch)

    async def close(self, batch: UUID, why: str = Enough.BY_HAND.value) -> None:
        """End judging; what is before a judge may still be decided."""
        async with self._database.transaction() as sql:
            await assignments.close(sql, batch, self._clock(), why)

    async def rules(self, batch: UUID) -> Rules | NotOpened:
        """How the batch is judged."""
        async with self._database.session() as sql:
            return await sessions.rules_of(sql, batch)

    async def scripts(self, batch: UUID) -> list[Script]:
        """What is judged, by number."""
        async with self._database.session() as sql:
            return await sessions.scripts_of(sql, batch)

    async def enrol(
        self,
        batch: UUID,
        judge: str,
        kind: Kind,
        *,
        quota: int | None = None,
        barred: Sequence[UUID] = (),
        no_quota: bool = False,
        sees_all: bool = False,
        renew: bool = False,
        ends_at: datetime | None = None,
        email: str = "",
    ) -> Enrolled | EnrolledBefore | NameTaken | WrongName | NotOpened:
        """Let somebody judge; again, only what is told changes.

        Args:
            quota: how many decisions at most.
            barred: more essays that they may not see: their own, or those of pupils they know.
            no_quota: there is none any more.
            sees_all: but for `barred`, they may see all essays again.
            renew: give a person a new key; the one before opens nothing any more.
            ends_at: when their key ends by itself; a new key ends when this says, or not by itself.
            email: where their link is sent; empty: as before.
        """
        terms = Terms(
            quota=quota,
            barred=tuple(barred),
            no_quota=no_quota,
            sees_all=sees_all,
            renew=renew,
            ends_at=ends_at,
            email=email,
        )
        async with self._database.transaction() as sql:
            await lock(sql, batch)
            if isinstance(opened := await sessions.rules_of(sql, batch), NotOpened):
                return opened
            where = Enrolment(batch, judge)
            known = await sessions.enrolled_as(sql, where)
            others = await sessions.kinds_of(sql, batch)
            may = enrol(known, judge, kind, others, renew=renew)
            if not isinstance(may, MayJudge):
                return may
            key = secrets.token_urlsafe(KEY_BYTES) if may.key else ""
            hashed = hash_of(key) if may.key else None
            await sessions.enrol(sql, where, kind, terms, hashed, self._clock())
            if known is not None and known.kind is not kind:  # an import counts as a person now
                await rankings.changed(sql, batch, self._clock())
        return EnrolledBefore() if may.before and not may.key else Enrolled(key)

    async def revoke(self, batch: UUID, judge: str) -> Revoked | NotEnrolled | NotOpened:
        """Withdraw a judge's key; what they have decided counts."""
        async with self._database.transaction() as sql:
            await lock(sql, batch)
            if isinstance(opened := await sessions.rules_of(sql, batch), NotOpened):
                return opened
            await assignments.take_away(sql, batch, judge, self._clock())
            return await sessions.revoke(sql, Enrolment(batch, judge), self._clock())

    async def decisions(self, batch: UUID) -> Decisions:
        """All that was decided and counts, as it was handed out; scripts are named by essays."""
        async with self._database.transaction() as sql:
            await lock(sql, batch)
            return await decided(sql, batch, await sessions.scripts_of(sql, batch))

    async def take_in(
        self, batch: UUID, decisions: Decisions, numbers: Sequence[int]
    ) -> Imported | WrongJudge | NotOpened:
        """Take in decisions that were made elsewhere, each once.

        Args:
            numbers: the batch's number of each of the decisions' scripts.
        """
        async with self._database.transaction() as sql:
            await lock(sql, batch)
            if isinstance(opened := await sessions.rules_of(sql, batch), NotOpened):
                return opened
            now, enrolled = self._clock(), await sessions.kinds_of(sql, batch)
            given = incoming(batch, decisions, numbers, enrolled, now)
            if isinstance(given, WrongJudge):
                return given
            new = await imports.take_in(sql, batch, decisions.judges, given, now)
            await rankings.due(sql, batch, now)
        return Imported(new, len(given.ids) - new)

    async def progress(self, batch: UUID) -> Progress | NotOpened:
        """How far judging is."""
        async with self._database.session() as sql:
            return await progress.so_far(sql, batch, self._clock())


async def decided(sql: Sql, batch: UUID, scripts: Sequence[Script]) -> Decisions:
    """All that was decided of a batch, and counts; scripts are named by their essays."""
    return await _decided_by(sql, batch, scripts, await sessions.kinds_that_count(sql, batch))


async def steered(sql: Sql, batch: UUID, scripts: Sequence[Script]) -> Decisions:
    """All that was decided of a batch, by judges left out afterwards, too."""
    return await _decided_by(sql, batch, scripts, await sessions.kinds_of(sql, batch))


async def _decided_by(
    sql: Sql, batch: UUID, scripts: Sequence[Script], kinds: Mapping[str, Kind]
) -> Decisions:
    assigned = await assignments.so_far(sql, batch, [*kinds])
    times, took_s = await assignments.times(sql, batch, [*kinds])
    return decisions_of([str(script.essay) for script in scripts], assigned, kinds, times, took_s)
