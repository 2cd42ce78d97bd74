"""Hand out pairs to all judges of a batch who wait just now, in one transaction under its lock.

A transaction costs the same for one judge and for twenty; with one each, the last of two hundred
would wait for all others.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4
from weakref import WeakValueDictionary

import msgspec

from huleedu.contracts.judging import (
    Closed,
    Kind,
    NoPairLeft,
    NoPairNow,
    NotOpened,
    QuotaReached,
    TextsUsedUp,
)
from huleedu.kit.database import Database, Sql
from huleedu.kit.group_commit import GroupCommit
from huleedu.kit.work import Doer, Done, Work
from huleedu.services.judging.api import look_again
from huleedu.services.judging.api.posterior_cache import PosteriorCache
from huleedu.services.judging.domain import admission
from huleedu.services.judging.domain.admission import Admitted, Asking
from huleedu.services.judging.domain.desk import (
    AssignedPair,
    AssignedPairs,
    Assignments,
    Next,
    Rules,
    before,
)
from huleedu.services.judging.domain.ending import Enough
from huleedu.services.judging.domain.look_again import LookAgain
from huleedu.services.judging.domain.past import Pair
from huleedu.services.judging.domain.posterior_cache import (
    Basis,
    CachedPosterior,
    Outline,
    basis_of,
)
from huleedu.services.judging.domain.rounds import Chosen, Waiting, within_budget
from huleedu.services.judging.store import assignments, sessions
from huleedu.services.judging.store import look_again as looks_store
from huleedu.services.judging.store.assignments import Refused
from huleedu.services.judging.store.batch_lock import lock

AT_ONCE = 32
"""To choose a pair takes a millisecond or two in a large class: the first waits for the last."""
PATIENT_S = 0.5
"""So long a judge waits for what is being learnt, if there is something to choose by."""
CHOOSE = Work(
    "huleedu.services.judging.domain.rounds:chosen_in_turn", msgspec.msgpack.Decoder(list[Chosen])
)
CHOOSE_S = 60.0

_More = list[AssignedPair] | NoPairLeft | NoPairNow | Closed | TextsUsedUp


class Doers(NamedTuple):
    """Who learns, and who chooses pairs: these are waited for, and wait for no learning."""

    learn: Doer
    choose: Doer


class ChoosingFailedError(RuntimeError):
    """No pair was chosen; says why."""


class PairsWanted(NamedTuple):
    """So many pairs for a judge, besides the one that they hold (None: none)."""

    judge: str
    pairs: int
    holding: UUID | None


_Group = GroupCommit[PairsWanted, Next]


@dataclass(frozen=True, slots=True)
class _Admitted:
    """A judge who may decide so many more pairs."""

    wanted: PairsWanted
    asking: Asking
    left: int

    @property
    def judge(self) -> str:
        return self.wanted.judge


@dataclass(frozen=True, slots=True)
class _Short:
    """A judge before whom are fewer pairs than they want."""

    judge: str
    asking: Asking
    free: list[AssignedPair]
    wanted: int


@dataclass(frozen=True, slots=True)
class _Batch:
    """How the batch stands for judges whose pairs depend on the same."""

    rules: Rules
    kinds: Mapping[str, Kind]
    assigned: Assignments
    looks: Sequence[LookAgain]


@dataclass(frozen=True, slots=True)
class _Round:
    """The transaction, which holds the batch's lock; `patient`: see `PosteriorCache.of`."""

    sql: Sql
    batch: UUID
    now: datetime
    until: datetime
    patient: bool


class Rounds:
    """Hands out pairs; raises `EngineAway` and `Collision`.

    Args:
        doers: learn what is believed, and choose pairs by it.
        lease: how long a pair belongs to the judge it was handed to.
    """

    def __init__(
        self, database: Database, clock: Callable[[], datetime], doers: Doers, lease: timedelta
    ) -> None:
        self._database = database
        self._clock = clock
        self._lease = lease
        self._beliefs = PosteriorCache(doers.learn)
        self._choose = doers.choose
        self._groups: WeakValueDictionary[UUID, GroupCommit[PairsWanted, Next]] = (
            WeakValueDictionary()
        )

    async def aclose(self) -> None:
        """Wait for what is being learnt."""
        await self._beliefs.aclose()

    async def next(self, batch: UUID, wanted: PairsWanted) -> Next:
        """Wait for the round in which this judge is served."""
        group = self._groups.get(batch)
        if group is None:
            group = _Group(
                lambda some: self._carry_out(batch, some), at_most=AT_ONCE, side_by_side=1
            )
            self._groups[batch] = group
        return await group(wanted)

    async def _carry_out(self, batch: UUID, wanted: Sequence[PairsWanted]) -> list[Next]:
        """A judge who asks from two devices at once is served twice, one after the other."""
        answers: dict[int, Next] = {}
        while left := [n for n in range(len(wanted)) if n not in answers]:
            once: dict[str, int] = {}
            for n in left:
                once.setdefault(wanted[n].judge, n)
            found = await self._served(batch, [wanted[n] for n in once.values()])
            answers.update(zip(once.values(), found, strict=True))
        return [answers[n] for n in range(len(wanted))]

    async def _served(self, batch: UUID, wanted: Sequence[PairsWanted]) -> list[Next]:
        """A round; it begins anew if something has to be learnt first, without the lock."""
        patient = True
        while True:
            async with self._database.transaction() as sql:
                await lock(sql, batch)
                found = await self._round(sql, batch, wanted, patient=patient)
            if not isinstance(found, asyncio.Task):
                return [found[one.judge] for one in wanted]
            patient = False
            await asyncio.wait([found], timeout=PATIENT_S)
            if found.done():
                found.result()

    async def _round(
        self, sql: Sql, batch: UUID, wanted: Sequence[PairsWanted], *, patient: bool
    ) -> dict[str, Next] | asyncio.Task[None]:
        now = self._clock()
        until = now + self._lease
        found, may = await _admitted(sql, batch, wanted, now)
        if not may:
            return found
        held = await assignments.take_up(sql, batch, [one.judge for one in may], until)
        # decisions wait for no lock: one that came since is no more before the judge, and has to
        # count as made, or another pair would be handed out in its place
        refused, may = await _admitted(sql, batch, [one.wanted for one in may], now)
        found |= refused
        short: list[_Short] = []
        for one in may:
            before_them = held[one.judge]
            free = [pair for pair in before_them if pair.pair != one.wanted.holding]
            count = min(one.wanted.pairs, one.left - (len(before_them) - len(free)))
            if count <= 0:
                found[one.judge] = QuotaReached(one.asking.quota or 0)
            elif count <= len(free):
                found[one.judge] = AssignedPairs(tuple(free[:count]), until)
            else:
                short.append(_Short(one.judge, one.asking, free, count))
        if not short:
            return found
        more = await self._more(_Round(sql, batch, now, until, patient), short)
        if isinstance(more, asyncio.Task):
            return more
        for one in short:
            got = more[one.judge]
            if isinstance(got, list):
                found[one.judge] = AssignedPairs((*one.free, *got), until)
            else:
                found[one.judge] = AssignedPairs(tuple(one.free), until) if one.free else got
        return found

    async def _more(
        self, at: _Round, short: Sequence[_Short]
    ) -> dict[str, _More] | asyncio.Task[None]:
        """Hand out pairs to these judges, unless there is enough."""
        rules = await sessions.rules_of(at.sql, at.batch)
        assert not isinstance(rules, NotOpened)
        alone = short[0].judge if len(short) == 1 else ""
        kinds = await sessions.kinds_that_count(at.sql, at.batch, alone)
        looks = await looks_store.looks(at.sql, at.batch)
        if not alone and (looks or any(_stands_apart(one.judge, kinds) for one in short)):
            each: dict[str, _More] = {}
            for one in short:
                got = await self._more(at, [one])
                if isinstance(got, asyncio.Task):
                    return got
                each |= got
            return each
        so_far = await assignments.so_far(at.sql, at.batch, [*kinds])
        of = _Batch(rules, kinds, before(so_far, kinds, short[0].judge), looks)
        return await self._unless_enough(at, of, short)

    async def _unless_enough(
        self, at: _Round, of: _Batch, short: Sequence[_Short]
    ) -> dict[str, _More] | asyncio.Task[None]:
        sql, judges = at.sql, [one.judge for one in short]
        barred = [essay for one in short for essay in one.asking.barred]
        scripts, numbers = await assignments.numbers(sql, at.batch, barred)
        counts_only = of.kinds[judges[0]] is Kind.BASELINE
        outline = Outline(scripts, int((of.assigned.steps > 0).sum()), of.rules, counts_only)

        async def load() -> Basis:
            essays = await sessions.scripts_of(sql, at.batch)
            return basis_of(essays, of.assigned, of.rules, of.kinds)

        belief = await self._beliefs.of(at.batch, outline, load, patient=at.patient)
        if isinstance(belief, asyncio.Task):
            return belief
        refused = await assignments.refused(sql, at.batch, judges)
        seats = [_seat(one, numbers, refused[one.judge]) for one in short]
        due: dict[int, int] = {}
        if of.looks and not counts_only:
            [one] = seats  # where anything is to be looked at again each is served alone
            told = await look_again.due(sql, at.batch, of.looks, one.judge, one.barred, at.now)
            if not isinstance(told, dict):
                return {one.judge: told}
            due = told
        # what was asked for is looked at, whether there is enough or not
        if not due and (enough := _enough(of.rules, belief, outline.decided, at.now)):
            await assignments.close(sql, at.batch, at.now, enough.value)
            return {judge: Closed(enough.value) for judge in judges}
        if due:
            [one] = seats
            count = min(one.count, sum(due.values()))
            seats = [replace(one, count=count, wanted=tuple(due))]
        return await self._handed_out(at, of, belief, short, seats)

    async def _handed_out(
        self,
        at: _Round,
        of: _Batch,
        believed: CachedPosterior,
        short: Sequence[_Short],
        seats: Sequence[Waiting],
    ) -> dict[str, _More]:
        """What lapsed before a judge comes back first; then what tells most, to one by one."""
        sql, assigned = at.sql, of.assigned
        got: dict[str, _More] = {}
        has_lapsed = await assignments.lapsed(sql, at.batch, [seat.judge for seat in seats])
        for seat in seats:
            if seat.judge in has_lapsed and not seat.wanted:
                count = within_budget(seat.count, of.rules, assigned)
                back = await assignments.again(
                    sql, at.batch, seat.judge, at.until, count, [*seat.barred]
                )
                if back:
                    got[seat.judge] = back
                    assigned = assigned.and_out(seat.judge, back)
        waiting: list[Waiting] = []
        for one, seat in zip(short, seats, strict=True):
            new = admission.new_pairs(one.asking)
            if seat.judge in got:
                continue
            if new <= 0 and (seat.wanted or within_budget(1, of.rules, assigned)):
                got[seat.judge] = TextsUsedUp(one.asking.texts_shown)
            else:
                waiting.append(replace(seat, count=min(seat.count, max(new, 0))))
        seed = at.batch.int & 0xFFFFFFFF
        found = await self._chosen(believed, assigned, waiting, seed, of.rules)
        given: list[tuple[str, AssignedPair]] = []
        for seat, pairs in zip(waiting, found, strict=True):
            if isinstance(pairs, NoPairLeft | NoPairNow):
                got[seat.judge] = pairs
                continue
            chosen = [AssignedPair(uuid4(), pair.first, pair.second) for pair in pairs]
            got[seat.judge] = chosen
            given += [(seat.judge, pair) for pair in chosen]
        if given:
            await assignments.assign(sql, at.batch, at.now, at.until, given)
        return got

    async def _chosen(
        self,
        believed: CachedPosterior,
        assigned: Assignments,
        waiting: Sequence[Waiting],
        seed: int,
        rules: Rules,
    ) -> list[tuple[Pair, ...] | NoPairLeft | NoPairNow]:
        """What each gets, chosen elsewhere: the event loop has others to answer meanwhile."""
        if not waiting:
            return []
        found = await self._choose.call(
            CHOOSE, believed, assigned, waiting, seed, rules, time_s=CHOOSE_S
        )
        if not isinstance(found, Done):
            raise ChoosingFailedError(f"no pair was chosen: {found}")
        return [one.as_told() for one in found.value]


async def _admitted(
    sql: Sql, batch: UUID, wanted: Sequence[PairsWanted], now: datetime
) -> tuple[dict[str, Next], list[_Admitted]]:
    """Who gets none, and why; and who may have pairs."""
    asking = await assignments.asking(sql, batch, [one.judge for one in wanted], now)
    if isinstance(asking, NotOpened):
        return {one.judge: asking for one in wanted}, []
    refused: dict[str, Next] = {}
    may: list[_Admitted] = []
    for one in wanted:
        admitted = admission.admit(asking[one.judge])
        if isinstance(admitted, Admitted):
            may.append(_Admitted(one, asking[one.judge], admitted.left))
        else:
            refused[one.judge] = admitted
    return refused, may


def _stands_apart(judge: str, kinds: Mapping[str, Kind]) -> bool:
    """Whether a judge's next pair depends on other decisions than that of most."""
    return kinds.get(judge, Kind.BASELINE) is Kind.BASELINE


def _seat(one: _Short, numbers: Mapping[UUID, int], refused: Refused) -> Waiting:
    never = [numbers[essay] for essay in one.asking.barred if essay in numbers]
    return Waiting(
        judge=one.judge,
        count=one.wanted - len(one.free),
        barred=(*never, *refused.scripts),
        refused=refused.pairs,
    )


def _enough(rules: Rules, belief: CachedPosterior, decided: int, now: datetime) -> Enough | None:
    """Why judging has ended, if it has."""
    if rules.until is not None and rules.until <= now:
        return Enough.BY_DAY
    found = belief.verdict(decided)
    return found if isinstance(found, Enough) else None
