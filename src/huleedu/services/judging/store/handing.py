"""The statements behind the desk: what was handed to whom, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import msgspec
import numpy as np

from huleedu.contracts.judging import (
    Answered,
    Flagged,
    KeyRevoked,
    Left,
    NotBeforeYou,
    Recorded,
    RecordedBefore,
    TooLate,
    Which,
)
from huleedu.kit.database import Row, Sql
from huleedu.services.judging.domain.desk import Handed, Handouts, Rules, allowed
from huleedu.services.judging.domain.judgements import Floats

# a pair whose lease has ended is no longer its judge's; the judge who asks keeps their own
LAPSE = """
update pair set state = 'lapsed', ended_at = $2
where exercise = $1 and state = 'out' and leased_until < $2 and judge <> $3
"""

# how many scripts there are, and the numbers of those that this judge may never see
BARRED = """
select count(*) as scripts,
       coalesce(array_agg(number) filter (where essay = any($2::uuid[])), '{}') as barred
from script where exercise = $1
"""

STANDING = """
select e.closed_at, e.closed_because, s.kind, s.quota, s.barred, s.judge is not null as seated,
       s.revoked_at,
       -- two texts for each pair handed out; what was imported was never shown
       (select 2 * count(*) from pair p
        where p.exercise = e.id and p.judge = $2 and p.leased_until > p.handed_at) as texts_shown,
       (select count(*) from pair p
        where p.exercise = e.id and p.judge = $2 and p.state = 'decided') as decided
from exercise e left join seat s on s.exercise = e.id and s.judge = $2
where e.id = $1
"""

TAKE_UP = """
update pair set leased_until = $3 where exercise = $1 and judge = $2 and state = 'out'
returning id, seq, first, second
"""

# what is out and what is decided, five numbers a pair in one string of bytes: as rows they would
# take longer than choosing a pair does
HANDOUTS = """
select string_agg(
    int4send(array_position($2::text[], judge) - 1) || int4send(first) || int4send(second)
    || int4send(coalesce(answer, 0)) || int4send(coalesce(steps, 0)), '' order by seq)
from pair where exercise = $1 and state in ('out', 'decided')
"""

# the same of what is decided, with its times
TIMES = """
select ended_at, took_s from pair where exercise = $1 and state = 'decided' order by seq
"""

REFUSED = """
select first, second, problem from pair
where exercise = $1 and judge = $2 and state = 'flagged'
"""

# a judge who takes back a decision may have its pair before them already
HAND_OUT = """
insert into pair (id, exercise, judge, first, second, handed_at, leased_until)
select id, $1, $2, first, second, $3, $4
from unnest($5::uuid[], $6::integer[], $7::integer[]) as chosen (id, first, second)
on conflict do nothing
"""

# a decision that comes after its lease still counts: nothing that a judge has done is lost
# found by its id alone: `judge = $2` would tempt a plan to go through all that the judge has had
DECIDE = """
update pair set state = 'decided', answer = $4, steps = $5, took_s = $6, comment = $7,
    ended_at = $8
where id = $1 and judge is not distinct from $2 and exercise = coalesce($3, exercise)
  and state in ('out', 'lapsed')
returning id
"""

STATE = """
select p.state, p.answer, p.steps, p.leased_until, e.rules, e.closed_at, e.closed_because,
       s.revoked_at
from pair p
cross join lateral (
    select rules, closed_at, closed_because from exercise where id = p.exercise offset 0
) e
cross join lateral (
    select revoked_at from seat where exercise = p.exercise and judge = p.judge offset 0
) s
where p.id = $1 and p.judge is not distinct from $2 and p.exercise = coalesce($3, p.exercise)
"""

FLAG = """
update pair set state = 'flagged', comment = $4, ended_at = $5,
    problem = case $6::text when 'first' then first when 'second' then second end
where id = $1 and judge is not distinct from $2 and exercise = coalesce($3, exercise)
  and state in ('out', 'lapsed')
returning id
"""

DECIDED = """
select count(*) from pair where exercise = $1 and judge = $2 and state = 'decided'
"""

TAKE_BACK = """
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


# what was before a judge is so no more
TAKE_AWAY = """
update pair set state = 'lapsed', ended_at = $3
where exercise = $1 and judge = $2 and state = 'out'
"""


class Place(NamedTuple):
    """A pair before a judge of a batch (None: of any batch)."""

    pair: UUID
    judge: str
    batch: UUID | None


@dataclass(frozen=True, slots=True)
class Refused:
    """What a judge has flagged: pairs, and scripts that are problem files."""

    pairs: tuple[tuple[int, int], ...]
    scripts: tuple[int, ...]


async def standing(sql: Sql, batch: UUID, judge: str, now: datetime) -> Row | None:
    """How batch and judge stand, once leases that have ended are taken away; None: not opened."""
    await sql.execute(LAPSE, batch, now, judge)
    return await sql.fetchrow(STANDING, batch, judge)


async def barred(sql: Sql, batch: UUID, essays: Sequence[Any]) -> tuple[int, list[int]]:
    """How many scripts there are, and which numbers these essays have."""
    row = await sql.fetchrow(BARRED, batch, list(essays))
    assert row is not None
    return row["scripts"], row["barred"]


async def take_up(sql: Sql, batch: UUID, judge: str, until: datetime) -> list[Handed]:
    """The pairs that are still before this judge, with a new lease."""
    rows = sorted(await sql.fetch(TAKE_UP, batch, judge, until), key=lambda row: row["seq"])
    return [Handed(UUID(int=row["id"].int), row["first"], row["second"]) for row in rows]


async def handouts(sql: Sql, batch: UUID, judges: Sequence[str]) -> Handouts:
    """Every pair that is out or decided; `judges` are all who have a seat."""
    told = await sql.fetchval(HANDOUTS, batch, list(judges))
    columns = np.frombuffer(told or b"", ">i4").astype(np.int64).reshape(-1, 5).T
    return Handouts(tuple(judges), *columns)


async def times(sql: Sql, batch: UUID) -> tuple[list[str], Floats]:
    """When each decision was made, and how many seconds it took (NaN: not known)."""
    rows = await sql.fetch(TIMES, batch)
    ended = [row["ended_at"].isoformat() for row in rows]
    return ended, np.array([row["took_s"] for row in rows], np.float64)


async def refused(sql: Sql, batch: UUID, judge: str) -> Refused:
    """What this judge has flagged."""
    rows = await sql.fetch(REFUSED, batch, judge)
    return Refused(
        tuple((row["first"], row["second"]) for row in rows),
        tuple(row["problem"] for row in rows if row["problem"] is not None),
    )


async def hand_out(
    sql: Sql, batch: UUID, judge: str, now: datetime, until: datetime, pairs: Sequence[Handed]
) -> None:
    """Put these pairs before the judge."""
    await sql.execute(
        HAND_OUT,
        batch,
        judge,
        now,
        until,
        [pair.pair for pair in pairs],
        [pair.first for pair in pairs],
        [pair.second for pair in pairs],
    )


async def decide(
    sql: Sql,
    place: Place,
    answer: int,
    steps: int | None,
    took_s: float | None,
    comment: str,
    now: datetime,
) -> Answered:
    """Record a decision, if the pair is before this judge; `steps` None: as the rules say."""
    known = await sql.fetchrow(STATE, *place)
    if known is None:
        return NotBeforeYou()
    if ended := _ended(known, now):
        return ended
    if steps is None:
        steps = msgspec.json.decode(known["rules"], type=Rules).steps
    if wrong := allowed(steps, answer):
        return wrong
    if await sql.fetchval(DECIDE, *place, answer, steps, took_s, comment, now):
        return Recorded()
    known = await sql.fetchrow(STATE, *place)
    if known is None or known["state"] != "decided":
        return NotBeforeYou()
    same = (known["answer"], known["steps"]) == (answer, steps)
    return RecordedBefore(known["answer"], same)


async def flag(sql: Sql, place: Place, words: str, which: Which | None, now: datetime) -> Left:
    """Leave a pair unjudged, if it is before this judge."""
    known = await sql.fetchrow(STATE, *place)
    if known is not None and (ended := _ended(known, now)):
        return ended
    problem = which.value if which else None
    flagged = await sql.fetchval(FLAG, *place, words, now, problem)
    return Flagged() if flagged else NotBeforeYou()


def _ended(known: Row, now: datetime) -> TooLate | KeyRevoked | None:
    """Why no word on this pair counts any more: only its lease outlives the end of judging."""
    if known["revoked_at"]:
        return KeyRevoked()
    held = known["state"] == "out" and known["leased_until"] >= now
    if known["closed_at"] and not held and known["state"] != "decided":
        return TooLate(known["closed_because"])
    return None


async def take_away(sql: Sql, batch: UUID, judge: str, now: datetime) -> None:
    """No pair is before this judge any more."""
    await sql.execute(TAKE_AWAY, batch, judge, now)


async def decided(sql: Sql, batch: UUID, judge: str) -> int:
    """How many decisions of this judge count."""
    return int(await sql.fetchval(DECIDED, batch, judge))


async def take_back(sql: Sql, batch: UUID, judge: str, count: int) -> list[Handed]:
    """Undo the judge's last decisions; their pairs, to be handed out again."""
    rows = await sql.fetch(TAKE_BACK, batch, judge, count)
    return [Handed(uuid4(), row["first"], row["second"]) for row in rows]


async def close(sql: Sql, batch: UUID, now: datetime, why: str) -> None:
    """End judging, unless it has ended."""
    await sql.execute(CLOSE, batch, now, why)
