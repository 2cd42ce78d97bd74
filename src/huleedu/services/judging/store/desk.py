"""The desk where judges get pairs and leave decisions: no judgement lost, none twice.

Everything about one batch happens one after another, under a lock; a pair that is handed out
belongs to its judge until the lease ends, and then to whoever comes.
"""

import asyncio
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import numpy as np

from huleedu.contracts.judging import (
    AllOut,
    Answered,
    Closed,
    CountDiffers,
    Flag,
    KeyRevoked,
    Kind,
    Left,
    NoPair,
    NothingLeft,
    NotOpened,
    NotSeated,
    QuotaReached,
    Session,
    TakenBack,
    TextsUsedUp,
    TooLate,
    Undone,
    UnknownKey,
    Which,
)
from huleedu.kit.database import Database, Row, Sql
from huleedu.services.judging.domain.believing import (
    Basis,
    NothingJudged,
    Outline,
    Reckoned,
    reckon,
)
from huleedu.services.judging.domain.decisions import Decisions
from huleedu.services.judging.domain.desk import (
    Handed,
    HandedOut,
    Handouts,
    Imported,
    NameTaken,
    Next,
    Revoked,
    Rules,
    Script,
    Seat,
    Seated,
    SeatedBefore,
    Standing,
    Terms,
    before,
    choose,
    counting,
    decisions_of,
    pairs_left,
)
from huleedu.services.judging.domain.judge_names import WrongName
from huleedu.services.judging.domain.measured import measures_of
from huleedu.services.judging.domain.pairing import NoPairLeft, past_of
from huleedu.services.judging.domain.stopping import Enough
from huleedu.services.judging.store import handing, imports, sessions, standings
from huleedu.services.judging.store.beliefs import Beliefs

LEASE_S = 900.0
"""How long a judge may look at a pair."""


class Desk:
    """Judging sessions, kept in PostgreSQL; every method may raise `EngineAway`.

    Args:
        lease_s: how long a pair belongs to the judge it was handed to.
    """

    def __init__(
        self, database: Database, clock: Callable[[], datetime], *, lease_s: float = LEASE_S
    ) -> None:
        self._database = database
        self._clock = clock
        self._lease = timedelta(seconds=lease_s)
        self._beliefs = Beliefs()

    async def aclose(self) -> None:
        """Wait for what is being learnt."""
        await self._beliefs.aclose()

    async def open(
        self, batch: UUID, scripts: Sequence[Script], title: str = "", rules: Rules | None = None
    ) -> int:
        """Open judging for these scripts, or add those that are new; how many there are then.

        Args:
            rules: how it is judged; None: as before, or as usual.
        """
        async with self._database.transaction() as sql:
            await sessions.lock(sql, batch)
            now = self._clock()
            return await sessions.open_exercise(sql, batch, scripts, title, rules, now)

    async def reopen(self, batch: UUID) -> None:
        """Let judging go on after it was closed."""
        async with self._database.transaction() as sql:
            await sessions.reopen(sql, batch)

    async def close(self, batch: UUID, why: str = Enough.BY_HAND.value) -> None:
        """End judging; what is before a judge may still be decided."""
        async with self._database.transaction() as sql:
            await handing.close(sql, batch, self._clock(), why)

    async def rules(self, batch: UUID) -> Rules | NotOpened:
        """How the batch is judged."""
        async with self._database.session() as sql:
            return await sessions.rules_of(sql, batch)

    async def scripts(self, batch: UUID) -> list[Script]:
        """What is judged, by number."""
        async with self._database.session() as sql:
            return await sessions.scripts_of(sql, batch)

    async def seat(
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
    ) -> Seated | SeatedBefore | NameTaken | WrongName | NotOpened:
        """Let somebody judge; again, only what is told changes.

        Args:
            quota: how many decisions at most.
            barred: more essays that they may not see: their own, or those of pupils they know.
            no_quota: there is none any more.
            sees_all: but for `barred`, they may see all essays again.
            renew: give a person a new key; the one before opens nothing any more.
        """
        terms = Terms(
            quota=quota,
            barred=tuple(barred),
            no_quota=no_quota,
            sees_all=sees_all,
            renew=renew,
        )
        async with self._database.transaction() as sql:
            await sessions.lock(sql, batch)
            if isinstance(opened := await sessions.rules_of(sql, batch), NotOpened):
                return opened
            return await sessions.seat(sql, Seat(batch, judge), kind, terms, self._clock())

    async def revoke(self, batch: UUID, judge: str) -> Revoked | NotSeated | NotOpened:
        """Withdraw a judge's key; what they have decided counts."""
        async with self._database.transaction() as sql:
            await sessions.lock(sql, batch)
            if isinstance(opened := await sessions.rules_of(sql, batch), NotOpened):
                return opened
            await handing.take_away(sql, batch, judge, self._clock())
            return await sessions.revoke(sql, Seat(batch, judge), self._clock())

    async def whose(self, key: str) -> Seat | UnknownKey | KeyRevoked:
        """Whose session a key opens."""
        async with self._database.session() as sql:
            return await sessions.whose(sql, key)

    async def session(self, batch: UUID, judge: str) -> Session | NotSeated | NotOpened:
        """What a judge sits down to."""
        async with self._database.session() as sql:
            return await sessions.session(sql, Seat(batch, judge))

    async def next(self, batch: UUID, judge: str, count: int = 1) -> Next:
        """The pairs that this judge should look at; those still before them come first."""
        async with self._database.transaction() as sql:
            await sessions.lock(sql, batch)
            now = self._clock()
            standing = await handing.standing(sql, batch, judge, now)
            if (refused := _refused(standing)) is not None:
                return refused
            assert standing is not None, "who is not refused has a seat"
            quota: int | None = standing["quota"]
            if quota is not None:
                count = min(count, quota - standing["decided"])
            until = now + self._lease
            handed = await handing.take_up(sql, batch, judge, until)
            wanted = min(count - len(handed), _pairs_left(standing))
            if wanted <= 0 and not handed:
                return TextsUsedUp(standing["texts_shown"])
            if wanted > 0:
                more = await self._more(sql, batch, judge, wanted, standing)
                if not isinstance(more, list):
                    return HandedOut(tuple(handed), until) if handed else more
                await handing.hand_out(sql, batch, judge, now, until, more)
                handed += more
            return HandedOut(tuple(handed[:count]), until)

    async def decide(
        self,
        pair: UUID,
        judge: str,
        answer: int,
        steps: int | None = None,
        *,
        took_s: float | None = None,
        comment: str = "",
        batch: UUID | None = None,
    ) -> Answered:
        """Leave a decision: positive, the script shown first is better; see `ANSWERS`.

        Args:
            steps: how many answers the question had; None: as many as the batch's rules say.
            batch: where the judge sits; another batch may have a judge of the same name.
        """
        async with self._database.transaction() as sql:
            now = self._clock()
            place = handing.Place(pair, judge, batch)
            return await handing.decide(sql, place, answer, steps, took_s, comment, now)

    async def flag(
        self,
        pair: UUID,
        judge: str,
        why: Flag,
        comment: str = "",
        which: Which | None = None,
        *,
        batch: UUID | None = None,
    ) -> Left:
        """Leave a pair unjudged; it does not come to this judge again.

        Args:
            which: the text that is a problem file; that one does not come again at all.
            batch: where the judge sits; another batch may have a judge of the same name.
        """
        async with self._database.transaction() as sql:
            words = f"{why.value}: {comment}" if comment else why.value
            place = handing.Place(pair, judge, batch)
            return await handing.flag(sql, place, words, which, self._clock())

    async def undo(
        self, batch: UUID, judge: str, count: int = 1, *, decided: int | None = None
    ) -> Undone:
        """Take back the judge's last decisions; their pairs are before them again.

        Args:
            decided: how many decisions the judge believes to have made: if it is another number,
                nothing is taken back, so that asking twice takes back once.
        """
        async with self._database.transaction() as sql:
            await sessions.lock(sql, batch)
            now = self._clock()
            standing = await handing.standing(sql, batch, judge, now)
            if standing and standing["revoked_at"]:
                return KeyRevoked()
            if standing and standing["closed_at"]:
                return TooLate(standing["closed_because"])
            made = await handing.decided(sql, batch, judge)
            if decided is not None and decided != made:
                return CountDiffers(made)
            again = await handing.take_back(sql, batch, judge, count)
            shown = again[: _pairs_left(standing)] if standing else again
            await handing.hand_out(sql, batch, judge, now, now + self._lease, shown)
        return TakenBack(len(again))

    async def decisions(self, batch: UUID) -> Decisions:
        """All that was decided, in the order handed out; scripts are named by their essays."""
        async with self._database.transaction() as sql:
            await sessions.lock(sql, batch)
            names = [str(script.essay) for script in await sessions.scripts_of(sql, batch)]
            kinds = await sessions.kinds_of(sql, batch)
            handouts = await handing.handouts(sql, batch, [*kinds])
            times, took_s = await handing.times(sql, batch)
        return decisions_of(names, handouts, kinds, times, took_s)

    async def take_in(
        self, batch: UUID, decisions: Decisions, numbers: Sequence[int]
    ) -> Imported | NotOpened:
        """Take in decisions that were made elsewhere, each once.

        Args:
            numbers: the batch's number of each of the decisions' scripts.
        """
        async with self._database.transaction() as sql:
            await sessions.lock(sql, batch)
            if isinstance(opened := await sessions.rules_of(sql, batch), NotOpened):
                return opened
            return await imports.take_in(sql, batch, decisions, numbers, self._clock())

    async def standing(self, batch: UUID) -> Standing | NotOpened:
        """How far judging is."""
        async with self._database.session() as sql:
            return await standings.standing(sql, batch, self._clock())

    async def reckon(self, batch: UUID) -> Reckoned | NothingJudged:
        """How reliable the ranking is now, and what 30 more judgements would bring."""
        async with self._database.session() as sql:
            rules = await sessions.rules_of(sql, batch)
            if isinstance(rules, NotOpened):
                return NothingJudged()
            scripts = await sessions.scripts_of(sql, batch)
            kinds = await sessions.kinds_of(sql, batch)
            handouts = await handing.handouts(sql, batch, [*kinds])
        counted = handouts.chosen(counting(handouts, kinds))
        basis = _basis(scripts, counted, rules, kinds)
        past = past_of(len(scripts), counted.first, counted.second)
        return await asyncio.to_thread(reckon, basis, past)

    async def _more(
        self, sql: Sql, batch: UUID, judge: str, count: int, standing: Row
    ) -> list[Handed] | NothingLeft | AllOut | Closed:
        """Choose pairs, unless there is enough."""
        rules = await sessions.rules_of(sql, batch)
        assert not isinstance(rules, NotOpened)
        kinds = await sessions.kinds_of(sql, batch)
        handouts = before(await handing.handouts(sql, batch, [*kinds]), kinds, judge)
        scripts, barred = await handing.barred(sql, batch, standing["barred"])
        counts_only = kinds[judge] is Kind.BASELINE
        now = Outline(scripts, int((handouts.steps > 0).sum()), rules, counts_only)

        async def load() -> Basis:
            return _basis(await sessions.scripts_of(sql, batch), handouts, rules, kinds)

        belief = await self._beliefs.of(batch, now, load)
        enough = belief.verdict(now.decided)
        if isinstance(enough, Enough):
            await handing.close(sql, batch, self._clock(), enough.value)
            return Closed(enough.value)
        if rules.judgements is not None:
            count = min(count, rules.judgements - len(handouts.judge))
            if count <= 0:
                return AllOut()
        refused = await handing.refused(sql, batch, judge)
        found = await asyncio.to_thread(
            choose,
            belief.posterior,
            handouts,
            judge,
            count,
            (batch.int & 0xFFFFFFFF, len(handouts.judge)),
            rules,
            barred=[*barred, *refused.scripts],
            refused=refused.pairs,
        )
        if isinstance(found, NoPairLeft):
            return NothingLeft()
        return [Handed(uuid4(), pair.first, pair.second) for pair in found]


def _refused(standing: Row | None) -> NoPair | None:
    """Why there is no pair for this judge, whatever there may be for others."""
    if standing is None:
        return NotOpened()
    if standing["revoked_at"]:
        return KeyRevoked()
    if standing["closed_at"]:
        return Closed(standing["closed_because"])
    if not standing["seated"]:
        return NotSeated()
    quota: int | None = standing["quota"]
    if quota is not None and quota <= standing["decided"]:
        return QuotaReached(quota)
    return None


def _pairs_left(standing: Row) -> int:
    """How many more pairs the judge may be shown; machines have no key that could leak."""
    if standing["quota"] is None or standing["kind"] != Kind.PERSON.value:
        return sys.maxsize
    return pairs_left(standing["quota"], standing["texts_shown"])


def _basis(
    scripts: Sequence[Script], handouts: Handouts, rules: Rules, kinds: Mapping[str, Kind]
) -> Basis:
    """What there is to learn from."""
    count = int((handouts.steps > 0).sum())
    names = [str(script.essay) for script in scripts]
    decisions = decisions_of(names, handouts, kinds, [""] * count, np.full(count, np.nan))
    counts_only = set(decisions.kinds) == {Kind.BASELINE}
    return Basis(
        decisions, measures_of(scripts) if rules.measures and not counts_only else None, rules
    )
