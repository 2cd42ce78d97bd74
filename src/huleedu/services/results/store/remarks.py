"""Which kinds of remarks are looked for in a batch, and in a school's new ones."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from huleedu.contracts.spelling import RULES_OFF
from huleedu.kit.database import Sql
from huleedu.services.results.store.revisions import tell_all

OF_BATCH = "select remarks_off from batch where id = $1"

SWITCH = "update batch set remarks_off = $2 where id = $1"

# how often each rule spoke, of all that texts were remarked on
FOUND = """
select r->>2 as rule, count(*)::integer as n
from file f cross join lateral jsonb_array_elements(f.remarks) r
where f.batch = $1 and f.slot is not null and f.state not in ('unpacked', 'replaced', 'withdrawn')
group by 1
"""

# those that were asked for, and those that texts turned out to be in
LANGUAGES = """
select language from batch where id = $1 and language <> 'auto'
union
select language from file where batch = $1 and language is not null and slot is not null
"""

OF_SCHOOL = "select off from school_remarks where school = $1"

# nobody else changes it until the transaction ends
HOLD_SCHOOL = """
insert into school_remarks (school, off) values ($1, $2)
on conflict (school) do update set off = school_remarks.off returning off
"""

SWITCH_IN_SCHOOL = "update school_remarks set off = $2 where school = $1"


def remarks_off(told: Sequence[str] | None) -> tuple[str, ...]:
    """The rules that are left out, by name; None: nobody has said, so what usually is."""
    return tuple(sorted(RULES_OFF if told is None else told))


async def of_batch(sql: Sql, batch: UUID) -> tuple[str, ...]:
    """The rules that are left out in the batch, which is known."""
    return remarks_off(await sql.fetchval(OF_BATCH, batch))


async def switch(sql: Sql, batch: UUID, off: Collection[str]) -> None:
    """Leave these rules out in the batch, which is known, and no others."""
    await sql.execute(SWITCH, batch, sorted(off))
    await tell_all(sql, batch)


async def found(sql: Sql, batch: UUID) -> Mapping[str, int]:
    """How often each rule spoke of the batch's essays, whether it is left out or not."""
    return {row["rule"]: row["n"] for row in await sql.fetch(FOUND, batch)}


async def languages(sql: Sql, batch: UUID) -> Collection[str]:
    """The languages in which essays of the batch are checked."""
    return {row["language"] for row in await sql.fetch(LANGUAGES, batch)}


async def of_school(sql: Sql, school: UUID) -> tuple[str, ...]:
    """The rules that a school's new batches leave out."""
    return remarks_off(await sql.fetchval(OF_SCHOOL, school))


async def hold_school(sql: Sql, school: UUID) -> tuple[str, ...]:
    """The same, and nobody else changes it meanwhile."""
    return remarks_off(await sql.fetchval(HOLD_SCHOOL, school, sorted(RULES_OFF)))


async def switch_in_school(sql: Sql, school: UUID, off: Collection[str]) -> None:
    """Leave these rules out in the school's new batches, and no others; it is held."""
    await sql.execute(SWITCH_IN_SCHOOL, school, sorted(off))
