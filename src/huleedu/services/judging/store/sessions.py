"""Who judges a batch and how: the batch's scripts and rules, and the judges' seats."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

import msgspec

from huleedu.contracts.judging import (
    KeyRevoked,
    Kind,
    NotOpened,
    NotSeated,
    Session,
    UnknownKey,
)
from huleedu.kit.database import Row, Sql
from huleedu.services.judging.domain.desk import (
    NameTaken,
    Revoked,
    Rules,
    Script,
    Seat,
    Seated,
    SeatedBefore,
    Terms,
)
from huleedu.services.judging.domain.judge_names import WrongName, checked

KEY_BYTES = 24

# everything about one batch happens one after another
LOCK = "select pg_advisory_xact_lock(hashtextextended($1::text, 0))"

# opening again changes what is given anew
OPEN = """
insert into exercise (id, opened_at, title, rules) values ($1, $2, $3, coalesce($4::jsonb, '{}'))
on conflict (id) do update
set title = excluded.title, rules = coalesce($4::jsonb, exercise.rules)
"""

# the scripts get numbers in the order given; those that are there keep theirs
SCRIPTS = """
insert into script (exercise, number, essay, name, text, measures, pupil)
select $1, (select count(*) from script where exercise = $1) + row_number() over (order by n) - 1,
       essay, name, text, measures, pupil
from unnest($2::uuid[], $3::text[], $4::text[], $5::jsonb[], $6::text[]) with ordinality
    as given (essay, name, text, measures, pupil, n)
where not exists (select from script s where s.exercise = $1 and s.essay = given.essay)
"""

ALL_SCRIPTS = """
select number, essay, name, text, measures, pupil from script where exercise = $1 order by number
"""

RULES = "select rules from exercise where id = $1"

REOPEN = "update exercise set closed_at = null, closed_because = '' where id = $1"

SEATED = "select kind, revoked_at from seat where exercise = $1 and judge = $2"

# a judge who has a seat keeps it, the key unless there is a new one, and all that is not told
SEAT = """
insert into seat (exercise, judge, kind, quota, barred, seated_at, key_hash)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (exercise, judge) do update
set kind = excluded.kind,
    quota = case when $8 then excluded.quota else coalesce(excluded.quota, seat.quota) end,
    barred = array(
        select distinct unnest(excluded.barred || case when $9 then '{}' else seat.barred end)
    ),
    key_hash = coalesce(excluded.key_hash, seat.key_hash), revoked_at = null
"""

# the key is kept, so that whoever has it can be told
REVOKE = """
update seat set revoked_at = coalesce(revoked_at, $3) where exercise = $1 and judge = $2
returning judge
"""

WHOSE = "select exercise, judge, revoked_at from seat where key_hash = $1"

KINDS = "select judge, kind from seat where exercise = $1"

SESSION = """
select e.title, e.rules, e.closed_at, e.closed_because, s.judge, s.quota,
       (select count(*) from script where exercise = e.id) as essays,
       (select count(*) from pair p
        where p.exercise = e.id and p.judge = s.judge and p.state = 'decided') as decided
from exercise e left join seat s on s.exercise = e.id and s.judge = $2
where e.id = $1
"""


async def lock(sql: Sql, batch: UUID) -> None:
    """Wait until nobody else is at this batch; holds to the transaction's end."""
    await sql.execute(LOCK, str(batch))


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
    await sql.execute(
        SCRIPTS,
        batch,
        [script.essay for script in scripts],
        [script.name for script in scripts],
        [script.text for script in scripts],
        [msgspec.json.encode(script.measures).decode() for script in scripts],
        [script.pupil for script in scripts],
    )
    return len(await sql.fetch(ALL_SCRIPTS, batch))


async def reopen(sql: Sql, batch: UUID) -> None:
    """Let judging go on after it was closed."""
    await sql.execute(REOPEN, batch)


async def scripts_of(sql: Sql, batch: UUID) -> list[Script]:
    """What is judged, by number."""
    return [_script(row) for row in await sql.fetch(ALL_SCRIPTS, batch)]


async def rules_of(sql: Sql, batch: UUID) -> Rules | NotOpened:
    """How the batch is judged."""
    told = await sql.fetchval(RULES, batch)
    return NotOpened() if told is None else msgspec.json.decode(told, type=Rules)


async def kinds_of(sql: Sql, batch: UUID) -> Mapping[str, Kind]:
    """Who judges, and what they are."""
    return {row["judge"]: Kind(row["kind"]) for row in await sql.fetch(KINDS, batch)}


async def seat(
    sql: Sql,
    where: Seat,
    kind: Kind,
    terms: Terms,
    now: datetime,
) -> Seated | SeatedBefore | NameTaken | WrongName:
    """Let somebody judge, or change what is told of how they may.

    A person may sit down where decisions were imported under their name. Who has a seat keeps
    their name, whatever it is.
    """
    row = await sql.fetchrow(SEATED, where.batch, where.judge)
    known = row["kind"] if row else None
    if known is None:
        named = checked(where.judge, await kinds_of(sql, where.batch))
        if isinstance(named, WrongName):
            return named
    imported = known == Kind.IMPORT.value and kind is Kind.PERSON
    if known is not None and known != kind.value and not imported:
        return NameTaken(Kind(known))
    revoked = bool(row and row["revoked_at"])
    fresh = kind is Kind.PERSON and (known is None or imported or revoked or terms.renew)
    key = secrets.token_urlsafe(KEY_BYTES) if fresh else ""
    hashed = sha256(key.encode()).digest() if fresh else None
    await sql.execute(
        SEAT,
        where.batch,
        where.judge,
        kind.value,
        terms.quota,
        list(terms.barred),
        now,
        hashed,
        terms.no_quota,
        terms.sees_all,
    )
    return SeatedBefore() if known is not None and not fresh else Seated(key)


async def revoke(sql: Sql, where: Seat, now: datetime) -> Revoked | NotSeated:
    """Withdraw a judge's key."""
    gone = await sql.fetchval(REVOKE, where.batch, where.judge, now)
    return NotSeated() if gone is None else Revoked()


async def whose(sql: Sql, key: str) -> Seat | UnknownKey | KeyRevoked:
    """Whose session a key opens."""
    hashed = sha256(key.encode("utf-8", "surrogatepass")).digest()
    row = await sql.fetchrow(WHOSE, hashed)
    if row is None:
        return UnknownKey()
    return KeyRevoked() if row["revoked_at"] else Seat(UUID(int=row["exercise"].int), row["judge"])


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
