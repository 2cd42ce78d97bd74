"""Who judges a batch and how: the batch's scripts and rules, and the judges' seats."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from huleedu.contracts.judging import (
    KeyEnded,
    KeyRevoked,
    Kind,
    NotOpened,
    NotSeated,
    Session,
    UnknownKey,
)
from huleedu.kit.database import Row, Sql
from huleedu.services.judging.domain.desk import (
    Revoked,
    Rules,
    Script,
    Seat,
    Terms,
)
from huleedu.services.judging.domain.enrolments import EnrolledAs
from huleedu.services.judging.store import heard, rankings

READY = "select 1"

# opened for the first time it is judged as was planned; again, it changes what is given anew
OPEN = """
insert into exercise (id, opened_at, title, rules)
values ($1, $2, $3, coalesce($4::jsonb, (select rules from plan where batch = $1), '{}'))
on conflict (id) do update
set title = excluded.title, rules = coalesce($4::jsonb, exercise.rules),
    revision = exercise.revision
        + (coalesce($4::jsonb, exercise.rules) is distinct from exercise.rules)::integer
"""

# the scripts get numbers in the order given; those that are there keep theirs
SCRIPTS = """
insert into script (exercise, number, essay, name, text, measures, pupil)
select $1, (select count(*) from script where exercise = $1) + row_number() over (order by n) - 1,
       essay, name, text, measures, pupil
from unnest($2::uuid[], $3::text[], $4::text[], $5::jsonb[], $6::text[]) with ordinality
    as given (essay, name, text, measures, pupil, n)
where not exists (select from script s where s.exercise = $1 and s.essay = given.essay)
returning essay
"""

ALL_SCRIPTS = """
select number, essay, name, text, measures, pupil from script where exercise = $1 order by number
"""

SOME_SCRIPTS = """
select number, essay, name, text, measures, pupil from script
where exercise = $1 and number = any($2::integer[])
"""

RULES = "select rules from exercise where id = $1"

REOPEN = "update exercise set closed_at = null, closed_because = '' where id = $1"

SEATED = "select kind, revoked_at from seat where exercise = $1 and judge = $2"

# a judge who has a seat keeps it, the key unless there is a new one, and all that is not told
SEAT = """
insert into seat (exercise, judge, kind, quota, barred, seated_at, key_hash, ends_at)
values ($1, $2, $3, $4, $5, $6, $7, $10)
on conflict (exercise, judge) do update
set kind = excluded.kind,
    quota = case when $8 then excluded.quota else coalesce(excluded.quota, seat.quota) end,
    barred = array(
        select distinct unnest(excluded.barred || case when $9 then '{}' else seat.barred end)
    ),
    ends_at = case when excluded.key_hash is null then coalesce(excluded.ends_at, seat.ends_at)
                   else excluded.ends_at end,
    key_hash = coalesce(excluded.key_hash, seat.key_hash), revoked_at = null
"""

# the key is kept, so that whoever has it can be told
REVOKE = """
update seat set revoked_at = coalesce(revoked_at, $3) where exercise = $1 and judge = $2
returning judge
"""

WHOSE = "select exercise, judge, revoked_at, ends_at from seat where key_hash = $1"

KINDS = "select judge, kind from seat where exercise = $1"

SESSION = """
select e.title, e.rules, e.closed_at, e.closed_because, s.judge, s.quota,
       (select count(*) from script where exercise = e.id) as essays,
       (select count(*) from pair p
        where p.exercise = e.id and p.judge = s.judge and p.state = 'decided'
          and p.leased_until > p.handed_at) as decided
from exercise e left join seat s on s.exercise = e.id and s.judge = $2
where e.id = $1
"""


async def ready(sql: Sql) -> None:
    """Return when the database answers."""
    await sql.fetchval(READY)


async def open_exercise(
    sql: Sql,
    batch: UUID,
    scripts: Sequence[Script],
    title: str,
    rules: Rules | None,
    now: datetime,
) -> int:
    """Open judging for these scripts, or add those that are new; how many there are then."""
    told = msgspec.json.encode(rules).decode() if rules else None
    await sql.execute(OPEN, batch, now, title, told)
    joined = await sql.fetch(
        SCRIPTS,
        batch,
        [script.essay for script in scripts],
        [script.name for script in scripts],
        [script.text for script in scripts],
        [msgspec.json.encode(script.measures).decode() for script in scripts],
        [script.pupil for script in scripts],
    )
    if joined:
        await rankings.changed(sql, batch, now)
    await heard.pass_on(sql, batch, now)
    return len(await sql.fetch(ALL_SCRIPTS, batch))


async def reopen(sql: Sql, batch: UUID) -> None:
    """Let judging go on after it was closed."""
    await sql.execute(REOPEN, batch)


async def scripts_of(sql: Sql, batch: UUID) -> list[Script]:
    """What is judged, by number."""
    return [_script(row) for row in await sql.fetch(ALL_SCRIPTS, batch)]


async def some_scripts(sql: Sql, batch: UUID, numbers: Sequence[int]) -> dict[int, Script]:
    """These scripts, by number."""
    rows = await sql.fetch(SOME_SCRIPTS, batch, list(numbers))
    return {row["number"]: _script(row) for row in rows}


async def rules_of(sql: Sql, batch: UUID) -> Rules | NotOpened:
    """How the batch is judged."""
    told = await sql.fetchval(RULES, batch)
    return NotOpened() if told is None else msgspec.json.decode(told, type=Rules)


async def kinds_of(sql: Sql, batch: UUID) -> Mapping[str, Kind]:
    """Who judges, and what they are."""
    return {row["judge"]: Kind(row["kind"]) for row in await sql.fetch(KINDS, batch)}


async def enrolled_as(sql: Sql, where: Seat) -> EnrolledAs | None:
    """What a judge of this name is already; None: nobody has it."""
    row = await sql.fetchrow(SEATED, where.batch, where.judge)
    return None if row is None else EnrolledAs(Kind(row["kind"]), row["revoked_at"] is not None)


async def seat(
    sql: Sql, where: Seat, kind: Kind, terms: Terms, key_hash: bytes | None, now: datetime
) -> None:
    """Let somebody judge, or change what is told of how they may.

    Args:
        key_hash: of their new key; None: they keep what they have.
    """
    await sql.execute(
        SEAT,
        where.batch,
        where.judge,
        kind.value,
        terms.quota,
        list(terms.barred),
        now,
        key_hash,
        terms.no_quota,
        terms.sees_all,
        terms.ends_at,
    )


async def revoke(sql: Sql, where: Seat, now: datetime) -> Revoked | NotSeated:
    """Withdraw a judge's key."""
    gone = await sql.fetchval(REVOKE, where.batch, where.judge, now)
    return NotSeated() if gone is None else Revoked()


async def whose(
    sql: Sql, key_hash: bytes, now: datetime
) -> Seat | UnknownKey | KeyRevoked | KeyEnded:
    """Whose session a key opens."""
    row = await sql.fetchrow(WHOSE, key_hash)
    if row is None:
        return UnknownKey()
    if row["revoked_at"]:
        return KeyRevoked()
    if row["ends_at"] and row["ends_at"] <= now:
        return KeyEnded()
    return Seat(UUID(int=row["exercise"].int), row["judge"])


async def session(sql: Sql, where: Seat) -> Session | NotSeated | NotOpened:
    """What a judge sits down to."""
    row = await sql.fetchrow(SESSION, where.batch, where.judge)
    if row is None:
        return NotOpened()
    if row["judge"] is None:
        return NotSeated()
    rules = msgspec.json.decode(row["rules"], type=Rules)
    return Session(
        judge=row["judge"],
        title=row["title"],
        essays=row["essays"],
        criterion=rules.criterion,
        steps=rules.steps,
        quota=row["quota"],
        decided=row["decided"],
        closed=row["closed_because"] if row["closed_at"] else None,
    )


def _script(row: Row) -> Script:
    return Script(
        essay=UUID(int=row["essay"].int),
        name=row["name"],
        text=row["text"],
        measures=msgspec.json.decode(row["measures"]),
        pupil=row["pupil"],
    )
