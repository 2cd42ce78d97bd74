"""The statements behind the desk: which pair was given to whom, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import NamedTuple
from uuid import UUID, uuid4

import msgspec

from huleedu.contracts.judging import Kind, NotOpened
from huleedu.kit.database import Row, Sql
from huleedu.services.judging.domain.admission import Asking, PairAt
from huleedu.services.judging.domain.desk import AssignedPair, Assignments, Rules

# a pair whose lease has ended is no longer its judge's; the judges who ask keep their own
LAPSE = """
update pair set state = 'lapsed', ended_at = $2
where judging = $1 and state = 'out' and leased_until < $2 and judge <> all($3::text[])
"""

# how many scripts there are, and the numbers of those that some judge may never see
BARRED = """
select count(*) as scripts,
       array_agg(number) filter (where essay = any($2::uuid[])) as numbers,
       array_agg(essay) filter (where essay = any($2::uuid[])) as essays
from script where judging = $1
"""

ADMISSION = """
select w.judge, j.closed_at, j.closed_because, e.kind, e.quota, e.barred,
       e.revoked_at, e.extra,
       -- two texts for each pair handed out; what was imported was never shown
       2 * given.shown as texts_shown, given.decided
from judging j cross join unnest($2::text[]) as w (judge)
left join enrolment e on e.judging = j.id and e.judge = w.judge
cross join lateral (
    select count(*) as shown, count(*) filter (where p.state = 'decided') as decided
    from pair p
    where p.judging = j.id and p.judge = w.judge and p.leased_until > p.assigned_at
) given
where j.id = $1
"""

TAKE_UP = """
update pair p set leased_until = $3
where judging = $1 and judge = any($2::text[]) and state = 'out'
returning id, seq, first, second, judge, exists (
    select from pair u where u.judging = $1 and u.judge = p.judge and u.state = 'undone'
      and least(u.first, u.second) = least(p.first, p.second)
      and greatest(u.first, u.second) = greatest(p.first, p.second)
) as undone
"""

# what lapsed before this judge and nobody else has comes back to them: it was shown already;
# unless it is decided just now
AGAIN = """
with own as (
    select distinct on (least(first, second), greatest(first, second)) id, seq, first, second
    from pair where judging = $1 and judge = $2 and state = 'lapsed'
      and first <> all($5::integer[]) and second <> all($5::integer[])
    order by least(first, second), greatest(first, second), seq desc
), back as (
    select id from own where not exists (
        select from pair o where o.judging = $1
          and (o.state in ('out', 'decided') or (o.state = 'flagged' and o.judge = $2))
          and least(o.first, o.second) = least(own.first, own.second)
          and greatest(o.first, o.second) = greatest(own.first, own.second)
    ) order by seq desc limit $4
)
update pair p set state = 'out', leased_until = $3, ended_at = null
from back where p.id = back.id and p.judging = $1 and p.judge = $2 and p.state = 'lapsed'
returning p.id, p.seq, p.first, p.second
"""

# what is out and what is decided, five numbers a pair in one string of bytes: as rows they would
# take longer than choosing a pair does; what counts turned counts with its texts swapped
ASSIGNED = """
select string_agg(
    int4send(array_position($2::text[], judge) - 1)
    || int4send(case when turned is null then first else second end)
    || int4send(case when turned is null then second else first end)
    || int4send(coalesce(answer, 0)) || int4send(coalesce(steps, 0)), '' order by seq)
from pair where judging = $1 and state in ('out', 'decided')
"""

# the same of what is decided, with its times
TIMES = """
select ended_at, took_s from pair
where judging = $1 and state = 'decided' and judge = any($2::text[]) order by seq
"""

# who has anything that lapsed before them
LAPSED = """
select distinct judge from pair
where judging = $1 and judge = any($2::text[]) and state = 'lapsed'
"""

REFUSED = """
select judge, first, second, problem from pair
where judging = $1 and judge = any($2::text[]) and state = 'flagged'
"""

# a judge who takes back a decision may have its pair before them already
ASSIGN = """
insert into pair (id, judging, judge, first, second, assigned_at, leased_until, school)
select id, $1, judge, first, second, $2, $3, (select school from judging where id = $1)
from unnest($4::text[], $5::uuid[], $6::integer[], $7::integer[])
     as chosen (judge, id, first, second)
on conflict do nothing
"""

# a decision that comes after its lease still counts: nothing that a judge has done is lost
# found by its id alone: `judge = $2` would tempt a plan to go through all that the judge has had
DECIDE = """
with kept as (
    update pair set state = 'decided', answer = $4, steps = $5, took_s = $6, comment = $7,
        about = $8, ended_at = $9
    where id = $1 and judge is not distinct from $2 and judging = coalesce($3, judging)
      and state in ('out', 'lapsed')
    returning id, judging, school
), ranking as (
    insert into due (judging, since, school) select judging, $9, school from kept
    on conflict do nothing
)
select id from kept
"""

# what was decided before is kept; what is said anew counts as it is said
CHANGE = """
with before as (
    insert into earlier_answer (pair, number, answer, steps, comment, changed_at)
    select id, 1 + (select count(*) from earlier_answer where pair = p.id), answer, steps, comment,
        $6
    from pair p where id = $1
)
update pair set answer = $2, steps = $3, comment = coalesce($4, comment),
    took_s = coalesce($5, took_s), turned = null
where id = $1
"""

STATE = """
select p.state, p.answer, p.steps, p.leased_until, p.comment, j.rules, j.closed_at,
       j.closed_because, e.revoked_at, p.leased_until = p.assigned_at as imported
from pair p
cross join lateral (
    select rules, closed_at, closed_because from judging where id = p.judging offset 0
) j
cross join lateral (
    select revoked_at from enrolment where judging = p.judging and judge = p.judge offset 0
) e
where p.id = $1 and p.judge is not distinct from $2 and p.judging = coalesce($3, p.judging)
"""

FLAG = """
update pair set state = 'flagged', comment = $4, ended_at = $5,
    problem = case $6::text when 'first' then first when 'second' then second end
where id = $1 and judge is not distinct from $2 and judging = coalesce($3, judging)
  and state in ('out', 'lapsed')
returning id
"""

TAKE_BACK = """
with last as (
    select id from pair where judging = $1 and judge = $2 and state = 'decided'
      and leased_until > assigned_at
    order by ended_at desc, seq desc limit $3
)
update pair p set state = 'undone' from last where p.id = last.id
returning p.first, p.second
"""

CLOSE = """
update judging set closed_at = $2, closed_because = $3, alone_after = null
where id = $1 and closed_at is null
"""


# what was before a judge is so no more
TAKE_AWAY = """
update pair set state = 'lapsed', ended_at = $3
where judging = $1 and judge = $2 and state = 'out'
"""


class Took(Enum):
    """Whether a change took place: a pair is before its judge no more when a word has come."""

    PLACE = "place"
    NO_PLACE = "no place"


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


async def asking(
    sql: Sql, batch: UUID, judges: Sequence[str], now: datetime
) -> dict[str, Asking] | NotOpened:
    """How batch and judges stand, once leases of others that have ended are taken away."""
    await sql.execute(LAPSE, batch, now, list(judges))
    rows = await sql.fetch(ADMISSION, batch, list(judges))
    if not rows:
        return NotOpened()
    return {
        row["judge"]: Asking(
            closed=row["closed_because"] if row["closed_at"] else None,
            kind=Kind(row["kind"]) if row["kind"] else None,
            revoked=row["revoked_at"] is not None,
            quota=row["quota"],
            barred=tuple(UUID(int=each.int) for each in row["barred"] or ()),
            decided=row["decided"],
            texts_shown=row["texts_shown"],
            extra=row["extra"] or 0,
        )
        for row in rows
    }


async def asking_one(sql: Sql, batch: UUID, judge: str, now: datetime) -> Asking | NotOpened:
    """The same of one judge."""
    found = await asking(sql, batch, [judge], now)
    return found if isinstance(found, NotOpened) else found[judge]


async def numbers(sql: Sql, batch: UUID, essays: Sequence[UUID]) -> tuple[int, dict[UUID, int]]:
    """How many scripts there are, and which number each of these essays has."""
    row = await sql.fetchrow(BARRED, batch, list(essays))
    assert row is not None
    told = zip(row["essays"] or (), row["numbers"] or (), strict=True)
    return row["scripts"], {UUID(int=essay.int): number for essay, number in told}


async def take_up(
    sql: Sql, batch: UUID, judges: Sequence[str], until: datetime
) -> dict[str, list[AssignedPair]]:
    """The pairs still before each of these judges, those taken back first, with a new lease."""
    rows = await sql.fetch(TAKE_UP, batch, list(judges), until)
    found: dict[str, list[AssignedPair]] = {judge: [] for judge in judges}
    for row in sorted(rows, key=lambda row: (not row["undone"], row["seq"])):
        found[row["judge"]] += _pairs([row])
    return found


async def lapsed(sql: Sql, batch: UUID, judges: Sequence[str]) -> frozenset[str]:
    """Those of the judges before whom something has lapsed."""
    return frozenset(row["judge"] for row in await sql.fetch(LAPSED, batch, list(judges)))


async def again(
    sql: Sql, batch: UUID, judge: str, until: datetime, count: int, barred: Sequence[int]
) -> list[AssignedPair]:
    """Pairs that lapsed before this judge, before them once more; `barred` are scripts."""
    rows = await sql.fetch(AGAIN, batch, judge, until, count, list(barred))
    return _pairs(sorted(rows, key=lambda row: row["seq"]))


def _pairs(rows: Sequence[Row]) -> list[AssignedPair]:
    return [AssignedPair(UUID(int=row["id"].int), row["first"], row["second"]) for row in rows]


async def so_far(sql: Sql, batch: UUID, judges: Sequence[str]) -> Assignments:
    """Every pair that is out or decided; `judges` are all who are enrolled."""
    told: bytes | None = await sql.fetchval(ASSIGNED, batch, list(judges))
    return Assignments.read(judges, told or b"")


async def times(
    sql: Sql, batch: UUID, judges: Sequence[str]
) -> tuple[list[datetime], list[float | None]]:
    """When these judges decided, and how many seconds it took them (None: not known)."""
    rows = await sql.fetch(TIMES, batch, list(judges))
    return [row["ended_at"] for row in rows], [row["took_s"] for row in rows]


async def refused(sql: Sql, batch: UUID, judges: Sequence[str]) -> dict[str, Refused]:
    """What each of these judges has flagged."""
    rows = await sql.fetch(REFUSED, batch, list(judges))
    return {
        judge: Refused(
            tuple((row["first"], row["second"]) for row in rows if row["judge"] == judge),
            tuple(
                row["problem"]
                for row in rows
                if row["judge"] == judge and row["problem"] is not None
            ),
        )
        for judge in judges
    }


async def assign(
    sql: Sql, batch: UUID, now: datetime, until: datetime, given: Sequence[tuple[str, AssignedPair]]
) -> None:
    """Put these pairs before these judges."""
    await sql.execute(
        ASSIGN,
        batch,
        now,
        until,
        [judge for judge, _ in given],
        [pair.pair for _, pair in given],
        [pair.first for _, pair in given],
        [pair.second for _, pair in given],
    )


async def pair_at(sql: Sql, place: Place) -> PairAt | None:
    """How the pair stands; None: it is not this judge's."""
    row = await sql.fetchrow(STATE, *place)
    if row is None:
        return None
    return PairAt(
        state=row["state"],
        answer=row["answer"],
        answered_steps=row["steps"],
        leased_until=row["leased_until"],
        steps=msgspec.json.decode(row["rules"], type=Rules).steps,
        closed=row["closed_because"] if row["closed_at"] else None,
        revoked=row["revoked_at"] is not None,
        comment=row["comment"],
        imported=row["imported"],
    )


async def decide(
    sql: Sql,
    place: Place,
    answer: int,
    steps: int,
    took_s: float | None,
    comment: str,
    about: str | None,
    now: datetime,
) -> Took:
    """Keep a decision, if the pair is before this judge."""
    kept = await sql.fetchval(DECIDE, *place, answer, steps, took_s, comment, about, now)
    return Took.PLACE if kept else Took.NO_PLACE


async def change(
    sql: Sql,
    pair: UUID,
    answer: int,
    steps: int,
    comment: str | None,
    took_s: float | None,
    now: datetime,
) -> None:
    """Keep another decision instead of the one that there is; None: that stays as it is."""
    await sql.execute(CHANGE, pair, answer, steps, comment, took_s, now)


async def flag(sql: Sql, place: Place, words: str, problem: str | None, now: datetime) -> Took:
    """Leave a pair unjudged, if it is before this judge."""
    kept = await sql.fetchval(FLAG, *place, words, now, problem)
    return Took.PLACE if kept else Took.NO_PLACE


async def take_away(sql: Sql, batch: UUID, judge: str, now: datetime) -> None:
    """No pair is before this judge any more."""
    await sql.execute(TAKE_AWAY, batch, judge, now)


async def take_back(sql: Sql, batch: UUID, judge: str, count: int) -> list[AssignedPair]:
    """Undo the judge's last decisions; their pairs, to be handed out again."""
    rows = await sql.fetch(TAKE_BACK, batch, judge, count)
    return [AssignedPair(uuid4(), row["first"], row["second"]) for row in rows]


async def close(sql: Sql, batch: UUID, now: datetime, why: str) -> None:
    """End judging, unless it has ended."""
    await sql.execute(CLOSE, batch, now, why)
