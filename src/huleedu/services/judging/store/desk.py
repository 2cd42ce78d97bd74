"""The desk where judges get pairs and leave decisions: no judgement lost, none twice.

Everything about one batch happens one after another, under a lock; a pair that is handed out
belongs to its judge until the lease ends, and then to whoever comes.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import msgspec

from huleedu.kit.database import Database, Row, Sql
from huleedu.services.judging.domain.decisions import Decisions
from huleedu.services.judging.domain.desk import (
    Answered,
    Closed,
    Flag,
    Handed,
    HandedOut,
    Kind,
    Next,
    NotBeforeYou,
    NothingLeft,
    NotOpened,
    NotSeated,
    QuotaReached,
    Recorded,
    RecordedBefore,
    Script,
    Shown,
    TakenBack,
    allowed,
    choose,
    decisions_of,
)
from huleedu.services.judging.domain.judgements import Known
from huleedu.services.judging.domain.pairing import NoPairLeft
from huleedu.services.judging.domain.posterior import Posterior
from huleedu.services.judging.domain.spread import learn

LEASE_S = 900.0
"""How long a judge may look at a pair."""
LEARN_AFTER = 0.1
"""What is believed is learnt anew after so many new decisions for each script."""

LOCK = "select pg_advisory_xact_lock(hashtextextended($1::text, 0))"

OPEN = """
insert into exercise (id, opened_at) values ($1, $2) on conflict (id) do nothing
"""

# the scripts get numbers in the order given; those that are there keep theirs
SCRIPTS = """
insert into script (exercise, number, essay, name, text, measures)
select $1, (select count(*) from script where exercise = $1) + row_number() over (order by n) - 1,
       essay, name, text, measures
from unnest($2::uuid[], $3::text[], $4::text[], $5::jsonb[]) with ordinality
    as given (essay, name, text, measures, n)
where not exists (select from script s where s.exercise = $1 and s.essay = given.essay)
"""

ALL_SCRIPTS = """
select number, essay, name, text, measures from script where exercise = $1 order by number
"""

SEAT = """
insert into seat (exercise, judge, kind, quota, barred, seated_at) values ($1, $2, $3, $4, $5, $6)
on conflict (exercise, judge) do update set quota = excluded.quota, barred = excluded.barred
"""

STANDING = """
select e.closed_at, e.closed_because, s.quota, s.barred, s.judge is not null as seated,
       (select count(*) from pair p
        where p.exercise = e.id and p.judge = $2 and p.state = 'decided') as decided
from exercise e left join seat s on s.exercise = e.id and s.judge = $2
where e.id = $1
"""

LAPSE = """
update pair set state = 'lapsed', ended_at = $2
where exercise = $1 and state = 'out' and leased_until < $2 and judge <> $3
"""

MINE = """
update pair set leased_until = $3 where exercise = $1 and judge = $2 and state = 'out'
returning id, seq, first, second
"""

SHOWN = """
select judge, first, second, answer, coalesce(steps, 2) as steps from pair
where exercise = $1 and state in ('out', 'decided') order by seq
"""

REFUSED = """
select first, second, comment from pair
where exercise = $1 and judge = $2 and state = 'flagged'
"""

HAND_OUT = """
insert into pair (id, exercise, judge, first, second, handed_at, leased_until)
select id, $1, $2, first, second, $3, $4
from unnest($5::uuid[], $6::integer[], $7::integer[]) as chosen (id, first, second)
"""

# a decision that comes after its lease still counts: nothing that a judge has done is lost
DECIDE = """
update pair set state = 'decided', answer = $3, steps = $4, took_s = $5, comment = $6,
    ended_at = $7
where id = $1 and judge = $2 and state in ('out', 'lapsed')
returning id
"""

HOW = "select judge, state, answer from pair where id = $1 and judge = $2"

FLAG = """
update pair set state = 'flagged', comment = $3, ended_at = $4
where id = $1 and judge = $2 and state in ('out', 'lapsed')
returning id
"""

UNDO = """
with last as (
    select id from pair where exercise = $1 and judge = $2 and state = 'decided'
    order by ended_at desc, seq desc limit $3
)
update pair p set state = 'undone' from last where p.id = last.id
returning p.first, p.second
"""

CLOSE = """
update exercise set closed_at = $2, closed_because = $3 where id = $1 and closed_at is null
"""


@dataclass(frozen=True, slots=True)
class Opened:
    """There are so many scripts to judge."""

    scripts: int


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
        self._learnt: dict[UUID, tuple[int, int, Posterior]] = {}

    async def open(self, batch: UUID, scripts: Sequence[Script]) -> Opened:
        """Open judging for these scripts, or add those that are new."""
        async with self._database.transaction() as sql:
            await sql.execute(LOCK, str(batch))
            await sql.execute(OPEN, batch, self._clock())
            await sql.execute(
                SCRIPTS,
                batch,
                [script.essay for script in scripts],
                [script.name for script in scripts],
                [script.text for script in scripts],
                [msgspec.json.encode(script.measures).decode() for script in scripts],
            )
            return Opened(len(await sql.fetch(ALL_SCRIPTS, batch)))

    async def seat(
        self,
        batch: UUID,
        judge: str,
        kind: Kind,
        *,
        quota: int | None = None,
        barred: Sequence[UUID] = (),
    ) -> None:
        """Let somebody judge.

        Args:
            quota: how many decisions at most.
            barred: essays that this judge may not see: their own, or those of pupils they know.
        """
        async with self._database.transaction() as sql:
            await sql.execute(SEAT, batch, judge, kind.value, quota, list(barred), self._clock())

    async def scripts(self, batch: UUID) -> list[Script]:
        """What is judged, by number."""
        async with self._database.session() as sql:
            return [_script(row) for row in await sql.fetch(ALL_SCRIPTS, batch)]

    async def next(self, batch: UUID, judge: str, count: int = 1) -> Next:
        """The pairs that this judge should look at; those still before them come first."""
        async with self._database.transaction() as sql:
            await sql.execute(LOCK, str(batch))
            now = self._clock()
            standing = await sql.fetchrow(STANDING, batch, judge)
            if standing is None:
                return NotOpened()
            if standing["closed_at"]:
                return Closed(standing["closed_because"])
            if not standing["seated"]:
                return NotSeated()
            quota: int | None = standing["quota"]
            if quota is not None:
                count = min(count, quota - standing["decided"])
                if count <= 0:
                    return QuotaReached(quota)
            await sql.execute(LAPSE, batch, now, judge)
            until = now + self._lease
            mine = sorted(await sql.fetch(MINE, batch, judge, until), key=lambda row: row["seq"])
            handed = [Handed(UUID(int=r["id"].int), r["first"], r["second"]) for r in mine]
            if len(handed) < count:
                barred = {UUID(int=essay.int) for essay in standing["barred"]}
                chosen = await self._choose(sql, batch, judge, count - len(handed), barred)
                handed += chosen
                await sql.execute(
                    HAND_OUT,
                    batch,
                    judge,
                    now,
                    until,
                    [pair.pair for pair in chosen],
                    [pair.first for pair in chosen],
                    [pair.second for pair in chosen],
                )
            return HandedOut(tuple(handed[:count])) if handed else NothingLeft()

    async def decide(
        self,
        pair: UUID,
        judge: str,
        answer: int,
        steps: int = 2,
        *,
        took_s: float | None = None,
        comment: str = "",
    ) -> Answered:
        """Leave a decision: positive, the script shown first is better; see `ANSWERS`."""
        if wrong := allowed(steps, answer):
            return wrong
        async with self._database.transaction() as sql:
            now = self._clock()
            if await sql.fetchval(DECIDE, pair, judge, answer, steps, took_s, comment, now):
                return Recorded()
            how = await sql.fetchrow(HOW, pair, judge)
            if how is None or how["state"] != "decided":
                return NotBeforeYou()
            return RecordedBefore(how["answer"], how["answer"] == answer)

    async def flag(
        self, pair: UUID, judge: str, why: Flag, comment: str = ""
    ) -> Recorded | NotBeforeYou:
        """Leave a pair unjudged; it does not come to this judge again."""
        async with self._database.transaction() as sql:
            words = f"{why.value}: {comment}" if comment else why.value
            flagged = await sql.fetchval(FLAG, pair, judge, words, self._clock())
            return Recorded() if flagged else NotBeforeYou()

    async def undo(self, batch: UUID, judge: str, count: int = 1) -> TakenBack:
        """Take back the judge's last decisions; their pairs are before them again."""
        async with self._database.transaction() as sql:
            await sql.execute(LOCK, str(batch))
            now = self._clock()
            rows = await sql.fetch(UNDO, batch, judge, count)
            again = [Handed(uuid4(), row["first"], row["second"]) for row in rows]
            await sql.execute(
                HAND_OUT,
                batch,
                judge,
                now,
                now + self._lease,
                [pair.pair for pair in again],
                [pair.first for pair in again],
                [pair.second for pair in again],
            )
        return TakenBack(tuple(again))

    async def close(self, batch: UUID, why: str) -> None:
        """End judging; what is before a judge may still be decided."""
        async with self._database.transaction() as sql:
            await sql.execute(CLOSE, batch, self._clock(), why)

    async def decisions(self, batch: UUID) -> Decisions:
        """All that counts, in the order in which it was handed out; scripts by their essays."""
        async with self._database.session() as sql:
            names = [str(row["essay"]) for row in await sql.fetch(ALL_SCRIPTS, batch)]
            return decisions_of(names, [_shown(row) for row in await sql.fetch(SHOWN, batch)])

    async def _choose(
        self, sql: Sql, batch: UUID, judge: str, count: int, barred: set[UUID]
    ) -> list[Handed]:
        scripts = await sql.fetch(ALL_SCRIPTS, batch)
        shown = [_shown(row) for row in await sql.fetch(SHOWN, batch)]
        refused = await sql.fetch(REFUSED, batch, judge)
        names = [row["name"] for row in scripts]
        out_of_bounds = [r["number"] for r in scripts if UUID(int=r["essay"].int) in barred]

        def think() -> list[Handed]:
            found = choose(
                self._believed(batch, names, shown),
                shown,
                judge,
                count,
                (batch.int & 0xFFFFFFFF, len(shown)),
                barred=out_of_bounds,
                refused=[(row["first"], row["second"]) for row in refused],
            )
            if isinstance(found, NoPairLeft):
                return []
            return [Handed(uuid4(), pair.first, pair.second) for pair in found]

        return await asyncio.to_thread(think)

    def _believed(self, batch: UUID, names: Sequence[str], shown: Sequence[Shown]) -> Posterior:
        decided = sum(one.answer is not None for one in shown)
        scripts, known, believed = self._learnt.get(batch, (0, 0, None))
        soon = max(1.0, LEARN_AFTER * len(names))
        if believed is None or scripts != len(names) or abs(decided - known) >= soon:
            believed = learn(decisions_of(names, shown).judgements, Known())
            self._learnt[batch] = (len(names), decided, believed)
        return believed


def _script(row: Row) -> Script:
    return Script(
        essay=UUID(int=row["essay"].int),
        name=row["name"],
        text=row["text"],
        measures=msgspec.json.decode(row["measures"]),
    )


def _shown(row: Row) -> Shown:
    return Shown(row["judge"], row["first"], row["second"], row["answer"], row["steps"])
