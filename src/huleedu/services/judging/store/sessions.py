"""Who judges a batch and how: the batch's scripts and rules, and their enrolments."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from huleedu.contracts.judging import (
    KeyEnded,
    KeyRevoked,
    Kind,
    NotEnrolled,
    NotOpened,
    Session,
    UnknownKey,
)
from huleedu.contracts.people import OWN_SCHOOL
from huleedu.kit.database import Row, Sql
from huleedu.services.judging.domain.admission import more_of
from huleedu.services.judging.domain.desk import (
    Enrolment,
    KeyHolder,
    Revoked,
    Rules,
    Script,
    Terms,
)
from huleedu.services.judging.domain.enrolments import EnrolledAs
from huleedu.services.judging.store import heard, rankings

READY = "select 1"

# opened for the first time it is judged as was planned, and is its batch's school's (if that is not
# known yet: the viewer's, or the installation's own); again, it changes what is given anew
OPEN = """
insert into judging (id, opened_at, title, rules, school, asked_by)
values ($1, $2, $3, coalesce($4::jsonb, (select rules from plan where batch = $1), '{}'),
        coalesce((select school from plan where batch = $1),
                 nullif(current_setting('huleedu.school', true), '')::uuid, $5), $6)
on conflict (id) do update
set title = excluded.title, asked_by = coalesce(nullif($6, ''), judging.asked_by),
    rules = coalesce($4::jsonb, judging.rules),
    revision = judging.revision
        + (coalesce($4::jsonb, judging.rules) is distinct from judging.rules)::integer
"""

# the scripts get numbers in the order given; those that are there keep theirs
SCRIPTS = """
insert into script (judging, school, number, essay, name, text, measures, pupil)
select $1, (select school from judging where id = $1),
       (select count(*) from script where judging = $1) + row_number() over (order by n) - 1,
       essay, name, text, measures, pupil
from unnest($2::uuid[], $3::text[], $4::text[], $5::jsonb[], $6::text[]) with ordinality
    as given (essay, name, text, measures, pupil, n)
where not exists (select from script s where s.judging = $1 and s.essay = given.essay)
returning essay
"""

ALL_SCRIPTS = """
select number, essay, name, text, measures, pupil from script
where judging = $1 order by number
"""

SOME_SCRIPTS = """
select number, essay, name, text, measures, pupil from script
where judging = $1 and number = any($2::integer[])
"""

RULES = "select rules from judging where id = $1"

# for everything, even if it was open for what is to be looked at again alone
REOPEN = """
update judging set closed_at = null, closed_because = '', alone_after = null where id = $1
"""

ENROLLED_AS = "select kind, revoked_at from enrolment where judging = $1 and judge = $2"

# a judge who is enrolled keeps the key, unless there is a new one, and all that is not told
ENROL = """
insert into enrolment (judging, judge, kind, quota, barred, enrolled_at, key_hash, ends_at, email,
                       school)
values ($1, $2, $3, $4, $5, $6, $7, $10, $11, (select school from judging where id = $1))
on conflict (judging, judge) do update
set kind = excluded.kind,
    quota = case when $8 then excluded.quota else coalesce(excluded.quota, enrolment.quota) end,
    barred = array(
        select distinct unnest(excluded.barred || case when $9 then '{}' else enrolment.barred end)
    ),
    ends_at = case when excluded.key_hash is null
                   then coalesce(excluded.ends_at, enrolment.ends_at)
                   else excluded.ends_at end,
    key_hash = coalesce(excluded.key_hash, enrolment.key_hash), revoked_at = null,
    email = coalesce(nullif(excluded.email, ''), enrolment.email)
"""

# the key is kept, so that whoever has it can be told
REVOKE = """
update enrolment set revoked_at = coalesce(revoked_at, $3) where judging = $1 and judge = $2
returning judge
"""

WHOSE = "select judging, judge, school, revoked_at, ends_at from enrolment where key_hash = $1"

KINDS = "select judge, kind from enrolment where judging = $1"

# decisions that were taken out count for nobody but the judge who made them
KINDS_THAT_COUNT = """
select judge, kind from enrolment
where judging = $1 and (left_out_at is null or judge = $2)
"""

# once a minute is enough to tell that somebody is there
SEEN = """
update enrolment set opened_at = coalesce(opened_at, $3), seen_at = $3
where judging = $1 and judge = $2
  and (seen_at is null or seen_at < $3::timestamptz - interval '1 minute')
"""

SESSION = """
select j.title, j.rules, j.asked_by, j.closed_at, j.closed_because, e.judge, e.quota, e.extra,
       e.unnamed,
       (select count(*) from script where judging = j.id) as essays,
       (select count(*) from pair p
        where p.judging = j.id and p.judge = e.judge and p.state = 'decided'
          and p.leased_until > p.assigned_at) as decided
from judging j left join enrolment e on e.judging = j.id and e.judge = $2
where j.id = $1
"""


async def ready(sql: Sql) -> None:
    """Return when the database answers."""
    await sql.fetchval(READY)


async def open_judging(
    sql: Sql,
    batch: UUID,
    scripts: Sequence[Script],
    title: str,
    rules: Rules | None,
    now: datetime,
    asked_by: str = "",
) -> int:
    """Open judging for these scripts, or add those that are new; how many there are then."""
    told = msgspec.json.encode(rules).decode() if rules else None
    await sql.execute(OPEN, batch, now, title, told, OWN_SCHOOL, asked_by)
    await heard.belongs(sql, batch)
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
    await heard.join(sql, batch, now)
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


async def kinds_that_count(sql: Sql, batch: UUID, judge: str = "") -> Mapping[str, Kind]:
    """The same of those whose decisions count; and of this judge, whose own do for them."""
    rows = await sql.fetch(KINDS_THAT_COUNT, batch, judge)
    return {row["judge"]: Kind(row["kind"]) for row in rows}


async def seen(sql: Sql, where: Enrolment, now: datetime) -> None:
    """The judge has opened their link."""
    await sql.execute(SEEN, where.batch, where.judge, now)


async def enrolled_as(sql: Sql, where: Enrolment) -> EnrolledAs | None:
    """What a judge of this name is already; None: nobody has it."""
    row = await sql.fetchrow(ENROLLED_AS, where.batch, where.judge)
    return None if row is None else EnrolledAs(Kind(row["kind"]), row["revoked_at"] is not None)


async def enrol(
    sql: Sql, where: Enrolment, kind: Kind, terms: Terms, key_hash: bytes | None, now: datetime
) -> None:
    """Let somebody judge, or change what is told of how they may.

    Args:
        key_hash: of their new key; None: they keep what they have.
    """
    await sql.execute(
        ENROL,
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
        terms.email,
    )


async def revoke(sql: Sql, where: Enrolment, now: datetime) -> Revoked | NotEnrolled:
    """Withdraw a judge's key."""
    gone = await sql.fetchval(REVOKE, where.batch, where.judge, now)
    return NotEnrolled() if gone is None else Revoked()


async def whose(
    sql: Sql, key_hash: bytes, now: datetime
) -> KeyHolder | UnknownKey | KeyRevoked | KeyEnded:
    """Whose session a key opens."""
    row = await sql.fetchrow(WHOSE, key_hash)
    if row is None:
        return UnknownKey()
    if row["revoked_at"]:
        return KeyRevoked()
    if row["ends_at"] and row["ends_at"] <= now:
        return KeyEnded()
    return KeyHolder(
        Enrolment(UUID(int=row["judging"].int), row["judge"]), UUID(int=row["school"].int)
    )


async def session(sql: Sql, where: Enrolment) -> Session | NotEnrolled | NotOpened:
    """What a judge sits down to."""
    row = await sql.fetchrow(SESSION, where.batch, where.judge)
    if row is None:
        return NotOpened()
    if row["judge"] is None:
        return NotEnrolled()
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
        more=0 if row["closed_at"] else more_of(row["quota"], row["extra"]),
        asked_by=row["asked_by"],
        practice=len(rules.practice),
        unnamed=row["unnamed"],
    )


def _script(row: Row) -> Script:
    return Script(
        essay=UUID(int=row["essay"].int),
        name=row["name"],
        text=row["text"],
        measures=msgspec.json.decode(row["measures"]),
        pupil=row["pupil"],
    )
