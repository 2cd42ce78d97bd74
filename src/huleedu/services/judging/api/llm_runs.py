"""Have a school's language models judge a batch: start them, and be the one worker at each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import msgspec

from huleedu.contracts.judging import NotOpened
from huleedu.kit.database import Database, Sql
from huleedu.services.judging.domain.desk import Rules
from huleedu.services.judging.domain.llm_runs import (
    HeldByAnother,
    LlmClaimed,
    LlmEnd,
    LlmHold,
    LlmRun,
    RunIsOver,
    wanted_with,
)
from huleedu.services.judging.domain.llm_use import LlmUse
from huleedu.services.judging.store import llm_runs as store
from huleedu.services.judging.store import llm_use, sessions, steering
from huleedu.services.judging.store import overview as seen
from huleedu.services.judging.store.batch_lock import lock

__all__ = [
    "HELD_S",
    "HeldByAnother",
    "JudgingEnded",
    "LlmClaimed",
    "LlmEnd",
    "LlmHold",
    "LlmRun",
    "LlmRuns",
    "LlmUse",
    "ModelsStarted",
    "RunIsOver",
]

HELD_S = 30.0
"""So long after a worker was killed nobody takes its run over: it may only have been held up."""


@dataclass(frozen=True, slots=True)
class JudgingEnded:
    """Nothing was started: judging has ended."""


@dataclass(frozen=True, slots=True)
class ModelsStarted:
    """These judge from now on; those that did already are none of them."""

    models: Sequence[str]


class LlmRuns:
    """The models that judge for schools, and their stop; every method may raise `EngineAway`.

    A stop stands in the row from which each request takes its money: whoever asks a model, in
    whatever process, makes no request once it is there.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def use(self, batch: UUID) -> LlmUse | NotOpened:
        """What was asked and spent, and whether models are stopped."""
        async with self._database.session() as sql:
            return await llm_use.use(sql, batch) or NotOpened()

    async def spent(self, batch: UUID) -> Decimal:
        """What the batch has spent on models, with what is set aside."""
        async with self._database.session() as sql:
            return await store.spent(sql, batch)

    async def runs(self, batch: UUID) -> list[LlmRun]:
        """The last run of each model."""
        async with self._database.session() as sql:
            return await store.runs(sql, batch)

    async def start(
        self,
        batch: UUID,
        models: Sequence[str],
        judgements: int,
        money: Decimal,
        by: UUID | None,
    ) -> ModelsStarted | NotOpened | JudgingEnded:
        """Have these judge, each so many more; a stop is lifted. Asked again, nothing is changed.

        Args:
            money: what all of them may take from now on, together.
        """
        async with self._database.transaction() as sql:
            await lock(sql, batch)
            now = self._clock()
            if isinstance(rules := await sessions.rules_of(sql, batch), NotOpened):
                return rules
            brief = await seen.brief(sql, batch)
            if brief is None or brief.closed:
                return JudgingEnded()
            limit = await store.spent(sql, batch) + money
            started: list[str] = []
            for model in models:
                if await store.start(sql, batch, model, judgements, limit, by, now):
                    started.append(model)
                    more = _more(rules, await store.quotas(sql, batch))
                    await store.raised(sql, batch, model, more)
                    rules = await _raise(sql, batch, rules, more)
            await llm_use.go_on(sql, batch)
        return ModelsStarted(started)

    async def stop(self, batch: UUID, by: UUID | None) -> Sequence[str]:
        """No question is asked from now on, by whatever process; which models had been at it."""
        async with self._database.transaction() as sql:
            await lock(sql, batch)
            now = self._clock()
            stopped = await store.stop(sql, batch, by, now)
            await llm_use.stop(sql, batch, now, by)
            for model in stopped:
                await store.lower(sql, batch, model)
        return stopped

    async def go_on(self, batch: UUID, *, again: bool) -> Sequence[str]:
        """Questions may be asked again: which models are at it again.

        Args:
            again: those that were stopped judge on.
        """
        async with self._database.transaction() as sql:
            await lock(sql, batch)
            await llm_use.go_on(sql, batch)
            brief = await seen.brief(sql, batch)
            if brief is None or brief.closed or not again:
                return ()
            models = await store.go_on(sql, batch)
            rules = await sessions.rules_of(sql, batch)
            assert not isinstance(rules, NotOpened)
            await _raise(sql, batch, rules, _more(rules, await store.quotas(sql, batch)))
        return models

    async def claim(self, hold: LlmHold) -> LlmClaimed | HeldByAnother | RunIsOver:
        """Be the one worker at a run."""
        async with self._database.transaction() as sql:
            return await store.claim(sql, hold, HELD_S)

    async def keep(self, hold: LlmHold) -> None:
        """Still be it."""
        async with self._database.transaction() as sql:
            await store.keep(sql, hold, HELD_S)

    async def release(self, hold: LlmHold) -> None:
        """Be it no more."""
        async with self._database.transaction() as sql:
            await store.release(sql, hold)


def _more(rules: Rules, quotas: int) -> int:
    wanted = wanted_with(rules.judgements, quotas)
    return 0 if wanted is None or rules.judgements is None else wanted - rules.judgements


async def _raise(sql: Sql, batch: UUID, rules: Rules, by: int) -> Rules:
    if not by or rules.judgements is None:
        return rules
    changed = msgspec.structs.replace(rules, judgements=rules.judgements + by)
    await steering.set_rules(sql, batch, changed)
    return changed
